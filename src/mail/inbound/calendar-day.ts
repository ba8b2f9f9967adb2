import { DAY } from '../../domain/instant.js';

/** A day of the calendar as a count of days since 1970-01-01, so that days can be added and compared. */
export type CalendarDay = number;

/** The day, or null where the calendar has none such: 30 February. Month 1 to 12. */
export function dayOf(year: number, month: number, day: number): CalendarDay | null {
  if (year < 1970 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31) return null;
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCMonth() === month - 1 ? at.getTime() / DAY : null;
}

/** `2027-01-05`. */
export const isoDay = (day: CalendarDay): string => new Date(day * DAY).toISOString().slice(0, 10);

export const yearOf = (day: CalendarDay): number => new Date(day * DAY).getUTCFullYear();
export const monthOf = (day: CalendarDay): number => new Date(day * DAY).getUTCMonth() + 1;
export const dateOf = (day: CalendarDay): number => new Date(day * DAY).getUTCDate();

/** 1 Monday to 7 Sunday; 1970-01-01 was a Thursday. */
export const weekdayOf = (day: CalendarDay): number => ((((day + 3) % 7) + 7) % 7) + 1;
