import { z } from 'zod';
import { err, ok, type Result } from '../result.js';
import type { Calendar, HolidaySet } from './calendar.js';
import { type CalendarProblem, parseCalendar, parseHolidaySet } from './parse-calendar.js';

/** All calendars of a deployment. */
export interface CalendarBook {
  readonly calendars: ReadonlyMap<string, Calendar>;
  /** The id of each country's calendar; countries as in ISO 3166, two letters. */
  readonly byCountry: ReadonlyMap<string, string>;
}

/** One file of the calendars' folder: its path below that folder (`holidays/cn.yaml`) and the object its YAML holds. */
export interface CalendarFile {
  readonly path: string;
  readonly value: unknown;
}

/** A problem and the file it is in. */
export interface CalendarFileProblem extends CalendarProblem {
  readonly file: string;
}

const mapFile = z.record(
  z.string().regex(/^[A-Z]{2}$/, 'expected a country of two capital letters (ISO 3166)'),
  z.string(),
);

/**
 * Puts a calendars' folder together: `holidays/*` are holidays that calendars share, `map.yaml` says which country has
 * which calendar, every other file is a calendar. All problems of all files come at once.
 */
export function parseCalendarBook(
  files: readonly CalendarFile[],
): Result<CalendarBook, readonly CalendarFileProblem[]> {
  const problems: CalendarFileProblem[] = [];
  const report = (file: string, found: readonly CalendarProblem[]): void => {
    problems.push(...found.map((problem) => ({ ...problem, file })));
  };
  const isSet = ({ path }: CalendarFile): boolean => path.startsWith('holidays/');
  const isMap = ({ path }: CalendarFile): boolean => /^map\.(ya?ml|json)$/.test(path);

  const sets = new Map<string, HolidaySet>();
  for (const file of files.filter(isSet)) keep(sets, file.path, parseHolidaySet(file.value), report);
  const calendars = new Map<string, Calendar>();
  for (const file of files.filter((each) => !isSet(each) && !isMap(each)))
    keep(calendars, file.path, parseCalendar(file.value, sets), report);

  const byCountry = new Map<string, string>();
  for (const file of files.filter(isMap)) {
    const parsed = mapFile.safeParse(file.value);
    if (!parsed.success) {
      report(
        file.path,
        parsed.error.issues.map((issue) => ({
          code: 'wrong-type',
          path: issue.path.map(String),
          message: issue.message,
        })),
      );
      continue;
    }
    for (const [country, id] of Object.entries(parsed.data)) {
      byCountry.set(country, id);
      if (calendars.has(id)) continue;
      const message = `"${id}" is no calendar; expected one of ${[...calendars.keys()].join(', ')}`;
      report(file.path, [{ code: 'unknown-calendar', path: [country], message }]);
    }
  }
  return problems.length > 0 ? err(problems) : ok({ calendars, byCountry });
}

function keep<T extends { readonly id: string }>(
  into: Map<string, T>,
  path: string,
  parsed: Result<T, readonly CalendarProblem[]>,
  report: (file: string, found: readonly CalendarProblem[]) => void,
): void {
  if (!parsed.ok) {
    report(path, parsed.error);
  } else if (into.has(parsed.value.id)) {
    report(path, [
      { code: 'duplicate-id', path: ['id'], message: `the id "${parsed.value.id}" is taken by another file` },
    ]);
  } else {
    into.set(parsed.value.id, parsed.value);
  }
}
