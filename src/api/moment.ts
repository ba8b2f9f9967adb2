import type { AppDeps } from './deps.js';
import type { Engine } from './ports.js';
import type { Moment, StuckMoment } from './store-ports.js';

/** Business time now, and what counts as late by it. */
export async function momentOf(deps: Pick<AppDeps, 'engine' | 'surroundings'>): Promise<Moment> {
  const now = await deps.engine.now();
  return { now, lateBefore: now - deps.surroundings.lateAfterMs() };
}

/** By when an open journey must have moved: a set time of the system's own clock ago. */
export async function stuckMomentOf(
  deps: Pick<AppDeps, 'surroundings' | 'failingRuns' | 'realNow'> & { readonly engine: Pick<Engine, 'now'> },
): Promise<StuckMoment> {
  const { stuckAfterMs, rate } = deps.surroundings;
  const now = await deps.engine.now();
  return {
    before: { business: now - stuckAfterMs * rate(), real: deps.realNow() - stuckAfterMs },
    failing: await deps.failingRuns(),
  };
}
