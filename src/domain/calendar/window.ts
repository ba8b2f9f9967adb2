import { DAY, type Instant } from '../instant.js';
import { addDuration } from './add-duration.js';
import { type Calendar, isExtraOpenDay, isHoliday, MOST_CLOSED_DAYS, splitLocal, yearWithout } from './calendar.js';
import { type Day, parseTimeOfDay, timeOfDay } from './civil.js';
import type { Duration } from './duration.js';
import { type Weekday, weekdayOf } from './weekday.js';
import { fromLocal, segmentAt, toLocal } from './zone.js';

/** When messages may leave. Times are `HH:MM` on the journey's clock, `to` up to `24:00`. */
export interface SendWindow {
  /** Undefined: every day. A window over midnight belongs to the day it begins on. */
  readonly days?: readonly Weekday[] | undefined;
  readonly from: string;
  readonly to: string;
  /** Undefined: `skip` where a calendar is named, else `ignore`. */
  readonly holidays?: 'skip' | 'ignore' | undefined;
  readonly spread?: Duration | undefined;
}

/** Where a window is read. */
export interface WindowPlace {
  readonly zone: string;
  readonly calendar: Calendar;
  /** True if the definition names a calendar (or its deployment does), rather than falling back to `always`. */
  readonly calendarNamed: boolean;
}

export type WindowState = { readonly open: true } | { readonly open: false; readonly opensAt: Instant };

/** Whether a window is open at an instant, and if not, when it opens next. */
export function windowState(at: Instant, window: SendWindow, where: WindowPlace): WindowState {
  const stretch = openStretch(at, window, where);
  return stretch.start <= at ? { open: true } : { open: false, opensAt: stretch.start };
}

/**
 * The instant at which a message leaves that waited for the opening `opensAt`: later by `fraction` (0 to 1, without 1,
 * from a stable hash) of the window's spread, or of the time to the close if that is shorter; whole seconds. Any instant
 * at which the window is open may stand for the opening: the end of a pause, say.
 */
export function spreadInto(opensAt: Instant, window: SendWindow, fraction: number, where: WindowPlace): Instant {
  if (!window.spread) return opensAt;
  const room = Math.min(addDuration(opensAt, window.spread, where), openStretch(opensAt, window, where).end) - opensAt;
  return opensAt + Math.floor((fraction * room) / 1000) * 1000;
}

/**
 * Why a window could never open, or undefined if it does. Whoever reads one from a file asks this (lint code
 * `never-opens`); without it `windowState` throws. A calendar is looked at only if given.
 */
export function neverOpens(window: SendWindow, calendar?: Calendar): string | undefined {
  const from = parseTimeOfDay(window.from);
  const to = parseTimeOfDay(window.to, { endOfDay: true });
  if (from === undefined || to === undefined)
    return `from "${window.from}" to "${window.to}" is no time span; expected HH:MM, to at most 24:00`;
  if (from === to)
    return `the window opens and closes at ${window.from}, so it is never open; for the whole day write 00:00 to 24:00`;
  if (window.days?.length === 0) return 'days is empty, so the window never opens; name at least one of mon to sun';
  if (!calendar || window.holidays === 'ignore') return undefined;
  const place: WindowPlace = { zone: 'UTC', calendar, calendarNamed: true };
  const year = yearWithout(calendar, (day) => beginsOn(day, window, place) && !isShut(day, window, place));
  return year === undefined ? undefined : `the holidays of calendar ${calendar.id} leave the window no day in ${year}`;
}

interface Stretch {
  readonly start: Instant;
  /** The first millisecond after it. */
  readonly end: Instant;
}

/** The first open stretch that ends after `at`. */
function openStretch(at: Instant, window: SendWindow, where: WindowPlace): Stretch {
  const from = timeOfDay(window.from);
  const to = timeOfDay(window.to);
  const overMidnight = to < from;
  const first = splitLocal(toLocal(at, where.zone)).day - (overMidnight ? 1 : 0);
  for (let day = first; day <= first + MOST_CLOSED_DAYS; day++) {
    if (!beginsOn(day, window, where)) continue;
    const midnight = day * DAY;
    let opens = midnight + from;
    let closes = midnight + (overMidnight ? DAY + to : to);
    // A holiday shuts its own date: of a night it touches, the other date's part stays open.
    if (isShut(day, window, where)) opens = midnight + DAY;
    if (overMidnight && isShut(day + 1, window, where)) closes = midnight + DAY;
    const stretch = opens < closes ? stretchOnClock(at, opens, closes, where.zone) : undefined;
    if (stretch) return stretch;
  }
  throw new Error(
    `the window ${window.from} to ${window.to} opens on none of ${MOST_CLOSED_DAYS} days; expected lint to refuse it`,
  );
}

const skipsHolidays = (window: SendWindow, where: WindowPlace): boolean =>
  window.holidays === undefined ? where.calendarNamed : window.holidays === 'skip';

function beginsOn(day: Day, window: SendWindow, where: WindowPlace): boolean {
  if (!window.days) return true;
  const asMonday = skipsHolidays(window, where) && isExtraOpenDay(where.calendar, day);
  return window.days.includes(asMonday ? 'mon' : weekdayOf(day));
}

const isShut = (day: Day, window: SendWindow, where: WindowPlace): boolean =>
  skipsHolidays(window, where) && isHoliday(where.calendar, day);

/**
 * The first stretch ending after `at` of the local times `opens` to `closes`. Both move as every local time does, and in
 * between the clock must really show a time of the window: where it jumps, a window can lose its beginning, come twice, or
 * (on a date that a zone left out) not come at all.
 */
function stretchOnClock(at: Instant, opens: number, closes: number, zone: string): Stretch | undefined {
  const start = fromLocal(opens, zone);
  const end = fromLocal(closes, zone);
  if (end <= at) return undefined;
  let segment = segmentAt(start, zone);
  if (segment.end >= end && start + segment.offset === opens && end + segment.offset === closes) return { start, end };
  const pieces: Stretch[] = [];
  for (;;) {
    const from = Math.max(start, segment.start, opens - segment.offset);
    const to = Math.min(end, segment.end, closes - segment.offset);
    const before = pieces.at(-1);
    if (from < to && before?.end === from) pieces[pieces.length - 1] = { start: before.start, end: to };
    else if (from < to) pieces.push({ start: from, end: to });
    if (segment.end >= end) break;
    segment = segmentAt(segment.end, zone);
  }
  return pieces.find((piece) => piece.end > at);
}
