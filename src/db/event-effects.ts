import { campaignIdOf, responseDetail, responseIn } from '../domain/campaign/response.js';
import type { Fields } from '../domain/journey/facts.js';
import { showsArrival } from '../domain/journey/interests.js';
import { changesBy, type RecordChange } from '../domain/records/event-changes.js';
import { assertNever } from '../domain/result.js';
import { hashAddressText, hashPhone } from './address-hash.js';
import { type CameBack, noteResponse, noteUnsubscribe } from './campaign-results/note-response.js';
import type { Tx } from './client.js';
import type { EventToStore } from './event-rows.js';
import { markArrived } from './journey/arrived.js';
import { addCustom } from './journey/custom-fields.js';
import { columnsOf } from './journey/records.js';
import { newId } from './new-id.js';

/** Whose records change, and when. */
interface Concerned extends Pick<EventToStore, 'contactId' | 'accountId' | 'dealId' | 'source'> {
  readonly at: Date;
  /** The message that the event is about. */
  readonly message?: { readonly journeyId: string; readonly stepId: string } | null;
}

/**
 * What an event changes in our own records, in the transaction that stores it: what the domain says, and in the ledger
 * what became of messages. The caller holds the contact's lock.
 */
export async function applyEventEffects(tx: Tx, event: EventToStore): Promise<void> {
  const at = Math.min(event.at, event.now.virtual);
  const { contactId = null, accountId = null, dealId = null, source, type, fields } = event;
  const stepId = fields['step'];
  const message = event.journeyId && typeof stepId === 'string' ? { journeyId: event.journeyId, stepId } : null;
  const concerned = { contactId, accountId, dealId, source, message, at: new Date(at) };
  for (const change of changesBy({ type, at, fields })) {
    // Who made this event may have written its `set` already.
    if (change.type !== 'set' || fields['applied'] !== true) await applyChange(tx, concerned, change);
  }
  if (contactId === null) return;
  if (campaignIdOf(event.journeyId) === null) await markMessages(tx, contactId, event, concerned.at);
  if (event.journeyId) await markRecipient(tx, { journeyId: event.journeyId, contactId, at }, event);
  if (type === 'contact.unsubscribed') await noteUnsubscribe(tx, contactId, at);
}

/** Carries out one change of our records. The caller holds the contact's lock. */
export async function applyChange(tx: Tx, concerned: Concerned, change: RecordChange): Promise<void> {
  const { contactId, at } = concerned;
  if (change.type === 'set') return await setFields(tx, concerned, change.object, change.set);
  if (contactId === null || contactId === undefined) return;
  switch (change.type) {
    case 'first-order':
      await tx.contact.updateMany({
        where: { id: contactId, firstOrderAt: null },
        data: { firstOrderAt: new Date(change.at) },
      });
      return;
    case 'add':
      await tx.contact.update({ where: { id: contactId }, data: { [change.to]: { increment: change.n } } });
      return;
    case 'tag':
      return await tag(tx, contactId, change.tag);
    case 'opt-out':
      return await unsubscribe(tx, contactId, change.topic, concerned.source, at);
    case 'suppress':
      return await suppress(tx, contactId, 'email', concerned);
    case 'suppress-phone':
      return await suppress(tx, contactId, 'phone', concerned);
    default:
      return assertNever(change);
  }
}

async function setFields(
  tx: Tx,
  { contactId, accountId, dealId, at }: Concerned,
  object: 'contact' | 'account' | 'deal',
  set: Fields,
): Promise<void> {
  const id = { contact: contactId, account: accountId, deal: dealId }[object] ?? null;
  if (id === null) return;
  const { columns, custom } = columnsOf(object, set);
  const table = { contact: tx.contact, account: tx.account, deal: tx.deal }[object] as typeof tx.contact;
  await table.update({ where: { id }, data: { ...columns, updatedAt: at } });
  await addCustom(tx, object, id, custom);
}

/** One transaction with the contact's lock: every claim after it sees it (law 9). */
async function unsubscribe(tx: Tx, contactId: string, topic: string, source: string, at: Date): Promise<void> {
  await tx.optOut.createMany({ data: [{ contactId, topic, source, at }], skipDuplicates: true });
  await tx.consent.create({ data: { id: newId('consent'), contactId, topic, granted: false, source, at } });
}

async function tag(tx: Tx, contactId: string, value: string): Promise<void> {
  const { tags } = await tx.contact.findUniqueOrThrow({ where: { id: contactId }, select: { tags: true } });
  if (!tags.includes(value)) await tx.contact.update({ where: { id: contactId }, data: { tags: [...tags, value] } });
}

/** The address that the message went to; the contact may have another one since. */
async function suppress(
  tx: Tx,
  contactId: string,
  field: 'email' | 'phone',
  { message, at }: Concerned,
): Promise<void> {
  const sent =
    message == null
      ? null
      : await tx.message.findFirst({
          where: { contactId, ...message, addressHash: { not: null } },
          orderBy: { occurrence: 'desc' },
          select: { addressHash: true },
        });
  const addressHash = sent?.addressHash ?? (await presentAddressHash(tx, contactId, field));
  if (addressHash === null) return;
  const row = { addressHash, reason: 'hard-bounce', source: 'event', at };
  await tx.suppression.createMany({ data: [row], skipDuplicates: true });
}

async function presentAddressHash(tx: Tx, contactId: string, field: 'email' | 'phone'): Promise<string | null> {
  const contact = await tx.contact.findUniqueOrThrow({
    where: { id: contactId },
    select: { email: true, phone: true },
  });
  const address = contact[field];
  if (address === null) return null;
  return field === 'email' ? hashAddressText(address) : hashPhone(address);
}

/** What an answer or a bounce says of the message it is about. */
async function markMessages(tx: Tx, contactId: string, event: EventToStore, at: Date): Promise<void> {
  const { type, fields, journeyId } = event;
  const own = journeyId === undefined || journeyId === null ? {} : { journeyId };
  const of = { contactId, stepId: String(fields['step'] ?? ''), ...own };
  const sent = { state: { in: ['accepted', 'handed-over', 'uncertain'] } };
  if (type === 'email.bounced' || type === 'sms.bounced')
    await tx.message.updateMany({ where: { ...of, ...sent }, data: { state: 'bounced' } });
  // Also where its journey doesn't wait in doubt any more: what is to be sent again must not go out after that.
  else if (showsArrival(type)) await markArrived(tx, contactId, { ...of, state: 'uncertain' }, event.now);
  if (type === 'email.replied' || type === 'sms.replied')
    await tx.message.updateMany({ where: { ...of, ...sent, repliedAt: null }, data: { repliedAt: at } });
}

async function markRecipient(
  tx: Tx,
  of: Pick<CameBack, 'journeyId' | 'contactId' | 'at'>,
  { type, fields }: EventToStore,
): Promise<void> {
  const response = responseIn(type);
  if (response !== null) await noteResponse(tx, { ...of, response, detail: responseDetail(response, fields) });
}
