import type { AskedConsents, AskingMail } from '../../api/form-ports.js';
import { DAY, type Instant } from '../../domain/instant.js';
import { hashAddressKey } from '../address-hash.js';
import type { Db, Tx } from '../client.js';
import { grantedTopics } from '../granted-topics.js';
import { type IntakeDeps, takeIn } from '../intake.js';
import { lockContact } from '../journey/lock.js';
import { newId } from '../new-id.js';
import { transaction } from '../statement.js';

/*
 * Consents that come by forms. Where a mail asks again, the wish waits as a request, and becomes a consent when the link of
 * that mail is followed.
 */

interface Said {
  readonly contactId: string;
  readonly formId: string;
  readonly topic: string;
  readonly source: string;
  /** As the page showed it. */
  readonly text: string;
}

/** Where a consent, an event or a contact says it came from. */
export const sourceOfForm = (formId: string): string => `form:${formId}`;

/** Who fills in the form again may have lost the mail, but not the same day. */
const ASKS_AGAIN_AFTER = DAY;
/** An older wish is nobody's any more. */
export const LAPSES_AFTER = 30 * DAY;
/** So many mails may ask an address that doesn't answer until the first of them lapses, whoever types it into how many forms. */
const MOST_UNANSWERED = 3;

/** Keeps a consent; an earlier refusal of the topic ends with it. The caller holds the contact's lock. */
export async function giveConsent(tx: Tx, { contactId, topic, source, text }: Omit<Said, 'formId'>, at: Instant) {
  await tx.optOut.deleteMany({ where: { contactId, topic } });
  const id = newId('consent');
  await tx.consent.create({ data: { id, contactId, topic, source, text, granted: true, at: new Date(at) } });
}

/**
 * Keeps that somebody agreed, and is asked by mail whether it was them; the answer is whether a mail is to ask. Who has agreed
 * already is asked nothing. Each request is asked once: the same wish again, when it was sent again and a day later. The caller
 * holds the contact's lock.
 */
export async function askForConsent(
  tx: Tx,
  said: Said & { readonly addressHash: string },
  at: Instant,
): Promise<boolean> {
  const { contactId, topic, text, addressHash } = said;
  if (await isInForce(tx, contactId, topic)) return false;
  const since = (ago: number) => ({ at: { gt: new Date(at - ago) } });
  const [same, unanswered] = await Promise.all([
    tx.consentRequest.count({ where: { contactId, addressHash, topic, text, ...since(ASKS_AGAIN_AFTER) } }),
    tx.consentRequest.count({ where: { contactId, addressHash, confirmedAt: null, ...since(LAPSES_AFTER) } }),
  ]);
  if (same > 0 || unanswered >= MOST_UNANSWERED) return false;
  await tx.consentRequest.create({ data: { ...said, id: newId('consentRequest'), at: new Date(at) } });
  return true;
}

/** A message with the link is about to go to an address: it asks for what no other has asked for there. */
export async function askBy(
  tx: Tx,
  { contactId, addressHash, messageId }: { readonly [name in 'contactId' | 'addressHash' | 'messageId']: string },
): Promise<void> {
  const unasked = { contactId, addressHash, messageId: null, confirmedAt: null };
  await tx.consentRequest.updateMany({ where: unasked, data: { messageId } });
}

async function isInForce(tx: Tx, contactId: string, topic: string): Promise<boolean> {
  const [consents, refused] = await Promise.all([
    tx.consent.findMany({ where: { contactId }, orderBy: [{ at: 'asc' }, { id: 'asc' }] }),
    tx.optOut.count({ where: { contactId, topic: { in: [topic, '*'] } } }),
  ]);
  const granted = grantedTopics(consents);
  return refused === 0 && (granted.includes(topic) || granted.includes('*'));
}

/** What a message's link asks to confirm. Null: there is no such message, or it went to an address that isn't the contact's any more. */
export async function askedConsents(db: Db, by: AskingMail, at: Instant): Promise<AskedConsents | null> {
  const asking = await asked(db, by, at);
  if (asking === null) return null;
  const requests = asking.requests.map(({ topic, text }) => ({ topic, text: text ?? '' }));
  return { language: asking.language, requests };
}

async function asked(db: Pick<Db, 'message' | 'contact' | 'consentRequest'>, by: AskingMail, at: Instant) {
  const { contactId, journeyId, step: stepId, occurrence } = by;
  const [contact, message] = await Promise.all([
    db.contact.findUnique({ where: { id: contactId, erasedAt: null }, select: { language: true, emailKey: true } }),
    db.message.findUnique({
      where: { journeyId_stepId_occurrence: { journeyId, stepId, occurrence }, contactId },
      select: { id: true },
    }),
  ]);
  if (contact === null || contact.emailKey === null || message === null) return null;
  const addressHash = hashAddressKey(contact.emailKey);
  const requests = await db.consentRequest.findMany({
    where: { messageId: message.id, addressHash, confirmedAt: null, at: { gt: new Date(at - LAPSES_AFTER) } },
    orderBy: { id: 'asc' },
  });
  return { language: contact.language, addressHash, requests };
}

/** Whoever follows the link of a mail has its address: what that mail asks about was agreed to by its holder. */
export async function confirmConsents(
  deps: IntakeDeps,
  by: AskingMail,
  now: { readonly virtual: Instant; readonly real: Instant },
): Promise<{ readonly confirmed: number; readonly refusesAll: boolean; readonly outbox: readonly bigint[] }> {
  const { contactId } = by;
  return await transaction(deps.db, async (tx) => {
    await lockContact(tx, contactId);
    const asking = await asked(tx, by, now.virtual);
    if (asking === null) return { confirmed: 0, refusesAll: false, outbox: [] };
    const outbox: bigint[] = [];
    for (const { id, topic, source, text, formId } of asking.requests) {
      await giveConsent(tx, { contactId, topic, source, text: text ?? '' }, now.virtual);
      // Also what another mail has asked in the same words.
      await tx.consentRequest.updateMany({
        where: { contactId, addressHash: asking.addressHash, topic, text, confirmedAt: null },
        data: { confirmedAt: new Date(now.virtual) },
      });
      const fields = { form: formId, topic };
      const event = { type: 'consent.given', at: now.virtual, contactId, fields, source, externalId: id, now };
      outbox.push(...(await takeIn(tx, deps, event)).outbox);
    }
    const refusesAll = (await tx.optOut.count({ where: { contactId, topic: '*' } })) > 0;
    return { confirmed: asking.requests.length, refusesAll, outbox };
  });
}
