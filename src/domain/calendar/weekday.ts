import type { Day } from './civil.js';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** A day of the week as definitions and calendars write it. */
export type Weekday = (typeof WEEKDAYS)[number];

/** True if `text` is one of `mon` to `sun`. */
export const isWeekday = (text: unknown): text is Weekday => (WEEKDAYS as readonly unknown[]).includes(text);

/** The position of a day in its week, 0 for Monday to 6 for Sunday. */
export const weekdayIndex = (day: Day): number => (((day + 3) % 7) + 7) % 7;

/** The weekday a civil day falls on. */
export const weekdayOf = (day: Day): Weekday => WEEKDAYS[weekdayIndex(day)] as Weekday;
