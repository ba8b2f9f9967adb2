import { DAY, type Instant } from '../instant.js';
import { type Day, dayOf, yearOf } from './civil.js';
import { weekdayIndex } from './weekday.js';
import { fromLocal, toLocal } from './zone.js';

/*
 * Weeks of ISO 8601: from Monday to Sunday, of the year that their Thursday lies in. A week is known by its Monday.
 */

const mondayOf = (day: Day): Day => day - weekdayIndex(day);

/** The first week of a year is that of 4 January. */
const firstMonday = (year: number): Day => mondayOf(dayOf(year, 1, 4));

/** The Monday of the week that it is in a zone at an instant. */
export const weekAt = (at: Instant, zone: string): Day => mondayOf(Math.floor(toLocal(at, zone) / DAY));

/** `2027-W03` for a Monday. */
export function formatWeek(monday: Day): string {
  const year = yearOf(monday + 3);
  const number = (monday - firstMonday(year)) / 7 + 1;
  return `${year}-W${String(number).padStart(2, '0')}`;
}

/** The Monday of `2027-W03`, or undefined if there is no such week: 2027-W53 isn't. */
export function parseWeek(text: string): Day | undefined {
  const match = /^([1-9]\d{3})-W(\d\d)$/.exec(text);
  if (match === null) return undefined;
  const monday = firstMonday(Number(match[1])) + (Number(match[2]) - 1) * 7;
  return formatWeek(monday) === text ? monday : undefined;
}

/** From when to when a week lasts in a zone. The last instant isn't in it. */
export const spanOfWeek = (monday: Day, zone: string): { readonly from: Instant; readonly to: Instant } => ({
  from: fromLocal(monday * DAY, zone),
  to: fromLocal((monday + 7) * DAY, zone),
});
