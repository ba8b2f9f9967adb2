import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALWAYS } from '../../../src/domain/calendar/calendar.js';
import type { Condition } from '../../../src/domain/condition/condition.js';
import { matches } from '../../../src/domain/condition/matches.js';
import { parseCondition } from '../../../src/domain/condition/parse-condition.js';
import { DAY } from '../../../src/domain/instant.js';

const NOW = Date.parse('2027-03-31T12:00:00Z');

function holds(value: unknown, comparison: unknown, now = NOW, zone = 'UTC'): boolean {
  const { condition, problems } = parseCondition({ 'x.y': comparison });
  expect(problems).toEqual([]);
  return matches(condition, (path) => (path === 'x.y' ? value : undefined), now, { zone, calendar: ALWAYS });
}

const COMPARISONS = [
  'a',
  { ne: 'a' },
  { gt: 1 },
  { gte: 1 },
  { lt: 1 },
  { lte: 'a' },
  { in: ['a'] },
  { notIn: ['a'] },
  { contains: 'a' },
  { startsWith: 'a' },
  { exists: true },
  { exists: false },
  { before: '2027-01-01' },
  { after: '2027-01-01' },
  { olderThan: '1 days' },
  { within: '1 days' },
];

describe('the order of texts', () => {
  test.each([
    ['b', 'az', true],
    ['az', 'b', false],
    ['ab', 'aa', true],
    ['aa', 'a', true],
    ['a', 'a', false],
    ['\uffee', '𠮷', false],
    ['𠮷', '\uffee', true],
  ])('is that of code points: %s after %s is %s', (left, right, after) => {
    expect(holds(left, { gt: right })).toBe(after);
    expect(holds(left, { lte: right })).toBe(!after);
  });
});

describe('a missing value', () => {
  test.each([null, undefined])('(%s) satisfies only exists: false, ne and notIn', (missing) => {
    const satisfied = COMPARISONS.filter((comparison) => holds(missing, comparison));
    expect(satisfied).toEqual([{ ne: 'a' }, { notIn: ['a'] }, { exists: false }]);
  });
});

describe('comparisons', () => {
  test.each<[unknown, unknown, boolean]>([
    ['Ada', 'Ada', true],
    ['Ada', 'ada', false],
    [5, 5, true],
    ['5', 5, false],
    [true, true, true],
    [false, { exists: true }, true],
    ['', { exists: true }, true],
    [[], { exists: true }, true],
    ['b', { ne: 'a' }, true],
    ['b', { in: ['a', 'b'] }, true],
    ['b', { notIn: ['a', 'b'] }, false],
    [5, { gt: 5 }, false],
    [5, { gte: 5 }, true],
    [4, { lt: 5 }, true],
    ['10', { gt: 9 }, false],
    ['b', { gt: 'a' }, true],
    ['ab', { gt: 'a' }, true],
    ['a', { gt: 'ab' }, false],
    ['a', { lt: 'ab' }, true],
    ['ab', { lte: 'ab' }, true],
    ['', { lt: 'a' }, true],
    // By code point, not by UTF-16 unit: U+FF5E comes before U+1F600, whose first unit is U+D83D.
    ['\u{1F600}', { gt: '\uFF5E' }, true],
    [['vip', 'eu'], { contains: 'vip' }, true],
    [['vip'], { contains: 'vi' }, false],
    ['a vip', { contains: 'vip' }, true],
    [5, { contains: '5' }, false],
    ['Ada', { startsWith: 'Ad' }, true],
  ])('%j compared with %j is %s', (value, comparison, expected) => expect(holds(value, comparison)).toBe(expected));

  test('with an instant, neither before nor after holds for the very instant', () => {
    const at = '2027-01-31T09:00:00Z';
    expect(holds(at, { before: at })).toBe(false);
    expect(holds(at, { after: at })).toBe(false);
    expect(holds('2027-01-31T08:59:59Z', { before: at })).toBe(true);
    expect(holds('2027-01-31T18:00:00+08:00', { after: at })).toBe(true);
    expect(holds(Date.parse(at) + 1, { after: at })).toBe(true);
    expect(holds('2027-01-31', { after: '2027-01-30' })).toBe(true);
    expect(holds('soon', { before: at })).toBe(false);
  });

  test('olderThan and within meet at the duration, and what lies ahead is neither', () => {
    const ago = (ms: number) => new Date(NOW - ms).toISOString();
    expect([holds(ago(DAY + 1), { olderThan: '1 days' }), holds(ago(DAY + 1), { within: '1 days' })]).toEqual([
      true,
      false,
    ]);
    expect([holds(ago(DAY), { olderThan: '1 days' }), holds(ago(DAY), { within: '1 days' })]).toEqual([false, true]);
    expect([holds(ago(-1), { olderThan: '1 days' }), holds(ago(-1), { within: '1 days' })]).toEqual([false, false]);
  });

  test('a month back from the 31st is the last day of February, and days keep the wall clock', () => {
    expect(holds('2027-02-28T12:00:00Z', { within: '1 month' })).toBe(true);
    expect(holds('2027-02-28T11:59:59Z', { within: '1 month' })).toBe(false);
    // Berlin went over to summer time on 28 March 2027: three days before is an hour later by UTC.
    expect(holds('2027-03-26T12:30:00Z', { within: '5 days' }, NOW, 'Europe/Berlin')).toBe(false);
    expect(holds('2027-03-26T13:00:00Z', { within: '5 days' }, NOW, 'Europe/Berlin')).toBe(true);
  });

  test('counts look at the events within the time', () => {
    const { condition } = parseCondition({ 'events.order.placed': { atLeast: 2, within: '10 days' } });
    const count = (...days: number[]) =>
      matches(condition, () => days.map((day) => new Date(NOW - day * DAY).toISOString()), NOW);
    expect(count(1, 9)).toBe(true);
    expect(count(1, 11, 12)).toBe(false);
    expect(matches(condition, () => undefined, NOW)).toBe(false);
  });
});

