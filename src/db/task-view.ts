import type { TaskView } from '../api/contracts/tasks.js';
import type { Instant } from '../domain/instant.js';
import type { Db } from './client.js';
import type { Prisma, Task } from './generated/client.js';
import { contactNames, userNames } from './names.js';
import { iso, isoOrNull, mapOf } from './paging.js';
import { deskOfTask, ownersOf } from './people/desks.js';
import { readPeople } from './people/read-people.js';

const STATUSES = { open: 'open', done: 'done', withdrawn: 'withdrawn' } as const;

export const TASK_INCLUDE = { journey: { select: { stage: true } } } as const;
export type TaskRow = Task & { readonly journey: { readonly stage: string | null } | null };

export const formOf = (form: unknown): TaskView['form'] =>
  Array.isArray(form)
    ? form.map(mapOf).map((each) => ({ field: String(each['field']), required: each['required'] === true }))
    : [];

/** Reads the names that rows don't have once for all of them. */
export async function taskViews(db: Db, rows: readonly TaskRow[], now: Instant): Promise<(row: TaskRow) => TaskView> {
  const desks = await readDesks(db, rows, now);
  const [contacts, users] = await Promise.all([
    contactNames(
      db,
      rows.map((row) => row.contactId),
    ),
    userNames(
      db,
      rows.flatMap((row) => [row.assigneeId, row.doneBy, desks(row)]),
    ),
  ]);
  const nameOf = (id: string | null) => users.get(id ?? '') ?? null;
  return (row) => ({
    id: row.id,
    journeyId: row.journeyId,
    contactId: row.contactId,
    contactName: contacts.get(row.contactId ?? '') ?? null,
    dealId: row.dealId,
    step: row.stepId,
    stage: row.journey?.stage ?? null,
    kind: row.kind,
    title: row.title,
    assigneeId: desks(row),
    assigneeName: nameOf(desks(row)),
    insteadOf:
      row.assigneeId === null || desks(row) === row.assigneeId
        ? null
        : { id: row.assigneeId, name: nameOf(row.assigneeId) },
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
    doneByName: nameOf(row.doneBy),
    origin: row.origin,
  });
}

/** On whose desks open tasks are; who closed one did so from whichever desk it was on. */
async function readDesks(db: Db, rows: readonly TaskRow[], now: Instant): Promise<(row: TaskRow) => string | null> {
  const open = rows.filter((row) => row.status === 'open' && row.assigneeId !== null);
  const people = open.length === 0 ? new Map() : await readPeople(db);
  const owners = await ownersOf(
    db,
    open.filter(({ kind }) => kind === 'approval'),
  );
  const isOpen = new Set(open.map(({ id }) => id));
  return (row) =>
    isOpen.has(row.id) ? deskOfTask(people, row, owners.get(row.contactId ?? '') ?? null, now) : row.assigneeId;
}

/** Some tasks, ready to be shown. */
export async function readTasks(
  db: Db,
  query: Pick<Prisma.TaskFindManyArgs, 'where' | 'orderBy' | 'take'>,
  now: Instant,
): Promise<TaskView[]> {
  const rows = await db.task.findMany({ ...query, include: TASK_INCLUDE });
  return rows.map(await taskViews(db, rows, now));
}
