import type { AppDeps } from './deps.js';
import type { Moment } from './store-ports.js';

/** Business time now, and what counts as late by it. */
export async function momentOf(deps: Pick<AppDeps, 'engine' | 'surroundings'>): Promise<Moment> {
  const now = await deps.engine.now();
  return { now, lateBefore: now - deps.surroundings.lateAfterMs() };
}
