import type { AskedConsents } from '../../api/form-ports.js';
import { DAY, type Instant } from '../../domain/instant.js';
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

/** A mail that asks goes to an address at most so often, whoever types it into how many forms. */
const ASKS_AGAIN_AFTER = DAY;
/** An older wish is nobody's any more. */
const LAPSES_AFTER = 30 * DAY;

/** Keeps a consent; an earlier refusal of the topic ends with it. The caller holds the contact's lock. */
export async function giveConsent(tx: Tx, { contactId, topic, source, text }: Omit<Said, 'formId'>, at: Instant) {
  await tx.optOut.deleteMany({ where: { contactId, topic } });
  const id = newId('consent');
  await tx.consent.create({ data: { id, contactId, topic, source, text, granted: true, at: new Date(at) } });
}

/**
 * Keeps that somebody agreed; the answer is whether a mail is to ask them now. Who has agreed already is asked nothing, and
 * whoever was asked in the last day isn't asked again, in however many forms a stranger types the address. The caller holds the contact's lock.
 */
export async function askForConsent(tx: Tx, said: Said, at: Instant): Promise<boolean> {
  const { contactId, topic, text } = said;
  if (await isInForce(tx, contactId, topic)) return false;
  const open = await tx.consentRequest.findMany({
    where: { contactId, confirmedAt: null, at: { gt: new Date(at - LAPSES_AFTER) } },
  });
  if (!open.some((request) => request.topic === topic && request.text === text))
    await tx.consentRequest.create({ data: { ...said, id: newId('consentRequest'), at: new Date(at) } });
  return !open.some((request) => request.at.getTime() > at - ASKS_AGAIN_AFTER);
}

async function isInForce(tx: Tx, contactId: string, topic: string): Promise<boolean> {
  const [consents, refused] = await Promise.all([
    tx.consent.findMany({ where: { contactId }, orderBy: [{ at: 'asc' }, { id: 'asc' }] }),
    tx.optOut.count({ where: { contactId, topic: { in: [topic, '*'] } } }),
  ]);
  const granted = grantedTopics(consents);
  return refused === 0 && (granted.includes(topic) || granted.includes('*'));
}

const openOnes = (contactId: string, at: Instant) => ({
  where: { contactId, confirmedAt: null, at: { gt: new Date(at - LAPSES_AFTER) } },
  orderBy: { id: 'asc' as const },
});

/** What somebody is asked to confirm. */
export async function askedConsents(db: Db, contactId: string, at: Instant): Promise<AskedConsents | null> {
  const contact = await db.contact.findUnique({ where: { id: contactId, erasedAt: null }, select: { language: true } });
  if (contact === null) return null;
  const requests = await db.consentRequest.findMany(openOnes(contactId, at));
  return { language: contact.language, requests: requests.map(({ topic, text }) => ({ topic, text: text ?? '' })) };
}

/** Whoever follows the link of the mail has its address: what was agreed to in its name is now. */
export async function confirmConsents(
  deps: IntakeDeps,
  contactId: string,
  now: { readonly virtual: Instant; readonly real: Instant },
): Promise<{ readonly confirmed: number; readonly outbox: readonly bigint[] }> {
  return await transaction(deps.db, async (tx) => {
    await lockContact(tx, contactId);
    if ((await tx.contact.count({ where: { id: contactId, erasedAt: null } })) === 0)
      return { confirmed: 0, outbox: [] };
    const requests = await tx.consentRequest.findMany(openOnes(contactId, now.virtual));
    const outbox: bigint[] = [];
    for (const { id, topic, source, text, formId } of requests) {
      await giveConsent(tx, { contactId, topic, source, text: text ?? '' }, now.virtual);
      await tx.consentRequest.update({ where: { id }, data: { confirmedAt: new Date(now.virtual) } });
      const fields = { form: formId, topic };
      const event = { type: 'consent.given', at: now.virtual, contactId, fields, source, externalId: id, now };
      outbox.push(...(await takeIn(tx, deps, event)).outbox);
    }
    return { confirmed: requests.length, outbox };
  });
}
