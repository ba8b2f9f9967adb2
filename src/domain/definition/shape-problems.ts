import type { z } from 'zod';
import { nearest } from '../nearest.js';
import { type DocPath, type LintCode, type Problem, quote } from './finding.js';
import { ALLOWED_KEYS } from './schema-values.js';
import { nearestDuration, nearestZone } from './suggest.js';

/** A fault of shape, with what stands there in a way that lets the rest of the file be judged (`repair.ts`). */
export interface ShapeProblem extends Problem {
  readonly repair:
    | { readonly type: 'remove' }
    | { readonly type: 'replace'; readonly value: unknown }
    | { readonly type: 'keepFirstKey'; readonly keys: readonly string[] };
}

type Issue = z.core.$ZodIssue;

/** More faults than this in one file help nobody, and their number is bounded so that the time is. */
export const MAX_PROBLEMS = 200;

/** What zod found wrong with `root`, in the words of the format. */
export const shapeProblems = (issues: readonly Issue[], root: unknown): ShapeProblem[] =>
  issues
    .slice(0, MAX_PROBLEMS)
    .flatMap((issue) => translate(issue, [], root))
    .slice(0, MAX_PROBLEMS);

export function valueAt(root: unknown, path: DocPath): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as { readonly [key: string | number]: unknown })[part];
  }
  return value;
}

const NAMES: { readonly [type: string]: string } = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

const PLACEHOLDERS: { readonly [type: string]: unknown } = {
  string: 'placeholder',
  number: 1,
  int: 1,
  boolean: false,
  array: [],
  record: {},
};

/** `found` for messages. */
function found(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : quote(value);
}

function wrong(path: DocPath, message: string, repair: ShapeProblem['repair'], suggestion?: string): ShapeProblem {
  return { code: 'wrong-type', path, message, repair, suggestion };
}

function translate(issue: Issue, prefix: DocPath, root: unknown): ShapeProblem[] {
  const path = [...prefix, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
  const value = valueAt(root, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, MAX_PROBLEMS).map((key) => unknownKey([...path, key], key, issue.message));
    case 'invalid_type':
      return [invalidType(path, value, issue.expected)];
    case 'invalid_value': {
      const values = issue.values.map(String);
      const suggestion = typeof value === 'string' ? nearest(value, values) : undefined;
      return [mismatch(path, value, oneOf(values), { type: 'replace', value: issue.values[0] }, suggestion)];
    }
    case 'invalid_union':
      return translateUnion(issue, path, root, value);
    case 'invalid_key':
      return [
        { ...wrong(path, `in the key: ${issue.issues[0]?.message ?? issue.message}`, { type: 'remove' }), at: 'key' },
      ];
    case 'too_small':
    case 'too_big': {
      const [word, limit] = issue.code === 'too_small' ? ['at least', issue.minimum] : ['at most', issue.maximum];
      return [
        wrong(path, `expected ${word} ${limit}, found ${found(value)}`, { type: 'replace', value: Number(limit) }),
      ];
    }
    case 'custom':
      return [custom(issue, path, value)];
    default:
      return [wrong(path, issue.message, { type: 'remove' })];
  }
}

const oneOf = (values: readonly string[]): string =>
  values.length === 1 ? `"${values[0]}"` : `one of ${values.join(', ')}`;

function unknownKey(path: DocPath, key: string, message: string): ShapeProblem {
  const allowed = message.startsWith(ALLOWED_KEYS) ? message.slice(ALLOWED_KEYS.length).split(', ') : [];
  const suggestion = nearest(key, allowed);
  const text = `unknown key ${quote(key)}${allowed.length > 0 ? `; known here: ${allowed.join(', ')}` : ''}`;
  return {
    code: 'unknown-key',
    path,
    at: 'key',
    message: text,
    repair: { type: 'remove' },
    suggestion,
  };
}

function invalidType(path: DocPath, value: unknown, expected: string): ShapeProblem {
  const name = NAMES[expected] ?? expected;
  const repair: ShapeProblem['repair'] =
    expected in PLACEHOLDERS ? { type: 'replace', value: PLACEHOLDERS[expected] } : { type: 'remove' };
  return mismatch(path, value, name, repair);
}

/** A value that isn't what is expected, or none at all: then its place shows what it should be in, so its key is said. */
function mismatch(
  path: DocPath,
  value: unknown,
  expected: string,
  repair: ShapeProblem['repair'],
  suggestion?: string,
): ShapeProblem {
  const what = value === undefined ? `"${path.at(-1)}" is missing; expected ${expected}` : undefined;
  return wrong(path, what ?? `expected ${expected}, found ${found(value)}`, repair, suggestion);
}

function custom(issue: Extract<Issue, { code: 'custom' }>, path: DocPath, value: unknown): ShapeProblem {
  const code = (issue.params?.['code'] ?? 'wrong-type') as LintCode;
  const keys = issue.params?.['keepOneOf'] as readonly string[] | undefined;
  const replacement: unknown = issue.params?.['replacement'];
  let repair: ShapeProblem['repair'] = { type: 'remove' };
  if (keys) repair = { type: 'keepFirstKey', keys };
  else if (replacement !== undefined) repair = { type: 'replace', value: replacement };
  const allowNegative = issue.params?.['allowNegative'] === true;
  const suggestion = typeof value === 'string' ? meantBy(code, value, allowNegative) : undefined;
  return {
    code,
    path,
    message: issue.message,
    repair,
    ...(code === 'unknown-key' ? { at: 'key' as const } : {}),
    suggestion,
  };
}

function meantBy(code: LintCode, value: string, allowNegative: boolean): string | undefined {
  if (code === 'bad-duration') return nearestDuration(value, { allowNegative });
  return code === 'bad-zone' ? nearestZone(value) : undefined;
}

/** Of a value that may have one of several shapes, the faults of the shape that was meant. */
function translateUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: DocPath,
  root: unknown,
  value: unknown,
): ShapeProblem[] {
  const ofOtherShape = (inner: Issue): boolean =>
    inner.path.length === 0 &&
    (inner.code === 'invalid_type' || (inner.code === 'invalid_value' && typeof value !== 'string'));
  const [meant] = issue.errors.filter((branch) => !branch.some(ofOtherShape)).sort((a, b) => a.length - b.length);
  if (meant) return meant.flatMap((inner) => translate(inner, path, root));
  const expected = new Set(issue.errors.flat().flatMap(shapeNames));
  return [mismatch(path, value, [...expected].join(' or '), { type: 'replace', value: 'placeholder' })];
}

function shapeNames(issue: Issue): string[] {
  if (issue.code === 'invalid_type' && issue.path.length === 0) return [NAMES[issue.expected] ?? issue.expected];
  if (issue.code === 'invalid_value' && issue.path.length === 0) return [oneOf(issue.values.map(String))];
  if (issue.code === 'invalid_union' && issue.path.length === 0) return issue.errors.flat().flatMap(shapeNames);
  return [];
}
