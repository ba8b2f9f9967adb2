import type { HandoverTarget } from '../../api/contracts/leaving.js';
import type { People } from '../../domain/people/presence.js';
import { isBelow } from '../../domain/people/rules.js';
import type { Tx } from '../client.js';

/** In whose charge the people of somebody who leaves are then: their own manager's, else the successor's if that one leads. */
export function newManagerOf(people: People, userId: string, target: HandoverTarget): string | null {
  const own = people.get(people.get(userId)?.managerId ?? '');
  if (own?.active === true) return own.id;
  const successor = target.type === 'user' ? people.get(target.userId) : undefined;
  return successor !== undefined && (successor.role === 'manager' || successor.role === 'ops') ? successor.id : null;
}

/** Takes somebody out of everything they are in beside their work, and makes them inactive. */
export async function leaveCharge(tx: Tx, people: People, userId: string, target: HandoverTarget) {
  const successor = target.type === 'user' ? target.userId : null;
  const managerId = newManagerOf(people, userId, target);
  const own = people.get(userId)?.managerId ?? null;
  const reports = [...people.values()].filter((person) => person.managerId === userId);
  // In the order in which an assignment locks the members of its team (teams.ts), and all before the first change.
  await tx.$queryRaw`
    SELECT 1 FROM users WHERE id = ${userId} OR "managerId" = ${userId} OR "deputyId" = ${userId}
    ORDER BY id FOR NO KEY UPDATE`;
  for (const { id } of reports) {
    // Whoever takes the people over is not put in their own charge, nor in that of somebody below them.
    const isRing = managerId !== null && isBelow(people, managerId, id);
    await tx.user.update({ where: { id }, data: { managerId: isRing ? own : managerId } });
  }
  const deputyOf = await tx.user.updateMany({
    where: { deputyId: userId, NOT: { id: successor ?? '' } },
    data: { deputyId: successor },
  });
  await tx.user.updateMany({ where: { deputyId: userId }, data: { deputyId: null } });
  const teams = await tx.teamMember.deleteMany({ where: { userId } });
  // Who gets a mailbox has one of their own, or none: it goes on as one that they look after for the team.
  await tx.mailbox.updateMany({ where: { ownerId: userId, kind: 'personal' }, data: { kind: 'team' } });
  const mailboxes = await tx.mailbox.updateMany({
    where: { ownerId: userId },
    data: { ownerId: successor, revision: { increment: 1 } },
  });
  // What a definition still means for them, their successor gets.
  await tx.user.update({ where: { id: userId }, data: { active: false, deputyId: successor } });
  return { reports: reports.length, deputyOf: deputyOf.count, teams: teams.count, mailboxes: mailboxes.count };
}
