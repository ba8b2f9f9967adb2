import type { EmailStep } from '../domain/definition/definition.js';
import { askGate, gateInstant, type Quota, type Standing } from '../domain/journey/ask-gate.js';
import { priorityOf } from '../domain/journey/caps.js';
import { contentOf, type MessageIntent, type MessageResult } from '../domain/journey/commands.js';
import type { Facts } from '../domain/journey/facts.js';
import { covers, type GateAnswer } from '../domain/journey/gate.js';
import { listHeaders, messageIdOf, plusAddress } from '../domain/journey/message-id.js';
import { type Deployment, placeOf } from '../domain/journey/place.js';
import type { Program } from '../domain/journey/program.js';
import { hasQuotas } from '../domain/journey/quota.js';
import { hasRates, type Rate, rateOf } from '../domain/journey/receiving-rate.js';
import type { JourneyState } from '../domain/journey/state.js';
import { templateData } from '../domain/journey/template-data.js';
import { markedSubject, withoutMark } from '../domain/law/subject-mark.js';
import { parseEmailAddress } from '../domain/mail-address.js';
import { parsePhone } from '../domain/phone.js';
import { stableFraction } from '../domain/stable-hash.js';
import { mayTrack, type TrackingScope } from '../domain/tracking/may-track.js';
import type {
  ClaimEntry,
  Clock,
  Envelope,
  HeldBackEntry,
  JourneyTransaction,
  LinkedMessage,
  Links,
  Mailer,
  MessageFacts,
  OutgoingMail,
  Rendered,
  Renderer,
  StoredJourney,
  TrackLinks,
  Via,
  Watch,
} from './ports.js';

/** The ledger's sender of an SMS: the transport's own number. */
const SMS_SENDER = 'sms';

/** A message after the gate: bytes to hand over, or the reason why not. */
export type PreparedMessage =
  | {
      readonly type: 'send';
      readonly entry: ClaimEntry;
      readonly envelope: Envelope;
    }
  | { readonly type: 'held-back'; readonly entry: HeldBackEntry; readonly result: MessageResult };

/** A message that is asked about; its journey may not have begun. */
export interface AskedMessage {
  readonly tx: { readonly journey: Pick<StoredJourney, 'journeyId' | 'contactId' | 'subjectId'> };
  readonly program: Program;
  readonly facts: Facts;
  readonly intent: MessageIntent;
  readonly message: MessageFacts;
  readonly state: Pick<JourneyState, 'steps'>;
  readonly now: { readonly virtual: number; readonly real: number };
  /** Of a decision that was made before: something has ended the journey or its stage since. */
  readonly exited?: boolean;
}

export interface MessageContext extends AskedMessage {
  readonly tx: JourneyTransaction;
  readonly state: JourneyState;
}

export interface RenderDeps {
  readonly renderer: Renderer;
  readonly links: Links;
  readonly deployment: Deployment;
}

interface Deps extends RenderDeps {
  readonly mailer: Mailer;
  readonly messageHost: string;
  /** Leads the links of a mail's HTML through ours. */
  readonly trackLinks: TrackLinks;
  readonly tracking: TrackingScope;
  readonly clock: Pick<Clock, 'span'>;
  readonly watch?: Watch;
}

/** Renders a message, asks the gate under the contact's lock, and composes the bytes of one that may go. */
export async function prepareMessage(deps: Deps, context: MessageContext): Promise<PreparedMessage> {
  const { tx, intent, message } = context;
  const rendered = await render(deps, context);
  const first = ask(deps, context, rendered);
  const asked = first.type === 'send' ? await withinCampaign(deps, context, rendered, first) : first;
  const within = asked.type === 'send' ? await withinQuota(deps, context, rendered, asked) : asked;
  const answer = within.type === 'send' ? await withinRate(deps, context, rendered, within) : within;
  deps.watch?.gate(answer.type, answer.type === 'send' ? null : answer.code);
  const messageId = messageIdOf(tx.journey.journeyId, intent.stepId, intent.occurrence, deps.messageHost);
  if (answer.type === 'send' && rendered.ok && message.sender !== null) {
    try {
      return await compose(deps, context, rendered, messageId);
    } catch (error) {
      // What the mail library would have sent is not what was meant: never sent, and never tried again.
      if (!(error instanceof Error && error.name === 'UnsafeMailError')) throw error;
      return heldBack(deps, context, { type: 'skip', code: 'render-failed' }, messageId);
    }
  }
  return heldBack(deps, context, answer, messageId);
}

