import type { Instant } from '../../domain/instant.js';
import { deskOf, isPresent, type People, stoodInFor } from '../../domain/people/presence.js';
import type { Db } from '../client.js';
import type { Prisma } from '../generated/client.js';
import { readPeople } from './read-people.js';

/*
 * On whose desk a task is. `tasks.assigneeId` says whose it is, and stays as it is while they are away: who has it on the
 * desk today is worked out at every look. So it is the deputy's from the instant the absence begins, and its owner's again
 * from the instant it ends, without anything that would have to happen at these instants.
 */

const APPROVAL = 'approval';

interface TaskOnDesk {
  readonly kind: string;
  readonly assigneeId: string | null;
  readonly contactId: string | null;
}

/** Who has a task on the desk; null: nobody, or a team whose members take it themselves. */
export function deskOfTask(people: People, task: TaskOnDesk, contactOwner: string | null, at: Instant): string | null {
  if (task.assigneeId === null) return null;
  const person = people.get(task.assigneeId);
  if (person !== undefined && isPresent(person, at)) return person.id;
  // Nobody is there at all: then it waits where it is.
  return deskOf(people, task.assigneeId, at, task.kind === APPROVAL ? contactOwner : null) ?? task.assigneeId;
}

/** The tasks that somebody is to do now: their own, those of people they stand in for, and those nobody in their teams took. */
export async function todoOf(db: Db, userId: string, at: Instant): Promise<Prisma.TaskWhereInput> {
  const teams = await db.teamMember.findMany({ where: { userId }, select: { teamId: true } });
  return {
    OR: [await onDeskOf(db, userId, at), { assigneeId: null, teamId: { in: teams.map(({ teamId }) => teamId) } }],
  };
}

/** The tasks that are somebody's own, wherever they are, or on their desk in another's stead. */
export async function onDeskOf(db: Db, userId: string, at: Instant): Promise<Prisma.TaskWhereInput> {
  const people = await readPeople(db);
  const others = stoodInFor(people, userId, at);
  return {
    OR: [
      { assigneeId: userId },
      ...(others.length === 0 ? [] : [{ assigneeId: { in: [...others] }, kind: { not: APPROVAL } }]),
      { id: { in: await approvalsFor(db, people, userId, at) } },
    ],
  };
}

/** Approvals of people who are away go by a rule of their own, contact by contact; there are few. */
async function approvalsFor(db: Db, people: People, userId: string, at: Instant): Promise<string[]> {
  const away = [...people.values()].filter((person) => !isPresent(person, at)).map(({ id }) => id);
  if (away.length === 0) return [];
  const approvals = await db.task.findMany({
    where: { kind: APPROVAL, status: 'open', assigneeId: { in: away } },
    select: { id: true, kind: true, assigneeId: true, contactId: true },
  });
  const owners = await ownersOf(db, approvals);
  return approvals
    .filter((task) => deskOfTask(people, task, owners.get(task.contactId ?? '') ?? null, at) === userId)
    .map(({ id }) => id);
}

/** The owners of tasks' contacts, by contact. */
export async function ownersOf(
  db: Db,
  tasks: readonly { readonly contactId: string | null }[],
): Promise<ReadonlyMap<string, string | null>> {
  const ids = [...new Set(tasks.flatMap(({ contactId }) => contactId ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await db.contact.findMany({ where: { id: { in: ids } }, select: { id: true, ownerId: true } });
  return new Map(rows.map(({ id, ownerId }) => [id, ownerId]));
}
