import { addDuration } from '../calendar/add-duration.js';
import { ALWAYS, type Where } from '../calendar/calendar.js';
import { parseDay } from '../calendar/civil.js';
import { parseDateValue } from '../calendar/date-value.js';
import type { Duration } from '../calendar/duration.js';
import { DAY, type Instant } from '../instant.js';
import { assertNever } from '../result.js';
import type { Comparison, Condition } from './condition.js';

/**
 * The value of a path, null or undefined if it is missing. Instants are ISO text or epoch milliseconds; for
 * `events.<type>` it is the list of the events' instants.
 */
export type Lookup = (path: string) => unknown;

const UTC: Where = { zone: 'UTC', calendar: ALWAYS };

/**
 * Whether a condition holds at `now`. A missing value satisfies only `exists: false`, `ne` and `notIn`; so does, as far
 * as it goes, a value of another type than the one compared with. `where` says how the durations of `olderThan` and
 * `within` are counted back from now.
 */
export function matches(condition: Condition, lookup: Lookup, now: Instant, where: Where = UTC): boolean {
  switch (condition.type) {
    case 'all':
      return condition.of.every((each) => matches(each, lookup, now, where));
    case 'any':
      return condition.of.some((each) => matches(each, lookup, now, where));
    case 'not':
      return !matches(condition.of, lookup, now, where);
    case 'test':
      return holds(condition.test, lookup(condition.path), now, where);
    default:
      return assertNever(condition);
  }
}

/** The instant a duration before now: what `olderThan` and `within` compare with, here and in SQL. */
export const momentBefore = (now: Instant, duration: Duration, where: Where = UTC): Instant =>
  addDuration(now, { ...duration, n: -duration.n }, where);

/** The instant that a value or literal stands for, a date being its midnight and a local time being read in UTC; undefined for what is none. */
export function instantOf(value: unknown): Instant | undefined {
  const day = typeof value === 'string' ? parseDay(value) : undefined;
  if (day !== undefined) return day * DAY;
  const date = typeof value === 'string' || typeof value === 'number' ? parseDateValue(value) : undefined;
  if (date?.type === 'instant') return date.at;
  return date?.type === 'local' ? date.local : undefined;
}

function holds(test: Comparison, value: unknown, now: Instant, where: Where): boolean {
  switch (test.op) {
    case 'eq':
      return value === test.value;
    case 'ne':
      return value !== test.value;
    case 'in':
      return test.values.some((each) => each === value);
    case 'notIn':
      return !test.values.some((each) => each === value);
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return isOrdered(test.op, value, test.value);
    case 'contains':
      return typeof value === 'string' || Array.isArray(value) ? value.includes(test.value) : false;
    case 'startsWith':
      return typeof value === 'string' && value.startsWith(test.value);
    case 'exists':
      return (value !== null && value !== undefined) === test.value;
    case 'before':
    case 'after':
    case 'olderThan':
    case 'within':
      return isInTime(test, instantOf(value), now, where);
    case 'atLeast':
      return count(test, value, now, where) >= test.n;
    default:
      return assertNever(test);
  }
}

/** Numbers with numbers, texts with texts (by code point, as Postgres's "C" collation has it); anything else is false. */
function isOrdered(op: 'gt' | 'gte' | 'lt' | 'lte', value: unknown, literal: number | string): boolean {
  let order: number;
  if (typeof value === 'number' && typeof literal === 'number') order = value - literal;
  else if (typeof value === 'string' && typeof literal === 'string') order = compareText(value, literal);
  else return false;
  if (op === 'gt') return order > 0;
  if (op === 'gte') return order >= 0;
  return op === 'lt' ? order < 0 : order <= 0;
}

function compareText(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

type TimeTest = Extract<Comparison, { op: 'before' | 'after' | 'olderThan' | 'within' }>;

function isInTime(test: TimeTest, at: Instant | undefined, now: Instant, where: Where): boolean {
  if (at === undefined) return false;
  if (test.op === 'olderThan') return at < momentBefore(now, test.value, where);
  // What lies ahead isn't within the last days, however near it is.
  if (test.op === 'within') return at >= momentBefore(now, test.value, where) && at <= now;
  const literal = instantOf(test.value) ?? Number.NaN;
  return test.op === 'before' ? at < literal : at > literal;
}

function count(test: Extract<Comparison, { op: 'atLeast' }>, value: unknown, now: Instant, where: Where): number {
  if (!Array.isArray(value)) return 0;
  if (!test.within) return value.length;
  const since = momentBefore(now, test.within, where);
  return value.map(instantOf).filter((at) => at !== undefined && at >= since && at <= now).length;
}
