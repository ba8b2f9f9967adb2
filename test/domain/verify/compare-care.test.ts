import { describe, expect, test } from 'vitest';
import { DAY, HOUR } from '../../../src/domain/instant.js';
import { type CareRow, careDifference, type ExpectedCare } from '../../../src/domain/verify/compare-care.js';

const AT = Date.parse('2027-05-17T09:00:00Z');

const aRow = (changes: Partial<CareRow> = {}): CareRow => ({
  ...{ occasion: 'comes', step: 'wish', ordinal: 0, at: AT, day: '2027-05-17', zone: 'UTC', version: 1 },
  ...changes,
});
const wanted = (changes: Partial<ExpectedCare> = {}): ExpectedCare => ({ ...aRow(), byOwner: false, ...changes });

const difference = (rows: readonly CareRow[], expected: readonly ExpectedCare[], changedSince = false) =>
  careDifference({ rows, expected, changedSince });

describe('the calendar of care compared with what a journey will do', () => {
  test('is as it should be', () => {
    expect(difference([aRow(), aRow({ ordinal: 1 })], [wanted({ ordinal: 1 }), wanted()])).toBe(null);
    expect(difference([], [])).toBe(null);
  });

  test.each([
    ['lacks what is to come', [], [wanted(), wanted({ ordinal: 1 })], '2 missing'],
    ['has what is not to come', [aRow(), aRow({ step: 'call' })], [wanted()], '1 extra'],
    ['has another day of it', [aRow({ at: AT - DAY, day: '2027-05-16' })], [wanted()], '1 moved'],
    ['has another version of it', [aRow({ version: 2 })], [wanted()], '1 moved'],
    ['has it of another wait', [aRow({ occasion: 'other' })], [wanted()], '1 moved'],
    ['still has what an ended journey does no more', [aRow()], [], '1 extra'],
    [
      'is wrong in all ways',
      [aRow({ zone: 'Asia/Tokyo' }), aRow({ step: 'x' })],
      [wanted(), wanted({ step: 'y' })],
      '1 missing, 1 extra, 1 moved',
    ],
  ] as const)('%s', (_, rows, expected, told) => {
    expect(difference(rows, expected)).toBe(told);
  });

  test('lets a task move with its owner’s hours, and not by a week', () => {
    expect(difference([aRow({ at: AT + 3 * DAY, day: '2027-05-20' })], [wanted({ byOwner: true })])).toBe(null);
    expect(difference([aRow({ at: AT + 5 * DAY })], [wanted({ byOwner: true })])).toBe('1 moved');
    expect(difference([aRow({ at: AT + HOUR })], [wanted()])).toBe('1 moved');
  });

  test('tells nothing of it once records have changed since the decision, but that a journey isn’t in it at all', () => {
    expect(difference([aRow({ at: AT - DAY })], [wanted()], true)).toBe(null);
    expect(difference([], [wanted()], true)).toBe('1 missing');
    expect(difference([], [], true)).toBe(null);
  });
});
