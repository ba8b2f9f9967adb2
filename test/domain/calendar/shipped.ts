import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Calendar } from '../../../src/domain/calendar/calendar.js';
import { type CalendarFile, parseCalendarBook } from '../../../src/domain/calendar/calendar-book.js';
import { parseDay } from '../../../src/domain/calendar/civil.js';
import { type Duration, parseDuration } from '../../../src/domain/calendar/duration.js';
import { type Instant, parseInstant } from '../../../src/domain/instant.js';

/** The files of the shipped `calendars/` folder as the loader hands them to the domain. */
export function shippedFiles(): CalendarFile[] {
  const root = join(import.meta.dirname, '../../../calendars');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => ({ path, value: parse(readFileSync(join(root, path), 'utf8')) as unknown }));
}

export const book = (() => {
  const parsed = parseCalendarBook(shippedFiles());
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
})();

export function calendar(id: string): Calendar {
  const found = book.calendars.get(id);
  if (!found) throw new Error(`no calendar ${id}`);
  return found;
}

/** The instant of an ISO text; throws where the test has a slip. */
export function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) throw new Error(`"${text}" is no instant`);
  return instant;
}

export function day(text: string): number {
  const parsed = parseDay(text);
  if (parsed === undefined) throw new Error(`"${text}" is no date`);
  return parsed;
}

export function span(text: string): Duration {
  const parsed = parseDuration(text, { allowNegative: true });
  if (!parsed) throw new Error(`"${text}" is no duration`);
  return parsed;
}
