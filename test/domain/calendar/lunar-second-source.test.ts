import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { formatDay, yearMonthDay } from '../../../src/domain/calendar/civil.js';
import { leapMonthOf, lunarDay, qingming } from '../../../src/domain/calendar/lunar.js';

/*
 * The lunar calendar against the sky: date-chinese computes new moons and solar terms from the positions of moon and sun
 * (Meeus, VSOP87), without any table of months. ICU, which is in the runtime, is no such source: it is wrong by a month in
 * 2027 and 2030, among others.
 */

interface ChineseDate {
  fromGregorian(year: number, month: number, day: number): void;
  fromJDE(day: number): void;
  get(): readonly [cycle: number, year: number, month: number, leap: boolean, day: number];
  toGregorian(): { readonly year: number; readonly month: number; readonly day: number };
  qingming(year: number): number;
}

// It comes with date-holidays, whose own dependency it is.
const holidays = createRequire(createRequire(import.meta.url).resolve('date-holidays'));
const { CalendarChinese } = createRequire(holidays.resolve('date-holidays-parser'))('date-chinese') as {
  readonly CalendarChinese: new () => ChineseDate;
};

/**
 * Where the sky and the calendar in force part. A new moon within a minute or two of midnight falls on this or that side by
 * how exactly it is computed; in 2033 the rule for the leap month is at its hardest, and what is in force is a leap month
 * after the eleventh, which the second source puts after the seventh.
 */
const KNOWN = [
  '1906-04-24 new moon at midnight',
  ...['2033-08-25', '2033-09-23', '2033-10-23', '2033-11-22'].map((day) => `${day} leap month of 2033`),
  '2057-09-29 new moon at midnight',
];

interface Month {
  readonly year: number;
  readonly month: number;
  readonly leap: boolean;
}

const MONTHS: readonly Month[] = Array.from({ length: 201 }, (_, index) => 1900 + index).flatMap((year) =>
  Array.from({ length: 12 }, (_, index) => index + 1).flatMap((month) => [
    { year, month, leap: false },
    ...(leapMonthOf(year) === month ? [{ year, month, leap: true }] : []),
  ]),
);

describe('the lunar calendar of 1900 to 2100', () => {
  test('begins its months on the days of the new moons, with leap months where the sun has them', () => {
    expect(MONTHS).toHaveLength(2_486);
    const parted = MONTHS.flatMap(({ year, month, leap }) => {
      const date = yearMonthDay(lunarDay(year, { month, day: 1, leap }));
      const sky = new CalendarChinese();
      sky.fromGregorian(date.year, date.month, date.day);
      const [, , itsMonth, itsLeap, itsDay] = sky.get();
      return itsMonth === month && itsLeap === leap && itsDay === 1
        ? []
        : [formatDay(lunarDay(year, { month, day: 1, leap }))];
    });
    expect(parted).toEqual(KNOWN.map((known) => known.slice(0, 10)));
  }, 120_000);

  test('has Qingming on the days when the sun stands at 15 degrees', () => {
    const parted = Array.from({ length: 201 }, (_, index) => 1900 + index).filter((year) => {
      const sky = new CalendarChinese();
      sky.fromJDE(sky.qingming(year));
      const { month, day } = sky.toGregorian();
      const ours = yearMonthDay(qingming(year));
      return ours.month !== month || ours.day !== day;
    });
    expect(parted).toEqual([]);
  }, 120_000);
});
