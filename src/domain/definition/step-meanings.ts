import type { StepAction } from './definition.js';
import { parseDefinition } from './parse.js';
import { stepsOf } from './step-walk.js';

/**
 * What each step id means in earlier versions of a definition, given as texts from the oldest to the newest, which has the
 * last word: lint's `reused-step-id` compares with it.
 */
export function stepMeanings(texts: readonly string[]): ReadonlyMap<string, StepAction> {
  const definitions = texts.flatMap((text) => parseDefinition({ file: 'published', text }).draft ?? []);
  const steps = definitions.flatMap((definition) => stepsOf(definition));
  return new Map(
    steps.flatMap((step): [string, StepAction][] => (step.id === undefined ? [] : [[step.id, step.action]])),
  );
}
