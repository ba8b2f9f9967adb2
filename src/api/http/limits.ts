import type { OperationId } from '../contracts/all.js';

/*
 * How much a request may bring and how long its answer may take, by kind of operation (docs/api.md, "Limits").
 */

const KB = 1024;
/** A record with its 64 fields, a reason, a form. */
const BODY = 256 * KB;
const BODIES: { readonly [operation in OperationId]?: number } = {
  login: 4 * KB,
  // A button or a mail program's one-click.
  unsubscribe: 16 * KB,
  changePreferences: 16 * KB,
  answerSurvey: 16 * KB,
  answerRsvp: 16 * KB,
  confirmConsent: 16 * KB,
  // Forty fields, a text of four thousand characters among them.
  submitForm: 64 * KB,
  sendForm: 64 * KB,
  // 256 K characters of definition, each of up to four bytes, and written as JSON.
  validateDefinition: 2048 * KB,
  publishDefinition: 2048 * KB,
  previewGraph: 2048 * KB,
  simulateDefinition: 2048 * KB,
  countWritten: 2048 * KB,
  sampleWritten: 2048 * KB,
  explainWritten: 2048 * KB,
  // 100 K characters of a template, each of up to four bytes.
  checkTemplate: 1024 * KB,
  previewTemplate: 1024 * KB,
  publishTemplate: 1024 * KB,
  createCampaign: 1024 * KB,
  editCampaign: 1024 * KB,
  // A million lines.
  putCampaignFile: 128 * 1024 * KB,
  // A thousand events of some fields each.
  postEvents: 2048 * KB,
  // The largest batches of providers are of 768 KB.
  takeMailEvents: 2048 * KB,
};

export const bodyLimitOf = (operation: OperationId): number => BODIES[operation] ?? BODY;
/** Of what is no operation. */
export const DEFAULT_BODY_LIMIT = BODY;

/** To send a request, headers and body: who trickles is cut off. */
export const REQUEST_MS = 30_000;

const PATIENCE_MS = 60_000;
/** Lists of events and of contacts, each a transaction of its own; and who counts a million. */
const BULK_PATIENCE_MS = 180_000;
const BULK: ReadonlySet<OperationId> = new Set([
  'postEvents',
  'takeMailEvents',
  'enrol',
  'putCampaignFile',
  'scheduleCampaign',
]);
export const patienceOf = (operation: OperationId): number => (BULK.has(operation) ? BULK_PATIENCE_MS : PATIENCE_MS);

/** Requests that may be made in a minute, by who makes them. */
export interface RateLimits {
  /** By each key. */
  readonly perKey: number;
  /** By each session: people, and the page that asks on their behalf. */
  readonly perSession: number;
  /** By each address that says nothing, or nothing true, about who it is. */
  readonly perAddress: number;
}

/**
 * Embedded, everything comes from this machine: an import or the acceptance run makes hundreds of requests a second by
 * one key, and a limit protects nobody from themself.
 */
export const rateLimitsOf = (mode: 'embedded' | 'external'): RateLimits =>
  mode === 'embedded'
    ? { perKey: 120_000, perSession: 6_000, perAddress: 6_000 }
    : { perKey: 1_200, perSession: 1_200, perAddress: 600 };
