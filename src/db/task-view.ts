import type { TaskView } from '../api/contracts/tasks.js';
import type { Db } from './client.js';
import type { Prisma, Task } from './generated/client.js';
import { contactNames, userNames } from './names.js';
import { iso, isoOrNull, mapOf } from './paging.js';

const STATUSES = { open: 'open', done: 'done', withdrawn: 'withdrawn' } as const;

export const TASK_INCLUDE = { journey: { select: { stage: true } } } as const;
export type TaskRow = Task & { readonly journey: { readonly stage: string | null } | null };

export const formOf = (form: unknown): TaskView['form'] =>
  Array.isArray(form)
    ? form.map(mapOf).map((each) => ({ field: String(each['field']), required: each['required'] === true }))
    : [];

/** Reads the names that rows don't have once for all of them. */
export async function taskViews(db: Db, rows: readonly TaskRow[]): Promise<(row: TaskRow) => TaskView> {
  const [contacts, users] = await Promise.all([
    contactNames(
      db,
      rows.map((row) => row.contactId),
    ),
    userNames(
      db,
      rows.flatMap((row) => [row.assigneeId, row.doneBy]),
    ),
  ]);
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
    assigneeId: row.assigneeId,
    assigneeName: users.get(row.assigneeId ?? '') ?? null,
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
    doneByName: users.get(row.doneBy ?? '') ?? null,
    origin: row.origin,
  });
}

/** Some tasks, ready to be shown. */
export async function readTasks(
  db: Db,
  query: Pick<Prisma.TaskFindManyArgs, 'where' | 'orderBy' | 'take'>,
): Promise<TaskView[]> {
  const rows = await db.task.findMany({ ...query, include: TASK_INCLUDE });
  return rows.map(await taskViews(db, rows));
}
