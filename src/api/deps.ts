import type { FastifyBaseLogger } from 'fastify';
import type { FieldCatalogue } from '../domain/fields.js';
import type { ProviderCalls } from '../domain/inbound/provider-event.js';
import type { Instant } from '../domain/instant.js';
import type { TrackingScope } from '../domain/tracking/may-track.js';
import type { CampaignDesk, SendTestMail } from './campaign-ports.js';
import type { CampaignResults } from './campaign-results-ports.js';
import type { MessageContentView } from './contracts/messages.js';
import type { DemoLogin } from './contracts/welcome.js';
import type { FormDesk } from './form-ports.js';
import type { GuestBook } from './guest-ports.js';
import type { RateLimits } from './http/limits.js';
import type { MailboxProbe, RobotTest } from './people-ports.js';
import type {
  AnswerKeeper,
  ChangeFeed,
  Engine,
  Inbox,
  ProviderEventStore,
  RecordKeeper,
  SmsAnswerStore,
} from './ports.js';
import type { FormRates } from './public/forms/guard.js';
import type { FormStamps } from './public/forms/stamp.js';
import type { SimulationWorld } from './simulation.js';
import type { ConditionCheck, DefinitionCheck, Stores } from './store-ports.js';
import type { StreamTimings } from './stream/routes.js';
import type { TemplateDesk } from './template-ports.js';

/** One thing that must answer before this process can work. */
export interface ReadinessCheck {
  readonly name: string;
  /** Resolves when the part is well; rejects or resolves with a text that says what is wrong. */
  readonly check: () => Promise<string | undefined>;
}

/** What the token of a mail's link says. */
export type LinkToken = WishLink | QuestionLink | VisitLink | ConfirmLink | LandingLink;

export interface WishLink {
  readonly kind: 'unsubscribe' | 'preferences';
  readonly contactId: string;
  /** null: all marketing mail. */
  readonly topic: string | null;
}

export interface QuestionLink {
  readonly kind: 'survey' | 'rsvp';
  readonly contactId: string;
  /** The survey's id; of an invitation the id of the definition that invites. */
  readonly form: string;
  /** The message that asks. */
  readonly journeyId: string;
  readonly step: string;
  readonly occurrence: number;
}

/** A link that leads on, or the picture that tells of an open. */
export type VisitLink = {
  readonly contactId: string;
  readonly journeyId: string;
  readonly step: string;
  readonly occurrence: number;
} & ({ readonly kind: 'click'; readonly url: string } | { readonly kind: 'open' });

/** What was agreed to by a form is confirmed by the mail that asked. */
export interface ConfirmLink {
  readonly kind: 'confirm';
  readonly contactId: string;
  /** The message that asks. */
  readonly journeyId: string;
  readonly step: string;
  readonly occurrence: number;
}

/** A form's page, opened by a campaign's link. */
export interface LandingLink {
  readonly kind: 'landing';
  readonly campaignId: string;
  readonly formId: string;
}

/** Reads the links of mails, and makes those that stand elsewhere. */
export interface LinkReader {
  /** What all of them begin with. */
  readonly base: string;
  /** Where a campaign leads people to a form. */
  landing(campaignId: string, formId: string): string;
  /** null: the token is none of ours. */
  verify(token: string): LinkToken | null;
}

/** What the API says of the system around it. */
export interface Surroundings {
  readonly version: string;
  /** Business milliseconds in a real one, now. */
  readonly rate: () => number;
  /** For how many milliseconds of real time a journey may not move though it should before it is stuck. */
  readonly stuckAfterMs: number;
  /** By how many milliseconds of business time a journey may be behind before it is late. */
  readonly lateAfterMs: () => number;
  readonly temporalUiUrl: string | null;
  readonly temporalNamespace: string;
}

/** What the public forms are made of. */
export interface PublicForms {
  readonly desk: FormDesk;
  readonly stamps: FormStamps;
  /** Hosts that may show a form in a frame, and that forms lead on to. */
  readonly hosts: readonly string[];
  /** Instead of the usual ones (src/api/public/forms/guard.ts). */
  readonly rates?: Partial<FormRates>;
}

/** Everything the API is made of; entry files and tests choose. */
export interface AppDeps {
  readonly stores: Stores;
  readonly engine: Engine;
  readonly campaigns: CampaignDesk;
  readonly sendTestMail: SendTestMail;
  readonly campaignResults: CampaignResults;
  readonly records: RecordKeeper;
  /** Workflow ids of journeys whose tasks fail again and again; none if Temporal can't be asked. */
  readonly failingRuns: () => Promise<readonly string[]>;
  readonly feed: ChangeFeed;
  readonly answers: AnswerKeeper;
  readonly checkDefinition: DefinitionCheck;
  readonly checkCondition: ConditionCheck;
  readonly links: LinkReader;
  readonly forms: PublicForms;
  readonly guests: GuestBook;
  /** Which mails tell of opens and clicks. */
  readonly tracking: TrackingScope;
  readonly fields: FieldCatalogue;
  /** What a simulation runs in. */
  readonly simulation: SimulationWorld;
  readonly templates: TemplateDesk;
  /** Asks for what a template can't do without: values of records and constants, as paths. */
  readonly templateNeeds: () => Promise<(template: string) => readonly string[]>;
  /** Takes a mail apart that we or others made. */
  readonly readMail: (raw: Uint8Array) => Promise<MessageContentView>;
  readonly mailboxProbe: MailboxProbe;
  readonly testRobot: RobotTest;
  /** Robots on this machine may be added, for tests. Absent: not. */
  readonly robotsOnLoopback?: boolean;
  /** Mail caught on this machine; null: it is really sent. */
  readonly inbox: Inbox | null;
  readonly surroundings: Surroundings;
  readonly readiness: readonly ReadinessCheck[];
  readonly mode: 'embedded' | 'external';
  /** The address that people use, if it isn't the one listened on: behind a proxy, for one. */
  readonly publicUrl: string | null;
  /** In the addresses for what the SMS gateway tells; absent or null: nothing is taken in. */
  readonly smsReceiptToken?: string | null;
  readonly smsAnswers: SmsAnswerStore;
  /** Checks and reads what those who carry our mail tell of it. */
  readonly providerCalls: ProviderCalls;
  readonly providerEvents: ProviderEventStore;
  /** The zone of whoever has none of their own. */
  readonly timezone: string;
  /** Where the built page lies; absent or null: none is served. */
  readonly pageFolder?: string | null;
  /** Whom the page to sign in offers, with their passwords: only where nothing but loopback is listened on. */
  readonly demoLogins?: readonly DemoLogin[];
  /** Real time, epoch ms. */
  readonly realNow: () => Instant;
  readonly newId: (kind: 'key' | 'session') => string;
  /** Does the work of a request under its id, so that what it writes bears it. Absent: nothing does. */
  readonly correlate?: (id: string, work: () => void) => void;
  readonly logger?: FastifyBaseLogger;
  /** Failed logins an address may have in a minute. */
  readonly loginsPerMinute?: number;
  /** Instead of the mode's own (src/api/http/limits.ts). */
  readonly rateLimits?: Partial<RateLimits>;
  readonly stream?: Partial<StreamTimings>;
}
