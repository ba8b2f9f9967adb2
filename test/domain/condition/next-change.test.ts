import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALWAYS, type Where } from '../../../src/domain/calendar/calendar.js';
import type { Condition } from '../../../src/domain/condition/condition.js';
import { matches } from '../../../src/domain/condition/matches.js';
import { nextChange } from '../../../src/domain/condition/next-change.js';
import { parseCondition } from '../../../src/domain/condition/parse-condition.js';
import { at, calendar } from '../calendar/shipped.js';

const DAY = 86_400_000;
const NOW = at('2027-01-15T12:00:00Z');
const PLACES: readonly Where[] = [
  { zone: 'UTC', calendar: ALWAYS },
  { zone: 'Europe/Berlin', calendar: ALWAYS },
  { zone: 'America/New_York', calendar: calendar('cn-office') },
];

const changeOf = (value: unknown, found: { readonly [path: string]: unknown }): number | null =>
  nextChange(parseCondition(value).condition, (path) => found[path], NOW, PLACES[0] as Where);

describe('the next change of a condition by the clock alone', () => {
  test.each<[string, unknown, unknown, string | null]>([
    [
      'olderThan comes true a millisecond after its time',
      { olderThan: '2 days' },
      '2027-01-14T12:00:00Z',
      '2027-01-16T12:00:00.001Z',
    ],
    ['olderThan that holds stays', { olderThan: '2 days' }, '2027-01-01T12:00:00Z', null],
    [
      'within ends a millisecond after its time',
      { within: '2 days' },
      '2027-01-14T12:00:00Z',
      '2027-01-16T12:00:00.001Z',
    ],
    ['within of what lies ahead begins then', { within: '2 days' }, '2027-01-20T12:00:00Z', '2027-01-20T12:00:00.000Z'],
    ['within that is over stays so', { within: '2 days' }, '2027-01-01T12:00:00Z', null],
    ['before and after never change', { before: '2028-01-01' }, '2027-01-14T12:00:00Z', null],
    ['a missing value never changes', { within: '2 days' }, null, null],
    ['a text that is no instant never changes', { within: '2 days' }, 'soon', null],
  ])('%s', (_, comparison, value, expected) => {
    const change = changeOf({ 'contact.lastOrderAt': comparison }, { 'contact.lastOrderAt': value });
    expect(change === null ? null : new Date(change).toISOString()).toBe(expected);
  });

  test('is the first of all parts, whatever stands around them', () => {
    const condition = {
      any: [{ 'contact.createdAt': { olderThan: '3 days' } }, { not: { 'contact.lastOrderAt': { within: '2 days' } } }],
      'contact.status': 'lead',
    };
    const found = { 'contact.createdAt': '2027-01-14T12:00:00Z', 'contact.lastOrderAt': '2027-01-14T13:00:00Z' };
    expect(new Date(changeOf(condition, found) ?? 0).toISOString()).toBe('2027-01-16T13:00:00.001Z');
  });

  test('is a moment at which the answer differs from before, and until then it does not', () => {
    const unit = fc.constantFrom(
      'minutes',
      'hours',
      'days',
      'weeks',
      'months',
      'years',
      'business hours',
      'business days',
    );
    fc.assert(
      fc.property(
        fc.integer({ min: -500 * DAY, max: 60 * DAY }),
        fc.constantFrom('olderThan' as const, 'within' as const),
        fc.integer({ min: 1, max: 30 }),
        unit,
        fc.constantFrom(...PLACES),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }),
        (offset, op, n, of, where, parts) => {
          const condition: Condition = { type: 'test', path: 'contact.x', test: { op, value: { n, unit: of } } };
          const value = NOW + offset;
          const holds = (instant: number): boolean => matches(condition, () => value, instant, where);
          const change = nextChange(condition, () => value, NOW, where);
          const end = change === null ? NOW + 20_000 * DAY : change - 1;
          for (const part of [...parts, 1]) expect(holds(NOW + Math.round((end - NOW) * part))).toBe(holds(NOW));
          if (change === null) return;
          expect(change).toBeGreaterThan(NOW);
          expect(holds(change)).toBe(!holds(NOW));
        },
      ),
      { numRuns: 1_500 },
    );
  });
});
