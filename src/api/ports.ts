import type { EventCallFault, EventForm, ProviderEvent, SignedCall } from '../domain/inbound/provider-event.js';
import type { SmsAnswer } from '../domain/inbound/sms-answer.js';
import type { VersionMap } from '../domain/journey/version/version-map.js';
import type { Result } from '../domain/result.js';
import type { Difference } from '../domain/verify/difference.js';
import type { ContactFields, ContactView } from './contracts/contacts.js';
import type { DealFields, DealView } from './contracts/deals.js';
import type { InboxMail, InboxRow } from './contracts/inbox.js';
import type { ContactRefusal } from './store-ports.js';

/*
 * What the API needs of the engine: whatever moves a journey goes through it. Reads go through the stores in src/db
 * (store-ports.ts). And two things it keeps for itself in the database: the feed of changes, and answers to keyed
 * requests.
 */

export interface NewEvent {
  readonly type: string;
  /** When it happened, epoch ms of business (virtual) time; a future instant becomes the time of receipt. Absent: now. */
  readonly at?: number;
  readonly contactId?: string;
  readonly accountId?: string;
  readonly dealId?: string;
  /** Of an `email.` event: the mail it is about, by which its contact, journey and step are known. */
  readonly messageId?: string;
  readonly fields: { readonly [name: string]: unknown };
  /** Who says so, for example `api:key_…`, `import:zoho`, `page`. */
  readonly source: string;
  /** The source's own id: the same event sent twice is one event. */
  readonly externalId?: string;
}

export type StartRefusal =
  | 'already-open'
  | 'again'
  | 'condition'
  | 'busy'
  | 'of-campaign'
  | 'unknown-definition'
  | 'unknown-contact';

export type JourneyCommand =
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume'; readonly missed?: 'now' | 'spread' | 'skip' }
  | { readonly kind: 'exit'; readonly outcome: string }
  | { readonly kind: 'retry'; readonly step?: string }
  /** Ends a wait, withdraws a task, leaves out a message; without a step the messages in doubt, as if they had arrived. */
  | { readonly kind: 'skip'; readonly step?: string }
  | { readonly kind: 'reschedule'; readonly due: number; readonly step?: string }
  | { readonly kind: 'send-now'; readonly step?: string }
  | { readonly kind: 'move'; readonly stage: string }
  | { readonly kind: 'goal' }
  /** Goes on in another version of its definition. */
  | { readonly kind: 'change-version'; readonly version: number; readonly map?: VersionMap; readonly strict?: boolean };

/** What many journeys can be told at once: what one can, and who is to own them. */
/** What many journeys are told at once; a change of version comes of a publish only. */
export type BulkCommand =
  | Exclude<JourneyCommand, { readonly kind: 'change-version' }>
  | { readonly kind: 'reassign'; readonly ownerId: string };

export interface CommandRefusal {
  /** A code of src/domain/errors.ts. */
  readonly code: string;
  readonly detail: string;
}

export interface OwnerChange {
  readonly contactId: string;
  /** An active user; null: nobody. */
  readonly ownerId: string | null;
  readonly actorId: string;
  /** Who says so, as of an event. */
  readonly source: string;
  /** Of a person's act on a journey: takes effect once by its id, and is kept with its reason. */
  readonly request?: { readonly requestId: string; readonly journeyId: string; readonly reason: string };
}

/** What has the new owner now. */
export interface OwnerMove {
  readonly ownerId: string | null;
  readonly journeys: number;
  readonly tasks: number;
}

interface OfLead {
  readonly poolId: string;
  readonly contactId: string;
  readonly actorId: string;
  /** Who says so, as of an event. */
  readonly source: string;
}

/** A lead of a pool goes to a member, who takes it or is given it, or back to the pool. */
export type LeadMove =
  | (OfLead & { readonly type: 'claim' | 'give'; readonly userId: string })
  /** `from`: whom it must still be with. */
  | (OfLead & { readonly type: 'return'; readonly reason: string; readonly from?: string });

export interface LeadMoved {
  readonly contactId: string;
  readonly poolId: string;
  readonly ownerId: string | null;
}

/** A call that was made. */
export interface NewCall {
  readonly contactId: string;
  readonly dealId?: string | undefined;
  readonly direction: 'inbound' | 'outbound';
  readonly subject?: string | undefined;
  readonly purpose?: string | undefined;
  readonly outcome?: string | undefined;
  readonly durationSeconds?: number | undefined;
  readonly note?: string | undefined;
  /** Epoch ms. */
  readonly startedAt: number;
}

/** How much of a person there is, by kind; `open` and `waiting` ones are among the others. */
export interface ErasedCounts {
  readonly journeys: number;
  readonly openJourneys: number;
  readonly messages: number;
  readonly waitingMessages: number;
  readonly incomingMails: number;
  readonly tasks: number;
  readonly openTasks: number;
  readonly events: number;
  readonly deals: number;
  readonly consents: number;
  /** Addresses and numbers that get no advertising any more. */
  readonly addresses: number;
}