/**
 * What was held by a pause of its campaign, or fell due in it, goes at the campaign's rate, so that no pause ends in a burst. The turn
 * that it is put off to is its own.
 */
async function withinCampaign(
  deps: Deps,
  context: MessageContext,
  rendered: Rendered,
  asked: GateAnswer,
): Promise<GateAnswer> {
  const { tx, intent, message, now } = context;
  const { campaign, putOffFor } = message;
  const { resumedAt = null, perMinute = null } = campaign ?? {};
  if (campaign === null || perMinute === null || resumedAt === null || putOffFor === 'campaign-rate') return asked;
  if (putOffFor !== 'paused' && intent.at > resumedAt) return asked;
  const waitMs = await tx.campaignTurn(campaign.id, perMinute, now.real);
  const until = now.virtual + deps.clock.span(waitMs);
  return waitMs === 0 ? asked : ask(deps, context, rendered, { campaignUntil: Math.ceil(until) });
}

/** What the gate would say of a message, without a place or a turn that many share: none is taken. */
export async function foreseeMessage(deps: RenderDeps, context: AskedMessage): Promise<GateAnswer> {
  return ask(deps, context, await render(deps, context));
}

const render = (deps: RenderDeps, context: AskedMessage): Promise<Rendered> => {
  const { intent, facts, message } = context;
  return deps.renderer.render({
    template: contentOf(intent).template,
    language: text(facts.contact['language']),
    timezone: placeOf(context.program.definition, facts, deps.deployment).zone,
    attach: intent.email?.attach ?? [],
    versions: message.templates,
    data: templateData({ ...context, company: deps.deployment.policy.company, links: linksOf(deps, context) }),
  });
};

/** Of whose mailbox somebody else counts for long: it asks again after so much business time, spread. */
const ASKS_AGAIN_AFTER = 10_000;

/** The gate's answer once the quotas of the mailbox are asked too: only what may go otherwise takes a place in them. */
async function withinQuota(
  deps: Deps,
  context: MessageContext,
  rendered: Rendered,
  asked: GateAnswer,
): Promise<GateAnswer> {
  const { tx, intent, message, now } = context;
  const { mailbox } = message;
  if (mailbox === null || !hasQuotas(mailbox.quotas) || hasTurn(deps, context)) return asked;
  const counted = await tx.counted(mailbox.id, intent, now.virtual);
  if (counted !== null) return ask(deps, context, rendered, { quota: { quotas: mailbox.quotas, counted } });
  return { type: 'defer', code: 'quota', until: asksAgainAt(context) };
}

/** Of which somebody else is asked for long: not all at once. */
const asksAgainAt = (context: AskedMessage): number => again(context, ASKS_AGAIN_AFTER);

/** A campaign that rests tells its journeys one after the other, and may be let go on before it has come to the last. */
const LOOKS_AT_PAUSE_AFTER = 60_000;
const restsUntil = (context: AskedMessage): number => again(context, LOOKS_AT_PAUSE_AFTER);

const again = ({ tx, intent, now }: AskedMessage, after: number): number =>
  now.virtual + (1 + stableFraction(`${tx.journey.journeyId}/${intent.stepId}`)) * after;

/** The gate's answer once the rate of the receiving domain is asked too: last, since who may go takes the domain's turn. */
async function withinRate(
  deps: Deps,
  context: MessageContext,
  rendered: Rendered,
  asked: GateAnswer,
): Promise<GateAnswer> {
  const { tx, message, now } = context;
  const receiver = receiverOf(deps, context);
  if (receiver === null) return asked;
  const { domain, rate } = receiver;
  const since = message.line?.domain === domain ? message.line.since : null;
  const turn = await tx.domainTurn(domain, rate, since, now.virtual);
  if (turn?.type === 'go') return asked;
  return ask(deps, context, rendered, { domainUntil: turn?.until ?? asksAgainAt(context) });
}

/** The domain that a mail goes to, with its rate; null: it has none. */
function receiverOf(
  { deployment: { policy } }: Deps,
  { facts, intent }: MessageContext,
): { readonly domain: string; readonly rate: Rate } | null {
  if (intent.email === undefined || !hasRates(policy.receiving)) return null;
  const address = parseEmailAddress(text(facts.contact['email']) ?? '');
  if (!address.ok) return null;
  const domain = address.value.domain.toLowerCase();
  const rate = rateOf(policy.receiving, domain);
  return rate === null ? null : { domain, rate };
}

