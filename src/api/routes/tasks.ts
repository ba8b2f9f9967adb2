import { formatLocal, isValidZone } from '../../domain/calendar/zone.js';
import { parseInstant } from '../../domain/instant.js';
import {
  completeTask,
  type FormField,
  getTask,
  listTasks,
  reassignTask,
  type TaskView,
  taskContext,
} from '../contracts/tasks.js';
import type { AppDeps } from '../deps.js';
import { type KeyShape, pageRequest, toPage } from '../http/cursor.js';
import { found, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import type { CommandRefusal } from '../ports.js';
import type { Scope, StoredFormField } from '../store-ports.js';

const BY_DUE: KeyShape = ['instant?', 'text'];

export function taskRoutes(routes: Routes, deps: AppDeps): void {
  const { tasks } = deps.stores;
  const taskOf = async (scope: Scope, id: string) =>
    found(await tasks.get(scope, id, await deps.engine.now()), 'task', id);

  routes.on(listTasks, async ({ query, scope, actor }) => {
    const { assignee, mine, dueBefore, dueAfter, ...rest } = query;
    const filter = {
      ...rest,
      assignee: assignee === 'me' ? actor.user.userId : assignee,
      todoOf: mine === 'true' ? actor.user.userId : undefined,
      dueBefore: dueBefore === undefined ? undefined : parseInstant(dueBefore),
      dueAfter: dueAfter === undefined ? undefined : parseInstant(dueAfter),
    };
    return toPage(
      await tasks.list(scope, filter, pageRequest(query, 'tasks', BY_DUE), await deps.engine.now()),
      'tasks',
    );
  });

  routes.on(getTask, async ({ params, scope }) => await taskOf(scope, params.id));

  routes.on(taskContext, async ({ params, scope }) => {
    const { contact, form, ...rest } = found(await tasks.context(scope, params.id), 'task', params.id);
    const now = await deps.engine.now();
    return {
      ...rest,
      contact: contact === null ? null : { ...contact, localTime: localTime(now, contact.timezone) },
      form: form.map((field) => withType(deps, field)),
    };
  });

  // The scope is the rule: a rep's own tasks are those assigned to the rep, managers and ops see all.
  routes.on(completeTask, async ({ params, body, scope, actor, onceId }) => {
    const { kind, assigneeId, insteadOf } = await taskOf(scope, params.id);
    if (kind === 'approval' && assigneeId !== actor.user.userId && insteadOf?.id !== actor.user.userId)
      throw new Problem('forbidden', 'An approval is given or refused by its assignee alone, or by whoever stands in.');
    const { outcome, answers, note } = body;
    const given = { ...(answers === undefined ? {} : { answers }), ...(note === undefined ? {} : { note }) };
    const who = { actorId: actor.user.userId, requestId: onceId };
    const done = await deps.engine.completeTask({ taskId: params.id, outcome, ...given, ...who });
    const task = await taskOf({ type: 'all' }, params.id);
    if (done.ok) return task;
    throw done.error.code === 'task-closed' ? closedBefore(task) : refused(done.error);
  });

  routes.on(reassignTask, async ({ params, body, scope, actor }) => {
    await taskOf(scope, params.id);
    const writer = { actorId: actor.user.userId, at: await deps.engine.now() };
    const done = await tasks.reassign(params.id, body.assigneeId, body.reason, writer);
    if (done === 'unknown-assignee')
      throw new Problem(done, `There is no active user ${body.assigneeId}.`, [
        { pointer: '/assigneeId', code: done, message: 'expected the id of an active user' },
      ]);
    const task = await taskOf({ type: 'all' }, params.id);
    if (done === 'closed') throw closedBefore(task);
    return task;
  });
}

/** Which part of the body a refusal of the engine is about. */
const POINTERS: { readonly [code: string]: string } = { 'unknown-outcome': '/outcome', 'missing-answer': '/answers' };

function refused({ code, detail }: CommandRefusal): Problem {
  const pointer = POINTERS[code];
  return new Problem(code, `${detail}.`, pointer === undefined ? [] : [{ pointer, code, message: detail }]);
}

/** Somebody was faster, or the journey no longer needs it: says who, when and how, so that nobody has to guess. */
function closedBefore(task: TaskView): Problem {
  const { status, outcome, doneAt, doneBy, doneByName } = task;
  const who = status === 'withdrawn' ? 'The journey withdrew it' : `${doneByName ?? 'Somebody'} completed it`;
  const how = outcome === null ? '' : ` as "${outcome}"`;
  const detail = `The task is closed already. ${who}${doneAt === null ? '' : ` at ${doneAt}`}${how}.`;
  const by = doneBy === null ? null : { id: doneBy, name: doneByName };
  return new Problem('task-closed', detail, [], {}, { status, outcome, at: doneAt, by });
}

const localTime = (now: number, zone: string | null): string | null =>
  zone !== null && isValidZone(zone) ? formatLocal(now, zone) : null;

/** A field's path begins with its record; a bare name is the contact's. What the catalogue no longer has is text. */
function withType({ fields }: AppDeps, stored: StoredFormField): FormField {
  const [, record = 'contact', name = stored.field] = /^(contact|account|deal)\.(.+)$/.exec(stored.field) ?? [];
  const known = fields[record as 'contact' | 'account' | 'deal'].get(name);
  const label = known?.label ?? null;
  return {
    ...stored,
    type: known?.type ?? 'text',
    label: typeof label === 'object' && label !== null ? { ...label } : label,
  };
}
