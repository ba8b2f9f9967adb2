import type { Instant } from '../instant.js';

/*
 * What the workflow and the activity of a lead's clock say to each other. Ids and instants only (law 7); a wire contract
 * between builds of the worker, so fields are added, never changed.
 */

export interface ClockInput {
  readonly ownershipId: string;
}

/** When a clock is looked at again by itself; `wakeAt` null: it has stopped, or stands until something changes. */
export interface ClockWake {
  /** Real time, epoch ms. */
  readonly wakeAt: Instant | null;
  /** Long enough to sleep through as a new run (law 6). */
  readonly hibernate: boolean;
}
