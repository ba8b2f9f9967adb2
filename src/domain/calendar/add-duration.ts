import { DAY, HOUR, type Instant, MINUTE } from '../instant.js';
import { assertNever } from '../result.js';
import { type Calendar, neverCloses, openDayFrom, openSpans, splitLocal, type Where } from './calendar.js';
import { addMonths, type Day } from './civil.js';
import type { Duration } from './duration.js';
import { fromLocal, toLocal } from './zone.js';

/**
 * The instant a duration after `start` (before it, if negative), as the format page's "Waits" rules it: minutes and hours
 * are elapsed time, days to years keep the wall clock of `where.zone`, business time counts in the calendar's zone.
 * Throws RangeError on an unknown zone.
 */
export function addDuration(start: Instant, duration: Duration, where: Where): Instant {
  const { n, unit } = duration;
  switch (unit) {
    case 'minutes':
      return start + n * MINUTE;
    case 'hours':
      return start + n * HOUR;
    case 'days':
    case 'weeks':
    case 'months':
    case 'years': {
      if (n === 0) return start;
      const { day, time } = splitLocal(toLocal(start, where.zone));
      return fromLocal(shiftDay(day, n, unit) * DAY + time, where.zone);
    }
    case 'business minutes':
      return addOpenTime(start, n * MINUTE, where);
    case 'business hours':
      return addOpenTime(start, n * HOUR, where);
    case 'business days':
      return addBusinessDays(start, n, where);
    default:
      return assertNever(unit);
  }
}

/** The units whose length is counted on the civil calendar. */
export type CivilUnit = 'days' | 'weeks' | 'months' | 'years';

/** The civil day `n` units later; a day past a month's end is its last day. */
export function shiftDay(day: Day, n: number, unit: CivilUnit): Day {
  switch (unit) {
    case 'days':
      return day + n;
    case 'weeks':
      return day + n * 7;
    case 'months':
      return addMonths(day, n);
    case 'years':
      return addMonths(day, n * 12);
    default:
      return assertNever(unit);
  }
}

function addBusinessDays(start: Instant, n: number, { zone, calendar }: Where): Instant {
  const clock = calendar.zone ?? zone;
  const { day, time } = splitLocal(toLocal(start, clock));
  const step = n < 0 ? -1 : 1;
  // From a closed day, day 0 is the next open day, also when counting backwards.
  let reached = openDayFrom(calendar, day, 1);
  if (reached === day && n === 0) return start;
  for (let count = Math.abs(n); count > 0; count--) reached = openDayFrom(calendar, reached + step, step);
  return fromLocal(reached * DAY + time, clock);
}

function addOpenTime(start: Instant, length: number, { zone, calendar }: Where): Instant {
  if (neverCloses(calendar)) return start + length;
  const clock = calendar.zone ?? zone;
  return length < 0 ? openTimeBefore(start, -length, clock, calendar) : openTimeAfter(start, length, clock, calendar);
}

function openTimeAfter(start: Instant, length: number, clock: string, calendar: Calendar): Instant {
  let left = length;
  let counted = start;
  let day = splitLocal(toLocal(start, clock)).day;
  for (;;) {
    day = openDayFrom(calendar, day, 1);
    for (const span of openSpans(calendar, day)) {
      // Where the clock jumps, two spans can fall together: no minute counts twice.
      const opens = Math.max(counted, fromLocal(day * DAY + span.from * MINUTE, clock));
      const closes = fromLocal(day * DAY + span.to * MINUTE, clock);
      if (closes <= opens) continue;
      if (left <= closes - opens) return opens + left;
      left -= closes - opens;
      counted = closes;
    }
    day++;
  }
}

function openTimeBefore(start: Instant, length: number, clock: string, calendar: Calendar): Instant {
  let left = length;
  let counted = start;
  let day = splitLocal(toLocal(start, clock)).day;
  for (;;) {
    day = openDayFrom(calendar, day, -1);
    for (const span of openSpans(calendar, day).toReversed()) {
      const opens = fromLocal(day * DAY + span.from * MINUTE, clock);
      const closes = Math.min(counted, fromLocal(day * DAY + span.to * MINUTE, clock));
      if (closes <= opens) continue;
      if (left <= closes - opens) return closes - left;
      left -= closes - opens;
      counted = opens;
    }
    day--;
  }
}
