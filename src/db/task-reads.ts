import type { Scope, TaskFilter, TaskReads } from '../api/store-ports.js';
import type { Instant } from '../domain/instant.js';
import type { Db } from './client.js';
import type { Prisma } from './generated/client.js';
import { inScope } from './journey-scope.js';
import type { Outlines } from './outlines.js';
import { cutPage, numberAt, textAt } from './paging.js';
import { partOf } from './part-of.js';
import { onDeskOf, todoOf } from './people/desks.js';
import { reassignTask } from './reassign-task.js';
import { readTaskContext } from './task-context.js';
import { TASK_INCLUDE, taskViews } from './task-view.js';

/**
 * A rep's tasks are those assigned to the rep or to somebody the rep stands in for, and those of the rep's teams that
 * nobody has taken.
 */
export async function taskScope(db: Db, scope: Scope): Promise<Prisma.TaskWhereInput> {
  if (scope.type === 'all') return {};
  const teams = await db.teamMember.findMany({ where: { userId: scope.userId }, select: { teamId: true } });
  return {
    OR: [{ assigneeId: inScope(scope) }, { assigneeId: null, teamId: { in: teams.map(({ teamId }) => teamId) } }],
  };
}

async function matchesFilter(db: Db, filter: TaskFilter, at: Instant): Promise<Prisma.TaskWhereInput> {
  const { assignee, todoOf: userId, status, dueBefore, dueAfter, contact, journey, origin, kind, q } = filter;
  const due = {
    ...(dueBefore === undefined ? {} : { lt: new Date(dueBefore) }),
    ...(dueAfter === undefined ? {} : { gte: new Date(dueAfter) }),
  };
  const part = partOf(q ?? '');
  return {
    ...(status === undefined ? {} : { status: { in: [...status] } }),
    ...(Object.keys(due).length === 0 ? {} : { dueAt: due }),
    ...(contact === undefined ? {} : { contactId: contact }),
    ...(journey === undefined ? {} : { journeyId: journey }),
    ...(origin === undefined ? {} : { origin }),
    ...(kind === undefined ? {} : { kind }),
    AND: [
      ...(assignee === undefined ? [] : [await onDeskOf(db, assignee, at)]),
      ...(userId === undefined ? [] : [await todoOf(db, userId, at)]),
      ...(q === undefined ? [] : [{ OR: [{ title: part }, { contactId: { in: await contactsNamed(db, q) } }] }]),
    ],
  };
}

const MOST_NAMED = 1_000;

/** A task has no relation to its contact in the schema, so the contacts are found first. */
async function contactsNamed(db: Db, q: string): Promise<string[]> {
  const part = partOf(q);
  const rows = await db.contact.findMany({
    where: { OR: [{ name: part }, { company: part }] },
    orderBy: { id: 'desc' },
    select: { id: true },
    take: MOST_NAMED,
  });
  return rows.map(({ id }) => id);
}

/** Rows after a key of (due, id), where those without a due time come last. */
function afterKey(id: string | null, dueAt: number | null): Prisma.TaskWhereInput {
  if (id === null) return {};
  if (dueAt === null) return { dueAt: null, id: { gt: id } };
  const due = new Date(dueAt);
  return { OR: [{ dueAt: { gt: due } }, { dueAt: due, id: { gt: id } }, { dueAt: null }] };
}

/** Tasks: reads, and whose they are. Outcomes go through the engine. */
export function createTaskReads(db: Db, outlines: Outlines): TaskReads {
  return {
    async list(scope, filter, { after, limit }, now) {
      const id = textAt(after, 1);
      const dueAt = after === null || after[0] === null ? null : numberAt(after);
      const where = { AND: [await taskScope(db, scope), await matchesFilter(db, filter, now), afterKey(id, dueAt)] };
      const rows = await db.task.findMany({
        where,
        include: TASK_INCLUDE,
        orderBy: [{ dueAt: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
        take: limit + 1,
      });
      return cutPage(rows, limit, (row) => [row.dueAt?.getTime() ?? null, row.id], await taskViews(db, rows, now));
    },
    async get(scope, id, now) {
      const where = { AND: [{ id }, await taskScope(db, scope)] };
      const row = await db.task.findFirst({ where, include: TASK_INCLUDE });
      return row === null ? null : (await taskViews(db, [row], now))(row);
    },
    async context(scope, id) {
      const row = await db.task.findFirst({ where: { AND: [{ id }, await taskScope(db, scope)] } });
      return row === null ? null : await readTaskContext(db, outlines, row);
    },
    reassign: (id, to, reason, by) => reassignTask(db, id, to, reason, by),
  };
}
