import { dayOf, formatDay, parseDay } from '../../domain/calendar/civil.js';
import { fromLocal } from '../../domain/calendar/zone.js';
import { DAY, type Instant, parseInstant } from '../../domain/instant.js';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NAMED_MONTH = /^(\d{1,2})[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})(?:,?[ T](.+))?$/;
const YEAR_FIRST = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(.+))?$/;
const TIME = /^(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(?: ?([AaPp])[Mm])?$/;

/** How a date of digits alone is to be read, where the year doesn't come first. */
export type DigitOrder = 'day-first' | 'month-first';

/**
 * The instant of a date as CRM exports write it: `15 Apr, 2021 00:03:00`, `2021-04-15 23:03:00`, `2021-04-25`,
 * `2021/4/5`, `2021年4月5日`, or ISO 8601 with an offset. Without an offset it is read on the wall clock of `zone`
 * (an IANA id); without a time it is the day's midnight there. `15/04/2021` is read only with an `order`, since it
 * means two things. Undefined for anything else.
 */
export function parseDateText(text: string, zone: string, order?: DigitOrder): Instant | undefined {
  const trimmed = text.trim();
  const exact = parseInstant(trimmed.replace(/^(\d{4}-\d\d-\d\d) /, '$1T'));
  if (exact !== undefined) return exact;
  const parts = dateParts(trimmed, order);
  if (!parts) return undefined;
  const day = civilDay(parts.year, parts.month, parts.day);
  const time = parts.time === undefined ? 0 : millisecondsOf(parts.time);
  return day === undefined || time === undefined ? undefined : fromLocal(day * DAY + time, zone);
}

interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly time: string | undefined;
}

function dateParts(text: string, order: DigitOrder | undefined): DateParts | undefined {
  const named = NAMED_MONTH.exec(text);
  if (named) {
    const month = MONTHS.indexOf((named[2] ?? '').slice(0, 3).toLowerCase()) + 1;
    return { year: Number(named[3]), month, day: Number(named[1]), time: named[4] };
  }
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst)
    return { year: Number(yearFirst[1]), month: Number(yearFirst[2]), day: Number(yearFirst[3]), time: yearFirst[4] };
  const digits = order && /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ T]+(.+))?$/.exec(text);
  if (!digits) return undefined;
  const [first, second] = [Number(digits[1]), Number(digits[2])];
  const [day, month] = order === 'day-first' ? [first, second] : [second, first];
  return { year: Number(digits[3]), month, day, time: digits[4] };
}

function civilDay(year: number, month: number, day: number): number | undefined {
  if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1) return undefined;
  // Goes through text because `dayOf` rolls 30 February over into March.
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return parseDay(text) !== undefined && formatDay(dayOf(year, month, day)) === text ? parseDay(text) : undefined;
}

function millisecondsOf(text: string): number | undefined {
  const match = TIME.exec(text.trim());
  if (!match) return undefined;
  const half = match[4]?.toLowerCase();
  let hours = Number(match[1]);
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return undefined;
    hours = (hours % 12) + (half === 'p' ? 12 : 0);
  }
  const minutes = Number(match[2]);
  const seconds = Number(match[3] ?? 0);
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}
