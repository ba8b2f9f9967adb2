import { type Instant, parseInstant } from '../instant.js';
import { daysInMonth, parseDay, yearMonthDay } from './civil.js';
import { fromLocal } from './zone.js';

/** What a date field can hold. */
export type DateValue =
  | { readonly type: 'date'; readonly year: number; readonly month: number; readonly day: number }
  | { readonly type: 'monthDay'; readonly month: number; readonly day: number }
  | { readonly type: 'lunar'; readonly month: number; readonly day: number; readonly leap: boolean }
  /** A date and time on the wall clock, in no zone of its own: milliseconds since 1970-01-01T00:00 on that clock. */
  | { readonly type: 'local'; readonly local: number }
  | { readonly type: 'instant'; readonly at: Instant };

/**
 * Reads a date field: `1990-05-17`, `--05-17`, `{ lunar: { month: 8, day: 15, leap: false } }`, an ISO date and time with
 * an offset or `Z` (an instant) or without (a local time), or a number (epoch ms). Undefined if the value is none of them.
 */
export function parseDateValue(value: unknown): DateValue | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? { type: 'instant', at: value } : undefined;
  if (typeof value === 'string') return parseDateText(value);
  if (typeof value === 'object' && value !== null && 'lunar' in value) return parseLunar(value.lunar);
  return undefined;
}

/**
 * The instant of a local date and time (`2027-09-14T10:00`) on a zone's clock, by the same rules as every local time;
 * undefined if the text is none.
 */
export function parseLocalTime(text: string, zone: string): Instant | undefined {
  const value = parseDateText(text);
  return value?.type === 'local' ? fromLocal(value.local, zone) : undefined;
}

const A_LEAP_YEAR = 2000;

function parseDateText(text: string): DateValue | undefined {
  const day = parseDay(text);
  if (day !== undefined) return { type: 'date', ...yearMonthDay(day) };
  const yearless = /^--(\d\d)-(\d\d)$/.exec(text);
  if (yearless) {
    const month = Number(yearless[1]);
    const dayOfMonth = Number(yearless[2]);
    const real = month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= daysInMonth(A_LEAP_YEAR, month);
    return real ? { type: 'monthDay', month, day: dayOfMonth } : undefined;
  }
  const at = parseInstant(text);
  if (at !== undefined) return { type: 'instant', at };
  const local = parseInstant(`${text}Z`);
  return local === undefined ? undefined : { type: 'local', local };
}

function parseLunar(value: unknown): DateValue | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { month, day, leap = false, ...rest } = value as { month?: unknown; day?: unknown; leap?: unknown };
  if (Object.keys(rest).length > 0 || typeof leap !== 'boolean') return undefined;
  if (typeof month !== 'number' || typeof day !== 'number' || !Number.isInteger(month) || !Number.isInteger(day))
    return undefined;
  return month >= 1 && month <= 12 && day >= 1 && day <= 30 ? { type: 'lunar', month, day, leap } : undefined;
}
