import type { Instant } from '../../domain/instant.js';
import type { Desk, Facts, TeamMember } from '../../domain/journey/facts.js';
import type { Program } from '../../domain/journey/program.js';
import { isPresent } from '../../domain/people/presence.js';
import { listenerOf } from '../../domain/people/receivers.js';
import type { Db, Tx } from '../client.js';
import { personOf, readPeople } from '../people/read-people.js';
import { lockTeam } from '../people/team-lock.js';
import { ownerFields } from './records.js';
import type { OwnerRow } from './subject-rows.js';

/**
 * Those an `assign` may choose from. One that keeps an existing owner needs no team once there is one. `locked`: whose turn
 * it is, and who is there, stays as it was read until the commit.
 */
export async function readTeams(
  tx: Tx,
  program: Program,
  owned: boolean,
  at: Instant,
  locked: boolean,
): Promise<Facts['teams']> {
  const assigns = [...program.nodes.values()].flatMap(({ step }) =>
    step.action === 'assign' && !(owned && step.assign.keepExisting) ? [step.assign] : [],
  );
  const teams: { [teamId: string]: TeamMember[] } = {};
  for (const id of [...new Set(assigns.map(({ team }) => team))].sort()) {
    const byLoad = assigns.some(({ team, by }) => team === id && by === 'leastLoaded');
    teams[id] = await (locked ? lockedMembers : presentMembers)(tx, id, at, byLoad);
  }
  return teams;
}

/** The same with the team's turn and its members' presence held as they are. */
export async function lockedMembers(tx: Tx | Db, teamId: string, at: Instant, byLoad: boolean): Promise<TeamMember[]> {
  await lockTeam(tx, teamId);
  await tx.$queryRaw`
    SELECT 1 FROM users u JOIN team_members m ON m."userId" = u.id WHERE m."teamId" = ${teamId} ORDER BY u.id FOR SHARE OF u`;
  return await presentMembers(tx, teamId, at, byLoad);
}

/** A member has had their turn: the others of the team come first. The caller holds the team's lock. */
export async function takeTurn(tx: Tx, teamId: string, userId: string): Promise<void> {
  const last = await tx.teamMember.aggregate({ where: { teamId }, _max: { lastTurn: true } });
  await tx.teamMember.update({
    where: { teamId_userId: { teamId, userId } },
    data: { lastTurn: (last._max.lastTurn ?? 0) + 1 },
  });
}

/** The members of a team who are there; `byLoad`: how much each has is asked for, else it is told as 0. */
export async function presentMembers(tx: Tx | Db, teamId: string, at: Instant, byLoad: boolean): Promise<TeamMember[]> {
  const members = await tx.teamMember.findMany({
    where: { teamId, user: { active: true } },
    include: { user: { include: { teams: { orderBy: { teamId: 'asc' } } } } },
    orderBy: { userId: 'asc' },
  });
  const present = members.filter(({ user }) => isPresent(personOf(user), at));
  const loads = byLoad ? await readLoads(tx, present) : new Map<string, number>();
  return present.map(({ userId, lastTurn, territories, user }) => ({
    userId,
    open: loads.get(userId) ?? 0,
    last: lastTurn,
    territories,
    fields: { ...ownerFields(user), calendar: user.calendar },
  }));
}

/** How many contacts with an open journey each of them owns. */
async function readLoads(
  tx: Tx | Db,
  members: readonly { readonly userId: string }[],
): Promise<ReadonlyMap<string, number>> {
  const groups = await tx.contact.groupBy({
    by: ['ownerId'],
    where: { ownerId: { in: members.map(({ userId }) => userId) }, journeys: { some: { status: 'open' } } },
    _count: true,
  });
  return new Map(groups.map(({ ownerId, _count }) => [ownerId ?? '', _count]));
}

/** Calendar and zone of those who get the definition's tasks, whoever stands in for them today. */
export async function readDesks(
  tx: Tx,
  program: Program,
  owner: OwnerRow | null,
  at: Instant,
): Promise<{ [assign: string]: Desk }> {
  const wanted = new Set(
    [...program.nodes.values()].flatMap(({ step }) => (step.action === 'task' ? [step.task.assign] : [])),
  );
  const desks: { [assign: string]: Desk } = {};
  for (const assign of wanted) {
    if (/^(team|pool):/.test(assign)) continue;
    const isThere = assign === 'owner' && owner !== null && isPresent(personOf(owner), at);
    const user = isThere ? owner : await standIn(tx, assign, owner, at);
    if (user !== null) desks[assign] = { timezone: user.timezone, calendar: user.calendar };
  }
  return desks;
}

async function standIn(tx: Tx, assign: string, owner: OwnerRow | null, at: Instant): Promise<Desk | null> {
  const id = listenerOf(await readPeople(tx), assign, owner?.id ?? null, at);
  return id === null ? null : await tx.user.findUnique({ where: { id } });
}
