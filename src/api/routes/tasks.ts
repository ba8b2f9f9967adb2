import { parseInstant } from '../../domain/instant.js';
import { completeTask, getTask, listTasks } from '../contracts/tasks.js';
import type { AppDeps } from '../deps.js';
import { type KeyShape, pageRequest, toPage } from '../http/cursor.js';
import { found, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import type { CommandRefusal } from '../ports.js';

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
    found(await tasks.get(scope, params.id), 'task', params.id);
    const { outcome, answers, note } = body;
    const given = { ...(answers === undefined ? {} : { answers }), ...(note === undefined ? {} : { note }) };
    const done = await deps.engine.completeTask({ taskId: params.id, outcome, ...given, actorId: actor.user.userId });
    if (!done.ok) throw refused(done.error);
    return found(await tasks.get({ type: 'all' }, params.id), 'task', params.id);
  });
}

/** Which part of the body a refusal of the engine is about. */
const POINTERS: { readonly [code: string]: string } = { 'unknown-outcome': '/outcome', 'missing-answer': '/answers' };

function refused({ code, detail }: CommandRefusal): Problem {
  const pointer = POINTERS[code];
  return new Problem(code, `${detail}.`, pointer === undefined ? [] : [{ pointer, code, message: detail }]);
}
