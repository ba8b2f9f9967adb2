import type { Arrangement } from '../domain/appointment/appointment.js';
import type { CareKind } from '../domain/care/occasions.js';
import type { Condition } from '../domain/condition/condition.js';
import type { Lookup } from '../domain/condition/matches.js';
import type { Definition } from '../domain/definition/definition.js';
import type { EstimatedHolidays } from '../domain/definition/estimated-holidays.js';
import type { DocPath, Finding, Problem } from '../domain/definition/finding.js';
import type { Instant } from '../domain/instant.js';
import type { Listening } from '../domain/journey/listening.js';
import type { JourneyInFlight } from '../domain/journey/version/impact.js';
import type { VersionMap } from '../domain/journey/version/version-map.js';
import type { Result } from '../domain/result.js';
import type { Subject } from '../domain/simulate/subject.js';
import type { StuckBefore } from '../domain/stuck.js';
import type { Channel } from '../domain/suppression.js';
import type { VisitSign } from '../domain/tracking/mail-visits.js';
import type { CampaignFault } from './campaign-ports.js';
import type { AppointmentView, CautionView } from './contracts/appointments.js';
import type { ApiKeyView } from './contracts/auth.js';
import type { BulkDetail, BulkItemView, BulkPreview, BulkView } from './contracts/bulks.js';
import type {
  CareCampaignView,
  CareExclusionView,
  CareItemView,
  CarePartView,
  CarePersonView,
} from './contracts/care.js';
import type { Language, Role } from './contracts/common.js';
import type { ContactFields, ContactView } from './contracts/contacts.js';
import type { DealView } from './contracts/deals.js';
import type {
  DefinitionSummary,
  DefinitionVersionSummary,
  DefinitionVersionView,
  VersionPeople,
} from './contracts/definitions.js';
import type { IncomingMailView, MailboxReadingView } from './contracts/incoming-mails.js';
import type {
  JOURNEY_SORTS,
  JourneyDetailView,
  JourneyView,
  StoryLine,
  StuckJourneyView,
  Upcoming,
} from './contracts/journeys.js';
import type { MessageView } from './contracts/messages.js';
import type { NoticeView } from './contracts/notices.js';
import type { BoardView, OverviewView } from './contracts/overview.js';
import type { PoolLeadView, PoolSettings, PoolView } from './contracts/pools.js';
import type { ReturnVisitView, VisitPlanView, VisitWeekView } from './contracts/return-visits.js';
import type { FoundView } from './contracts/search.js';
import type { StatsView } from './contracts/system.js';
import type { TaskContextView, TaskView } from './contracts/tasks.js';
import type { WishesView } from './contracts/wishes.js';
import type { LeavingStore, MailboxStore, PeopleStore, RobotStore, TeamStore } from './people-ports.js';
import type { BulkCommand } from './ports.js';
import type { SegmentStore } from './segment-ports.js';
import type { TemplateStore } from './template-ports.js';

/*
 * What the API needs of the records: reads, and writes that move no journey. Adapters in src/db implement these.
 * A read that finds nothing, or something outside the scope, answers null.
 */

/**
 * Whose records a caller may see: everybody's, or those of one user (for tasks, of the user's teams too) and of the people
 * that the user stands in for now. `userIds` has them all, the user first.
 */
export type Scope =
  | { readonly type: 'all' }
  | { readonly type: 'own'; readonly userId: string; readonly userIds: readonly string[] };

/** Which page: `cursor` is opaque. `bad-cursor` comes back as null from the codec, before a store is asked. */
export interface PageRequest {
  readonly after: readonly (string | number | null)[] | null;
  readonly limit: number;
}

/** Rows of a page, and the key after which the next one begins; null: this is the last. */
export interface Rows<T> {
  readonly rows: readonly T[];
  readonly next: readonly (string | number | null)[] | null;
}

/** Who writes and when: business time for records, for the audit row as well. */
export interface Writer {
  readonly actorId: string;
  readonly at: Instant;
}

export interface Principal {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** The language that the person chose. */
  readonly language: string | null;
  readonly timezone: string | null;
}

