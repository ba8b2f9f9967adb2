import { nearest } from '../nearest.js';
import type { Step } from './definition.js';
import type { DocPath, Problem } from './finding.js';
import type { LintRule } from './lint-context.js';
import { isStandIn } from './parse.js';
import { stepsOf } from './step-walk.js';

/** Branches: every outcome has one, none is for an outcome or arm that can't be, and arms share out everybody. */
export const lintBranches: LintRule = ({ definition, parsed }) =>
  stepsOf(definition).flatMap((step) => {
    if (step.action === 'task') return taskBranches(step);
    return step.action === 'split' ? splitBranches(step, parsed.standIns) : [];
  });

function taskBranches(step: Extract<Step, { action: 'task' }>): Problem[] {
  const { outcomes } = step.task;
  const handled = Object.keys(step.onOutcome);
  // Without onOutcome the track goes on the same way whatever came out; with it, an outcome left out is a slip.
  const forgotten = handled.length === 0 ? [] : outcomes.filter((outcome) => !handled.includes(outcome));
  return [
    ...forgotten.map(
      (outcome): Problem => ({
        code: 'outcome-not-handled',
        path: [...step.path, 'task', 'outcomes', outcomes.indexOf(outcome)],
        message: `onOutcome has nothing for the outcome "${outcome}"; if nothing shall happen, write "${outcome}: []"`,
      }),
    ),
    ...strangers(handled, outcomes, [...step.path, 'onOutcome'], 'outcome of the task'),
  ];
}

function splitBranches(step: Extract<Step, { action: 'split' }>, standIns: ReadonlySet<string>): Problem[] {
  const arms = Object.keys(step.arms);
  const sum = Object.values(step.arms).reduce((total, share) => total + share, 0);
  const problems = strangers(Object.keys(step.onArm), arms, [...step.path, 'onArm'], 'arm of the split');
  const guessed = arms.some((arm) => isStandIn(standIns, [...step.path, 'split', 'arms', arm]));
  // Shares such as 33.3 are not exact in binary.
  if (!guessed && Math.abs(sum - 100) > 1e-6) {
    problems.push({
      code: 'split-not-100',
      path: [...step.path, 'split', 'arms'],
      message: `the arms add up to ${Number(sum.toFixed(6))}; expected 100`,
    });
  }
  return problems;
}

const strangers = (keys: readonly string[], known: readonly string[], path: DocPath, what: string): Problem[] =>
  keys
    .filter((key) => !known.includes(key))
    .map((key) => {
      const suggestion = nearest(key, known);
      return {
        code: 'unknown-key',
        path: [...path, key],
        at: 'key',
        message: `"${key}" is no ${what}; expected one of ${known.join(', ')}`,
        suggestion,
      };
    });
