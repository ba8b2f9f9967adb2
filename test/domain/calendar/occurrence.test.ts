import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALWAYS } from '../../../src/domain/calendar/calendar.js';
import { parseDateValue, parseLocalTime } from '../../../src/domain/calendar/date-value.js';
import { nextLocalTime } from '../../../src/domain/calendar/local-time.js';
import { dateWait } from '../../../src/domain/calendar/occurrence.js';
import { isWeekday, type Weekday } from '../../../src/domain/calendar/weekday.js';
import { formatLocal } from '../../../src/domain/calendar/zone.js';
import { formatInstant } from '../../../src/domain/instant.js';
import { at, calendar, span } from './shipped.js';

describe('the value of a date field', () => {
  test.each([
    ['1990-05-17', { type: 'date', year: 1990, month: 5, day: 17 }],
    ['--05-17', { type: 'monthDay', month: 5, day: 17 }],
    ['--02-29', { type: 'monthDay', month: 2, day: 29 }],
    [{ lunar: { month: 8, day: 15, leap: false } }, { type: 'lunar', month: 8, day: 15, leap: false }],
    [{ lunar: { month: 8, day: 15 } }, { type: 'lunar', month: 8, day: 15, leap: false }],
    ['2027-01-04T09:00:00+08:00', { type: 'instant', at: Date.UTC(2027, 0, 4, 1) }],
    ['2027-01-04T09:00', { type: 'local', local: Date.UTC(2027, 0, 4, 9) }],
    [Date.UTC(2027, 0, 4), { type: 'instant', at: Date.UTC(2027, 0, 4) }],
  ])('%j is read', (value, expected) => {
    expect(parseDateValue(value)).toEqual(expected);
  });

  test.each([
    null,
    undefined,
    '',
    '1990-02-30',
    '1990-13-01',
    '--02-30',
    '17.05.1990',
    '0001-01-01',
    Number.NaN,
    {},
    { lunar: null },
    { lunar: { month: 13, day: 1 } },
    { lunar: { month: 1, day: 31 } },
    { lunar: { month: 1.5, day: 1 } },
    { lunar: { month: 1, day: 1, leep: true } },
  ])('%j is none', (value) => {
    expect(parseDateValue(value)).toBeUndefined();
  });

  test('as a local time is an instant of a zone', () => {
    expect(parseLocalTime('2027-09-14T10:00', 'Asia/Shanghai')).toBe(at('2027-09-14T02:00:00Z'));
    expect(parseLocalTime('2027-03-14T02:30', 'America/New_York')).toBe(at('2027-03-14T07:30:00Z'));
    expect(parseLocalTime('2027-09-14', 'Asia/Shanghai')).toBeUndefined();
  });
});

