import { describe, expect, test } from 'vitest';
import { formatDay } from '../../../src/domain/calendar/civil.js';
import { FESTIVAL_IDS, type Festival, festivalOn, isFestival } from '../../../src/domain/calendar/festival.js';
import { leapMonthOf, lunarDay, qingming } from '../../../src/domain/calendar/lunar.js';
import { dateWait, nextFestival } from '../../../src/domain/calendar/occurrence.js';
import { formatLocal } from '../../../src/domain/calendar/zone.js';
import { at, calendar, span } from './shipped.js';

const CN = { zone: 'Asia/Shanghai', calendar: calendar('cn-office') };
const local = (instant: number): string => formatLocal(instant, 'Asia/Shanghai').slice(0, 16);

describe('the lunar calendar', () => {
  test.each([
    ['2024-02-10'],
    ['2025-01-29'],
    ['2026-02-17'],
    ['2027-02-06'],
    ['2028-01-26'],
    ['2029-02-13'],
    ['2030-02-03'],
    ['2031-01-23'],
  ])('begins a year on %s', (date) => {
    expect(formatDay(lunarDay(Number(date.slice(0, 4)), { month: 1, day: 1, leap: false }))).toBe(date);
  });

  test.each([
    [2020, 4],
    [2023, 2],
    [2025, 6],
    [2028, 5],
    [2033, 11],
    [2026, undefined],
    [2027, undefined],
  ])('has in %i the leap month %s', (year, month) => {
    expect(leapMonthOf(year)).toBe(month);
  });

  test.each([
    [2025, '2025-04-04'],
    [2026, '2026-04-05'],
    [2027, '2027-04-05'],
    [2028, '2028-04-04'],
  ])('has Qingming of %i on %s', (year, date) => {
    expect(formatDay(qingming(year))).toBe(date);
  });

  test('makes every year of 1900 to 2100 from whole months without a gap', () => {
    for (let year = 1900; year <= 2100; year++) {
      const lastMonth = { month: 12, day: 30, leap: leapMonthOf(year) === 12 };
      expect(lunarDay(year, lastMonth) + 1).toBe(lunarDay(year + 1, { month: 1, day: 1, leap: false }));
    }
  });
});

describe('a lunar birthday', () => {
  const birthdays = (month: number, day: number, leap: boolean, from: string, count: number): string[] => {
    const found: string[] = [];
    let now = at(from);
    while (found.length < count) {
      now = dateWait({ value: { type: 'lunar', month, day, leap }, every: 'year' }, now, CN);
      found.push(local(now).slice(0, 10));
    }
    return found;
  };

  test('in a leap month is kept in the ordinary month of a year that lacks it', () => {
    expect(birthdays(6, 15, true, '2025-01-01T00:00:00Z', 3)).toEqual(['2025-08-08', '2026-07-28', '2027-07-18']);
  });

  test('in an ordinary month is not kept again in the leap month', () => {
    expect(birthdays(6, 15, false, '2025-01-01T00:00:00Z', 2)).toEqual(['2025-07-09', '2026-07-28']);
  });

  test('on day 30 is kept on the 29th of a short month', () => {
    expect(birthdays(12, 30, false, '2024-12-01T00:00:00Z', 4)).toEqual([
      '2025-01-28',
      '2026-02-16',
      '2027-02-05',
      '2028-01-25',
    ]);
  });

  test('is counted by lunar years: a civil year can have two or none', () => {
    expect(birthdays(11, 20, false, '1990-06-01T00:00:00Z', 6).map((date) => date.slice(0, 4))).toEqual([
      '1991',
      '1991',
      '1992',
      '1994',
      '1994',
      '1996',
    ]);
  });
});

describe('a festival', () => {
  const year2027: Record<Festival, string> = {
    'new-year': '2027-01-01',
    'spring-festival': '2027-02-06',
    lantern: '2027-02-20',
    'womens-day': '2027-03-08',
    qingming: '2027-04-05',
    'labour-day': '2027-05-01',
    'dragon-boat': '2027-06-09',
    qixi: '2027-08-08',
    'mid-autumn': '2027-09-15',
    'double-ninth': '2027-10-08',
    'teachers-day': '2027-09-10',
    'national-day': '2027-10-01',
    christmas: '2027-12-25',
    'thanksgiving-us': '2027-11-25',
  };

  test.each(FESTIVAL_IDS)('%s of 2027 is on its day', (festival) => {
    expect(formatDay(festivalOn(festival, 2027))).toBe(year2027[festival]);
  });

  test('is one of the named ones', () => {
    expect(isFestival('mid-autumn')).toBe(true);
    expect(isFestival('midautumn')).toBe(false);
    expect(isFestival('toString')).toBe(false);
  });

  test.each([
    ['2027-09-01T00:00:00Z', 'mid-autumn', '09:00', '-1 days', '2027-09-14T09:00'],
    ['2027-09-14T00:59:59Z', 'mid-autumn', '09:00', '-1 days', '2027-09-14T09:00'],
    ['2027-09-14T01:00:00Z', 'mid-autumn', '09:00', '-1 days', '2028-10-02T09:00'],
    ['2027-12-01T00:00:00Z', 'spring-festival', '10:30', '-1 month', '2027-12-26T10:30'],
    ['2027-12-27T00:00:00Z', 'spring-festival', '10:30', '-1 month', '2029-01-13T10:30'],
    ['2027-10-05T00:00:00Z', 'national-day', '09:00', '7 days', '2027-10-08T09:00'],
    ['2027-01-01T00:00:00Z', 'spring-festival', '09:00', '-1 business day', '2027-02-04T09:00'],
    ['2027-01-01T00:00:00Z', 'christmas', '00:15', '-30 minutes', '2027-12-24T23:45'],
  ] as const)('after %s: %s at %s moved %s is %s', (now, festival, time, shift, expected) => {
    expect(local(nextFestival(at(now), festival, time, span(shift), CN))).toBe(expected);
  });

  test('comes at nine if nothing is said', () => {
    expect(local(nextFestival(at('2027-09-01T00:00:00Z'), 'mid-autumn', undefined, undefined, CN))).toBe(
      '2027-09-15T09:00',
    );
  });
});
