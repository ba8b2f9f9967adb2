import { parseCondition } from '../domain/condition/parse-condition.js';
import { checkTests } from '../domain/definition/check-tests.js';
import type { LintContext } from '../domain/definition/lint-context.js';
import type { ConditionCheck } from './store-ports.js';

/** Reads a condition that stands by itself, as a segment's does, against the deployment's fields and events. */
export function createConditionCheck(world: Pick<LintContext, 'fields' | 'eventTypes' | 'tracking'>): ConditionCheck {
  return (value, at) => {
    const { condition, tests, problems } = parseCondition(value, at);
    return { condition, problems: [...problems, ...checkTests(tests, { ...world, counts: true })] };
  };
}
