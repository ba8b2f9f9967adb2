import { Button } from '../kit/button.js';
import { Instant } from '../kit/instant.js';
import { Sign } from '../kit/sign.js';
import { useTexts } from '../texts/use-texts.js';
import { useEventWords } from './event-words.js';
import type { PlannedEvent } from './plan.js';
import { simulationTexts } from './texts.js';

interface HappeningsProps {
  readonly events: readonly PlannedEvent[];
  readonly onRemove: (index: number) => void;
  readonly onClear: () => void;
}

/** What happens to the simulated contact, as it was chosen so far. */
export function Happenings({ events, onRemove, onClear }: HappeningsProps) {
  const t = useTexts(simulationTexts);
  const wordsOf = useEventWords();
  if (events.length === 0) return null;
  return (
    <section className="sim-happenings" aria-label={t.happenings}>
      <h2>{t.happenings}</h2>
      <ul>
        {events.map((event, index) => (
          <li key={`${event.at} ${event.type} ${JSON.stringify(event.fields)}`}>
            <Instant at={event.at} style="short" />
            <span>{wordsOf(event)}</span>
            <Button look="quiet" square aria-label={t.remove(wordsOf(event))} onPress={() => onRemove(index)}>
              <Sign of="cross" />
            </Button>
          </li>
        ))}
      </ul>
      {events.length > 1 && (
        <Button look="quiet" onPress={onClear}>
          {t.clear}
        </Button>
      )}
    </section>
  );
}
