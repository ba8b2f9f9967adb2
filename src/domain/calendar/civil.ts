import { DAY, MINUTE } from '../instant.js';

/** A date of the civil (Gregorian) calendar, in no zone: whole days since 1970-01-01, so that arithmetic is addition. */
export type Day = number;

export interface YearMonthDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The civil day of a year (1000 to 9999), month (1 to 12) and day. What lies past a month's end rolls over. */
export const dayOf = (year: number, month: number, day: number): Day =>
  Math.round(Date.UTC(year, month - 1, day) / DAY);

/** The last day number of a month: 28 to 31. */
export const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Like `dayOf`, but a day past the month's end is its last day (31 April: the 30th, 29 February: the 28th). */
export const clampedDayOf = (year: number, month: number, day: number): Day =>
  dayOf(year, month, day <= 28 ? day : Math.min(day, daysInMonth(year, month)));

/** Year, month and day of a civil day. */
export function yearMonthDay(day: Day): YearMonthDay {
  const date = new Date(day * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The year of a civil day. */
export const yearOf = (day: Day): number => new Date(day * DAY).getUTCFullYear();

/** The day `months` later (or earlier, if negative), on the month's last day where the date doesn't exist. */
export function addMonths(day: Day, months: number): Day {
  const date = yearMonthDay(day);
  const count = date.year * 12 + (date.month - 1) + months;
  const year = Math.floor(count / 12);
  return clampedDayOf(year, count - year * 12 + 1, date.day);
}

/** `2027-01-04` for a civil day. */
export const formatDay = (day: Day): string => new Date(day * DAY).toISOString().slice(0, 10);

/** The civil day of `YYYY-MM-DD` (years 1000 to 9999), or undefined if it is none: 2027-02-30 isn't. */
export function parseDay(text: string): Day | undefined {
  const match = /^([1-9]\d{3})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) return undefined;
  const day = dayOf(Number(match[1]), Number(match[2]), Number(match[3]));
  return formatDay(day) === text ? day : undefined;
}

const timesOfDay = new Map<string, number>();

/**
 * Milliseconds after midnight of `HH:MM`, or undefined if it is no time of day. `24:00`, a day's end, counts only with
 * `endOfDay`.
 */
export function parseTimeOfDay(text: string, options?: { readonly endOfDay?: boolean }): number | undefined {
  const known = timesOfDay.get(text);
  if (known !== undefined) return known;
  if (text === '24:00') return options?.endOfDay ? DAY : undefined;
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (!match) return undefined;
  const time = (Number(match[1]) * 60 + Number(match[2])) * MINUTE;
  timesOfDay.set(text, time);
  return time;
}

/** Like `parseTimeOfDay` for text that was checked when its definition was parsed; throws RangeError on anything else. */
export function timeOfDay(text: string): number {
  const time = parseTimeOfDay(text, { endOfDay: true });
  if (time === undefined) throw new RangeError(`"${text}" is no time of day; expected HH:MM`);
  return time;
}
