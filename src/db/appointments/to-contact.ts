import type { ClaimEntry, Envelope, HeldBackEntry, Mailer, OutgoingMail } from '../../activities/ports.js';
import { type Arrangement, occurrenceOf, stepOf, type Telling, uidOf } from '../../domain/appointment/appointment.js';
import { writeCalendar } from '../../domain/appointment/calendar-entry.js';
import { type Letter, languageOf, writeLetter } from '../../domain/appointment/words.js';
import { ALWAYS } from '../../domain/calendar/calendar.js';
import type { Instant } from '../../domain/instant.js';
import { ORDINARY } from '../../domain/journey/caps.js';
import type { MessageIntent } from '../../domain/journey/commands.js';
import type { Facts } from '../../domain/journey/facts.js';
import { type GateAnswer, gate } from '../../domain/journey/gate.js';
import { messageIdOf, plusAddress } from '../../domain/journey/message-id.js';
import type { Deployment } from '../../domain/journey/place.js';
import { hasQuotas, nextSlot } from '../../domain/journey/quota.js';
import { parseEmailAddress } from '../../domain/mail-address.js';
import type { Tx } from '../client.js';
import type { Appointment, Contact } from '../generated/client.js';
import { readMessageFacts } from '../journey/message-facts.js';
import { countMessages, holdCount } from '../mailboxes/counted.js';

/* The mail to the customer: gated as every other one, of which a person says when it goes. */

export interface ContactMailDeps {
  readonly mailer: Pick<Mailer, 'compose'>;
  readonly deployment: Pick<Deployment, 'zone' | 'policy'>;
  /** Host part of Message-IDs and of the entries' UIDs. */
  readonly messageHost: string;
}

export interface ToTell {
  readonly row: Appointment & { readonly journeyId: string; readonly contactId: string };
  readonly kind: string;
  readonly contact: Contact;
  readonly method: Exclude<Telling, null>;
  /** Of whose mailbox it goes out. */
  readonly sender: { readonly id: string };
  readonly organiserName: string;
  readonly now: Instant;
}

export type Prepared =
  | {
      readonly type: 'send';
      readonly entry: ClaimEntry;
      readonly envelope: Envelope;
      /** The entry's organiser from now on. */
      readonly organiserAddress: string;
    }
  | { readonly type: 'held-back'; readonly entry: HeldBackEntry };

export const arrangementOf = (row: Appointment): Arrangement => ({
  begins: row.beginsAt.getTime(),
  ends: row.endsAt.getTime(),
  zone: row.zone,
  place: row.place,
  title: row.title,
  words: row.words,
  invites: row.invites,
});

export const standingOf = (row: Appointment) => ({
  ...row,
  begins: row.beginsAt.getTime(),
  state: row.state === 'standing' ? ('standing' as const) : ('cancelled' as const),
});

export const whatOf = (method: 'REQUEST' | 'CANCEL', isKnown: boolean): Letter['what'] =>
  method === 'CANCEL' ? 'cancellation' : isKnown ? 'change' : 'invitation';

/** As the ledger knows it. Its times are a person's, so no window holds it back. */
export function intentOf(
  row: Appointment,
  method: 'REQUEST' | 'CANCEL',
  now: Instant,
): MessageIntent & { email: object } {
  const stepId = stepOf(row.id);
  return {
    ...{ trackId: stepId, aside: true, stepId, occurrence: occurrenceOf(row.sequence), at: now, reachedAt: now },
    email: {
      template: `appointment/${whatOf(method, row.contactHas)}`,
      ...{ from: 'owner', purpose: 'service', window: 'none' },
    },
  };
}

/** Asks the gate, and composes the bytes of what may go. The caller holds the contact's lock. */
export async function prepareToContact(tx: Tx, deps: ContactMailDeps, toTell: ToTell): Promise<Prepared> {
  const { row, contact, method, sender, now } = toTell;
  const intent = intentOf(row, method, now);
  const messageId = messageIdOf(row.journeyId, intent.stepId, intent.occurrence, deps.messageHost);
  const facts: Facts = {
    ...{ contact: { email: contact.email }, owner: { id: sender.id }, account: null, deal: null },
    ...{ events: [], answers: {}, teams: {} },
  };
  const known = await readMessageFacts(tx, row, intent, facts, {
    // It is service mail, which no cap is about.
    caps: null,
    campaignId: null,
    thread: [intent.stepId],
  });
  const answer = await ask(tx, deps, toTell, intent, known);
  if (answer.type !== 'send' || known.sender === null)
    return { type: 'held-back', entry: heldBack(intent, messageId, answer, known) };
  const address = parseEmailAddress(contact.email ?? '');
  if (!address.ok)
    throw new Error(`message ${messageId} passed the gate without an address; expected the gate to refuse it`);
  const { mailbox } = known;
  const organiserAddress = row.organiserAddress ?? known.sender.address;
  const { mail, locale } = mailOf(deps, toTell, { messageId, organiserAddress, known, to: address.value.address });
  const via = mailbox === null ? {} : { via: { mailboxId: mailbox.id, revision: mailbox.revision } };
  const replyTo = mailbox?.plusAddresses === true ? plusAddress(known.sender.address, messageId) : null;
  const raw = await deps.mailer.compose({ ...mail, ...via, ...(replyTo === null ? {} : { replyTo }) });
  const [from, to] = [known.sender.address, address.value.address];
  return {
    type: 'send',
    entry: {
      ...{ intent, messageId, at: now, raw, from, to, subject: mail.subject, locale },
      ...{ versions: [], mailboxId: mailbox?.id ?? null, countsAt: known.countsAt ?? now },
    },
    envelope: { from, to, ...via },
    organiserAddress,
  };
}

