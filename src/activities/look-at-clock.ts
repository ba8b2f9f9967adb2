import { Context } from '@temporalio/activity';
import { DAY } from '../domain/instant.js';
import type { ClockInput, ClockWake } from '../domain/pool/wake.js';
import { toFailure } from './failure.js';
import type { Clock, LeadClocks } from './ports.js';

export interface LookAtClockDeps {
  readonly leadClocks: LeadClocks;
  readonly clock: Clock;
  /** Waits longer than this, in real ms, are slept through (law 6). */
  readonly hibernateAfter: number;
}

/** Business time: as of journeys, a run that is woken early has to stay until it was to begin (`src/workflows/lead-clock.ts`). */
const LONGEST_SLEEP = 30 * DAY;

/**
 * Makes the activity that looks at a lead's clock and does what is due. Safe to run twice: the rows say what was done.
 * Throws only for lost infrastructure, which Temporal retries.
 */
export function createLookAtClock({ leadClocks, clock, hibernateAfter }: LookAtClockDeps) {
  return async ({ ownershipId }: ClockInput): Promise<ClockWake> => {
    const now = clock.now(Context.current().info.scheduledTimestampMs);
    try {
      const at = await leadClocks.look(ownershipId, now);
      if (at === null) return { wakeAt: null, hibernate: false };
      const wakeAt = at <= now.virtual ? now.real : clock.toReal(Math.min(at, now.virtual + LONGEST_SLEEP));
      return { wakeAt, hibernate: wakeAt - now.real > hibernateAfter };
    } catch (error) {
      throw toFailure(error);
    }
  };
}