/** People, sessions and keys. All instants here are real time. */
export interface AccessStore {
  userByEmail(email: string): Promise<(Principal & { readonly passwordHash: string | null }) | null>;
  userById(id: string): Promise<Principal | null>;
  /** Keeps a person's own choice. */
  chooseLanguage(userId: string, language: Language | null): Promise<void>;
  createSession(session: { id: string; hash: string; userId: string; at: Instant; expiresAt: Instant }): Promise<void>;
  /** The live session of a token's hash, its user being active. */
  sessionByHash(
    hash: string,
    now: Instant,
  ): Promise<{ readonly id: string; readonly expiresAt: Instant; readonly user: Principal } | null>;
  endSession(id: string): Promise<void>;
  /** The active user whose invitation has this hash and still works. */
  userByInvitation(hash: string, now: Instant): Promise<Principal | null>;
  /**
   * Keeps a password, uses up an invitation, and ends the user's sessions but for one. False, and nothing is written: the
   * invitation it goes by was used meanwhile.
   */
  choosePassword(
    userId: string,
    passwordHash: string,
    by: Writer,
    options: { readonly invitation: string } | { readonly keepSession: string },
  ): Promise<boolean>;
  /** A key that is neither revoked nor expired, its user being active. */
  keyById(
    id: string,
    now: Instant,
  ): Promise<{
    readonly id: string;
    readonly hash: string;
    readonly lastUsedAt: Instant | null;
    readonly expiresAt: Instant | null;
    readonly user: Principal;
  } | null>;
  keyWasUsed(id: string, at: Instant): Promise<void>;
  listKeys(page: PageRequest): Promise<Rows<ApiKeyView>>;
  createKey(
    key: { id: string; hash: string; name: string; userId: string; expiresAt: Instant | null },
    by: Writer,
  ): Promise<ApiKeyView | null>;
  /** Whether there was such a key; revoking twice is no fault. */
  revokeKey(id: string, by: Writer): Promise<boolean>;
}

export interface ContactFilter {
  readonly q?: string | undefined;
  readonly email?: string | undefined;
  readonly owner?: string | undefined;
  readonly status?: string | undefined;
  readonly source?: string | undefined;
  readonly tag?: string | undefined;
}

/** Why a record was not written. `contactId`: who has the address already. */
export type ContactRefusal =
  | { readonly code: 'email-taken'; readonly contactId: string; readonly ownerId: string | null }
  | { readonly code: 'unknown-owner' | 'unknown-account' | 'unknown-pool' }
  /** Somebody wrote it since the instant named by `unchangedSince`. */
  | { readonly code: 'changed-meanwhile' };

export interface ContactStore {
  list(scope: Scope, filter: ContactFilter, page: PageRequest): Promise<Rows<ContactView>>;
  get(scope: Scope, id: string): Promise<ContactView | null>;
  /** What a simulation begins with; null: there is none such in the scope. */
  subject(scope: Scope, id: string): Promise<Subject | null>;
  /**
   * Judges a change, and writes of it what is no field of conditions: account and pool. All else is written by the engine, in
   * the transaction of the event. Null: there is no such contact in the scope. `unchangedSince`: the `updatedAt` that it
   * must still have.
   */
  prepareChange(
    scope: Scope,
    id: string,
    fields: ContactFields,
    by: Writer,
    unchangedSince?: string,
  ): Promise<Result<null, ContactRefusal> | null>;
  /** The values that these paths of a condition have for a contact; null: there is none such in the scope. */
  lookup(scope: Scope, id: string, paths: readonly string[]): Promise<Lookup | null>;
  /** The next `limit` contacts that fit, by id; null: everybody does. */
  matching(condition: Condition | null, now: Instant, page: PageRequest): Promise<MatchingContacts>;
}

/** What contacts have agreed to and refused. */
export interface WishesStore {
  /** Null: there is no such contact in the scope. */
  read(scope: Scope, contactId: string): Promise<WishesView | null>;
  /** Keeps a consent; an earlier refusal of the topic ends with it. */
  grant(contactId: string, consent: NewConsent, by: Writer): Promise<void>;
}

export interface NewConsent {
  readonly topic: string;
  readonly source: string;
  readonly text: string;
  readonly at: Instant;
}

export type LiftRefusal =
  | 'no-such-address'
  | 'not-suppressed'
  | 'never-lifted'
  | 'consent-needed'
  | 'consent-too-narrow'
  | 'consent-too-old'
  | 'consent-to-come';

