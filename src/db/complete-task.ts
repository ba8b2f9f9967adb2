import type { CommandRefusal } from '../api/ports.js';
import type { Instant } from '../domain/instant.js';
import { changesByOutcome } from '../domain/records/event-changes.js';
import type { Tx } from './client.js';
import { applyChange } from './event-effects.js';
import type { Task } from './generated/client.js';
import { execute } from './statement.js';

interface Completion {
  readonly outcome: string;
  readonly answers?: { readonly [field: string]: unknown };
  readonly note?: string;
  readonly actorId: string;
  readonly requestId?: string;
}

/** Whether it was this very request that closed the task: its answer was lost, not its effect. */
export const wasClosedBy = (task: Task | null, { requestId }: Completion): boolean =>
  task !== null && task.status === 'done' && requestId !== undefined && task.requestId === requestId;

/** Why an outcome can't be recorded on a task, or null. */
export function taskRefusal(task: Task | null, { outcome, answers }: Completion): CommandRefusal | null {
  if (task === null) return { code: 'not-found', detail: 'no task has this id' };
  if (task.status !== 'open') return { code: 'task-closed', detail: `the task is ${task.status}` };
  if (task.outcomes.length > 0 && !task.outcomes.includes(outcome)) {
    return {
      code: 'unknown-outcome',
      detail: `"${outcome}" is no outcome of this task; expected one of ${task.outcomes.join(', ')}`,
    };
  }
  const form = task.form as { field: string; required: boolean }[];
  const missing = form.filter(({ field, required }) => required && (answers?.[field] ?? '') === '');
  if (missing.length > 0)
    return { code: 'missing-answer', detail: `the form needs ${missing.map(({ field }) => field).join(', ')}` };
  return null;
}

/** Closes the task, and says whether it did: one that was closed meanwhile stays as it was. The caller has asked `taskRefusal`. */
export async function completeTaskRow(
  tx: Tx,
  task: Task,
  { outcome, answers, note, actorId, requestId }: Completion,
  now: { readonly virtual: Instant },
): Promise<boolean> {
  const at = new Date(now.virtual);
  const count = await execute(tx)`
    UPDATE tasks SET status = 'done', outcome = ${outcome}, "doneAt" = ${at}, "doneBy" = ${actorId},
      "requestId" = ${requestId ?? null}, "updatedAt" = ${at},
      answers = coalesce(${answers === undefined ? null : JSON.stringify(answers)}::jsonb, answers),
      note = coalesce(${note ?? null}, note)
    WHERE id = ${task.id} AND status = 'open'`;
  const { contactId } = task;
  if (count === 1 && contactId !== null)
    for (const change of changesByOutcome(task.kind, now.virtual))
      await applyChange(tx, { contactId, source: 'task', at }, change);
  return count === 1;
}