export interface Erasable {
  readonly contactId: string;
  readonly name: string;
  readonly takes: ErasedCounts;
  /** Other contacts that may be the same person: each is erased by itself. */
  readonly alike: readonly { readonly id: string; readonly name: string; readonly email: string | null }[];
}

export interface ErasureRequest {
  readonly contactId: string;
  /** Kept, without what names the person. */
  readonly reason: string;
  readonly actorId: string;
  /** Who says so, as of an event. */
  readonly source: string;
}

export interface Erased {
  readonly contactId: string;
  /** Business time, epoch ms. */
  readonly at: number;
  readonly by: string;
  readonly reason: string;
  readonly took: ErasedCounts;
}

/** Who makes a record or changes it. */
export interface Teller {
  readonly actorId: string;
  /** Who says so, as of an event. */
  readonly source: string;
}

/** What became of a batch of events that those who carry our mail told. */
export interface TakenEvents {
  readonly taken: number;
  /** Told before. */
  readonly repeated: number;
  /** About no mail of ours, or about another address than it went to. */
  readonly notOurs: number;
  readonly nothingToDo: number;
  /** One of those that name no mail of ours may be told too early; told again later it may be understood. */
  readonly early: boolean;
}

/** Of calls with such events how many came to what in the last seven days, and when the last did; epoch ms, real time. */
export interface EventCallCount {
  readonly form: string;
  /** `taken`, or why they weren't. */
  readonly outcome: string;
  readonly count: number;
  readonly lastAt: number;
}

export interface ProviderEventStore {
  /** Carries out each event once, however often it is told. */
  take(form: EventForm, events: readonly ProviderEvent[]): Promise<TakenEvents>;
  /** False: the token was used for another body. */
  useToken(token: NonNullable<SignedCall['token']>): Promise<boolean>;
  note(form: EventForm, outcome: 'taken' | EventCallFault, count: number): Promise<void>;
  counts(): Promise<readonly EventCallCount[]>;
}

export interface SmsAnswerStore {
  /** Carries an answer out once, however often it is told; what ends SMS to its number holds when this returns. */
  take(answer: SmsAnswer): Promise<void>;
}

export interface Engine {
  /** Stores an event and wakes the journeys that wait for it; also enters those whose `enter` it fits. */
  receive(
    event: NewEvent,
  ): Promise<
    Result<{ eventId: string; duplicate: boolean; woken: number; started: readonly string[] }, CommandRefusal>
  >;
  /** Makes a contact together with its event `lead.created`. */
  createContact(
    fields: ContactFields,
    by: Teller,
  ): Promise<
    Result<
      { readonly contact: ContactView; readonly eventId: string; readonly started: readonly string[] },
      ContactRefusal
    >
  >;
  /** Opens a deal for a contact that exists, together with its event `deal.created`. */
  createDeal(
    contactId: string,
    fields: Omit<DealFields, 'status'>,
    by: Teller,
  ): Promise<{ readonly deal: DealView; readonly eventId: string }>;
  /**
   * Changes a deal that exists together with what journeys hear of it; stages that mean a decision decide it. Null, and
   * nothing is written: it has not the `updatedAt` any more that was named.
   */
  changeDeal(
    id: string,
    change: DealFields & { readonly reason?: string | undefined },
    by: Teller,
    unchangedSince?: string,
  ): Promise<{
    readonly deal: DealView;
    readonly events: readonly { readonly type: string; readonly eventId: string }[];
  } | null>;
  /** Keeps a call with a contact that exists, together with its event `call.logged`. */
  logCall(
    call: NewCall,
    by: Teller,
  ): Promise<{ readonly callId: string; readonly eventId: string; readonly woken: number }>;
  /** Starts the current version of a definition for one contact. */
  start(request: {
    definitionId: string;
    contactId: string;
    actorId: string;
    stage?: string;
  }): Promise<Result<{ journeyId: string }, { code: StartRefusal; detail: string }>>;
  /**
   * Pause, resume, exit or retry, once by `requestId`; answered when it has taken effect. `until`: a real instant from which
   * on nobody waits any more, epoch ms (absent: a minute from now); without an answer by then it is `engine-unreachable`,
   * and the same request may be asked again.
   */
  command(
    journeyId: string,
    command: JourneyCommand,
    who: { requestId: string; actorId: string; reason: string },
    until?: number,
  ): Promise<Result<{ phase: string; stage: string | null }, CommandRefusal>>;
  /** Records a task's outcome: an event `task.completed`, which the journey hears. */
  completeTask(request: {
    taskId: string;
    outcome: string;
    answers?: { readonly [field: string]: unknown };
    note?: string;
    actorId: string;
    /** The same request completes it once and is answered as then. */
    requestId?: string;
  }): Promise<Result<{ taskId: string }, CommandRefusal>>;
  /** Gives a contact to another owner; open journeys and the old owner's open tasks follow, and `contact.changed` is heard. */
  reassign(change: OwnerChange): Promise<Result<OwnerMove, CommandRefusal>>;
  /** Moves a lead of a pool within its limits; a claim of what the claimant has already is answered as done. */
  moveLead(move: LeadMove): Promise<Result<LeadMoved, CommandRefusal>>;
  /** What erasing a contact would take. Null: there is none, or it was erased. */
  previewErasure(contactId: string): Promise<Erasable | null>;
  /**
   * Erases a contact: its journeys end, nothing more is sent, and nothing that tells who it was is kept. Answered when no
   * message is under way any more. The same again answers as the first time.
   */
  erase(request: ErasureRequest): Promise<Result<Erased, CommandRefusal>>;
  /** Business time now (virtual under a quick clock), epoch ms. */
  now(): Promise<number>;
}