export interface SuppressionStore {
  /** Of the contact's present address or number; once more changes nothing. */
  suppress(
    contactId: string,
    what: { readonly channel: Channel; readonly reason: string },
    by: Writer,
  ): Promise<Result<null, LiftRefusal>>;
  /** Ends one cause, and keeps the consent that it takes, in one transaction. */
  lift(
    contactId: string,
    what: {
      readonly channel: Channel;
      readonly cause: string;
      readonly reason: string;
      readonly consent: NewConsent | null;
    },
    by: Writer,
  ): Promise<Result<null, LiftRefusal>>;
}

export interface MatchingContacts {
  readonly ids: readonly string[];
  /** How many contacts were passed to find them, themselves counted. */
  readonly seen: number;
  readonly next: Rows<string>['next'];
}

export interface DealFilter {
  readonly contact?: string | undefined;
  readonly owner?: string | undefined;
  readonly status?: string | undefined;
  readonly stage?: string | undefined;
}

export interface DealStore {
  list(scope: Scope, filter: DealFilter, page: PageRequest): Promise<Rows<DealView>>;
  get(scope: Scope, id: string): Promise<DealView | null>;
}

/** A journey under way, as far as its records and its state go. */
export interface InFlight extends JourneyInFlight {
  readonly journeyId: string;
}

/** What a publish does to those in flight. */
export interface VersionMove {
  readonly policy: 'pin' | 'follow' | 'migrate';
  readonly map: VersionMap;
  /** The version that was current when the impact was looked at; null: there was none. */
  readonly current: number | null;
  readonly ratePerMinute: number;
  /** Who says so, as of an event. */
  readonly source: string;
}

export interface Published {
  readonly version: number;
  readonly created: boolean;
  readonly people: number;
  /** The bulk that takes those in flight there; null: there are none. */
  readonly bulkId: string | null;
}

export interface TextInUse {
  readonly id: string;
  readonly version: number;
  readonly text: string;
  readonly current: boolean;
}

export interface DefinitionStore {
  list(page: PageRequest): Promise<Rows<DefinitionSummary>>;
  /** The current version if none is named. */
  get(id: string, version?: number): Promise<DefinitionVersionView | null>;
  versions(id: string, page: PageRequest): Promise<Rows<DefinitionVersionSummary>>;
  /** The texts of all versions, oldest first. */
  texts(id: string): Promise<readonly string[]>;
  /** Whether anybody begins a journey, of a version of now, when such an event is heard. */
  beginsOn(eventType: string): Promise<boolean>;
  /** The latest versions and who is in them; null: there is no such definition. */
  people(scope: Scope, id: string): Promise<readonly VersionPeople[] | null>;
  /** The versions that people begin now and those with somebody in flight: their texts. */
  textsInUse(): Promise<readonly TextInUse[]>;
  /** Versions, but for one, with somebody in flight in them: their texts. */
  versionsInFlight(id: string, except: number): Promise<readonly { readonly version: number; readonly text: string }[]>;
  /** By their subjects, after one. */
  journeysInFlight(
    id: string,
    page: { readonly except: number; readonly after: string | null; readonly limit: number },
  ): Promise<readonly InFlight[]>;
  /**
   * The next version, or the current one when its text is the same. Safe against two at once, and against a journey that
   * begins meanwhile: those in flight are frozen with it. `changed`: another version was published since `move.current`.
   */
  publish(
    definition: { id: string; kind: string; text: string; note: string | null } & Listening,
    move: VersionMove,
    by: Writer,
  ): Promise<Published | 'changed'>;
}

/** When a list is made, in business time. */
export interface Moment {
  readonly now: Instant;
  /** An open journey whose next instant is before this is late. */
  readonly lateBefore: Instant;
}

/** By when a journey must have moved, and the runs of which Temporal reports that they fail. */
export interface StuckMoment {
  readonly before: StuckBefore;
  readonly failing: readonly string[];
}

export type JourneySort = (typeof JOURNEY_SORTS)[number];

export interface JourneyFilter {
  readonly definition?: string | undefined;
  readonly version?: number | undefined;
  readonly stage?: readonly string[] | undefined;
  readonly status?: string | undefined;
  readonly phase?: readonly string[] | undefined;
  readonly owner?: string | undefined;
  readonly contact?: string | undefined;
  readonly attention?: boolean | undefined;
  readonly late?: boolean | undefined;
  readonly enteredBy?: string | undefined;
  readonly q?: string | undefined;
}

