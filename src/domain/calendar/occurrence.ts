import { DAY, type Instant } from '../instant.js';
import { assertNever } from '../result.js';
import { addDuration, shiftDay } from './add-duration.js';
import { splitLocal, type Where } from './calendar.js';
import { clampedDayOf, type Day, timeOfDay, yearMonthDay, yearOf } from './civil.js';
import type { DateValue } from './date-value.js';
import type { Duration } from './duration.js';
import { type Festival, festivalOn } from './festival.js';
import { lunarDay } from './lunar.js';
import { fromLocal, toLocal } from './zone.js';

/** The time of day of a date that has none of its own. */
export const DEFAULT_AT = '09:00';

/** What `wait: { until: { date, at, shift, every } }` says, with the date field's value in place of its path. */
export interface DateSpec {
  readonly value: DateValue;
  /** `HH:MM`; 09:00 if left out, but a value with a time of its own keeps it. */
  readonly at?: string | undefined;
  readonly shift?: Duration | undefined;
  readonly every?: 'year' | undefined;
}

/**
 * The instant a wait on a date ends. With `every: year`, and for a date that has no year (`--05-17`, a lunar one), it is
 * the first occurrence strictly after `now`, `at` and `shift` counted in, never one before the date itself; otherwise the
 * one instant, which may be past.
 */
export function dateWait(spec: DateSpec, now: Instant, where: Where): Instant {
  const { value, shift } = spec;
  const time = timeOf(spec, where.zone);
  const moment = (day: Day): Instant => momentOf(day, time, shift, where);
  switch (value.type) {
    case 'date':
      if (spec.every)
        return firstAfter(now, where.zone, value.year, (year) => moment(clampedDayOf(year, value.month, value.day)));
      return moment(clampedDayOf(value.year, value.month, value.day));
    case 'monthDay':
      return firstAfter(now, where.zone, FIRST_YEAR, (year) => moment(clampedDayOf(year, value.month, value.day)));
    case 'lunar':
      return firstAfter(now, where.zone, FIRST_YEAR, (year) => moment(lunarDay(year, value)));
    case 'local':
    case 'instant': {
      const local = value.type === 'local' ? value.local : toLocal(value.at, where.zone);
      const { day } = splitLocal(local);
      if (spec.every) {
        const date = yearMonthDay(day);
        return firstAfter(now, where.zone, date.year, (year) => moment(clampedDayOf(year, date.month, date.day)));
      }
      // An instant without a shift is itself, also in the hour that a clock shows twice.
      if (value.type === 'instant' && !spec.at) return shift ? addDuration(value.at, shift, where) : value.at;
      return moment(day);
    }
    default:
      return assertNever(value);
  }
}

/** The first time a festival comes, at `at` (09:00 if undefined) and moved by `shift`, strictly after `after`. */
export function nextFestival(
  after: Instant,
  festival: Festival,
  at: string | undefined,
  shift: Duration | undefined,
  where: Where,
): Instant {
  const time = timeOfDay(at ?? DEFAULT_AT);
  return firstAfter(after, where.zone, FIRST_YEAR, (year) => momentOf(festivalOn(festival, year), time, shift, where));
}

/** Years before it have no occurrence; the lunar tables are not asked for what nobody can mean. */
const FIRST_YEAR = 1600;

function timeOf({ value, at }: DateSpec, zone: string): number {
  if (at !== undefined) return timeOfDay(at);
  if (value.type === 'local') return splitLocal(value.local).time;
  if (value.type === 'instant') return splitLocal(toLocal(value.at, zone)).time;
  return timeOfDay(DEFAULT_AT);
}

/** A date at a time, shifted. Whole days and longer move the date before the clock is read, so the time stays as written. */
function momentOf(day: Day, time: number, shift: Duration | undefined, where: Where): Instant {
  if (!shift) return fromLocal(day * DAY + time, where.zone);
  switch (shift.unit) {
    case 'days':
    case 'weeks':
    case 'months':
    case 'years':
      return fromLocal(shiftDay(day, shift.n, shift.unit) * DAY + time, where.zone);
    case 'minutes':
    case 'hours':
    case 'business minutes':
    case 'business hours':
    case 'business days':
      return addDuration(fromLocal(day * DAY + time, where.zone), shift, where);
    default:
      return assertNever(shift.unit);
  }
}

/** The first of yearly occurrences (later years never earlier) that lies after `now`. */
function firstAfter(now: Instant, zone: string, firstYear: number, occurrence: (year: number) => Instant): Instant {
  let year = Math.max(firstYear, yearOf(splitLocal(toLocal(now, zone)).day));
  while (year > firstYear && occurrence(year - 1) > now) year--;
  while (occurrence(year) <= now) year++;
  return occurrence(year);
}