/** A caught mail's row and content, as src/api/contracts/inbox.ts has them. */
export interface Inbox {
  /** Newest first, those with an id below `before`. */
  list(options: {
    readonly before: number | null;
    readonly text?: string;
    readonly most: number;
  }): Promise<readonly InboxRow[]>;
  /** null: there is none of this id. */
  get(id: string): Promise<InboxMail | null>;
}

/** A place in the feed: everything up to it has been read. */
export interface FeedPosition {
  readonly xid: bigint;
  readonly seq: bigint;
}

export type ChangeKind =
  | 'campaign'
  | 'contact'
  | 'deal'
  | 'definition'
  | 'journey'
  | 'message'
  | 'notice'
  | 'task'
  | 'template';

/** That something was written; what, its own reads tell. */
export interface NotedChange {
  readonly kind: ChangeKind;
  readonly objectId: string;
  readonly contactId: string | null;
  /** Users and teams whose own it is, or was before; `*`: everybody's. */
  readonly seenBy: readonly string[];
}

/** What was written to what pages show, each commit once, none passed over; kept for an hour of real time. */
export interface ChangeFeed {
  /** By which ids a user's own are noted in `seenBy`: the user's, those of the teams, and of whom the user stands in for. */
  ownersFor(userId: string, now: number): Promise<readonly string[]>;
  /** Where the feed ends now: what commits later comes after it. */
  head(): Promise<FeedPosition>;
  /** The next changes after a position, `most` of them, none beyond `upTo`; and the position to go on from. */
  read(
    after: FeedPosition,
    options: { readonly most: number; readonly upTo?: FeedPosition },
  ): Promise<{ readonly changes: readonly NotedChange[]; readonly position: FeedPosition; readonly hasMore: boolean }>;
}

/** Which request it is: who asks, method and path, and the key they gave it. */
export interface RequestName {
  readonly userId: string;
  readonly target: string;
  readonly key: string;
}

export interface KeptAnswer {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: string;
}

export type Claim =
  /** It is the caller's to run, under the fence given. */
  | { readonly type: 'run' }
  | { readonly type: 'running'; readonly until: number }
  | { readonly type: 'done'; readonly answer: KeptAnswer }
  /** The key was used for another content. */
  | { readonly type: 'mismatch' };

/** Answers to requests that bear a key, so that the same request twice has one effect. Instants are real, epoch ms. */
export interface AnswerKeeper {
  /** Takes the request on until an instant, unless somebody runs it, it was answered, or it differs. */
  claim(
    request: RequestName & { readonly hash: string; readonly fence: string },
    now: number,
    until: number,
  ): Promise<Claim>;
  /** Keeps the answer until an instant; nothing if another has taken over since. */
  keep(request: RequestName & { readonly fence: string }, answer: KeptAnswer, until: number): Promise<void>;
  /** Gives a request up that had no effect: it may come again, and may differ. */
  release(request: RequestName & { readonly fence: string }): Promise<void>;
}

/** Where a verification stands: each part is a walk of its own, and a page of it begins after a key. */
export interface VerificationPlace {
  readonly part: 'journeys' | 'runs' | 'leftovers' | 'figures';
  readonly after: string | null;
}

/** What one page of a verification found. */
export interface Verification {
  /** How many journeys, and how many of Temporal's runs, it looked at. */
  readonly journeys: number;
  readonly runs: number;
  readonly differences: readonly Difference[];
  /** Messages of which nobody knows whether they arrived. */
  readonly doubts: readonly Difference[];
  /** Null: everything was looked at. */
  readonly next: VerificationPlace | null;
}

export interface RebuiltJourney {
  readonly journeyId: string;
  /** The columns of its row that were wrong. */
  readonly columns: readonly string[];
}

/** Of a contact, which of the figures that conditions ask were not what its events and deals make. */
export interface RebuiltFigures {
  readonly contactId: string;
  readonly figures: readonly string[];
}

/** First the journeys, then the contacts. */
export interface RebuildPlace {
  readonly part: 'journeys' | 'figures';
  readonly after: string | null;
}

export interface RebuildPage {
  readonly journeys: number;
  readonly rebuilt: readonly RebuiltJourney[];
  readonly contacts: readonly RebuiltFigures[];
  readonly next: RebuildPlace | null;
}

/** Compares the records with Temporal, and makes them right again. A page at a time, while everything runs. */
export interface RecordKeeper {
  verify(place: VerificationPlace): Promise<Verification>;
  rebuild(request: {
    readonly place: RebuildPlace;
    /** Say what would be written, write nothing. */
    readonly dryRun: boolean;
    readonly actorId: string;
  }): Promise<RebuildPage>;
}