export type StoredStoryLine = Omit<StoryLine, 'local' | 'untilLocal'>;

export interface JourneyReads {
  list(
    scope: Scope,
    filter: JourneyFilter,
    sort: JourneySort,
    page: PageRequest,
    moment: Moment,
  ): Promise<Rows<JourneyView>>;
  get(scope: Scope, id: string, moment: Moment): Promise<JourneyView | null>;
  /** What one journey's page shows beside it. The zone is null if neither the definition nor the contact has one. */
  more(id: string): Promise<
    Pick<JourneyDetailView, 'contact' | 'slas' | 'stages'> & {
      readonly timezone: string | null;
      readonly workflowId: string;
      /** Whether its definition has a goal that ends it. */
      readonly hasGoal: boolean;
    }
  >;
  /** What the journey waits for, first due first. */
  outlook(id: string): Promise<readonly Omit<Upcoming, 'local'>[]>;
  entries(id: string, page: PageRequest, order: 'asc' | 'desc'): Promise<Rows<StoredStoryLine>>;
  /** Journeys that do not move though they should, with why, by id. */
  stuck(scope: Scope, page: PageRequest, moment: Moment, stuck: StuckMoment): Promise<Rows<StuckJourneyView>>;
  stats(scope: Scope, now: Instant, definition?: string): Promise<Omit<StatsView, 'at'>>;
}

/** Whose journeys a bulk is for: the open ones that fit, of `ids` only if there are any. */
export interface BulkTargets extends Omit<JourneyFilter, 'status'> {
  readonly ids?: readonly string[] | undefined;
}

export interface NewBulk {
  readonly requestId: string;
  readonly command: BulkCommand;
  readonly targets: BulkTargets;
  /** How many it must be for. */
  readonly expect: number;
  readonly reason: string;
  readonly ratePerMinute: number;
  /** Who says so, as of an event. */
  readonly source: string;
}

export type BulkRefusal =
  | { readonly code: 'bulk-changed'; readonly count: number }
  /** The request id belongs to another bulk. */
  | { readonly code: 'idempotency-mismatch' };

/** Commands for many journeys. Making one freezes whom it is for; the worker carries it out. */
export interface BulkStore {
  preview(scope: Scope, targets: BulkTargets, moment: Moment): Promise<BulkPreview>;
  /** Refused if it would be for another number of journeys than expected. The same request makes one. */
  create(scope: Scope, bulk: NewBulk, moment: Moment, by: Writer): Promise<Result<BulkView, BulkRefusal>>;
  list(scope: Scope, filter: { readonly state?: string | undefined }, page: PageRequest): Promise<Rows<BulkView>>;
  get(scope: Scope, id: string): Promise<BulkDetail | null>;
  items(
    id: string,
    filter: { readonly state?: readonly string[] | undefined },
    page: PageRequest,
  ): Promise<Rows<BulkItemView>>;
  /** Whether it still ran. */
  abort(id: string, reason: string, by: Writer): Promise<boolean>;
}

export interface MessageFilter {
  readonly journey?: string | undefined;
  readonly contact?: string | undefined;
  readonly state?: readonly string[] | undefined;
  readonly owner?: string | undefined;
  readonly q?: string | undefined;
}

export interface MessageReads {
  list(scope: Scope, filter: MessageFilter, page: PageRequest): Promise<Rows<MessageView>>;
  get(scope: Scope, id: string): Promise<MessageView | null>;
  /** The bytes; null when there is no such message or none were made. */
  raw(id: string): Promise<Uint8Array | null>;
}

export interface IncomingFilter {
  readonly contact?: string | undefined;
  readonly journey?: string | undefined;
  readonly mailbox?: string | undefined;
  readonly kind?: readonly string[] | undefined;
}

export interface IncomingReads {
  list(scope: Scope, filter: IncomingFilter, page: PageRequest): Promise<Rows<IncomingMailView>>;
  /** One that could not be handled is to be tried again; of any other nothing changes. Null: there is no such mail. */
  askAgain(id: string, by: Writer): Promise<Result<IncomingMailView, 'mailbox-not-read'> | null>;
  /** Of the mailboxes that are read. */
  readings(): Promise<readonly MailboxReadingView[]>;
}

