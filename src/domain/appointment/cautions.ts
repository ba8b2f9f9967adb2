import { type Calendar, holidayName, isHoliday, openSpans, splitLocal } from '../calendar/calendar.js';
import { toLocal } from '../calendar/zone.js';
import { DAY, type Instant, MINUTE } from '../instant.js';

/** What speaks against a time, and forbids nothing. */
export type Caution =
  /** `whose`: by whose calendar. */
  | { readonly code: 'outside-hours'; readonly whose: 'contact' | 'owner' }
  | { readonly code: 'holiday'; readonly whose: 'contact' | 'owner'; readonly name: string | null }
  /** Whose appointment it is has another one then. */
  | { readonly code: 'overlap'; readonly taskId: string; readonly begins: Instant; readonly ends: Instant };

export interface Side {
  readonly whose: 'contact' | 'owner';
  readonly zone: string;
  readonly calendar: Calendar;
}

export interface Span {
  readonly begins: Instant;
  readonly ends: Instant;
}

/** Asked day by day no further: what lasts longer is no appointment that hours say anything of. */
const MOST_DAYS = 31;

export function cautionsFor(
  span: Span,
  sides: readonly Side[],
  others: readonly (Span & { readonly taskId: string })[],
): Caution[] {
  return [
    ...sides.flatMap((side) => byCalendar(span, side) ?? []),
    ...others
      .filter((other) => other.begins < span.ends && span.begins < other.ends)
      .map(({ taskId, begins, ends }) => ({ code: 'overlap' as const, taskId, begins, ends })),
  ];
}

/** The first thing that a calendar has against it; null: nothing. Its hours are of its own zone, if it has one. */
function byCalendar({ begins, ends }: Span, { whose, zone, calendar }: Side): Caution | null {
  const clock = calendar.zone ?? zone;
  const [from, to] = [toLocal(begins, clock), toLocal(ends, clock)];
  const first = splitLocal(from).day;
  const last = Math.min(splitLocal(to - 1).day, first + MOST_DAYS);
  for (let day = first; day <= last; day++) {
    const start = Math.max(from - day * DAY, 0) / MINUTE;
    const end = Math.min(to - day * DAY, DAY) / MINUTE;
    if (openSpans(calendar, day).some((span) => span.from <= start && end <= span.to)) continue;
    return isHoliday(calendar, day) && openSpans(calendar, day).length === 0
      ? { code: 'holiday', whose, name: holidayName(calendar, day) ?? null }
      : { code: 'outside-hours', whose };
  }
  return null;
}
