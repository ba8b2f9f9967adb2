import type { TeamMembers, TeamView } from '../../api/contracts/teams.js';
import type { TeamRefusal, TeamStore } from '../../api/people-ports.js';
import type { Instant } from '../../domain/instant.js';
import { isPresent } from '../../domain/people/presence.js';
import { err, ok, type Result } from '../../domain/result.js';
import { writeAudit } from '../audit.js';
import type { Db, Tx } from '../client.js';
import { Prisma } from '../generated/client.js';
import { personOf } from './read-people.js';
import { lockTeam } from './team-lock.js';

/** Teams in Postgres, with the order of turn that `assign` goes by. */
export function createTeamStore(db: Db): TeamStore {
  return {
    list: (now) => readTeamViews(db, now),
    create: ({ id, name, members }, by) =>
      db.$transaction(async (tx) => {
        if (!(await areMembers(tx, members))) return err('unknown-member');
        const { count } = await tx.team.createMany({ data: [{ id, name }], skipDuplicates: true });
        if (count === 0) return err('team-taken');
        await writeMembers(tx, id, members);
        await writeAudit(tx, by, { action: 'team.create', objectType: 'team', objectId: id });
        return await viewed(tx, id, by.at);
      }),
    update: (id, { name, members }, by) =>
      db.$transaction(async (tx) => {
        // Whose turn it is, is no other's to change meanwhile.
        if (!(await lockTeam(tx, id))) return null;
        if (members !== undefined && !(await areMembers(tx, members))) return err('unknown-member');
        if (name !== undefined) await tx.team.update({ where: { id }, data: { name } });
        if (members !== undefined) await writeMembers(tx, id, members);
        const detail = { ...(members === undefined ? {} : { members: members.map(({ userId }) => userId) }) };
        await writeAudit(tx, by, { action: 'team.update', objectType: 'team', objectId: id, detail });
        return await viewed(tx, id, by.at);
      }),
  };
}

async function areMembers(tx: Tx, members: TeamMembers): Promise<boolean> {
  const ids = [...new Set(members.map(({ userId }) => userId))];
  return (
    ids.length === members.length && (await tx.user.count({ where: { id: { in: ids }, active: true } })) === ids.length
  );
}

/** The order given is the order of turn: `lastTurn` grows along it. */
async function writeMembers(tx: Tx, teamId: string, members: TeamMembers): Promise<void> {
  await tx.teamMember.deleteMany({ where: { teamId } });
  await tx.teamMember.createMany({
    data: members.map(({ userId, territories }, i) => ({ teamId, userId, territories, lastTurn: i })),
  });
}

async function viewed(tx: Tx, id: string, now: Instant): Promise<Result<TeamView, TeamRefusal>> {
  const [team] = await readTeamViews(tx, now, id);
  if (team === undefined) throw new Error(`team ${id} is not there after it was written`);
  return ok(team);
}

async function readTeamViews(db: Db | Tx, now: Instant, id?: string): Promise<TeamView[]> {
  const teams = await db.team.findMany({
    where: id === undefined ? {} : { id },
    include: { members: { include: { user: true }, orderBy: [{ lastTurn: 'asc' }, { userId: 'asc' }] } },
    orderBy: { id: 'asc' },
  });
  const load = await loadOf(db, [...new Set(teams.flatMap(({ members }) => members.map(({ userId }) => userId)))]);
  return teams.map((team) => ({
    id: team.id,
    name: team.name,
    members: team.members.map(({ userId, territories, user }) => ({
      userId,
      name: user.name,
      territories,
      isThere: isPresent(personOf(user), now),
      contacts: load.get(userId) ?? 0,
    })),
  }));
}

async function loadOf(db: Db | Tx, userIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (userIds.length === 0) return new Map();
  const rows = await db.$queryRaw<{ ownerId: string; n: number }[]>`
    SELECT c."ownerId", count(DISTINCT c.id)::int AS n
    FROM contacts c JOIN journeys j ON j."contactId" = c.id AND j.status = 'open'
    WHERE c."ownerId" IN (${Prisma.join([...userIds])}) GROUP BY 1`;
  return new Map(rows.map(({ ownerId, n }) => [ownerId, n]));
}
