import { assertNever } from '../result.js';
import type { Definition, Step } from './definition.js';

/** A track with where it lives; `stage` is null for `throughout` and campaigns. */
export interface PlacedTrack {
  /** `main`, or the track's id. */
  readonly id: string;
  readonly stage: string | null;
  readonly steps: readonly Step[];
}

/** All tracks of a definition: of each stage its main track, then those alongside; then those throughout. */
export function tracksOf(definition: Definition): PlacedTrack[] {
  switch (definition.kind) {
    case 'journey':
      return [
        ...definition.stages.flatMap((stage) => [
          { id: 'main', stage: stage.id, steps: stage.steps },
          ...stage.alongside.map((track) => ({ ...track, stage: stage.id })),
        ]),
        ...definition.throughout.map((track) => ({ ...track, stage: null })),
      ];
    case 'campaign':
      return [{ id: 'main', stage: null, steps: definition.steps }];
    case 'segment':
    case 'survey':
    case 'form':
      return [];
    default:
      return assertNever(definition);
  }
}

/** Its id, or for an anonymous step its place in the file. */
export const stepKey = (step: Step): string => step.id ?? step.path.join('.');

/** The lists of steps inside a step, in the order of the file format's page. */
export function innerLists(step: Step): readonly (readonly Step[])[] {
  switch (step.action) {
    case 'task':
      return [...Object.values(step.onOutcome), step.onOverdue?.steps ?? []];
    case 'wait':
      return [step.then, step.else ?? []];
    case 'choose':
      return step.choose.map((choice) => choice.steps);
    case 'split':
      return Object.values(step.onArm);
    case 'repeat':
      return [step.repeat.steps];
    default:
      return [];
  }
}

/** A list's steps with all steps inside them, each before its own. */
export function* everyStep(steps: readonly Step[]): Generator<Step> {
  for (const step of steps) {
    yield step;
    for (const inner of innerLists(step)) yield* everyStep(inner);
  }
}

export const stepsOf = (definition: Definition): Step[] =>
  tracksOf(definition).flatMap((track) => [...everyStep(track.steps)]);

/** A definition's steps by id; of a repeated id, the first. */
export function stepsById(definition: Definition): Map<string, Step> {
  const byId = new Map<string, Step>();
  for (const step of stepsOf(definition)) if (step.id !== undefined && !byId.has(step.id)) byId.set(step.id, step);
  return byId;
}
