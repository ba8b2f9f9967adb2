import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parse } from 'yaml';
import { ALWAYS } from '../domain/calendar/calendar.js';
import { type CalendarBook, type CalendarFile, parseCalendarBook } from '../domain/calendar/calendar-book.js';

/** Reads a calendars' folder. Throws with every fault and its file: a deployment with a wrong calendar must not start. */
export function loadCalendars(folder: string): CalendarBook {
  const book = parseCalendarBook(readYamlFiles(folder));
  if (!book.ok) {
    const faults = book.error.map(
      (problem) => `  ${problem.file}: ${problem.path.join('.')}: ${problem.message} (${problem.code})`,
    );
    throw new Error(`calendars in ${folder} are wrong:\n${faults.join('\n')}`);
  }
  const { calendars, byCountry } = book.value;
  return { calendars: calendars.has(ALWAYS.id) ? calendars : new Map([...calendars, [ALWAYS.id, ALWAYS]]), byCountry };
}

function readYamlFiles(folder: string): CalendarFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({
      path: relative(folder, file).split(sep).join('/'),
      value: parse(readFileSync(file, 'utf8')) as unknown,
    }));
}
