import { assertNever } from '../result.js';
import { clampedDayOf, type Day, dayOf, daysInMonth } from './civil.js';
import { lunarDay, qingming } from './lunar.js';
import { WEEKDAYS, type Weekday, weekdayIndex } from './weekday.js';

/** How a day that comes back every year is found. */
export type YearlyDay =
  | { readonly type: 'fixed'; readonly month: number; readonly day: number }
  /** The n-th such weekday of a month; -1 is the last. */
  | { readonly type: 'weekday'; readonly nth: number; readonly weekday: Weekday; readonly month: number }
  /** Days after Easter Sunday of the western churches, negative before it. */
  | { readonly type: 'easter'; readonly offset: number }
  | { readonly type: 'lunar'; readonly month: number; readonly day: number }
  | { readonly type: 'qingming' };

export interface HolidayRule {
  readonly name: string;
  readonly on: YearlyDay;
  /** Begins so many days after that day; negative before it. */
  readonly offset: number;
  /** How many days it lasts. */
  readonly days: number;
  /** First and last year in which it holds. */
  readonly since?: number;
  readonly until?: number;
  /** `nearest-weekday`: falling on a Saturday it is also kept on the Friday before, on a Sunday on the Monday after. */
  readonly observed?: 'nearest-weekday';
}

/** The civil day on which `on` falls in a civil year; a lunar date's year is the one in which its lunar year begins. */
export function yearlyDay(on: YearlyDay, year: number): Day {
  switch (on.type) {
    case 'fixed':
      return clampedDayOf(year, on.month, on.day);
    case 'weekday':
      return nthWeekday(on, year);
    case 'easter':
      return easterSunday(year) + on.offset;
    case 'lunar':
      return lunarDay(year, { month: on.month, day: on.day, leap: false });
    case 'qingming':
      return qingming(year);
    default:
      return assertNever(on);
  }
}

/** The civil days of a holiday that belongs to a civil year. Its first or last ones can lie in a neighbouring year. */
export function holidayDays(rule: HolidayRule, year: number): readonly Day[] {
  if (year < (rule.since ?? year) || year > (rule.until ?? year)) return [];
  const first = yearlyDay(rule.on, year) + rule.offset;
  const days = Array.from({ length: rule.days }, (_, index) => first + index);
  if (rule.observed === 'nearest-weekday') {
    for (const day of [...days]) {
      if (weekdayIndex(day) === 5) days.push(day - 1);
      if (weekdayIndex(day) === 6) days.push(day + 1);
    }
  }
  return days;
}

function nthWeekday(
  on: { readonly nth: number; readonly weekday: Weekday; readonly month: number },
  year: number,
): Day {
  const wanted = WEEKDAYS.indexOf(on.weekday);
  if (on.nth > 0) {
    const first = dayOf(year, on.month, 1);
    return first + ((wanted - weekdayIndex(first) + 7) % 7) + (on.nth - 1) * 7;
  }
  const last = dayOf(year, on.month, daysInMonth(year, on.month));
  return last - ((weekdayIndex(last) - wanted + 7) % 7) + (on.nth + 1) * 7;
}

/** The Gregorian computus, after Meeus, Astronomical Algorithms, chapter 8. */
function easterSunday(year: number): Day {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const moonShift = Math.floor((8 * century + 13) / 25);
  const epact = (19 * golden + century - Math.floor(century / 4) - moonShift + 15) % 30;
  const weekdayShift = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekdayShift) / 451);
  const sum = epact + weekdayShift - 7 * late + 114;
  return dayOf(year, Math.floor(sum / 31), (sum % 31) + 1);
}