/** The place that it waited for has come, or it was claimed and is tried again: it counts already. */
function hasTurn({ deployment }: Deps, { message: { countsAt }, now }: MessageContext): boolean {
  return countsAt !== null && countsAt <= now.virtual && now.virtual - countsAt <= deployment.catchUp;
}

/** When a message that is to be claimed counts: as it was counted already, or now. */
function countsFrom(deps: Deps, context: MessageContext): number {
  const { countsAt } = context.message;
  return hasTurn(deps, context) && countsAt !== null ? countsAt : context.now.virtual;
}

/** Since when a message that waits for a turn at its domain has done so. */
function lineOf(deps: Deps, context: MessageContext): HeldBackEntry['line'] {
  const domain = receiverOf(deps, context)?.domain;
  const { line } = context.message;
  if (domain === undefined) return undefined;
  return line?.domain === domain ? line : { domain, since: context.now.virtual };
}

/** What of its mailbox's quotas is its own while it is put off. */
function placeFor(deps: Deps, context: MessageContext, { code, until }: Deferral): HeldBackEntry['place'] {
  const { mailbox, countsAt } = context.message;
  if (mailbox === null) return undefined;
  if (code === 'quota') return { mailboxId: mailbox.id, at: until };
  const keeps = code === 'domain-rate' && hasTurn(deps, context) && countsAt !== null;
  return keeps ? { mailboxId: mailbox.id, at: countsAt } : undefined;
}

type Deferral = Extract<GateAnswer, { type: 'defer' }>;

function heldBack(deps: Deps, context: MessageContext, answer: GateAnswer, messageId: string): PreparedMessage {
  const { intent, program } = context;
  switch (answer.type) {
    case 'send':
      throw new Error(`the gate let ${intent.stepId} go without a sender or a rendered text`);
    case 'skip':
      return {
        type: 'held-back',
        entry: { intent, state: 'skipped', reason: answer.code, messageId },
        result: {
          type: 'skipped',
          reason: answer.code,
          ...(answer.rule === undefined ? {} : { rule: answer.rule }),
        },
      };
    case 'defer': {
      const place = placeFor(deps, context, answer);
      const line = answer.code === 'domain-rate' ? lineOf(deps, context) : undefined;
      return {
        type: 'held-back',
        entry: {
          ...{ intent, state: 'intended', reason: answer.code, messageId },
          waits: { until: answer.until, priority: priorityOf(program) },
          ...(place === undefined ? {} : { place }),
          ...(line === undefined ? {} : { line }),
        },
        result: { type: 'deferred', reason: answer.code, until: answer.until },
      };
    }
  }
}

/** What many share, of what may go otherwise. */
interface Asked extends Pick<Standing, 'campaignUntil' | 'domainUntil'> {
  readonly quota?: Quota;
}

function ask(
  deps: Pick<RenderDeps, 'deployment'>,
  context: AskedMessage,
  rendered: Rendered,
  { quota, ...until }: Asked = {},
): GateAnswer {
  const { program, facts, intent, message, now, tx, exited = false } = context;
  const { suppressed, optOuts, consents, others, campaign } = message;
  return askGate({
    program,
    facts,
    deployment: deps.deployment,
    subjectId: tx.journey.subjectId,
    intent,
    now: now.virtual,
    exited,
    ...(quota === undefined ? {} : { quota }),
    standing: {
      sender: message.sender === null ? 'absent' : 'present',
      ...until,
      ...(campaign?.rests === true ? { pausedUntil: restsUntil(context) } : {}),
      suppressed,
      optOuts,
      consents,
      others,
      rendered: rendered.ok ? 'ok' : rendered.code,
    },
  });
}

type RenderedText = Extract<Rendered, { ok: true }>;

const compose = (
  deps: Deps,
  context: MessageContext,
  rendered: RenderedText,
  messageId: string,
): Promise<PreparedMessage> =>
  context.intent.email === undefined
    ? Promise.resolve(composeSms(deps, context, rendered, messageId))
    : composeMail(deps, context, context.intent.email, rendered, messageId);

/** An SMS is the template's plain text; where it is handed over, the transport knows the sender. */
function composeSms(
  { deployment }: Deps,
  { facts, intent, now }: MessageContext,
  rendered: RenderedText,
  messageId: string,
): PreparedMessage {
  const to = parsePhone(text(facts.contact['phone']) ?? '');
  if (to === undefined)
    throw new Error(`message ${messageId} passed the gate without a number; expected the gate to refuse it`);
  const raw = new TextEncoder().encode(rendered.text.trim());
  const { subject, locale, versions } = rendered;
  const at = gateInstant(intent, now.virtual, deployment.catchUp);
  const made = { raw, from: SMS_SENDER, to, subject, locale, versions };
  return {
    type: 'send',
    entry: { intent, messageId, at, ...made, mailboxId: null, countsAt: at },
    envelope: { from: SMS_SENDER, to },
  };
}

