import type { Instant } from '../instant.js';

/** The workflow that takes a campaign through its time. */
export const campaignWorkflowId = (campaignId: string): string => `campaign/${campaignId}`;

/** What that workflow and its activities are told: ids only (law 7). */
export interface CampaignInput {
  readonly campaignId: string;
}

/** What a look at a campaign says is to be done next. Instants are real, epoch ms. */
export type CampaignNext =
  /** Nothing: whoever changes that begins the workflow anew. */
  | { readonly type: 'over' }
  | { readonly type: 'wait'; readonly wakeAt: Instant; readonly hibernate: boolean }
  /** So many lanes find blocks that are due. */
  | { readonly type: 'send'; readonly lanes: number };

/** What one lane came to. */
export interface LaneResult {
  /** Recipients of whom something was written. */
  readonly settled: number;
  /** Before that nobody may go by the campaign's rate; absent: somebody may, or it isn't known. */
  readonly until?: Instant;
}
