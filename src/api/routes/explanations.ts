import type { Condition } from '../../domain/condition/condition.js';
import { explain, explanationLines } from '../../domain/condition/explain.js';
import { pathsOf } from '../../domain/condition/paths.js';
import { toPointer } from '../../domain/definition/finding.js';
import { countContacts, explainContact } from '../contracts/explanations.js';
import type { AppDeps } from '../deps.js';
import { whenGone } from '../http/gone.js';
import { found, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import { answered } from '../unanswered.js';

/** What a condition comes to: for all contacts, and for one. */
export function explanationRoutes(routes: Routes, deps: AppDeps): void {
  const { contacts, segments } = deps.stores;

  routes.on(countContacts, async ({ body, scope, reply }) =>
    answered(await segments.count(scope, readCondition(deps, body.if), await deps.engine.now(), whenGone(reply))),
  );

  routes.on(explainContact, async ({ params, body, scope }) => {
    const condition = readCondition(deps, body.if);
    const lookup = found(await contacts.lookup(scope, params.id, pathsOf(condition)), 'contact', params.id);
    const explanation = explain(condition, lookup, await deps.engine.now());
    return { fits: explanation.holds, lines: explanationLines(explanation) };
  });
}

/** A request's condition; throws `bad-condition` with every fault and its place. */
export function readCondition(deps: Pick<AppDeps, 'checkCondition'>, value: unknown): Condition {
  const { condition, problems } = deps.checkCondition(value, ['if']);
  if (problems.length === 0) return condition;
  const errors = problems.map(({ code, path, message, suggestion }) => ({
    pointer: toPointer(path),
    code,
    message: suggestion === undefined ? message : `${message}; did you mean "${suggestion}"?`,
  }));
  throw new Problem('bad-condition', errors.map((error) => `${error.pointer}: ${error.message}`).join('; '), errors);
}
