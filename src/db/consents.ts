import type { NewConsent, Writer } from '../api/store-ports.js';
import { writeAudit } from './audit.js';
import type { Tx } from './client.js';
import { newId } from './new-id.js';

/**
 * Keeps a consent, once however often it is told; an earlier refusal of its topic ends with it. Answers its id. The caller
 * holds the contact's lock.
 */
export async function keepConsent(
  tx: Tx,
  contactId: string,
  { topic, source, text, at }: NewConsent,
  by: Writer,
): Promise<string> {
  const given = new Date(at);
  await tx.optOut.deleteMany({ where: { contactId, topic, at: { lt: given } } });
  const data = { contactId, topic, source, text, granted: true, at: given };
  const before = await tx.consent.findFirst({ where: data, select: { id: true } });
  if (before !== null) return before.id;
  const id = newId('consent');
  await tx.consent.create({ data: { ...data, id } });
  await writeAudit(tx, by, {
    ...{ action: 'contact.consent', objectType: 'contact', objectId: contactId, detail: { consent: id, topic } },
  });
  return id;
}
