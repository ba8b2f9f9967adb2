import type { Writer } from '../api/store-ports.js';
import type { Tx } from './client.js';
import type { Prisma } from './generated/client.js';

/** Writes who did what to what, in the transaction of the deed. `detail` has ids, codes and names of fields only. */
export async function writeAudit(
  tx: Tx,
  by: Writer,
  deed: { action: string; objectType: string; objectId: string; reason?: string; detail?: Prisma.InputJsonObject },
): Promise<void> {
  await tx.audit.create({ data: { at: new Date(by.at), realAt: new Date(), actorId: by.actorId, ...deed } });
}
