import type { Instant } from '../domain/instant.js';
import { holderOf } from '../domain/people/receivers.js';
import type { Because } from '../domain/pool/ownership.js';
import type { Tx } from './client.js';
import type { Pool } from './generated/client.js';
import { sayingWhy } from './ownership.js';
import { readPeople } from './people/read-people.js';

export interface MovedWithOwner {
  readonly journeys: number;
  readonly tasks: number;
}

/**
 * A contact's owner changes: their open journeys and the open tasks that were the old owner's follow. Of a lead that goes
 * back to its pool the tasks are its members' until somebody has it; of anybody else without a new owner they stay with the
 * old one, since nobody else would see them. The caller holds the contact's lock.
 */
export async function changeOwner(
  tx: Tx,
  contactId: string,
  ownerId: string | null,
  at: Instant,
  because: Because,
): Promise<MovedWithOwner> {
  const { ownerId: before, pool } = await tx.contact.findUniqueOrThrow({
    where: { id: contactId },
    select: { ownerId: true, pool: true },
  });
  await sayingWhy(tx, because, () =>
    tx.contact.update({ where: { id: contactId }, data: { ownerId, updatedAt: new Date(at) } }),
  );
  const journeys = await tx.journey.updateMany({ where: { contactId, status: 'open' }, data: { ownerId } });
  const desk =
    ownerId !== null
      ? { assigneeId: holderOf(await readPeople(tx), 'owner', ownerId, at) ?? ownerId }
      : pool === null
        ? null
        : await deskOf(tx, pool, at);
  if (before === ownerId || desk === null) return { journeys: journeys.count, tasks: 0 };
  // Also what is in the hands of the old owner's deputy; an approval is asked for by the owner and stays where it is.
  const tasks = await tx.task.updateMany({
    where: {
      contactId,
      status: 'open',
      kind: { not: 'approval' },
      OR: [...(before === null ? [] : [{ assigneeId: before, assign: null }]), { assign: 'owner' }],
    },
    data: { ...desk, updatedAt: new Date(at) },
  });
  return { journeys: journeys.count, tasks: tasks.count };
}

/** Who does the work of a lead that nobody owns: those who may claim it, else whoever gives it out. It follows the next owner. */
async function deskOf(tx: Tx, { claimable, teamId, adminId }: Pool, at: Instant) {
  const assigneeId = claimable ? null : holderOf(await readPeople(tx), adminId ?? 'manager', adminId, at);
  return { assigneeId, teamId, assign: 'owner' };
}