type Known = Awaited<ReturnType<typeof readMessageFacts>>;

/** Of whose mailbox somebody else counts for long: it asks again after so much business time. */
const ASKS_AGAIN_AFTER = 10_000;

async function ask(
  tx: Tx,
  { deployment }: ContactMailDeps,
  { contact, row, now }: ToTell,
  intent: MessageIntent,
  known: Known,
): Promise<GateAnswer> {
  const { suppressed, optOuts, consents, mailbox } = known;
  const input = {
    ...{ now, exited: false, staleAt: row.beginsAt.getTime(), doNotContact: contact.doNotContact },
    sender: known.sender === null ? ('absent' as const) : ('present' as const),
    address: addressOf(contact.email),
    ...{ suppressed, optOuts, consents, purpose: 'service' as const, topic: null, channel: 'email' as const },
    ...{ country: contact.country, law: deployment.policy.law, relation: { lastOrderAt: null, lastInquiryAt: null } },
    ...{ rendered: 'ok' as const, window: undefined, fraction: 0 },
    place: { zone: deployment.zone, calendar: ALWAYS, calendarNamed: false },
  };
  const answer = gate(input);
  if (answer.type !== 'send' || mailbox === null || !hasQuotas(mailbox.quotas)) return answer;
  if (known.countsAt !== null && known.countsAt <= now) return answer;
  if (!(await holdCount(tx, mailbox.id))) return { type: 'defer', code: 'quota', until: now + ASKS_AGAIN_AFTER };
  const counted = await countMessages(tx, mailbox.id, now, { ...intent, journeyId: row.journeyId ?? '' });
  const slot = nextSlot({ quotas: mailbox.quotas, counted, now, fraction: 0, opensAt: () => null });
  return slot > now ? gate({ ...input, quotaUntil: slot }) : answer;
}

const addressOf = (email: string | null): 'ok' | 'missing' | 'invalid' =>
  email === null || email === '' ? 'missing' : parseEmailAddress(email).ok ? 'ok' : 'invalid';

function heldBack(intent: MessageIntent, messageId: string, answer: GateAnswer, { mailbox }: Known): HeldBackEntry {
  if (answer.type === 'defer')
    return {
      ...{ intent, messageId, state: 'intended', reason: answer.code },
      waits: { until: answer.until, priority: ORDINARY },
      ...(mailbox === null ? {} : { place: { mailboxId: mailbox.id, at: answer.until } }),
    };
  return { intent, messageId, state: 'skipped', reason: answer.type === 'skip' ? answer.code : 'no-sender' };
}

interface Parts {
  readonly messageId: string;
  readonly organiserAddress: string;
  readonly known: Known;
  readonly to: string;
}

function mailOf(
  { messageHost }: ContactMailDeps,
  { row, kind, contact, method, organiserName, now }: ToTell,
  { messageId, organiserAddress, known, to }: Parts,
): { readonly mail: OutgoingMail; readonly locale: string } {
  const language = languageOf(contact.language);
  const arrangement = arrangementOf(row);
  const letter = writeLetter({
    ...{ what: whatOf(method, row.contactHas), to: 'contact', kind, arrangement, language },
    ...{ organiser: organiserName, contact: contact.name, task: '' },
  });
  const text = writeCalendar({
    ...{ method, uid: uidOf(row.id, messageHost), sequence: row.sequence, stamp: now },
    ...{ begins: arrangement.begins, ends: arrangement.ends },
    organiser: { name: organiserName, address: organiserAddress },
    attendee: { name: contact.name, address: to, isAsked: true },
    ...{ summary: letter.summary, place: row.place, description: row.words, language },
  });
  return {
    locale: language,
    mail: {
      ...{
        messageId,
        date: now,
        from: known.sender ?? { name: '', address: '' },
        to: { name: contact.name, address: to },
      },
      ...{ subject: letter.subject, html: letter.html, text: letter.text },
      references: known.thread.references,
      calendar: { method, text },
    },
  };
}
