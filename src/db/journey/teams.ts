import type { Desk, Facts, TeamMember } from '../../domain/journey/facts.js';
import type { Program } from '../../domain/journey/program.js';
import type { Tx } from '../client.js';
import type { User } from '../generated/client.js';
import { isPresent, personFor } from './people.js';
import { ownerFields } from './records.js';

/** Those an `assign` may choose from. One that keeps an existing owner needs no team once there is one. */
export async function readTeams(tx: Tx, program: Program, owned: boolean, at: Date): Promise<Facts['teams']> {
  const ids = [...program.nodes.values()].flatMap(({ step }) =>
    step.action === 'assign' && !(owned && step.assign.keepExisting) ? [step.assign.team] : [],
  );
  if (ids.length === 0) return {};
  const members = await tx.teamMember.findMany({
    where: { teamId: { in: ids }, user: { active: true } },
    include: {
      user: {
        include: {
          teams: { orderBy: { teamId: 'asc' } },
          _count: { select: { contacts: { where: { journeys: { some: { status: 'open' } } } } } },
        },
      },
    },
    orderBy: { userId: 'asc' },
  });
  const teams: { [teamId: string]: TeamMember[] } = {};
  for (const { teamId, userId, lastTurn, territories, user } of members) {
    if (!isPresent(user, at)) continue;
    teams[teamId] ??= [];
    teams[teamId].push({
      userId,
      open: user._count.contacts,
      last: lastTurn,
      territories,
      fields: { ...ownerFields(user), calendar: user.calendar },
    });
  }
  return teams;
}

/** Calendar and zone of those who get the definition's tasks, whoever stands in for them today. */
export async function readDesks(
  tx: Tx,
  program: Program,
  owner: User | null,
  at: Date,
): Promise<{ [assign: string]: Desk }> {
  const wanted = new Set(
    [...program.nodes.values()].flatMap(({ step }) => (step.action === 'task' ? [step.task.assign] : [])),
  );
  const desks: { [assign: string]: Desk } = {};
  for (const assign of wanted) {
    if (/^(team|pool):/.test(assign)) continue;
    const user =
      assign === 'owner' && owner !== null && isPresent(owner, at) ? owner : await standIn(tx, assign, owner, at);
    if (user !== null) desks[assign] = { timezone: user.timezone, calendar: user.calendar };
  }
  return desks;
}

async function standIn(tx: Tx, assign: string, owner: User | null, at: Date): Promise<User | null> {
  const id = await personFor(tx, assign, owner?.id ?? null, at);
  return id === null ? null : await tx.user.findUnique({ where: { id } });
}
