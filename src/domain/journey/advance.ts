import type { Instant } from '../instant.js';
import type { Shown } from './shown.js';
import type { JourneyState } from './state.js';

/*
 * What the workflow and the `advance` activity say to each other. Ids, instants and codes only (law 7); a wire contract
 * between builds of the worker, so fields are added, never changed.
 */

export type AdvanceCause =
  | { readonly type: 'start' }
  | { readonly type: 'wake' }
  | { readonly type: 'command'; readonly requestId: string };

export interface AdvanceInput {
  readonly journeyId: string;
  /** The number of this decision: the first is 1. */
  readonly number: number;
  /** Null: the journey begins. */
  readonly state: JourneyState | null;
  readonly cause: AdvanceCause;
  /**
   * The run shows what the answer says it should. Who runs a build from before there was that doesn't ask for it: its history
   * has no event of it, and must be replayed without one.
   */
  readonly shows?: true;
  /** By the server's clock, epoch ms: no decision is made as of an earlier time, whatever the worker's clock says. */
  readonly askedAt?: number;
  /** The run's history is long: it ends after this decision if it can, and is poked again a moment later. */
  readonly rolls?: true;
}

/** When the journey goes on by itself. */
export interface NextWake {
  /** Real time, epoch ms: when its step is due, or when a long sleep ends in which nothing is. */
  readonly wakeAt: Instant;
  /** Long enough to sleep through as a new run (law 6). */
  readonly hibernate: boolean;
}

export interface AdvanceResult {
  readonly number: number;
  readonly state: JourneyState;
  readonly next: NextWake;
  /** Of a command: null took effect, else its code. Absent when no command was asked. */
  readonly answer?: string | null;
  /** The request that it answers: an attempt finds what an earlier one decided, which may have been asked something else. */
  readonly answers?: string;
  /** An earlier attempt decided it, and something has come since that isn't in it. */
  readonly unheard?: true;
  readonly ended: boolean;
  /** What comes from now on is told by a poke that waits in the outbox: the run may end with one unheard. */
  readonly rolls?: true;
  /** For Temporal's own UI, if it was asked for. */
  readonly shown?: Shown;
}
