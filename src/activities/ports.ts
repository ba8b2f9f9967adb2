import type { Foreseen } from '../domain/care/look-ahead.js';
import type { Instant } from '../domain/instant.js';
import type { AdvanceCause, AdvanceResult } from '../domain/journey/advance.js';
import type { OtherMessage } from '../domain/journey/caps.js';
import type { Cause, Command, JournalLine, MessageIntent, MessageResult } from '../domain/journey/commands.js';
import type { Facts } from '../domain/journey/facts.js';
import type { GateAnswer } from '../domain/journey/gate.js';
import type { Program } from '../domain/journey/program.js';
import type { Counted, Quotas } from '../domain/journey/quota.js';
import type { DomainTurn, Rate } from '../domain/journey/receiving-rate.js';
import type { JourneyState } from '../domain/journey/state.js';
import type { TemplateData } from '../domain/journey/template-data.js';
import type { RobotKind } from '../domain/robot.js';

/*
 * What the activities need of the world. The adapters in src/mail, src/db and src/temporal implement these; entry
 * files join them.
 */

export interface RenderRequest {
  /** `<family>/<name>`. */
  readonly template: string;
  /** The contact's language, or null; the renderer picks the nearest locale the template has. */
  readonly language: string | null;
  /** IANA zone in which the template's helpers print dates. */
  readonly timezone: string;
  readonly data: TemplateData;
  /** Names of files that go with it. */
  readonly attach?: readonly string[];
  /** Which versions of the templates; absent: the newest that this process knows. */
  readonly versions?: TemplateMoment;
}

/** Which versions of the templates a mail is made of. */
export interface TemplateMoment {
  /** The newest version there is; later ones may be known too. */
  readonly upTo: number;
  /** When the journey began, in business time. */
  readonly begunAt: Instant;
}

/** A file of the templates that was published since the folder's. */
export interface RenderedFile {
  readonly file: string;
  readonly version: number;
}

