import type { Step } from '../../definition/definition.js';
import { innerLists, stepKey, tracksOf } from '../../definition/step-walk.js';
import type { Program } from '../program.js';

/** Where in a definition a step stands. */
export interface Spot {
  /** null: in a track of `throughout`. */
  readonly stage: string | null;
  /** `main`, or the track's id. */
  readonly track: string;
  /** The task because of whose being overdue it runs; null: none. */
  readonly aside: string | null;
}

/** The spot of every step of a program, by its key. */
export function spotsOf({ definition }: Program): ReadonlyMap<string, Spot> {
  const spots = new Map<string, Spot>();
  const walk = (steps: readonly Step[], spot: Spot): void => {
    for (const step of steps) {
      spots.set(stepKey(step), spot);
      const overdue = step.action === 'task' ? step.onOverdue?.steps : undefined;
      for (const inner of innerLists(step)) walk(inner, inner === overdue ? { ...spot, aside: stepKey(step) } : spot);
    }
  };
  for (const { id, stage, steps } of tracksOf(definition)) walk(steps, { stage, track: id, aside: null });
  return spots;
}