export interface TaskFilter {
  /** Assigned to this user, or on their desk in another's stead. */
  readonly assignee?: string | undefined;
  readonly status?: readonly string[] | undefined;
  /** Whose to do: on this user's desk, or nobody's yet in one of this user's teams. */
  readonly todoOf?: string | undefined;
  readonly dueBefore?: Instant | undefined;
  readonly dueAfter?: Instant | undefined;
  readonly kind?: string | undefined;
  readonly q?: string | undefined;
  readonly contact?: string | undefined;
  readonly journey?: string | undefined;
  readonly origin?: string | undefined;
}

/** `now` is business time: it says on whose desk a task is. */
export interface TaskReads {
  list(scope: Scope, filter: TaskFilter, page: PageRequest, now: Instant): Promise<Rows<TaskView>>;
  get(scope: Scope, id: string, now: Instant): Promise<TaskView | null>;
  /** What one needs to know to do it, with the fields of its form as the records have them; null: not in the scope. */
  context(scope: Scope, id: string): Promise<StoredTaskContext | null>;
  /** Gives an open task to another, audited. */
  reassign(id: string, to: string, reason: string, by: Writer): Promise<'done' | 'closed' | 'unknown-assignee'>;
}

/** Some visits that are shown together: those of a week, of all time before this one, or without a time (`span` null). */
export interface VisitGroup {
  readonly week: string;
  /** The last instant isn't in it. */
  readonly span: { readonly from: Instant; readonly to: Instant } | null;
}

/** Return visits that are to be made. `owner`: on whose desk they are. */
export interface ReturnVisitStore {
  count(
    scope: Scope,
    asked: { readonly owner: string | undefined; readonly groups: readonly VisitGroup[] },
    now: Instant,
  ): Promise<{
    /** By week, in the order of their keys. */
    readonly places: ReadonlyMap<string, readonly VisitWeekView['places'][number][]>;
    readonly owners: VisitPlanView['owners'];
  }>;
  list(
    scope: Scope,
    asked: { readonly group: VisitGroup; readonly place: string | undefined; readonly owner: string | undefined },
    page: PageRequest,
    now: Instant,
  ): Promise<Rows<ReturnVisitView>>;
}

/** Why an appointment can't be made or moved. */
export type AppointmentRefusal = 'task-closed' | 'no-appointment-kind' | 'past-due' | 'cannot-invite';

/** When and where tasks are done. Who may see a task was asked before. */
export interface AppointmentStore {
  /** The latest of a task, the standing one if there is one. */
  get(taskId: string): Promise<AppointmentView | null>;
  /** In which zone one is made that names none: the contact's, else that of who does it, else that of who asks. */
  zoneOf(taskId: string, userId: string): Promise<string>;
  cautions(taskId: string, span: { readonly begins: Instant; readonly ends: Instant }): Promise<readonly CautionView[]>;
  /**
   * Makes it, or moves the one that stands; the same again changes nothing, unless what was told last did not arrive. A task that
   * nobody has taken is taken by whoever makes it.
   */
  make(taskId: string, arrangement: Arrangement, by: Writer): Promise<Result<AppointmentView, AppointmentRefusal>>;
  /** The latest as it is then, if there is one. */
  cancel(taskId: string, by: Writer): Promise<AppointmentView | null>;
}

/** The notices of one user: nobody reads another's. */
export interface NoticeStore {
  list(
    reader: NoticeReader,
    filter: { readonly unread: boolean },
    page: PageRequest,
  ): Promise<Rows<NoticeView> & { readonly unread: number }>;
  /** Marks one as read, if it isn't; null: the reader has none such. */
  read(reader: NoticeReader, id: string, at: Instant): Promise<NoticeView | null>;
  /** Marks all up to one, itself with them, or all there are. Returns how many were unread. */
  readAll(userId: string, upTo: string | null, at: Instant): Promise<number>;
}

/** Whose notices, and what of the things they are about the reader may open. */
export interface NoticeReader {
  readonly userId: string;
  readonly scope: Scope;
}

/** A form's field by its path, `contact.budget`, or by its name alone. */
export interface StoredFormField {
  readonly field: string;
  readonly required: boolean;
  readonly value: unknown;
}

