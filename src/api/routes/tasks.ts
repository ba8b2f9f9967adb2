import { parseInstant } from '../../domain/instant.js';
import { completeTask, getTask, listTasks } from '../contracts/tasks.js';
import type { AppDeps } from '../deps.js';
import { type KeyShape, pageRequest, toPage } from '../http/cursor.js';
import { found, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';

const BY_DUE: KeyShape = ['instant?', 'text'];

export function taskRoutes(routes: Routes, deps: AppDeps): void {
  const { tasks } = deps.stores;

  routes.on(listTasks, async ({ query, scope, actor }) => {
    const { assignee, dueBefore, ...rest } = query;
    const filter = {
      ...rest,
      assignee: assignee === 'me' ? actor.user.userId : assignee,
      dueBefore: dueBefore === undefined ? undefined : parseInstant(dueBefore),
    };
    return toPage(await tasks.list(scope, filter, pageRequest(query, 'tasks', BY_DUE)), 'tasks');
  });

  routes.on(getTask, async ({ params, scope }) => found(await tasks.get(scope, params.id), 'task', params.id));

  // The scope is the rule: a rep's own tasks are those assigned to the rep, managers and ops see all.
  routes.on(completeTask, async ({ params, body, scope, actor }) => {
    const task = found(await tasks.get(scope, params.id), 'task', params.id);
    if (task.status !== 'open')
      throw new Problem('task-not-open', `The task is ${task.status}; its outcome cannot be recorded.`);
    if (task.outcomes.length > 0 && !task.outcomes.includes(body.outcome))
      throw unknownOutcome(body.outcome, task.outcomes);
    const missing = task.form.filter(({ field, required }) => required && isBlank(body.answers?.[field]));
    if (missing.length > 0) throw unanswered(missing.map(({ field }) => field));
    const { outcome, answers, note } = body;
    const given = { ...(answers === undefined ? {} : { answers }), ...(note === undefined ? {} : { note }) };
    const done = await deps.engine.completeTask({ taskId: params.id, outcome, ...given, actorId: actor.user.userId });
    if (!done.ok) throw new Problem(done.error.code, done.error.detail);
    return found(await tasks.get({ type: 'all' }, params.id), 'task', params.id);
  });
}

const isBlank = (value: unknown): boolean => value === undefined || value === null || value === '';

function unknownOutcome(outcome: string, outcomes: readonly string[]): Problem {
  const message = `expected one of ${outcomes.join(', ')}`;
  return new Problem('unknown-outcome', `The task has no outcome "${outcome}"; ${message}.`, [
    { pointer: '/outcome', code: 'unknown-outcome', message },
  ]);
}

const unanswered = (fields: readonly string[]): Problem =>
  new Problem(
    'invalid',
    `The form needs ${fields.join(', ')}.`,
    fields.map((field) => ({
      pointer: `/answers/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      code: 'missing',
      message: 'expected an answer',
    })),
  );
