import { type AdvanceDeps, createAdvance } from './advance.js';
import { createLookAtClock, type LookAtClockDeps } from './look-at-clock.js';

export type ActivityDeps = AdvanceDeps & LookAtClockDeps;

/** Everything a worker can do for a workflow. */
export const createActivities = (deps: ActivityDeps) => ({
  advance: createAdvance(deps),
  lookAtClock: createLookAtClock(deps),
});

export type Activities = ReturnType<typeof createActivities>;
