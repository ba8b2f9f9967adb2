import type { Instant } from '../domain/instant.js';
import { holderOf } from '../domain/people/receivers.js';
import type { Tx } from './client.js';
import { readPeople } from './people/read-people.js';

export interface MovedWithOwner {
  readonly journeys: number;
  readonly tasks: number;
}

/**
 * A contact's owner changes: their open journeys and the open tasks that were the old owner's follow. Without a new owner
 * the tasks stay with the old one, since nobody else would see them. The caller holds the contact's lock.
 */
export async function changeOwner(
  tx: Tx,
  contactId: string,
  ownerId: string | null,
  at: Instant,
): Promise<MovedWithOwner> {
  const { ownerId: before } = await tx.contact.findUniqueOrThrow({
    where: { id: contactId },
    select: { ownerId: true },
  });
  await tx.contact.update({ where: { id: contactId }, data: { ownerId, updatedAt: new Date(at) } });
  const journeys = await tx.journey.updateMany({ where: { contactId, status: 'open' }, data: { ownerId } });
  if (ownerId === null || before === ownerId) return { journeys: journeys.count, tasks: 0 };
  // Also what is in the hands of the old owner's deputy; an approval is asked for by the owner and stays where it is.
  const tasks = await tx.task.updateMany({
    where: {
      contactId,
      status: 'open',
      kind: { not: 'approval' },
      OR: [...(before === null ? [] : [{ assigneeId: before, assign: null }]), { assign: 'owner' }],
    },
    data: { assigneeId: holderOf(await readPeople(tx), 'owner', ownerId, at) ?? ownerId, updatedAt: new Date(at) },
  });
  return { journeys: journeys.count, tasks: tasks.count };
}
