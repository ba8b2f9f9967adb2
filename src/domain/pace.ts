import type { Instant } from './instant.js';

/*
 * Work at a set rate. A turn is taken before the work is begun, so that what breaks off has not been for nothing. Time in
 * which no turn was taken is lost but for a short while: after a pause or an outage nothing comes in a burst.
 */

export interface Pace {
  readonly perMinute: number;
  /** When the next turn may be taken, real epoch ms. */
  readonly nextAt: Instant;
}

/** A worker looks once in a while; what fell due since it looked is still due. */
export const KEPT_MS = 2_000;

const firstDue = ({ nextAt }: Pace, now: Instant): Instant => Math.max(nextAt, now - KEPT_MS);

/** How many turns may be taken now. */
export function turnsDue(pace: Pace, now: Instant): number {
  const from = firstDue(pace, now);
  return from > now ? 0 : Math.floor(((now - from) * pace.perMinute) / 60_000) + 1;
}

/** When the next turn may be taken after so many have been taken now; rounded up to whole ms. */
export const afterTurns = (pace: Pace, now: Instant, taken: number): Instant =>
  taken === 0 ? pace.nextAt : Math.ceil(firstDue(pace, now) + (taken * 60_000) / pace.perMinute);