describe('a wait on a date', () => {
  const wait = (
    value: unknown,
    now: string,
    spec: { at?: string; shift?: string; every?: 'year' } = {},
    zone = 'Europe/Berlin',
    id = 'de-office',
  ): string => {
    const parsed = parseDateValue(value);
    if (!parsed) throw new Error(`${String(value)} is no date`);
    const shift = spec.shift === undefined ? undefined : span(spec.shift);
    const instant = dateWait({ value: parsed, at: spec.at, shift, every: spec.every }, at(now), {
      zone,
      calendar: calendar(id),
    });
    return formatLocal(instant, zone).slice(0, 16);
  };
  const yearly = 'year' as const;

  test.each([
    ['2027-06-01', {}, '2027-06-01T09:00', 'is at nine if nothing is said'],
    ['2027-06-01', { at: '14:30' }, '2027-06-01T14:30', 'is at its time'],
    ['2027-06-01', { shift: '-3 days' }, '2027-05-29T09:00', 'is moved'],
    ['2027-06-01', { shift: '-3 business days' }, '2027-05-27T09:00', 'is moved by business days'],
    ['2027-06-01', { shift: '-2 business hours' }, '2027-05-31T15:00', 'is moved by open time'],
    ['2027-05-31', { shift: '1 month' }, '2027-06-30T09:00', 'is moved to the end of a month'],
    ['1990-05-17', {}, '1990-05-17T09:00', 'may be past'],
    ['2027-03-29', { at: '02:30', shift: '-1 day' }, '2027-03-28T03:30', 'is moved, then the clock is read'],
    ['2027-03-28', { at: '02:30', shift: '1 day' }, '2027-03-29T02:30', 'is not moved by a gap it only passes'],
    ['2027-06-01T14:15:00Z', {}, '2027-06-01T16:15', 'keeps the time of an instant'],
    ['2027-06-01T14:15:00Z', { at: '09:00' }, '2027-06-01T09:00', 'takes the time that is said'],
    ['2027-06-01T14:15:00Z', { shift: '-1 week' }, '2027-05-25T16:15', 'moves an instant'],
    ['2027-06-01T14:15', {}, '2027-06-01T14:15', 'keeps a local time'],
  ])('%s with %j ends %s: it %s', (value, spec, expected, _why) => {
    expect(wait(value, '2027-01-01T00:00:00Z', spec)).toBe(expected);
  });

  test.each([
    ['1990-05-17', '2027-01-01T00:00:00Z', {}, '2027-05-17T09:00', 'comes this year'],
    ['1990-05-17', '2027-05-17T06:59:59Z', {}, '2027-05-17T09:00', 'comes today before its time'],
    ['1990-05-17', '2027-05-17T07:00:00Z', {}, '2028-05-17T09:00', 'comes strictly after now'],
    ['1990-05-17', '2027-05-14T08:00:00Z', { shift: '-3 days' }, '2028-05-14T09:00', 'counts the shift in'],
    [
      '1990-01-02',
      '2027-12-29T00:00:00Z',
      { shift: '-3 days' },
      '2027-12-30T09:00',
      'counts the shift in over the new year',
    ],
    [
      '1990-12-30',
      '2027-01-01T00:00:00Z',
      { shift: '3 days' },
      '2027-01-02T09:00',
      'counts a later shift in over the new year',
    ],
    ['1990-05-17', '2027-01-01T00:00:00Z', { shift: '-2 years' }, '2027-05-17T09:00', 'counts long shifts in'],
    ['--05-17', '2027-06-01T00:00:00Z', {}, '2028-05-17T09:00', 'needs no year'],
    ['1988-02-29', '2027-01-01T00:00:00Z', {}, '2027-02-28T09:00', 'on 29 February is kept on the 28th'],
    ['1988-02-29', '2027-03-01T00:00:00Z', {}, '2028-02-29T09:00', 'and on the 29th in a leap year'],
    ['--02-29', '2027-01-01T00:00:00Z', { shift: '1 day' }, '2027-03-01T09:00', 'moved from the 28th'],
    ['2026-06-01T14:15:00Z', '2027-01-01T00:00:00Z', {}, '2027-06-01T16:15', 'of an instant keeps its time'],
    [
      '2026-01-15T08:00:00Z',
      '2027-06-16T00:00:00Z',
      {},
      '2028-01-15T09:00',
      'of an instant keeps its time on the wall',
    ],
    ['2029-05-17', '2027-01-01T00:00:00Z', {}, '2029-05-17T09:00', 'does not begin before the date itself'],
  ] as const)('every year for %s after %s with %j is %s: it %s', (value, now, spec, expected, _why) => {
    expect(wait(value, now, { ...spec, every: yearly })).toBe(expected);
  });

  test('without a year comes next even if `every` is left out', () => {
    expect(wait('--05-17', '2027-06-01T00:00:00Z')).toBe('2028-05-17T09:00');
    expect(wait({ lunar: { month: 8, day: 15 } }, '2027-06-01T00:00:00Z')).toBe('2027-09-15T09:00');
  });

  test('every year is strictly after now, and there is none between', () => {
    const date = fc.record({ month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 28 }) });
    const shift = fc.record({
      n: fc.integer({ min: -500, max: 500 }),
      unit: fc.constantFrom('days' as const, 'hours' as const, 'business days' as const, 'weeks' as const),
    });
    fc.assert(
      fc.property(
        date,
        shift,
        fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') }),
        ({ month, day }, moved, now) => {
          const where = { zone: 'Asia/Shanghai', calendar: calendar('cn-office') };
          const next = dateWait({ value: { type: 'monthDay', month, day }, shift: moved, every: 'year' }, now, where);
          expect(next).toBeGreaterThan(now);
          for (let year = 2000; year <= 2050; year++) {
            const one = dateWait({ value: { type: 'date', year, month, day }, shift: moved }, now, where);
            expect(one > now && one < next).toBe(false);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the next time of day', () => {
  test.each([
    [
      '2027-01-04T08:59:59+08:00',
      '09:00',
      undefined,
      'Asia/Shanghai',
      '2027-01-04T01:00:00Z',
      'is today if it is still to come',
    ],
    ['2027-01-04T09:00:00+08:00', '09:00', undefined, 'Asia/Shanghai', '2027-01-05T01:00:00Z', 'is strictly after now'],
    [
      '2027-01-04T09:00:00+08:00',
      '09:00',
      'tue thu',
      'Asia/Shanghai',
      '2027-01-05T01:00:00Z',
      'is on the next of its days',
    ],
    [
      '2027-01-05T09:00:00+08:00',
      '09:00',
      'tue thu',
      'Asia/Shanghai',
      '2027-01-07T01:00:00Z',
      'is on the next of its days',
    ],
    [
      '2027-01-07T09:00:00+08:00',
      '09:00',
      'tue thu',
      'Asia/Shanghai',
      '2027-01-12T01:00:00Z',
      'is next week when they are over',
    ],
    [
      '2027-01-05T09:00:00+08:00',
      '09:00',
      'tue',
      'Asia/Shanghai',
      '2027-01-12T01:00:00Z',
      'is a week later for one day',
    ],
    [
      '2027-03-14T01:00:00-05:00',
      '02:30',
      undefined,
      'America/New_York',
      '2027-03-14T07:30:00Z',
      'moves forward in a gap',
    ],
    [
      '2027-03-14T03:10:00-04:00',
      '02:30',
      undefined,
      'America/New_York',
      '2027-03-14T07:30:00Z',
      'still comes after the gap',
    ],
    [
      '2027-11-07T01:30:00-04:00',
      '01:30',
      undefined,
      'America/New_York',
      '2027-11-08T06:30:00Z',
      'does not come twice',
    ],
    [
      '2027-11-07T01:10:00-05:00',
      '01:30',
      undefined,
      'America/New_York',
      '2027-11-08T06:30:00Z',
      'does not come in the second hour',
    ],
    [
      '2011-12-29T12:00:00-10:00',
      '09:00',
      undefined,
      'Pacific/Apia',
      '2011-12-30T19:00:00Z',
      'comes after a date that was left out',
    ],
    [
      '2011-12-31T09:00:00+14:00',
      '09:00',
      undefined,
      'Pacific/Apia',
      '2011-12-31T19:00:00Z',
      'comes once for it and the day after',
    ],
  ])('after %s, %s on %s in %s, is %s: it %s', (after, time, days, zone, expected, _why) => {
    expect(formatInstant(nextLocalTime(at(after), time, days?.split(' ').filter(isWeekday), zone))).toBe(expected);
  });

  test('of a date that a zone left out is found from both sides of it', () => {
    const saturdayAtNine = at('2011-12-30T19:00:00Z');
    expect(nextLocalTime(at('2011-12-29T12:00:00-10:00'), '09:00', ['fri'], 'Pacific/Apia')).toBe(saturdayAtNine);
    expect(nextLocalTime(at('2011-12-31T05:00:00+14:00'), '09:00', ['fri'], 'Pacific/Apia')).toBe(saturdayAtNine);
  });

  test('every Monday at nine comes 52 times in 2027, through both changes of the clocks', () => {
    let now = at('2027-01-01T00:00:00Z');
    const mondays: string[] = [];
    while (now < at('2028-01-01T00:00:00Z')) {
      now = nextLocalTime(now, '09:00', ['mon'], 'America/New_York');
      mondays.push(formatLocal(now, 'America/New_York'));
    }
    expect(mondays.slice(0, -1)).toHaveLength(52);
    expect(mondays.every((monday) => monday.includes('T09:00:00-0'))).toBe(true);
  });

  test('on no day at all is an error, not an endless search', () => {
    expect(() => nextLocalTime(0, '09:00', [], 'UTC')).toThrow('no day of the week');
  });

  test('is the same asked at any moment before it', () => {
    const days = fc.subarray<Weekday>(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], { minLength: 1 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1.4e12, max: 2.2e12 }),
        days,
        fc.integer({ min: 0, max: 1439 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.constantFrom('Australia/Lord_Howe', 'America/New_York', 'Africa/Casablanca', 'Asia/Kathmandu'),
        (now, on, minute, part, zone) => {
          const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
          const next = nextLocalTime(now, time, on, zone);
          expect(next).toBeGreaterThan(now);
          expect(nextLocalTime(now + Math.floor((next - now) * part), time, on, zone)).toBe(next);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

test('a date is no occasion to close: the calendar always leaves every day open', () => {
  expect(
    dateWait({ value: { type: 'date', year: 2027, month: 10, day: 1 }, shift: span('1 business day') }, 0, {
      zone: 'UTC',
      calendar: ALWAYS,
    }),
  ).toBe(at('2027-10-02T09:00:00Z'));
});
