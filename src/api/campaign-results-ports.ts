import type { Readable } from 'node:stream';
import type { GuestAnswer } from '../domain/campaign/guest.js';
import type { Instant } from '../domain/instant.js';
import type { EventPlaces, GuestCounts, GuestView } from './contracts/campaign-guests.js';
import type { CampaignBreakdownView, CampaignResultsView, ResultPart } from './contracts/campaign-results.js';
import type { Unanswered } from './segment-ports.js';
import type { PageRequest, Rows } from './store-ports.js';

/** What campaigns brought. A question of many recipients ends when the signal says so. */
export interface CampaignResults {
  /** Null: there is no such campaign. */
  total(id: string, now: Instant, signal?: AbortSignal): Promise<CampaignResultsView | Unanswered | null>;
  by(id: string, asked: ResultsAsked, now: Instant, signal?: AbortSignal): Promise<BrokenDown | null>;
  /** CSV, in the order in which they were written to; null: there is no such campaign. */
  export(id: string): Promise<Readable | null>;
  /** Who comes to what it invites to, with how many have said what; null: there is no such campaign. */
  guests(id: string, answer: GuestAnswer | undefined, page: PageRequest): Promise<Guests | null>;
  /** All of them, as CSV. */
  exportGuests(id: string): Promise<Readable | null>;
}

export type Guests = Rows<GuestView> & { readonly counts: GuestCounts; readonly places?: EventPlaces };

export interface ResultsAsked {
  readonly part: ResultPart;
  /** Of `segment`: their ids. */
  readonly segments: readonly string[];
}

/** `unknown-segment`: which of those that were named. */
export type BrokenDown =
  | { readonly type: 'groups'; readonly view: CampaignBreakdownView }
  | { readonly type: 'unknown-segment'; readonly segment: string }
  | { readonly type: 'unanswered'; readonly why: Unanswered };