export type StoredTaskContext = Omit<TaskContextView, 'contact' | 'form'> & {
  readonly contact: Omit<NonNullable<TaskContextView['contact']>, 'localTime'> | null;
  readonly form: readonly StoredFormField[];
};

/** Pages made of several lists. */
export interface OverviewReads {
  /** `dayEnds`: when the day of the one who asks is over. */
  overview(scope: Scope, moment: Moment, dayEnds: Instant, stuck: StuckMoment): Promise<Omit<OverviewView, 'at'>>;
  /** null: no journey definition has this id. */
  board(scope: Scope, definitionId: string, moment: Moment): Promise<Omit<BoardView, 'at'> | null>;
  search(scope: Scope, text: string): Promise<FoundView>;
}

/** What marketing mail somebody has stopped. */
export interface MailChoices {
  readonly contactId: string;
  readonly email: string | null;
  readonly language: string | null;
  /** Topics not to be written about; `*` is all. */
  readonly stopped: readonly string[];
  /** Topics they were written to about, stopped or agreed to; without `*`. */
  readonly topics: readonly string[];
  /** What they agreed to. */
  readonly agreed: readonly string[];
  readonly country: string | null;
  /** The last time they agreed to anything. */
  readonly lastConsentId: string | null;
}

/** What people choose by the links of their mails. */
export interface PreferencesStore {
  /** null: there is no such contact. */
  choices(contactId: string): Promise<MailChoices | null>;
  /**
   * Under the contact's lock: lifts what was stopped (`*`: all) and keeps the consent with the words agreed to. False,
   * and nothing is written: it was not stopped. To be tracked one may agree without having stopped it.
   */
  allow(consent: {
    readonly contactId: string;
    readonly topic: string;
    readonly text: string;
    readonly at: Instant;
  }): Promise<boolean>;
}

/** Visits to the links of mails, until they are judged. */
export interface VisitStore {
  keep(
    visit: {
      readonly contactId: string;
      readonly journeyId: string;
      readonly step: string;
      readonly occurrence: number;
      readonly kind: 'open' | 'click';
      readonly url: string | null;
      readonly sign: VisitSign | null;
    },
    now: { readonly virtual: Instant; readonly real: Instant },
  ): Promise<void>;
}

export interface CareFilter {
  readonly definition?: string | undefined;
  readonly kind?: CareKind | undefined;
  readonly step?: string | undefined;
}

/** How many people there are on a day of one message or task. */
export type CareCount = Omit<CarePartView, 'count' | 'expected'> & {
  readonly day: string;
  readonly count: number;
  readonly expected: number;
};

export type TakingOut =
  | {
      readonly of: 'occasion';
      readonly journeyId: string;
      readonly step: string;
      readonly day: string;
      readonly reason: string;
    }
  | { readonly of: 'kind'; readonly journeyId: string; readonly step: string; readonly reason: string }
  | { readonly of: 'campaign'; readonly campaignId: string; readonly contactId: string; readonly reason: string };

/** Why nobody was taken out: there is no such thing within the scope, it has been done, or it has begun. */
export type TakingOutRefusal = 'not-found' | 'occasion-gone' | 'campaign-begun';

/** The calendar of care, and who was taken out of it. Days are dates like `2027-05-17`, each in its journey's zone. */
export interface CareStore {
  counts(
    scope: Scope,
    span: { readonly from: string; readonly to: string },
    filter: CareFilter,
    now: Instant,
  ): Promise<readonly CareCount[]>;
  /** By day: how many of those counted were taken out. */
  takenOut(
    scope: Scope,
    span: { readonly from: string; readonly to: string },
    filter: CareFilter,
    now: Instant,
  ): Promise<ReadonlyMap<string, number>>;
  list(scope: Scope, day: string, filter: CareFilter, page: PageRequest, now: Instant): Promise<Rows<CareItemView>>;
  /** Campaigns that go out in a span, by day. */
  campaigns(
    scope: Scope,
    span: { readonly from: string; readonly to: string },
    filter: Pick<CareFilter, 'definition'>,
  ): Promise<readonly CareCampaignView[]>;
  campaignPeople(
    scope: Scope,
    id: string,
    page: PageRequest,
    now: Instant,
  ): Promise<Result<Rows<CarePersonView> & { readonly size: number | null }, CampaignFault>>;
  /** The template of a message that a journey will send; null: it is none of the calendar's. */
  templateOf(scope: Scope, journeyId: string, step: string): Promise<string | null>;
  takeOut(scope: Scope, what: TakingOut, by: Writer): Promise<Result<CareExclusionView, TakingOutRefusal>>;
  undo(scope: Scope, id: string, reason: string | undefined, by: Writer): Promise<CareExclusionView | null>;
  exclusions(
    scope: Scope,
    filter: {
      readonly contact?: string | undefined;
      readonly definition?: string | undefined;
      readonly standing: boolean;
    },
    page: PageRequest,
  ): Promise<Rows<CareExclusionView>>;
}

