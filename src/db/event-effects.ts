import type { Fields } from '../domain/journey/facts.js';
import { hashAddressText } from './address-hash.js';
import type { Tx } from './client.js';
import type { EventToStore } from './event-rows.js';
import { columnsOf } from './journey/records.js';
import { newId } from './new-id.js';

/**
 * What an event changes in our own records, in the transaction that stores it: `set` of a changed record, an unsubscribe,
 * a bounce, an order. The caller holds the contact's lock.
 */
export async function applyEventEffects(tx: Tx, event: EventToStore): Promise<void> {
  const at = new Date(Math.min(event.at, event.now.virtual));
  const { contactId, fields } = event;
  const changed = /^(contact|account|deal)\.changed$/.exec(event.type)?.[1] as
    | 'contact'
    | 'account'
    | 'deal'
    | undefined;
  if (
    changed !== undefined &&
    typeof fields['set'] === 'object' &&
    fields['set'] !== null &&
    fields['applied'] !== true
  )
    return await setFields(tx, changed, event, fields['set'] as Fields, at);
  if (contactId === null || contactId === undefined) return;
  switch (event.type) {
    case 'contact.unsubscribed':
      return await unsubscribe(
        tx,
        contactId,
        typeof fields['topic'] === 'string' ? fields['topic'] : '*',
        event.source,
        at,
      );
    case 'contact.tagged':
      if (typeof fields['tag'] === 'string') await tag(tx, contactId, fields['tag']);
      return;
    case 'email.bounced':
      return await bounce(tx, contactId, fields, at);
    case 'email.replied':
      await tx.message.updateMany({
        where: {
          contactId,
          stepId: String(fields['step'] ?? ''),
          repliedAt: null,
          state: { in: ['accepted', 'uncertain', 'handed-over'] },
        },
        data: { repliedAt: at },
      });
      await tx.contact.update({ where: { id: contactId }, data: { lastContactAt: at } });
      return;
    case 'order.placed':
      return await order(tx, contactId, fields, at);
    default:
      return;
  }
}

async function setFields(
  tx: Tx,
  object: 'contact' | 'account' | 'deal',
  event: EventToStore,
  set: Fields,
  at: Date,
): Promise<void> {
  const id = { contact: event.contactId, account: event.accountId, deal: event.dealId }[object] ?? null;
  if (id === null) return;
  const { columns, custom } = columnsOf(object, set);
  const table = { contact: tx.contact, account: tx.account, deal: tx.deal }[object] as typeof tx.contact;
  const before = await table.findUniqueOrThrow({ where: { id }, select: { custom: true } });
  await table.update({
    where: { id },
    data: { ...columns, custom: { ...(before.custom as object), ...custom } as object, updatedAt: at },
  });
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

async function bounce(tx: Tx, contactId: string, fields: EventToStore['fields'], at: Date): Promise<void> {
  await tx.message.updateMany({
    where: { contactId, stepId: String(fields['step'] ?? ''), state: { in: ['accepted', 'handed-over', 'uncertain'] } },
    data: { state: 'bounced' },
  });
  const { email } = await tx.contact.findUniqueOrThrow({ where: { id: contactId }, select: { email: true } });
  if (fields['hard'] !== true || email === null) return;
  await tx.suppression.createMany({
    data: [{ addressHash: hashAddressText(email), reason: 'hard-bounce', source: 'event', at }],
    skipDuplicates: true,
  });
}

async function order(tx: Tx, contactId: string, fields: EventToStore['fields'], at: Date): Promise<void> {
  const contact = await tx.contact.findUniqueOrThrow({ where: { id: contactId }, select: { firstOrderAt: true } });
  await tx.contact.update({
    where: { id: contactId },
    data: {
      orderCount: { increment: 1 },
      totalSpent: { increment: typeof fields['amount'] === 'number' ? fields['amount'] : 0 },
      lastOrderAt: at,
      ...(contact.firstOrderAt === null ? { firstOrderAt: at } : {}),
    },
  });
}
