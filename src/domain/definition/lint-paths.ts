import { parseDay } from '../calendar/civil.js';
import { type DateValue, parseDateValue } from '../calendar/date-value.js';
import { instantOf } from '../condition/matches.js';
import { nearest } from '../nearest.js';
import { checkTests } from './check-tests.js';
import type { Definition, Step, Until, UpdateValue, Variables } from './definition.js';
import { type DocPath, type Problem, quote } from './finding.js';
import { isTracked, type PathType, type PathWorld, resolvePath } from './known-paths.js';
import type { LintInput, LintRule } from './lint-context.js';
import type { LocatedCondition } from './normalise-steps.js';
import { stepsById, stepsOf } from './step-walk.js';

/** What the paths of a definition can lead to, outside of its `enter` and apart from what an `on` beside them says. */
export function worldOf({ parsed, definition, context }: LintInput): PathWorld {
  return {
    fields: context.fields,
    eventTypes: context.eventTypes,
    variables: variablesOf(definition),
    steps: stepsById(definition),
    writtenIds: parsed.writtenIds,
    tracking: context.tracking,
    counts: false,
  };
}

export const variablesOf = (definition: Definition): Variables =>
  'variables' in definition ? definition.variables : {};

/** Conditions: their paths, the types of their values, and clocks where nothing asks them. */
export const lintConditions: LintRule = (input) => {
  const world = worldOf(input);
  return input.parsed.conditions.flatMap((condition) => [
    ...checkTests(condition.tests, worldFor(condition, world)),
    ...clockInExit(condition),
  ]);
};

function worldFor({ role, on }: LocatedCondition, world: PathWorld): PathWorld {
  if (role === 'segment') return { ...world, counts: true };
  if (role !== 'enter') return { ...world, on };
  // At the entry no step has run, and the entering event may name another definition's step.
  const { steps: _steps, writtenIds: _writtenIds, ...outside } = world;
  return { ...outside, on };
}

function clockInExit({ role, tests }: LocatedCondition): Problem[] {
  if (role !== 'exit') return [];
  return tests
    .filter(({ test }) => test.op === 'olderThan' || test.op === 'within')
    .map(({ path, test, valueAt }) => ({
      code: 'clock-in-exit',
      path: valueAt,
      at: 'key',
      message: `"${test.op}" on ${path} becomes true by the clock alone, which wakes no journey; give the exit an "on", or use a wait`,
    }));
}

/** Event types under `on`. */
export const lintEvents: LintRule = ({ parsed, context }) =>
  parsed.listened.flatMap(({ type, at, entry }): Problem[] => {
    if (context.eventTypes.has(type)) {
      if (context.tracking || !isTracked(type)) return [];
      return [
        {
          code: 'tracking-off',
          path: at,
          message: `${type} never comes: this deployment doesn't track opens and clicks`,
        },
      ];
    }
    if (type === 'manual' && entry) return [];
    if (type === 'manual')
      return [{ code: 'unknown-event', path: at, message: '"manual" is a way to enter, not an event to listen for' }];
    const suggestion = nearest(type, [...context.eventTypes.keys(), ...(entry ? ['manual'] : [])]);
    const message = `unknown event type "${type}"; it is neither built in nor in events.yaml`;
    return [{ code: 'unknown-event', path: at, message, suggestion }];
  });

/** Paths outside of conditions: what is updated, waited for, asked in forms. */
export const lintRecordPaths: LintRule = (input) => {
  const world = worldOf(input);
  return stepsOf(input.definition).flatMap((step) => stepPaths(step, world));
};

function stepPaths(step: Step, world: PathWorld): Problem[] {
  switch (step.action) {
    case 'update':
      return Object.entries(step.update).flatMap(([path, value]) =>
        checkUpdate(path, value, [...step.path, 'update', path], world),
      );
    case 'create':
      return Object.entries(step.create.deal).flatMap(([field, value]) =>
        checkUpdate(`deal.${field}`, value, [...step.path, 'create', 'deal', field], world),
      );
    case 'wait':
      return waitPaths(step, world);
    case 'task':
      return step.task.form.flatMap(({ field }, i) =>
        /^(contact|account|deal|owner)\./.test(field)
          ? unresolved(field, [...step.path, 'task', 'form', i, 'field'], world, 'value')
          : [],
      );
    default:
      return [];
  }
}