describe('combinations', () => {
  const value = fc.oneof(
    fc.constant(null),
    fc.constantFrom('a', 'b', ''),
    fc.integer({ min: 0, max: 3 }),
    fc.boolean(),
    fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
  );
  const leaf = fc.record({
    type: fc.constant('test' as const),
    path: fc.constantFrom('x.a', 'x.b', 'x.c'),
    test: fc.constantFrom(
      ...COMPARISONS.map((comparison) => {
        const { condition } = parseCondition({ 'x.a': comparison });
        if (condition.type !== 'test') throw new Error('expected a test');
        return condition.test;
      }),
    ),
  });
  const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.record({ type: fc.constantFrom('all' as const, 'any' as const), of: fc.array(tie('tree'), { maxLength: 3 }) }),
      fc.record({ type: fc.constant('not' as const), of: tie('tree') }),
    ),
  }));
  const facts = fc.dictionary(fc.constantFrom('x.a', 'x.b', 'x.c'), value);
  const negated = (condition: Condition): Condition => ({ type: 'not', of: condition });

  test('obey the laws of De Morgan', () => {
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 4 }), facts, (of, record) => {
        const ask = (condition: Condition) => matches(condition, (path) => record[path], NOW);
        expect(ask(negated({ type: 'all', of }))).toBe(ask({ type: 'any', of: of.map(negated) }));
        expect(ask({ type: 'all', of })).toBe(of.every(ask));
      }),
    );
  });

  test('ne and notIn are the opposites of eq and in, missing values counted in', () => {
    fc.assert(
      fc.property(value, fc.constantFrom('a', 'b'), (found, literal) => {
        expect(holds(found, { ne: literal })).toBe(!holds(found, literal));
        expect(holds(found, { notIn: [literal] })).toBe(!holds(found, { in: [literal] }));
      }),
    );
  });

  test('of numbers, exactly one of lt, eq and gt holds', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (a, b) => {
          fc.pre(!Object.is(a, -0) && !Object.is(b, -0));
          expect([{ lt: b }, { eq: b }, { gt: b }].filter((comparison) => holds(a, comparison))).toHaveLength(1);
        },
      ),
    );
  });
});
