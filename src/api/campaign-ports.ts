import type { CampaignRefusal, CampaignState, PauseReason } from '../domain/campaign/life.js';
import type { Part } from '../domain/campaign/recipient.js';
import type { CampaignDefinition } from '../domain/definition/definition.js';
import type { Result } from '../domain/result.js';
import type { CampaignDeedView } from './contracts/campaign-history.js';
import type { CampaignCheck, CampaignPreview } from './contracts/campaign-looks.js';
import type {
  CampaignDetail,
  CampaignFileLineView,
  CampaignFileView,
  CampaignView,
  RecipientView,
} from './contracts/campaigns.js';
import type { Localised } from './contracts/common.js';
import type { PageRequest, Rows } from './store-ports.js';

/*
 * What the API needs of campaigns. Commands are taken once by their request id, judged by src/domain/campaign/life.ts, and
 * audited with who and why.
 */

/** Who gives a command, and why. */
export interface CampaignOrder {
  readonly requestId: string;
  readonly actorId: string;
  readonly reason: string | null;
}

/** A text, with the campaign it describes; null: it has faults. */
export interface CampaignText {
  readonly text: string;
  /** As a text with faults names it, where it does; absent: as its definition says. */
  readonly name?: Localised | null;
  readonly definition: CampaignDefinition | null;
}

export type CampaignAct =
  | ({ readonly type: 'edit'; readonly revision: number } & CampaignText)
  | { readonly type: 'discard' }
  | { readonly type: 'schedule'; readonly revision: number }
  | { readonly type: 'approve'; readonly revision: number }
  | { readonly type: 'send-back' }
  | { readonly type: 'unschedule' }
  | { readonly type: 'set-rate'; readonly perMinute: number | null }
  | { readonly type: 'pause'; readonly reason: PauseReason }
  | { readonly type: 'resume' }
  | { readonly type: 'stop' };

export interface CampaignFault {
  /** A code of src/domain/error-codes. */
  readonly code:
    | CampaignRefusal
    | 'not-found'
    | 'campaign-exists'
    | 'campaign-id-changed'
    | 'definition-has-errors'
    | 'idempotency-mismatch'
    | 'unknown-segment'
    | 'bad-condition'
    | 'no-audience-file'
    | 'audience-file-reading'
    | 'campaign-has-no-mail'
    | 'unsubscribe-address';
  readonly detail: string;
}

/** A page of one part of an audience, in the order in which they are written to. */
export interface RecipientsAsked {
  readonly part?: Part;
  readonly reason?: string;
}

/** What would become of a page of an audience; `next`: after whom it goes on, null: that was all. */
export type CheckedPage = Omit<CampaignCheck, 'nextCursor' | 'hasMore'> & Pick<Rows<never>, 'next'>;

export interface CampaignDesk {
  create(
    campaign: CampaignText & { readonly id: string },
    order: CampaignOrder,
  ): Promise<Result<CampaignDetail, CampaignFault>>;
  /** What the campaign is after it; of a discarded draft as it was. */
  act(id: string, act: CampaignAct, order: CampaignOrder): Promise<Result<CampaignDetail, CampaignFault>>;
  list(filter: { readonly state?: readonly string[] }, page: PageRequest): Promise<Rows<CampaignView>>;
  get(id: string): Promise<CampaignDetail | null>;
  /** Who may not approve it: whoever ever wrote it, changed it, asked for it or brought a list. */
  authors(id: string): Promise<readonly string[]>;
  /** Where it stands; null: there is no such campaign. */
  state(id: string): Promise<CampaignState | null>;
  /** How many an audience has now. */
  size(id: string): Promise<Result<number, CampaignFault>>;
  /** What the gate would say of a message, absent the first, to a page of the audience, each at their own time. */
  check(id: string, step: string | undefined, page: PageRequest): Promise<Result<CheckedPage, CampaignFault>>;
  /** What would become of one contact; null: nobody can say yet whom it is for. */
  fate(id: string, contactId: string): Promise<CampaignPreview['fate']>;
  /** The first of the audience; null: nobody is in it, or nobody can say yet. */
  anybody(id: string): Promise<string | null>;
  recipients(id: string, asked: RecipientsAsked, page: PageRequest): Promise<Rows<RecipientView>>;
  /** Reads a list of people, line by line, as it comes. */
  takeFile(
    id: string,
    file: { readonly name: string; readonly lines: AsyncIterable<Buffer> },
    order: CampaignOrder,
  ): Promise<Result<CampaignFileView, CampaignFault>>;
  files(id: string): Promise<readonly CampaignFileView[]>;
  fileLines(
    id: string,
    asked: { readonly name: string; readonly became?: string },
    page: PageRequest,
  ): Promise<Rows<CampaignFileLineView>>;
  /** Who did what with it, newest first. */
  history(id: string, page: PageRequest): Promise<Rows<CampaignDeedView>>;
}

/** A mail that somebody of the house gets to look at, or why it did not come about: a code of src/domain/error-codes. */
export type TestMailed = Result<
  { readonly subject: string; readonly locale: string },
  {
    readonly code:
      | 'campaign-has-no-mail'
      | 'unknown-contact'
      | 'no-sender'
      | 'missing-variable'
      | 'render-failed'
      | 'test-not-taken';
    readonly detail: string;
  }
>;

/** Sends a campaign's mail as `contactId` would get it to somebody of the house, whatever the gate would say. Nothing is written. */
export type SendTestMail = (
  campaignId: string,
  asked: { readonly contactId: string; readonly to: { readonly name: string; readonly address: string } },
) => Promise<TestMailed>;
