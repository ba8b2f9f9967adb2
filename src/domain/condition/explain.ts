import { ALWAYS, type Where } from '../calendar/calendar.js';
import { formatDuration } from '../calendar/duration.js';
import { formatInstant, type Instant } from '../instant.js';
import { assertNever } from '../result.js';
import type { Comparison, Condition } from './condition.js';
import { instantOf, type Lookup, matches } from './matches.js';

/** What a path was found to hold. */
export type FoundKind = 'missing' | 'text' | 'number' | 'true or false' | 'instant' | 'list' | 'map';

/** A condition with what came of each of its parts, in its own order; nothing is left out, however early it was decided. */
export type Explanation =
  | { readonly type: 'all' | 'any'; readonly holds: boolean; readonly of: readonly Explanation[] }
  | { readonly type: 'not'; readonly holds: boolean; readonly of: Explanation }
  | {
      readonly type: 'test';
      readonly holds: boolean;
      readonly path: string;
      /** What was asked, in words: `more than 50`. */
      readonly asked: string;
      readonly kind: FoundKind;
      /** What was found, in words; never longer than a line. */
      readonly found: string;
    };

const UTC: Where = { zone: 'UTC', calendar: ALWAYS };

/** Why a contact is in or out, part by part. It agrees with `matches`, of which each part is asked. */
export function explain(condition: Condition, lookup: Lookup, now: Instant, where: Where = UTC): Explanation {
  switch (condition.type) {
    case 'all':
    case 'any': {
      const of = condition.of.map((each) => explain(each, lookup, now, where));
      const holds = condition.type === 'all' ? of.every((each) => each.holds) : of.some((each) => each.holds);
      return { type: condition.type, holds, of };
    }
    case 'not': {
      const of = explain(condition.of, lookup, now, where);
      return { type: 'not', holds: !of.holds, of };
    }
    case 'test': {
      const { path, test } = condition;
      const value = lookup(path);
      const holds = matches(condition, lookup, now, where);
      return { type: 'test', holds, path, asked: wordsOf(test), ...foundIn(value, test, now) };
    }
    default:
      return assertNever(condition);
  }
}

/** An explanation as lines for people: what decides stands under what it decides. */
export function explanationLines(explanation: Explanation, indent = ''): string[] {
  const mark = explanation.holds ? 'yes' : 'no ';
  switch (explanation.type) {
    case 'all':
    case 'any': {
      const head = explanation.type === 'all' ? 'all of these' : 'at least one of these';
      return [`${indent}${mark}  ${head}`, ...explanation.of.flatMap((each) => explanationLines(each, `${indent}  `))];
    }
    case 'not':
      return [`${indent}${mark}  not this`, ...explanationLines(explanation.of, `${indent}  `)];
    case 'test':
      return [`${indent}${mark}  ${explanation.path}: asked ${explanation.asked}; found ${explanation.found}`];
    default:
      return assertNever(explanation);
  }
}

const LONGEST = 60;
function said(value: unknown): string {
  return cut(typeof value === 'string' ? `"${value}"` : String(value));
}

function cut(text: string): string {
  const characters = [...text.replace(/[\p{Cc}\u2028\u2029]/gu, ' ')];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('')}…` : characters.join('');
}

const listed = (values: readonly unknown[]): string => values.map(said).join(', ');

/** A comparison in words. */
function wordsOf(test: Comparison): string {
  switch (test.op) {
    case 'eq':
      return `to be ${said(test.value)}`;
    case 'ne':
      return `to be anything but ${said(test.value)}`;
    case 'in':
      return `to be one of ${listed(test.values)}`;
    case 'notIn':
      return `to be none of ${listed(test.values)}`;
    case 'gt':
      return `to be more than ${said(test.value)}`;
    case 'gte':
      return `to be at least ${said(test.value)}`;
    case 'lt':
      return `to be less than ${said(test.value)}`;
    case 'lte':
      return `to be at most ${said(test.value)}`;
    case 'contains':
      return `to contain ${said(test.value)}`;
    case 'startsWith':
      return `to start with ${said(test.value)}`;
    case 'exists':
      return test.value ? 'to be there' : 'to be missing';
    case 'before':
      return `to be before ${test.value}`;
    case 'after':
      return `to be after ${test.value}`;
    case 'olderThan':
      return `to be longer ago than ${formatDuration(test.value)}`;
    case 'within':
      return `to be within the last ${formatDuration(test.value)}`;
    case 'atLeast':
      return `at least ${test.n}${test.within ? ` within the last ${formatDuration(test.within)}` : ''}`;
    default:
      return assertNever(test);
  }
}

const TIMES: readonly Comparison['op'][] = ['before', 'after', 'olderThan', 'within'];

function foundIn(value: unknown, test: Comparison, now: Instant): { readonly kind: FoundKind; readonly found: string } {
  if (test.op === 'atLeast') return { kind: 'list', found: counted(value, now) };
  if (value === null || value === undefined) return { kind: 'missing', found: 'nothing' };
  if (Array.isArray(value))
    return { kind: 'list', found: value.length === 0 ? 'an empty list' : `the list ${listed(value)}` };
  const at = TIMES.includes(test.op) ? instantOf(value) : undefined;
  if (at !== undefined) return { kind: 'instant', found: formatInstant(at) };
  if (typeof value === 'string') return { kind: 'text', found: `the text ${said(value)}` };
  if (typeof value === 'number') return { kind: 'number', found: `the number ${value}` };
  if (typeof value === 'boolean') return { kind: 'true or false', found: String(value) };
  return { kind: 'map', found: cut(JSON.stringify(value)) };
}

/** How many events there are, and when the latest was, which a count within a time hangs on. */
function counted(value: unknown, now: Instant): string {
  const all = Array.isArray(value) ? value : [];
  const latest = Math.max(...all.flatMap((each) => instantOf(each) ?? []).filter((at) => at <= now));
  return `${all.length === 0 ? 'none' : all.length}${Number.isFinite(latest) ? `, the latest ${formatInstant(latest)}` : ''}`;
}