/** Who looks at pools. `ownOnly`: sees those they belong to. `leads`: gives leads of any pool out. */
export interface PoolViewer {
  readonly userId: string;
  readonly ownOnly: boolean;
  readonly leads: boolean;
}

/** Pools and what is in them; the engine moves leads. */
export interface PoolStore {
  list(viewer: PoolViewer): Promise<readonly PoolView[]>;
  get(viewer: PoolViewer, id: string): Promise<PoolView | null>;
  /** Leads of all pools that a member may have at once; null: no limit. */
  holdLimit(): Promise<number | null>;
  limit(holdLimit: number | null, by: Writer): Promise<void>;
  create(
    id: string,
    settings: PoolSettings & { readonly name: string; readonly teamId: string },
    by: Writer,
  ): Promise<'pool-exists' | 'unknown-team' | 'unknown-user' | null>;
  /** Clocks that run are reckoned by the new rule. */
  update(
    id: string,
    settings: PoolSettings,
    by: Writer,
  ): Promise<'pool-exists' | 'unknown-team' | 'unknown-user' | null>;
  leads(
    viewer: PoolViewer,
    id: string,
    show: 'free' | 'taken' | 'mine',
    now: Instant,
    page: PageRequest,
  ): Promise<Rows<PoolLeadView>>;
}

/** Figures of the whole deployment for /metrics. */
export interface Figures {
  readonly journeysByPhase: { readonly [phase: string]: number };
  readonly messagesByState: { readonly [state: string]: number };
  readonly outboxDepth: number;
  /** Open journeys that do not move though they should, by why; and those that wait for a person. */
  readonly stuck: { readonly [why: string]: number };
  /** By how much business time the journey that is furthest behind is; 0: none is. */
  readonly furthestBehindMs: number;
}

export interface Stores {
  readonly access: AccessStore;
  readonly appointments: AppointmentStore;
  readonly bulks: BulkStore;
  readonly care: CareStore;
  readonly returnVisits: ReturnVisitStore;
  readonly contacts: ContactStore;
  readonly deals: DealStore;
  readonly definitions: DefinitionStore;
  readonly journeys: JourneyReads;
  readonly incoming: IncomingReads;
  readonly messages: MessageReads;
  readonly leaving: LeavingStore;
  readonly mailboxes: MailboxStore;
  readonly robots: RobotStore;
  readonly segments: SegmentStore;
  readonly notices: NoticeStore;
  readonly overviews: OverviewReads;
  readonly people: PeopleStore;
  readonly pools: PoolStore;
  readonly preferences: PreferencesStore;
  readonly wishes: WishesStore;
  readonly suppressions: SuppressionStore;
  readonly tasks: TaskReads;
  readonly teams: TeamStore;
  readonly templates: TemplateStore;
  readonly visits: VisitStore;
  figures(now: Instant, stuck: StuckMoment): Promise<Figures>;
  /** Whether an error says that Postgres can't be reached, so that trying again later makes sense. */
  isUnreachable(error: unknown): boolean;
  /** Whether an error says that another wrote the same unique thing meanwhile. */
  isDuplicate(error: unknown): boolean;
}

/** Reads a condition outside of a definition: a path that leads nowhere would match nobody, and nobody would know. */
export type ConditionCheck = (
  value: unknown,
  at: DocPath,
) => { readonly condition: Condition; readonly problems: readonly Problem[] };

/** Parses and lints a definition against this deployment's templates, calendars, fields and event types. */
export type DefinitionCheck = (source: { readonly file: string; readonly text: string }) => Promise<{
  readonly definition: Definition | null;
  readonly findings: readonly Finding[];
  readonly notes: readonly EstimatedHolidays[];
}>;
