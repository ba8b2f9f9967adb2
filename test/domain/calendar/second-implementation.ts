import { createRequire } from 'node:module';
import { DateTime } from 'luxon';

/*
 * The rules of the format page once more, on another library and other holiday data, written to be obvious and not fast:
 * it looks at every quarter of an hour where the engine computes.
 */

const require = createRequire(import.meta.url);
const MINUTE = 60_000;

/** Whether an ISO date is a holiday, a make-up day, or neither. */
export type DayKind = (isoDate: string) => 'holiday' | 'extra' | undefined;

export const chinese: DayKind = (() => {
  const data = require('chinese-days/dist/chinese-days.json') as Record<
    'holidays' | 'workdays',
    Record<string, string>
  >;
  return (date) => (date in data.workdays ? 'extra' : date in data.holidays ? 'holiday' : undefined);
})();

export const american: DayKind = (() => {
  const Holidays = require('date-holidays') as new (
    country: string,
  ) => { getHolidays(year: number): { date: string; type: string }[] };
  const library = new Holidays('US');
  const dates = new Set<string>();
  for (let year = 2019; year <= 2032; year++) {
    for (const holiday of library.getHolidays(year))
      if (holiday.type === 'public') dates.add(holiday.date.slice(0, 10));
    const veterans = DateTime.fromObject({ year, month: 11, day: 11 }, { zone: 'UTC' });
    if (veterans.weekday === 6) dates.add(`${year}-11-10`);
    if (veterans.weekday === 7) dates.add(`${year}-11-12`);
  }
  return (date) => (dates.has(date) ? 'holiday' : undefined);
})();

export interface SlowOffice {
  readonly zone: string;
  readonly kind: DayKind;
  /** Open spans of Monday to Friday, as HH:MM. */
  readonly hours: readonly (readonly [string, string])[];
}

const hhmm = (time: DateTime): string =>
  `${String(time.hour).padStart(2, '0')}:${String(time.minute).padStart(2, '0')}`;

/** The instant at which a wall clock shows what a UTC clock shows at `wall`. */
export function slowFromLocal(wall: number, zone: string): number {
  const offsets = [-25, -12, 0, 12, 25].map(
    (hours) => DateTime.fromMillis(wall + hours * 60 * MINUTE, { zone }).offset * MINUTE,
  );
  const instants = offsets
    .map((offset) => wall - offset)
    .filter((instant) => DateTime.fromMillis(instant, { zone }).offset * MINUTE === wall - instant);
  return instants.length > 0 ? Math.min(...instants) : wall - (offsets[0] as number);
}

/** The wall clock as a luxon time in UTC, whose arithmetic no change of clocks disturbs. */
const wallOf = (instant: number, zone: string): DateTime =>
  DateTime.fromMillis(instant, { zone }).toUTC(0, { keepLocalTime: true });

export const slowAdd = (start: number, n: number, unit: 'days' | 'weeks' | 'months' | 'years', zone: string): number =>
  slowFromLocal(
    wallOf(start, zone)
      .plus({ [unit]: n })
      .toMillis(),
    zone,
  );

const works = (wall: DateTime, office: SlowOffice): boolean => {
  const kind = office.kind(wall.toISODate());
  return kind === 'extra' || (kind !== 'holiday' && wall.weekday <= 5);
};

export function slowBusinessDays(start: number, n: number, office: SlowOffice): number {
  let wall = wallOf(start, office.zone);
  if (!works(wall, office)) while (!works(wall, office)) wall = wall.plus({ days: 1 });
  else if (n === 0) return start;
  for (let count = 0; count < n; ) {
    wall = wall.plus({ days: 1 });
    if (works(wall, office)) count++;
  }
  return slowFromLocal(wall.toMillis(), office.zone);
}

/** For a start on a quarter of an hour and a whole number of quarters, one or more. */
export function slowOpenQuarters(start: number, quarters: number, office: SlowOffice): number {
  let instant = start;
  for (let left = quarters; ; instant += 15 * MINUTE) {
    const wall = DateTime.fromMillis(instant, { zone: office.zone });
    const open = works(wall, office) && office.hours.some(([from, to]) => hhmm(wall) >= from && hhmm(wall) < to);
    if (open) left--;
    if (left === 0) return instant + 15 * MINUTE;
  }
}

export interface SlowWindow {
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
  readonly kind: DayKind;
}

/** The first quarter of an hour from `start` on at which the window is open. */
export function slowOpening(start: number, window: SlowWindow, zone: string): number {
  const begins = (wall: DateTime): boolean =>
    window.days.includes(window.kind(wall.toISODate()) === 'extra' ? 1 : wall.weekday);
  for (let instant = start; ; instant += 15 * MINUTE) {
    const wall = wallOf(instant, zone);
    const clock = hhmm(wall);
    if (window.kind(wall.toISODate()) === 'holiday') continue;
    if (window.from < window.to) {
      if (clock >= window.from && clock < window.to && begins(wall)) return instant;
    } else if ((clock >= window.from && begins(wall)) || (clock < window.to && begins(wall.plus({ days: -1 })))) {
      return instant;
    }
  }
}

export function slowNextLocalTime(
  after: number,
  hour: number,
  minute: number,
  weekdays: readonly number[],
  zone: string,
): number {
  const today = wallOf(after, zone);
  const found: number[] = [];
  for (let days = -2; days <= 9; days++) {
    const wall = today.plus({ days });
    const moment = Date.UTC(wall.year, wall.month - 1, wall.day, hour, minute);
    if (weekdays.includes(wall.weekday)) found.push(slowFromLocal(moment, zone));
  }
  return Math.min(...found.filter((instant) => instant > after));
}
