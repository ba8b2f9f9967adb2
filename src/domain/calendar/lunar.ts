import { LunarYear, Solar } from 'lunar-typescript';
import { type Day, dayOf, yearMonthDay } from './civil.js';

/*
 * The Chinese lunisolar calendar. `lunar-typescript` is trusted because it agrees with astronomical new moons, where
 * ICU is off by a month in 2027 and 2030. Only functions that take numbers are called: those that take a Date read the
 * process's time zone.
 */

interface LunarMonth {
  /** 1 to 12; a leap month has the number of the month before it. */
  readonly month: number;
  readonly leap: boolean;
  readonly first: Day;
  /** 29 or 30. */
  readonly days: number;
}

const years = new Map<number, readonly LunarMonth[]>();

const JULIAN_DAY_OF_1970 = 2_440_588;

function monthsOf(lunarYear: number): readonly LunarMonth[] {
  const known = years.get(lunarYear);
  if (known) return known;
  const months = LunarYear.fromYear(lunarYear)
    .getMonths() // Also has the last months of the year before and the first of the one after.
    .filter((month) => month.getYear() === lunarYear)
    .map((month) => ({
      month: Math.abs(month.getMonth()),
      leap: month.getMonth() < 0,
      first: Math.round(month.getFirstJulianDay()) - JULIAN_DAY_OF_1970,
      days: month.getDayCount(),
    }));
  years.set(lunarYear, months);
  return months;
}

/**
 * The civil day of a lunar date in a lunar year (named by the civil year in which it begins; its last months reach into
 * the next). In a year without that leap month it is the ordinary month of the same number; day 30 of a month of 29
 * days is its last.
 */
export function lunarDay(
  lunarYear: number,
  date: { readonly month: number; readonly day: number; readonly leap: boolean },
): Day {
  const months = monthsOf(lunarYear).filter((month) => month.month === date.month);
  const month = months.find((candidate) => candidate.leap === date.leap) ?? months[0];
  if (!month) throw new RangeError(`lunar month ${date.month} is none; expected 1 to 12`);
  return month.first + Math.min(date.day, month.days) - 1;
}

/** The number of a lunar year's leap month, or undefined if it has none. */
export const leapMonthOf = (lunarYear: number): number | undefined =>
  monthsOf(lunarYear).find((month) => month.leap)?.month;

const qingmings = new Map<number, Day>();

/** Qingming of a civil year, by the sun's place: 4 to 6 April. */
export function qingming(year: number): Day {
  const known = qingmings.get(year);
  if (known !== undefined) return known;
  const term = Solar.fromYmd(year, 4, 1).getLunar().getJieQiTable()['清明'];
  if (!term) throw new Error(`no Qingming in ${year}; expected one every year`);
  const day = dayOf(term.getYear(), term.getMonth(), term.getDay());
  qingmings.set(year, day);
  return day;
}

/** The lunar date of a civil day. */
export function lunarDateOf(day: Day): { readonly month: number; readonly day: number; readonly leap: boolean } {
  const { year } = yearMonthDay(day);
  for (const lunarYear of [year, year - 1])
    for (const { month, leap, first, days } of monthsOf(lunarYear))
      if (day >= first && day < first + days) return { month, day: day - first + 1, leap };
  throw new RangeError(`day ${day} has no lunar date; expected one of the years that the tables know`);
}
