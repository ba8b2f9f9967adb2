import type { PauseReason } from '../domain/campaign/life.js';
import type { RecipientReason } from '../domain/campaign/recipient.js';
import type { CampaignWay } from '../domain/campaign/way.js';
import type { Instant } from '../domain/instant.js';
import type { GateAnswer } from '../domain/journey/gate.js';

/*
 * What takes campaigns through their time. The rows are what is true: a pause or a stop is a row that is
 * read before anything leaves.
 */

/** Business and real time of a look. */
export interface Moment {
  readonly virtual: Instant;
  readonly real: Instant;
}

/** What is to be done next with a campaign; instants are business time. */
export type CampaignLook =
  | { readonly type: 'over' }
  /** Until an instant of business time or one of real time, whichever is first; both null: until somebody tells of a change. */
  | { readonly type: 'wait'; readonly until: Instant | null; readonly realUntil: Instant | null }
  /** So many of its blocks are due. */
  | { readonly type: 'send'; readonly due: number };

/** Campaigns as their workflow needs them. */
export interface CampaignBook {
  /**
   * Does what is due of a campaign: freezes its audience when its time has come, ends it when everybody is settled, pauses it
   * for cause; answers what comes next. Safe to run twice and beside itself.
   */
  look(campaignId: string, now: Moment): Promise<CampaignLook>;
  /** How it reaches its recipients. */
  way(campaignId: string): Promise<CampaignWay>;
}

/** How long one lane goes on. */
export interface LaneBounds {
  /** Real time after which it takes no further block. */
  readonly until: Instant;
  /** So many recipients, and it takes no further block. */
  readonly most: number;
  /** The worker shuts down, or the activity is lost: what is begun is ended, nothing else is. */
  readonly signal: AbortSignal;
  /** To be said at least every ten seconds. */
  heartbeat(): void;
}

export interface LaneEnd {
  /** Recipients of whom something was written. */
  readonly settled: number;
  /** Before that instant (real) the campaign's rate lets nobody go; absent: somebody may go now, or nobody is due. */
  readonly until?: Instant;
}

/**
 * Works off a campaign's blocks that are due, one after the other, as far as the campaign's rate lets it: claims a block
 * under a new fence (who had it before and was not done with somebody leaves that one `uncertain`), and settles who is in
 * it. Ends when nothing is due, the campaign no longer sends, or the bounds say so. May be killed at any instruction.
 */
export interface Lane {
  run(campaignId: string, bounds: LaneBounds): Promise<LaneEnd>;
}

/** Two ways of reaching recipients: one message each without a workflow, or a journey each. */
export interface Lanes {
  readonly mail: Lane;
  readonly journeys: Lane;
}

/** What the gate says of one of many. `skip` also where the entry would be refused. */
export type Verdict =
  | Extract<GateAnswer, { readonly type: 'send' | 'defer' }>
  | { readonly type: 'skip'; readonly code: RecipientReason };

/** The gate for many at once, for the sender and for the check before anything goes out. */
export interface BatchGate {
  /** The verdict of each contact; one that is no longer there isn't in it. Writes nothing, and takes no place in any quota. */
  judge(campaignId: string, contactIds: readonly string[], now: Moment): Promise<ReadonlyMap<string, Verdict>>;
}

/** Pauses a campaign for what was seen while it ran. False: it no longer sends. */
export type PauseForCause = (campaignId: string, reason: PauseReason, now: Moment) => Promise<boolean>;
