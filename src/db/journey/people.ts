import type { Tx } from '../client.js';
import type { User } from '../generated/client.js';

/**
 * Who gets a task or a notice: `owner`, `manager` (the owner's, else any there is), or a user id. An absent or inactive
 * person's goes to the deputy, else the manager. Null: nobody is there to take it.
 */
export async function personFor(tx: Tx, who: string, ownerId: string | null, at: Date): Promise<string | null> {
  const named = who === 'owner' || who === 'manager' ? ownerId : who;
  const user = named === null ? null : await tx.user.findUnique({ where: { id: named } });
  const wanted = who === 'manager' ? await managerOf(tx, user) : user;
  return wanted === null ? null : await present(tx, wanted, at);
}

/** An escalation that reaches nobody would be a customer forgotten: without a manager of their own, any manager's. */
async function managerOf(tx: Tx, user: User | null): Promise<User | null> {
  const own = user?.managerId == null ? null : await tx.user.findUnique({ where: { id: user.managerId } });
  return own ?? (await tx.user.findFirst({ where: { role: 'manager', active: true }, orderBy: { id: 'asc' } })) ?? user;
}

async function present(tx: Tx, user: User, at: Date): Promise<string | null> {
  if (isPresent(user, at)) return user.id;
  for (const standIn of [user.deputyId, user.managerId]) {
    const other = standIn === null ? null : await tx.user.findUnique({ where: { id: standIn } });
    if (other !== null && isPresent(other, at)) return other.id;
  }
  return null;
}

const isPresent = (user: User, at: Date): boolean =>
  user.active && !(user.absentFrom !== null && user.absentFrom <= at && (user.absentTo === null || at < user.absentTo));
