import type { TaskView } from '../api/contracts/tasks.js';
import type { Scope, TaskFilter, TaskReads } from '../api/store-ports.js';
import type { Db } from './client.js';
import type { Prisma, Task } from './generated/client.js';
import { cutPage, iso, isoOrNull, mapOf, numberAt, textAt } from './paging.js';

const STATUSES = { open: 'open', done: 'done', withdrawn: 'withdrawn' } as const;

const formOf = (form: unknown): TaskView['form'] =>
  Array.isArray(form)
    ? form.map(mapOf).map((each) => ({ field: String(each['field']), required: each['required'] === true }))
    : [];

const taskView = (row: Task, contactName: string | null): TaskView => ({
  id: row.id,
  journeyId: row.journeyId,
  contactId: row.contactId,
  contactName,
  dealId: row.dealId,
  step: row.stepId,
  kind: row.kind,
  title: row.title,
  assigneeId: row.assigneeId,
  teamId: row.teamId,
  status: STATUSES[row.status as keyof typeof STATUSES] ?? 'withdrawn',
  outcomes: row.outcomes,
  outcome: row.outcome,
  form: formOf(row.form),
  answers: row.answers === null ? null : mapOf(row.answers),
  note: row.note,
  reason: row.reason,
  dueAt: isoOrNull(row.dueAt),
  createdAt: iso(row.createdAt),
  doneAt: isoOrNull(row.doneAt),
  doneBy: row.doneBy,
  origin: row.origin,
});

/** A rep's tasks are those assigned to the rep, and those of the rep's teams that nobody has taken. */
export async function taskScope(db: Db, scope: Scope): Promise<Prisma.TaskWhereInput> {
  if (scope.type === 'all') return {};
  const teams = await db.teamMember.findMany({ where: { userId: scope.userId }, select: { teamId: true } });
  return {
    OR: [{ assigneeId: scope.userId }, { assigneeId: null, teamId: { in: teams.map(({ teamId }) => teamId) } }],
  };
}

const matchesFilter = ({
  assignee,
  status,
  dueBefore,
  contact,
  journey,
  origin,
}: TaskFilter): Prisma.TaskWhereInput => ({
  ...(assignee === undefined ? {} : { assigneeId: assignee }),
  ...(status === undefined ? {} : { status: { in: [...status] } }),
  ...(dueBefore === undefined ? {} : { dueAt: { lt: new Date(dueBefore) } }),
  ...(contact === undefined ? {} : { contactId: contact }),
  ...(journey === undefined ? {} : { journeyId: journey }),
  ...(origin === undefined ? {} : { origin }),
});

/** Rows after a key of (due, id), where those without a due time come last. */
function afterKey(id: string | null, dueAt: number | null): Prisma.TaskWhereInput {
  if (id === null) return {};
  if (dueAt === null) return { dueAt: null, id: { gt: id } };
  const due = new Date(dueAt);
  return { OR: [{ dueAt: { gt: due } }, { dueAt: due, id: { gt: id } }, { dueAt: null }] };
}

/** Tasks, read only: outcomes go through the engine. */
export function createTaskReads(db: Db): TaskReads {
  return {
    async list(scope, filter, { after, limit }) {
      const id = textAt(after, 1);
      const dueAt = after === null || after[0] === null ? null : numberAt(after);
      const where = { AND: [await taskScope(db, scope), matchesFilter(filter), afterKey(id, dueAt)] };
      const rows = await db.task.findMany({
        where,
        orderBy: [{ dueAt: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
        take: limit + 1,
      });
      const names = await namesOf(db, rows);
      return cutPage(
        rows,
        limit,
        (row) => [row.dueAt?.getTime() ?? null, row.id],
        (row) => taskView(row, names.get(row.contactId ?? '') ?? null),
      );
    },
    async get(scope, id) {
      const row = await db.task.findFirst({ where: { AND: [{ id }, await taskScope(db, scope)] } });
      return row === null ? null : taskView(row, (await namesOf(db, [row])).get(row.contactId ?? '') ?? null);
    },
  };
}

async function namesOf(db: Db, tasks: readonly Task[]): Promise<Map<string, string>> {
  const ids = [...new Set(tasks.flatMap((task) => task.contactId ?? []))];
  const contacts =
    ids.length === 0 ? [] : await db.contact.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return new Map(contacts.map((contact) => [contact.id, contact.name]));
}
