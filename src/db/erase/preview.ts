import type { Erasable, ErasedCounts } from '../../api/ports.js';
import type { Db, Tx } from '../client.js';
import { query } from '../statement.js';
import { type Belongings, belongingsOf } from './known.js';

/** More that may be the same person are not listed. */
const MOST_ALIKE = 20;

/** What erasing a contact would take. Null: there is none, or it was erased. */
export function previewErasure(db: Db, contactId: string): Promise<Erasable | null> {
  return db.$transaction(async (tx) => {
    const contact = await tx.contact.findUnique({ where: { id: contactId, erasedAt: null } });
    if (contact === null) return null;
    const { phone, name } = contact;
    // One address is one contact; a second one of the same person has another, and is erased by itself.
    const alike = await tx.contact.findMany({
      where: {
        id: { not: contactId },
        erasedAt: null,
        OR: [{ name }, ...(phone === null ? [] : [{ phone }])],
      },
      orderBy: { id: 'asc' },
      take: MOST_ALIKE,
      select: { id: true, name: true, email: true },
    });
    return { contactId, name, takes: await countBelongings(tx, await belongingsOf(tx, contact)), alike };
  });
}

export async function countBelongings(tx: Tx, of: Belongings): Promise<ErasedCounts> {
  const { contactId, journeyIds, dealIds, taskIds, addresses } = of;
  const [row] = await query<Omit<ErasedCounts, 'journeys' | 'deals' | 'addresses' | 'tasks'>>(tx)`
    SELECT
      (SELECT count(*)::int FROM journeys WHERE "contactId" = ${contactId} AND status = 'open') AS "openJourneys",
      (SELECT count(*)::int FROM messages WHERE "contactId" = ${contactId}) AS messages,
      (SELECT count(*)::int FROM messages WHERE "contactId" = ${contactId} AND state IN ('intended', 'claimed')) AS "waitingMessages",
      (SELECT count(*)::int FROM incoming_mails WHERE "contactId" = ${contactId}) AS "incomingMails",
      (SELECT count(*)::int FROM tasks WHERE id = ANY(${taskIds}) AND status = 'open') AS "openTasks",
      (SELECT count(*)::int FROM events WHERE "contactId" = ${contactId} OR "dealId" = ANY(${dealIds})) AS events,
      (SELECT count(*)::int FROM consents WHERE "contactId" = ${contactId}) AS consents`;
  if (row === undefined) throw new Error('counting answered no row');
  return {
    ...row,
    journeys: journeyIds.length,
    tasks: taskIds.length,
    deals: dealIds.length,
    addresses,
  };
}
