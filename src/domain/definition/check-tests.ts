import type { Comparison } from '../condition/condition.js';
import type { LocatedTest } from '../condition/parse-condition.js';
import { nearest } from '../nearest.js';
import { type Problem, quote } from './finding.js';
import { type PathType, type PathWorld, resolvePath } from './known-paths.js';

const EQUALITY = ['eq', 'ne', 'in', 'notIn'];
const ORDER = ['gt', 'gte', 'lt', 'lte'];
const TIME = ['before', 'after', 'olderThan', 'within'];

/** The comparisons that mean something for a type; `exists` always does. */
const OPS: { readonly [type in Exclude<PathType, 'any'>]: readonly string[] } = {
  text: [...EQUALITY, ...ORDER, 'contains', 'startsWith'],
  number: [...EQUALITY, ...ORDER],
  boolean: EQUALITY,
  instant: TIME,
  date: [...EQUALITY, ...TIME],
  birthday: [...EQUALITY, ...TIME],
  tags: ['contains'],
  map: [],
};

const WORDS: { readonly [type in PathType]: string } = {
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  instant: 'an instant',
  date: 'a date',
  birthday: 'a date of birth',
  tags: 'a list of tags',
  map: 'a map',
  any: 'anything',
};

/** Finds the paths of a condition that lead nowhere, and the values of a type that their path never has. */
export function checkTests(tests: readonly LocatedTest[], world: PathWorld): Problem[] {
  return tests.flatMap((test) => checkTest(test, world));
}

function checkTest({ path, test, at, valueAt }: LocatedTest, world: PathWorld): Problem[] {
  const resolved = resolvePath(path, world);
  if (!resolved.ok) {
    const { ok: _, ...problem } = resolved;
    return [{ ...problem, path: at, at: 'key' }];
  }
  if (resolved.type === 'any' || test.op === 'exists' || test.op === 'atLeast')
    return namedStep(path, test, valueAt, world);
  const { type } = resolved;
  if (!OPS[type].includes(test.op)) {
    const usable = [...OPS[type], 'exists'].join(', ');
    return [
      {
        code: 'wrong-type',
        path: valueAt,
        message: `${path} is ${WORDS[type]}, which "${test.op}" can't be asked of; use one of ${usable}`,
      },
    ];
  }
  const wrong = literalsOf(test).find((value) => !isOfType(value, type));
  if (wrong !== undefined)
    return [{ code: 'wrong-type', path: valueAt, message: `${path} is ${WORDS[type]}; found ${quote(wrong)}` }];
  return [...namedStep(path, test, valueAt, world), ...namedResult(path, test, valueAt, world)];
}

function literalsOf(test: Comparison): readonly unknown[] {
  switch (test.op) {
    case 'in':
    case 'notIn':
      return test.values;
    case 'eq':
    case 'ne':
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
    case 'contains':
    case 'startsWith':
      return [test.value];
    default:
      return [];
  }
}

function isOfType(value: unknown, type: PathType): boolean {
  if (type === 'number') return typeof value === 'number';
  if (type === 'boolean') return typeof value === 'boolean';
  return typeof value === 'string';
}

/** `event.step` compared with a step that isn't in the file would never be true. */
function namedStep(
  path: string,
  test: Comparison,
  valueAt: LocatedTest['valueAt'],
  { steps, writtenIds }: PathWorld,
): Problem[] {
  if (path !== 'event.step' || !steps) return [];
  const unknown = literalsOf(test).find(
    (value) => typeof value === 'string' && !steps.has(value) && !writtenIds?.has(value),
  );
  if (typeof unknown !== 'string') return [];
  const suggestion = nearest(unknown, steps.keys());
  return [
    {
      code: 'unknown-step',
      path: valueAt,
      message: `there is no step "${unknown}" in this file`,
      suggestion,
    },
  ];
}

/** An outcome or arm that its step can't have would never be true. */
function namedResult(path: string, test: Comparison, valueAt: LocatedTest['valueAt'], { steps }: PathWorld): Problem[] {
  const [root, id = '', result] = path.split('.');
  const step = root === 'steps' ? steps?.get(id) : undefined;
  let known: readonly string[] | undefined;
  if (step?.action === 'task' && result === 'outcome') known = step.task.outcomes;
  if (step?.action === 'split' && result === 'arm') known = Object.keys(step.arms);
  const wrong =
    known && test.op !== 'contains' && test.op !== 'startsWith'
      ? literalsOf(test).find((value) => !known.includes(String(value)))
      : undefined;
  if (known === undefined || wrong === undefined) return [];
  const suggestion = nearest(String(wrong), known);
  return [
    {
      code: 'wrong-type',
      path: valueAt,
      message: `the step "${id}" has the ${result}s ${known.join(', ')}; found ${quote(wrong)}`,
      suggestion,
    },
  ];
}