async function composeMail(
  deps: Deps,
  context: MessageContext,
  email: EmailStep,
  rendered: RenderedText,
  messageId: string,
): Promise<PreparedMessage> {
  const { tx, facts, intent, message, now, program } = context;
  const address = parseEmailAddress(text(facts.contact['email']) ?? '');
  if (!address.ok || message.sender === null)
    throw new Error(`message ${messageId} passed the gate without an address; expected the gate to refuse it`);
  const country = text(facts.contact['country']);
  const subject = markedSubject(
    message.thread.subject === null
      ? rendered.subject
      : `Re: ${withoutMark(message.thread.subject, country).replace(/^Re: /, '')}`,
    {
      country,
      purpose: email.purpose,
      locale: rendered.locale,
      agreed: covers(message.consents, email.topic ?? null),
    },
  );
  const at = gateInstant(intent, now.virtual, deps.deployment.catchUp);
  const { mailbox } = message;
  const via: Via | null = mailbox === null ? null : { mailboxId: mailbox.id, revision: mailbox.revision };
  const replyTo = mailbox?.plusAddresses === true ? plusAddress(message.sender.address, messageId) : null;
  const mail: OutgoingMail = {
    messageId,
    ...(via === null ? {} : { via }),
    ...(replyTo === null ? {} : { replyTo }),
    date: at,
    from: message.sender,
    to: { name: text(facts.contact['name']) ?? '', address: address.value.address },
    subject,
    html: trackedHtml(deps, { tx, facts, intent, message }, email, rendered.html),
    text: rendered.text,
    references: message.thread.references,
    attachments: rendered.attachments,
    ...(email.purpose === 'marketing'
      ? {
          unsubscribeUrl: deps.links.unsubscribe(tx.journey.contactId, email.topic ?? null),
          headers: listHeaders(program.definition.id, email.topic ?? null, message.sender.address),
        }
      : {}),
  };
  const raw = await deps.mailer.compose(mail);
  const [from, to] = [message.sender.address, address.value.address];
  const { locale, versions } = rendered;
  const counts = { mailboxId: mailbox?.id ?? null, countsAt: countsFrom(deps, context) };
  return {
    type: 'send',
    entry: {
      ...{ intent, messageId, at, raw, from, to, subject, locale, versions, ...counts },
      ...(asksForConsent(deps, context, rendered) ? { asksForConsent: true } : {}),
    },
    envelope: { from, to, ...(via === null ? {} : { via }) },
  };
}

function asksForConsent({ links }: Deps, context: MessageContext, { html, text: plain }: RenderedText): boolean {
  const link = links.confirm(messageOf(context));
  return html.includes(link) || plain.includes(link);
}

/** The plain text keeps its links as they are: people read them. */
function trackedHtml(
  deps: Deps,
  context: Pick<MessageContext, 'tx' | 'facts' | 'intent' | 'message'>,
  { purpose, from }: EmailStep,
  html: string,
): string {
  const { optOuts, consents } = context.message;
  const country = text(context.facts.contact['country']);
  const isPersonal = from === 'owner';
  if (!mayTrack({ scope: deps.tracking, purpose, isPersonal, country, optOuts, consents })) return html;
  const by = messageOf(context);
  const { links } = deps;
  return deps.trackLinks(html, { click: (url) => links.click(by, url), open: links.open(by), ownBase: links.base });
}

const messageOf = ({ tx, intent }: Pick<AskedMessage, 'tx' | 'intent'>): LinkedMessage => ({
  contactId: tx.journey.contactId,
  journeyId: tx.journey.journeyId,
  step: intent.stepId,
  occurrence: intent.occurrence,
});

function linksOf({ links }: RenderDeps, { tx, intent, message, program }: AskedMessage) {
  const { contactId } = tx.journey;
  const by = messageOf({ tx, intent });
  return {
    unsubscribe: links.unsubscribe(contactId, contentOf(intent).topic ?? null),
    preferences: links.preferences(contactId),
    confirm: links.confirm(by),
    rsvp: links.rsvp({ ...by, form: program.definition.id }),
    survey: Object.fromEntries(message.surveys.map((form) => [form, links.survey({ ...by, form })])),
  };
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
