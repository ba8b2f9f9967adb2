import type { WorkView } from '../../api/contracts/users.js';
import type { Db, Tx } from '../client.js';

/** How much is in somebody's hands: theirs, wherever it is while they are away. */
export async function workOf(db: Db | Tx, userId: string): Promise<WorkView> {
  // One after the other: a transaction is one connection.
  const contacts = await db.contact.count({ where: { ownerId: userId } });
  const accounts = await db.account.count({ where: { ownerId: userId } });
  const deals = await db.deal.count({ where: { ownerId: userId, status: 'open' } });
  const journeys = await db.journey.count({ where: { ownerId: userId, status: 'open' } });
  const tasks = await db.task.count({ where: { assigneeId: userId, status: 'open' } });
  return { contacts, accounts, deals, journeys, tasks };
}