/** A file that goes with a mail. */
export interface Attachment {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export type Rendered =
  | {
      readonly ok: true;
      readonly subject: string;
      readonly html: string;
      readonly text: string;
      readonly locale: string;
      readonly attachments: readonly Attachment[];
      /** Of the files it was made of those that were published since the folder's. */
      readonly versions: readonly RenderedFile[];
    }
  /** A value the template prints has none: paths as written in the template. */
  | { readonly ok: false; readonly code: 'missing-variable'; readonly variables: readonly string[] }
  | { readonly ok: false; readonly code: 'render-failed'; readonly detail: string };

export interface Renderer {
  render(request: RenderRequest): Promise<Rendered>;
  /** A task's title, which may use Handlebars; a missing value is left out. Plain text, one line. */
  renderTitle(source: string, request: Omit<RenderRequest, 'template'>): Promise<string>;
}

export interface MailAddress {
  readonly name: string;
  /** One addr-spec, parsed by `parseEmailAddress`. */
  readonly address: string;
}

/** The mailbox that a mail goes out from. */
export interface Via {
  readonly mailboxId: string;
  /** Of its settings, as far as the caller has just read it: older ones that somebody keeps don't hold. Null: not read. */
  readonly revision: number | null;
}

/** Whom the server is told that a message is from and for. */
export interface Envelope {
  readonly from: string;
  readonly to: string;
  /** The ledger's of the message, where a gateway takes one and names it in its receipts. */
  readonly id?: string;
  /** Absent: no mailbox's, so it goes out over the configured server. */
  readonly via?: Via;
  /** The bytes with the final dot behind them, of a message whose lines all end with CRLF and none of which begins with a dot. */
  readonly onWire?: Uint8Array;
}

export interface OutgoingMail {
  /** Whose key signs it; absent: it isn't signed. */
  readonly via?: Via;
  /** Where answers are to go; absent: to the sender. */
  readonly replyTo?: string;
  readonly messageId: string;
  /** The instant of the Date header, epoch ms. */
  readonly date: number;
  readonly from: MailAddress;
  readonly to: MailAddress;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** Message-IDs of the thread so far, oldest first; empty starts a thread. */
  readonly references: readonly string[];
  readonly attachments?: readonly Attachment[];
  /** What a calendar takes in of it: the whole object of RFC 5545, and what it asks for. */
  readonly calendar?: { readonly method: 'REQUEST' | 'CANCEL'; readonly text: string };
  /** HTTPS address for one-click unsubscribing (RFC 8058); marketing mail only. */
  readonly unsubscribeUrl?: string;
  /** Extra fixed headers, for example List-Id. Names and values are ASCII without line breaks. */
  readonly headers?: { readonly [name: string]: string };
}

/** What is known after an attempt to hand a message to an SMTP server. Never an exception (law 13). */
export type SendVerdict =
  | { readonly type: 'accepted'; readonly reply: string; readonly serverMessageId: string | null }
  /** The server refused this recipient or message for good. `suppress`: the address itself is bad. */
  | { readonly type: 'refused'; readonly reply: string; readonly enhanced: string | null; readonly suppress: boolean }
  /** Provably not sent: try again no earlier than `retryAfterMs` of real time from now. */
  | {
      readonly type: 'later';
      /**
       * `awaits-turn`: other mails have the connections, as a rule of the same domain, and take long; the server wasn't asked.
       * Where no connection comes about it is what hinders them, also for those that would have waited.
       */
      readonly cause:
        | 'unreachable'
        | 'busy'
        | 'greylisted'
        | 'rate-limited'
        | 'auth'
        | 'timeout'
        | 'awaits-turn'
        | 'no-credit';
      readonly reply: string;
      readonly retryAfterMs: number;
    }
  /** The final dot may have been read and no answer came (RFC 1047): nobody can know. */
  | { readonly type: 'uncertain'; readonly reply: string }
  /** `beforeFinalDot` said no: the attempt lost its fence; nothing was sent. */
  | { readonly type: 'stopped' };

/** What carries a composed message away. */
export interface Transport {
  /**
   * Hands the bytes over. `beforeFinalDot` commits the hand-over in the ledger; the final dot is written only after
   * it resolves to true, so a crash before it is provably not a delivery. `since`: the business time at which it was to go at
   * first; of those who wait for the way out the oldest goes first. Absent: it goes after all others.
   */
  send(
    raw: Uint8Array,
    envelope: Envelope,
    beforeFinalDot: () => Promise<boolean>,
    since?: Instant,
  ): Promise<SendVerdict>;
}

export interface Mailer extends Transport {
  /** The exact bytes as they will go out: the same mail gives the same bytes. */
  compose(mail: OutgoingMail): Promise<Uint8Array>;
}

/** Who knows what became of mails whose server's answer was lost. */
export interface MailEvidence {
  /**
   * Looks for a mail by its Message-ID. `not-found`: it would be there if it had arrived. `no-evidence`: nobody can know.
   * `out-of-reach`: who knows doesn't answer now. Never throws.
   */
  look(messageId: string): Promise<'found' | 'not-found' | 'no-evidence' | 'out-of-reach'>;
}

/** Now, and the map between real and business time (law 5). */
export interface Clock {
  /** `scheduledAt`: when Temporal scheduled the activity, real epoch ms; 0: there is none. */
  now(scheduledAt: number): { readonly virtual: Instant; readonly real: Instant };
  /** The real instant at which business time reaches `virtual`. */
  toReal(virtual: Instant): Instant;
  /** Business time that passes in a real span. */
  span(realMs: number): number;
}

/** A decision that was frozen and waits for its effect (law 3). */
export interface FrozenDecision {
  readonly state: JourneyState;
  readonly intent: MessageIntent;
  readonly command: string | null;
}

export interface StoredJourney {
  readonly journeyId: string;
  readonly definitionId: string;
  readonly definitionVersion: number;
  readonly ownerId: string | null;
  readonly subjectId: string;
  readonly contactId: string;
  readonly open: boolean;
  /** Something has come that no decision has heard. */
  readonly poked: boolean;
  /** Of the request that started or woke it, or gave the command; null: time did. */
  readonly correlationId: string | null;
  /** Business time at which something was due, as the row has it; null: nothing was. */
  readonly dueAt: Instant | null;
  /** The number of the latest finished advance, as the projection has it. */
  readonly advance: number;
  readonly state: JourneyState | null;
  /** Stage it was told to start in, and the event that began it. */
  readonly startStage: string | null;
  readonly startEvent: string | null;
  /** Of a deal's journey: its deal. */
  readonly dealId: string | null;
}

/** `ours`: this attempt still holds the decision; `lost`: another one does. */
export type Standing =
  | { readonly type: 'finished'; readonly result: AdvanceResult }
  | { readonly type: 'ours' | 'lost' };

/** What is known of one number's decision. */
export type AdvanceRecord =
  | { readonly type: 'none' }
  | { readonly type: 'frozen'; readonly decision: FrozenDecision; readonly message: ClaimedMessage }
  | { readonly type: 'finished'; readonly result: AdvanceResult };

export interface ClaimedMessage {
  readonly id: string;
  readonly state: string;
  readonly raw: Uint8Array;
  readonly envelope: Envelope;
}

export interface SendingMailbox {
  readonly id: string;
  readonly revision: number;
  /** What is sent to name+anything@ arrives too. */
  readonly plusAddresses: boolean;
  readonly quotas: Quotas;
}

/** What the ledger knows of a message, and what the gate and the renderer need beside the facts. */
export interface MessageFacts {
  /** What has come of it already; null: it may be sent. */
  readonly outcome: MessageResult | null;
  readonly sender: MailAddress | null;
  /** What it goes out from; null: from its owner's own address, over the configured server. */
  readonly mailbox: SendingMailbox | null;
  /** When it counts against the mailbox's quotas, if it waits for its turn or was claimed before; null: it doesn't yet. */
  readonly countsAt: Instant | null;
  /** The domain in whose line it stands, and since when; null: in none. */
  readonly line: { readonly domain: string; readonly since: Instant } | null;
  readonly suppressed: boolean;
  readonly optOuts: readonly string[];
  readonly consents: readonly string[];
  /** Message-IDs of the thread that the step continues, oldest first, and its subject. */
  readonly thread: { readonly references: readonly string[]; readonly subject: string | null };
  readonly templates: TemplateMoment;
  /** Ids of the published surveys: a mail can lead to each. */
  readonly surveys: readonly string[];
  /** What the deployment's caps go by; empty where they say nothing of this message. */
  readonly others: readonly OtherMessage[];
  /** The campaign whose recipient the journey is of; null: none's. */
  readonly campaign: JourneysCampaign | null;
  /** Why it was put off last; null: it wasn't yet. */
  readonly putOffFor: string | null;
}

/** What a campaign says to the messages of the journeys that it has begun. */
export interface JourneysCampaign {
  readonly id: string;
  /** It is paused, or was stopped: nothing of it goes out. */
  readonly rests: boolean;
  /** When a person last let it go on, business time; null: nobody had to. */
  readonly resumedAt: Instant | null;
  /** Null: as fast as it goes. */
  readonly perMinute: number | null;
}

/** A message of a campaign's journeys as one contact would come to it. */
export interface ForeseenMessage {
  readonly program: Program;
  readonly intent: MessageIntent;
  readonly facts: Facts;
  readonly message: MessageFacts;
}

/** The gate for any message of a campaign's journeys before there are any: an SMS, and what comes after the first mail. */
export interface StepGate {
  /**
   * What it would say of each contact if the message fell due for them now. Writes nothing, and takes no place in any quota.
   * `stepId`: as people name it; of a campaign without steps `send`.
   */
  judge(
    campaignId: string,
    stepId: string,
    contactIds: readonly string[],
    now: { readonly virtual: Instant; readonly real: Instant },
  ): Promise<ReadonlyMap<string, GateAnswer>>;
}

/** The ledger row of a message that the gate lets go: claimed, with the very bytes. */
export interface ClaimEntry {
  readonly intent: MessageIntent;
  readonly messageId: string;
  /** Business time of the claim: what caps count by. */
  readonly at: Instant;
  readonly raw: Uint8Array;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly locale: string;
  readonly versions: readonly RenderedFile[];
  readonly mailboxId: string | null;
  /** When it counts against its mailbox's quotas. */
  readonly countsAt: Instant;
  /** It has the link that confirms what was agreed to by a form: it asks for what nothing else has asked for yet. */
  readonly asksForConsent?: true;
}

/** The ledger row of a message that doesn't go, or not yet, and why. */
export interface HeldBackEntry {
  readonly intent: MessageIntent;
  readonly messageId: string;
  readonly state: 'intended' | 'skipped';
  readonly reason: string;
  /** Of one that the gate put off: until when, and how it stands to others under caps. */
  readonly waits?: { readonly until: Instant; readonly priority: number };
  /** Of one that waits for its turn: the place in its mailbox's quotas that is its own. */
  readonly place?: { readonly mailboxId: string; readonly at: Instant };
  /** Of one that waits for its turn at a receiving domain: since when. */
  readonly line?: { readonly domain: string; readonly since: Instant };
}

/** A person's command as the API stored it before it was sent. */
export interface StoredCommand {
  /** What the planner is asked. */
  readonly cause: Cause;
  /** The answer it already got: undefined before, null when it took effect. */
  readonly answer: string | null | undefined;
}

/** One transaction under the lock of the journey's contact: nothing about the contact changes meanwhile (laws 9 and 10). */
export interface JourneyTransaction {
  readonly journey: StoredJourney;
  record(): Promise<AdvanceRecord>;
  /** The number of the latest finished decision, as the decisions themselves have it; 0: there is none. */
  lastFinished(): Promise<number>;
  command(requestId: string): Promise<StoredCommand>;
  facts(
    program: Program,
    state: JourneyState | null,
    now: { readonly virtual: Instant; readonly real: Instant },
  ): Promise<Facts>;
  messageFacts(intent: MessageIntent, facts: Facts, program: Program): Promise<MessageFacts>;
  /**
   * What counts against a mailbox's quotas beside the message that asks. Until this transaction ends nobody else counts: of
   * many that ask at once each sees what the one before has taken. Null: somebody else counts for longer than one waits.
   */
  counted(mailboxId: string, asking: MessageIntent, now: Instant): Promise<Counted | null>;
  /**
   * Takes a turn at a receiving domain with a rate, or answers when there is one; until this transaction ends nobody else
   * does. `linedUpAt`: since when the message stands in its line. Null: somebody else takes longer than one waits.
   */
  domainTurn(domain: string, rate: Rate, linedUpAt: Instant | null, now: Instant): Promise<DomainTurn | null>;
  /**
   * Takes the next turn at a campaign's rate for a message that a pause had held; answers in how many ms of real time it comes.
   * Whoever begins anew waits until all such turns are over.
   */
  campaignTurn(campaignId: string, perMinute: number, real: Instant): Promise<number>;
  /** Carries out what a plan decided, in its order. `decided`: what it was decided on. */
  apply(
    commands: readonly Command[],
    decided: { readonly facts: Facts; readonly program: Program; readonly state: JourneyState },
    now: { readonly virtual: Instant; readonly real: Instant },
  ): Promise<void>;
  journal(lines: readonly JournalLine[], real: Instant, actor: string | null): Promise<void>;
  /** Writes down that a message doesn't go, or not yet. */
  holdBack(entry: HeldBackEntry, now: { readonly virtual: Instant }): Promise<void>;
  /** Freezes a decision and claims its message, both with the fence; answers the message's id. */
  freeze(
    decision: FrozenDecision,
    entry: ClaimEntry,
    fence: string,
    now: { readonly virtual: Instant; readonly real: Instant },
  ): Promise<string>;
  /**
   * Takes a frozen decision over from an attempt that is gone, or only slow: from now on its fence hands nothing over.
   * Answers the state that its message came to.
   */
  takeOver(messageId: string, fence: string): Promise<string>;
  /** The gate has let a message go that was taken over. `real`: now. */
  claimAgain(messageId: string, real: Instant): Promise<void>;
  /** Who has this decision now that the message is out. */
  standing(fence: string): Standing;
  /** Shows a journey as needing a person, without deciding anything. */
  hold(code: string): Promise<void>;
  /** What came of the hand-over. */
  settle(
    messageId: string,
    verdict: SendVerdict,
    now: { readonly virtual: Instant; readonly real: Instant },
  ): Promise<void>;
  /** Writes result, projection, and the answer to a command with its audit row. */
  finish(
    done: FinishedAdvance,
    fence: string,
    now: { readonly virtual: Instant; readonly real: Instant },
  ): Promise<void>;
}

export interface FinishedAdvance {
  readonly result: AdvanceResult;
  readonly due: Instant | null;
  readonly interests: readonly string[];
  readonly requestId: string | null;
  /** The `exclusive` group in which it is another's turn now that this journey is over. */
  readonly passesTurnIn?: string;
  /** What it will do for the contact, as the calendar of care shows it; absent: nothing, and it never did. */
  readonly foreseen?: readonly Foreseen[];
}

/** Which decision a transaction is about. */
export interface DecisionKey {
  readonly journeyId: string;
  readonly number: number;
  /** The command that it answers; absent: none. */
  readonly requestId?: string;
}

export interface JourneyStore {
  transaction<T>(key: DecisionKey, work: (tx: JourneyTransaction) => Promise<T>): Promise<T>;
  /** Marks a claimed message as handed over, just before the final dot. False: the fence is lost, nothing may be sent. */
  handOver(messageId: string, fence: string, real: Instant): Promise<boolean>;
}

/** Is told what happens, to count and log it. Ids, codes and numbers only. */
export interface Watch {
  /** A decision was made, or an earlier one's result given again. */
  advanced(done: {
    readonly journeyId: string;
    readonly number: number;
    readonly cause: AdvanceCause['type'];
    readonly phase: string;
    readonly stage: string;
    readonly ms: number;
    readonly correlationId: string | null;
  }): void;
  /** Real ms from when something was due until it was done. */
  dueToDone(ms: number): void;
  /** The gate was asked about a message. `reason`: a gate code, null for `send`. */
  gate(answer: 'send' | 'skip' | 'defer', reason: string | null): void;
  /** What came of a message that was to be handed over. */
  handedOver(verdict: SendVerdict['type']): void;
}

/** The clocks of leads that somebody has out of a pool. */
export interface LeadClocks {
  /**
   * Looks at the clock of an ownership and does what is due: reminds the owner, takes the lead back. Answers the business
   * time at which it is to be looked at again; null: not before somebody tells of a change.
   */
  look(ownershipId: string, now: { readonly virtual: Instant; readonly real: Instant }): Promise<Instant | null>;
}

/** Definitions by id and version: immutable, so kept for ever once read. */
export interface Programs {
  program(definitionId: string, version: number): Promise<Program>;
}

/** Addresses of the pages a message links to. */
export interface Links {
  unsubscribe(contactId: string, topic: string | null): string;
  preferences(contactId: string): string;
  survey(asked: AskedBy): string;
  rsvp(asked: AskedBy): string;
  /** Confirms what was agreed to by a form. */
  confirm(message: LinkedMessage): string;
  /** Leads on to an address and tells of it; null: not to this one. */
  click(message: LinkedMessage, url: string): string | null;
  /** The picture that tells of an open. */
  open(message: LinkedMessage): string;
  /** What all of them begin with. */
  readonly base: string;
}

/** Rewrites a mail's HTML so that it tells of opens and clicks (src/mail/track-links.ts). */
export type TrackLinks = (html: string, trackers: Trackers) => string;

export interface Trackers {
  /** The address that leads on to `url`; null: it can't, and the link stays as it is. */
  click(url: string): string | null;
  /** The address of the picture. */
  readonly open: string;
  /** Where our own public links begin: those are never led through another. */
  readonly ownBase: string;
}

/** The message that a link stands in. */
export interface LinkedMessage {
  readonly contactId: string;
  readonly journeyId: string;
  readonly step: string;
  readonly occurrence: number;
}

/** The message that asks somebody to answer. */
export interface AskedBy extends LinkedMessage {
  /** The survey's id; of an invitation the id of the definition that invites. */
  readonly form: string;
}

/** A delivery whose time has come. */
export interface DueDelivery {
  /** The same for every attempt. */
  readonly id: string;
  /** Of a webhook its receiver's, with the port; of the others empty. */
  readonly host: string;
}

/** Something that leaves the journeys without being waited for: a webhook's call, a mail to staff, a robot's word. */
export interface Delivery extends DueDelivery {
  readonly kind: 'webhook' | 'staff-mail' | 'robot';
  readonly fence: string;
  /** This one counted. */
  readonly attempts: number;
  readonly content: { readonly [key: string]: unknown };
  /** Business time at which it was decided, epoch ms. */
  readonly at: number;
}

export interface WebhookCall {
  readonly id: string;
  /** Real time, epoch ms. */
  readonly at: number;
  readonly url: string;
  readonly method: string;
  /** JSON. */
  readonly body: string;
  /** The name of the secret it is signed with; null: the deployment's default. */
  readonly secret: string | null;
}

/** What came of an attempt. `later`: it may be tried again, no earlier than `retryAfterMs` of real time from now. */
export type WebhookAnswer =
  | { readonly type: 'done'; readonly status: number | null }
  | { readonly type: 'failed'; readonly code: string; readonly status: number | null }
  | { readonly type: 'later'; readonly code: string; readonly status: number | null; readonly retryAfterMs?: number };

/** Something to be said through a chat robot, once. */
export interface RobotCall {
  readonly kind: RobotKind;
  readonly address: string;
  readonly secret: string | null;
  readonly message: { readonly title: string; readonly text: string; readonly link: string };
  /** Asked just before anything is written. False: nothing is. */
  readonly beforeWrite: () => Promise<boolean>;
}

/** `later`: provably not said. `uncertain`: it may have been, and isn't said again. */
export type RobotVerdict =
  | { readonly type: 'done' }
  | {
      readonly type: 'later';
      readonly code: 'rate-limited' | 'busy' | 'unreachable' | 'timeout';
      readonly retryAfterMs: number;
    }
  | {
      readonly type: 'failed';
      readonly code:
        | 'bad-robot'
        | 'bad-signature'
        | 'keyword-missing'
        | 'address-not-allowed'
        | 'refused'
        | 'uncertain';
    }
  | { readonly type: 'stopped' };

/** The robots as who delivers needs them. Instants are real, epoch ms. */
export interface RobotBook {
  /** `gone`: there is none, or it rests. `locked`: its secrets can't be opened with this deployment's. */
  access(id: string): Promise<'gone' | 'locked' | Pick<RobotCall, 'kind' | 'address' | 'secret'>>;
  /** Takes one of the messages that the robot may say now; else answers when there is one. */
  takeTurn(id: string, kind: RobotKind, now: number): Promise<number | null>;
  /** It says nothing before then. */
  rest(id: string, kind: RobotKind, until: number): Promise<void>;
  /** What came of the latest; null: it was said. */
  note(id: string, code: string | null, now: number): Promise<void>;
}

/** A mail about an appointment, claimed in the ledger with its very bytes. */
export interface ClaimedInvitation extends ClaimedMessage {
  readonly appointmentId: string;
  readonly fence: string;
  /** Of the entry: which of its states it tells. */
  readonly sequence: number;
  /** Business time at which it was to go. */
  readonly since: Instant;
}

/** The appointments that somebody is still to hear of. Instants are real, epoch ms. */
export interface InvitationBook {
  /** Those to look at now, the longest due first. */
  due(real: number, most: number): Promise<readonly string[]>;
  /**
   * Looks at one under its contact's lock: what became of its task, who is to be told, and whether the gate lets the mail go.
   * Answers the mail that is to be handed over, claimed; null: there is none, or another worker has it.
   */
  look(appointmentId: string): Promise<ClaimedInvitation | null>;
  /** Just before the final dot. False: the claim is lost, nothing may be sent. */
  handOver(mail: ClaimedInvitation): Promise<boolean>;
  /** Writes down what came of it, unless another worker has it by now. */
  settle(mail: ClaimedInvitation, verdict: Exclude<SendVerdict, { type: 'stopped' }>): Promise<void>;
}

export interface DeliveryStore {
  /**
   * Takes of what is due of a kind and nobody has in hand what `choose` says, of the oldest `most` of each host. `real`: now,
   * epoch ms.
   */
  claim(
    kind: Delivery['kind'],
    real: number,
    most: number,
    choose: (due: readonly DueDelivery[]) => readonly DueDelivery[],
  ): Promise<readonly Delivery[]>;
  /** Just before a mail's final dot. False: the claim is lost, nothing may be sent. */
  handOver(delivery: Delivery): Promise<boolean>;
  /** Gives back what wasn't begun, to be tried from `dueAt` on (real); the attempt doesn't count. */
  putOff(delivery: Delivery, dueAt: number): Promise<void>;
  /** `retryAt`: real time of the next attempt; null: there is none. */
  settle(delivery: Delivery, answer: WebhookAnswer, real: number, retryAt: number | null): Promise<void>;
}

/** A journey that a command for many is still to reach, in the hands of one worker. */
export interface BulkItem {
  readonly bulkId: string;
  readonly journeyId: string;
  readonly fence: string;
  /** This one counted. */
  readonly attempts: number;
}

/** What a journey has said to a command. */
export type BulkAnswer =
  | { readonly state: 'done'; readonly code: null }
  /** `refused`: the journey is in no state for it. `failed`: it gave no answer. */
  | { readonly state: 'refused' | 'failed'; readonly code: string }
  /** Something is to be done first; it is told again later. */
  | { readonly state: 'later'; readonly code: string };

/** Commands for many journeys, as far as they are still to be carried out. Instants are real, epoch ms. */
export interface BulkWork {
  /** Takes the next items of one bulk that its rate allows now, `most` of them. */
  claim(real: number, most: number): Promise<readonly BulkItem[]>;
  /** Holds the items for longer; to be said while they are in hand. */
  hold(items: readonly BulkItem[], real: number): Promise<void>;
  /** Just before each command. False: the bulk was aborted or the item is in other hands, and nothing may be sent. */
  begin(item: BulkItem): Promise<boolean>;
  /**
   * Gives the command to the journey, once however often it is tried, and asks for its answer until a real instant, not
   * longer; null: none yet. Throws when something is away.
   */
  carryOut(item: BulkItem, until: number): Promise<BulkAnswer | null>;
  /** Keeps what came of it, unless the item is in other hands by now. */
  settle(item: BulkItem, answer: Exclude<BulkAnswer, { readonly state: 'later' }>, real: number): Promise<void>;
  /** Gives an item back, to be tried from an instant on. `counts`: whether the attempt was one. */
  giveBack(item: BulkItem, dueAt: number, counts: boolean): Promise<void>;
}
