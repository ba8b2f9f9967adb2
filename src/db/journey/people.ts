import type { Db, Tx } from '../client.js';
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

/**
 * Whose desk a task is put on: a person's, or a team's, whose members take it themselves. An approval never goes to the
 * contact's owner, who asks for it: then it is the manager's.
 */
export async function assigneeOf(
  tx: Tx,
  { assign, kind }: { readonly assign: string; readonly kind: string },
  ownerId: string | null,
  at: Date,
): Promise<{ readonly assigneeId: string | null; readonly teamId: string | null }> {
  const team = /^(?:team|pool):(.+)$/.exec(assign)?.[1];
  if (team !== undefined) return { assigneeId: null, teamId: team };
  const assigneeId = await personFor(tx, assign, ownerId, at);
  if (kind !== 'approval' || assigneeId !== ownerId || ownerId === null) return { assigneeId, teamId: null };
  const manager = await personFor(tx, 'manager', ownerId, at);
  return { assigneeId: manager === ownerId ? null : manager, teamId: null };
}

/** An escalation that reaches nobody would be a customer forgotten: without a manager of their own, any manager's. */
async function managerOf(tx: Tx, user: User | null): Promise<User | null> {
  const own = user?.managerId == null ? null : await tx.user.findUnique({ where: { id: user.managerId } });
  return own ?? (await tx.user.findFirst({ where: { role: 'manager', active: true }, orderBy: { id: 'asc' } })) ?? user;
}

const present = async (tx: Tx, user: User, at: Date): Promise<string | null> =>
  isPresent(user, at) ? user.id : await standInFor(tx, user, at);

/** Who does the work of somebody who is away or gone: the deputy, else the manager; null: neither is there. */
export async function standInFor(tx: Tx | Db, user: User, at: Date): Promise<string | null> {
  for (const standIn of [user.deputyId, user.managerId]) {
    const other = standIn === null ? null : await tx.user.findUnique({ where: { id: standIn } });
    if (other !== null && isPresent(other, at)) return other.id;
  }
  return null;
}

/** Whether somebody works here and isn't away at an instant. */
export const isPresent = (user: User, at: Date): boolean =>
  user.active && !(user.absentFrom !== null && user.absentFrom <= at && (user.absentTo === null || at < user.absentTo));
