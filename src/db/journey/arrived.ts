import type { Instant } from '../../domain/instant.js';
import type { Tx } from '../client.js';
import type { Prisma } from '../generated/client.js';

/** Messages in doubt did arrive: they went out when they were handed over, and were the last contact then. */
export async function markArrived(
  tx: Tx,
  contactId: string,
  which: Prisma.MessageWhereInput,
  now: { readonly virtual: Instant },
): Promise<void> {
  const rows = await tx.message.findMany({ where: { contactId, ...which }, select: { id: true, claimedAt: true } });
  for (const { id, claimedAt } of rows) {
    const at = claimedAt ?? new Date(now.virtual);
    await tx.message.update({ where: { id }, data: { state: 'accepted', acceptedAt: at } });
    await tx.contact.updateMany({
      where: { id: contactId, OR: [{ lastContactAt: null }, { lastContactAt: { lt: at } }] },
      data: { lastContactAt: at },
    });
  }
}
