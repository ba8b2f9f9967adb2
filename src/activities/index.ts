import { type AdvanceDeps, createAdvance } from './advance.js';

export type ActivityDeps = AdvanceDeps;

/** Everything a worker can do for a workflow. */
export const createActivities = (deps: ActivityDeps) => ({ advance: createAdvance(deps) });

export type Activities = ReturnType<typeof createActivities>;