function unresolved(path: string, at: DocPath, world: PathWorld, where: 'key' | 'value'): Problem[] {
  const resolved = resolvePath(path, world);
  if (resolved.ok) return [];
  const { ok: _, ...problem } = resolved;
  return [{ ...problem, path: at, at: where }];
}

function waitPaths(step: Extract<Step, { action: 'wait' }>, world: PathWorld): Problem[] {
  const { wait } = step;
  const until = wait.type === 'until' ? wait.until : wait.upTo;
  return until ? datePath(until, [...step.path, 'wait', wait.type === 'until' ? 'until' : 'upTo', 'date'], world) : [];
}

const DATES: readonly PathType[] = ['instant', 'date', 'birthday', 'any'];

function datePath(until: Until, at: DocPath, world: PathWorld): Problem[] {
  if (until.type !== 'date') return [];
  const resolved = resolvePath(until.path, world);
  if (!resolved.ok) return unresolved(until.path, at, world, 'value');
  const isDateVariable = until.path.startsWith('variables.') && resolved.type === 'text';
  if (DATES.includes(resolved.type) || isDateVariable) return [];
  return [{ code: 'wrong-type', path: at, message: `${until.path} holds no date; a wait needs a date or an instant` }];
}

const UPDATABLE = /^(contact|account|deal)\./;
const KEPT = /^(contact|account|deal)\.(id|createdAt|updatedAt)$/;

function checkUpdate(path: string, value: UpdateValue, at: DocPath, world: PathWorld): Problem[] {
  if (!UPDATABLE.test(path))
    return [
      {
        code: 'unknown-path',
        path: at,
        at: 'key',
        message: `"${path}" can't be updated; expected a field of contact, deal or account`,
      },
    ];
  if (KEPT.test(path))
    return [
      { code: 'unknown-path', path: at, at: 'key', message: `"${path}" is the engine's own and can't be updated` },
    ];
  const resolved = resolvePath(path, world);
  if (!resolved.ok) return unresolved(path, at, world, 'key');
  if (value.op === 'from') return checkCopy(path, resolved.type, value.path, [...at, 'from'], world);
  const why = misfit(value, resolved.type);
  return why === undefined ? [] : [{ code: 'wrong-type', path: at, message: `${path}: ${why}` }];
}

/** What `from` names must be there, and hold what the field can hold. */
function checkCopy(path: string, type: PathType, from: string, at: DocPath, world: PathWorld): Problem[] {
  const source = resolvePath(from, world);
  if (!source.ok) return unresolved(from, at, world, 'value');
  if (source.type === type || source.type === 'any' || (isMoment(source.type) && isMoment(type))) return [];
  // A date is written as a text, and a text may hold a date: one of `variables`, one that a form asked for.
  if ((source.type === 'text' && isMoment(type)) || (isMoment(source.type) && type === 'text')) return [];
  return [{ code: 'wrong-type', path: at, message: `${path} (${type}) can't be taken from ${from} (${source.type})` }];
}

const isMoment = (type: PathType): boolean => type === 'instant' || type === 'date' || type === 'birthday';

/** Why a field of that type can't be updated so. */
function misfit(value: UpdateValue, type: PathType): string | undefined {
  switch (value.op) {
    case 'add':
      return type === 'number' ? undefined : '"add" needs a number field';
    case 'addTo':
    case 'removeFrom':
      return type === 'tags' ? undefined : `"${value.op}" needs a list of tags`;
    case 'now':
      return type === 'instant' || type === 'date' ? undefined : '"now" needs a field that holds an instant';
    case 'set':
      return SETTABLE[type](value.value)
        ? undefined
        : `expected a value that fits its type (${type}), found ${quote(value.value)}`;
    default:
      return undefined;
  }
}

const isBirthday = (value: DateValue | undefined): boolean => value?.type === 'date' || value?.type === 'monthDay';
const isText = (value: unknown): boolean => typeof value === 'string';
const SETTABLE: { readonly [type in PathType]: (value: unknown) => boolean } = {
  text: isText,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  instant: (value) => typeof value === 'string' && instantOf(value) !== undefined,
  date: (value) => typeof value === 'string' && parseDay(value) !== undefined,
  birthday: (value) => typeof value === 'string' && isBirthday(parseDateValue(value)),
  tags: Array.isArray,
  map: () => true,
  any: () => true,
};
