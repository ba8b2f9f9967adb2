import { useTexts } from '../texts/use-texts.js';
import { useWords } from '../texts/use-words.js';
import type { PlannedEvent } from './plan.js';
import { simulationTexts } from './texts.js';

/** What happens, in words: an outcome of a task by its own name, any other event by its kind. */
export function useEventWords(): (event: Pick<PlannedEvent, 'type' | 'fields'>) => string {
  const t = useTexts(simulationTexts);
  const words = useWords();
  return ({ type, fields: { step, outcome } }) =>
    type === 'task.completed' ? t.outcomeOf(String(step), words.outcome(String(outcome))) : words.event(type);
}
