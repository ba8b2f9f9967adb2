import { z } from 'zod';
import { err, ok, type Result } from '../result.js';
import { type Calendar, type HolidaySet, isOpenDay, type OpenSpan, yearWithout } from './calendar.js';
import { type Day, parseDay, parseTimeOfDay } from './civil.js';
import type { HolidayRule, YearlyDay } from './holiday-rule.js';
import { WEEKDAYS } from './weekday.js';
import { isValidZone } from './zone.js';

/** Something wrong in a calendar file. `path` leads to the place in the document. */
export interface CalendarProblem {
  readonly code:
    | 'wrong-type'
    | 'unknown-key'
    | 'bad-zone'
    | 'unknown-holidays'
    | 'unknown-calendar'
    | 'duplicate-id'
    | 'never-opens';
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const MOST_DAYS_OF_RANGE = 366;

/** The days of `2027-02-05` or of an inclusive range `2027-02-05..2027-02-08`. */
function readDates(text: string): readonly Day[] | undefined {
  const ends = text.split('..').map(parseDay);
  const [first, last] = [ends[0], ends.at(-1)];
  if (ends.length > 2 || first === undefined || last === undefined || last < first || last - first > MOST_DAYS_OF_RANGE)
    return undefined;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

const text = z.string().min(1).max(200);
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected an id in kebab-case');
const name = z.union([text, z.record(z.string(), text)]);
const year = z.int().min(1900).max(2200);
const weekday = z.enum(WEEKDAYS);

const dates = z.string().transform((written, context) => {
  const days = readDates(written);
  if (days) return days;
  context.addIssue({
    code: 'custom',
    message: `"${written}" is no date; expected YYYY-MM-DD or a range YYYY-MM-DD..YYYY-MM-DD`,
  });
  return z.NEVER;
});

const monthDay = z.string().transform((written, context) => {
  const match = /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.exec(written);
  if (match) return { month: Number(match[1]), day: Number(match[2]) };
  context.addIssue({ code: 'custom', message: `"${written}" is no day of a year; expected MM-DD` });
  return z.NEVER;
});

const span = z.string().transform((written, context): OpenSpan => {
  const [first = '', last = '', ...rest] = written.split('-');
  const from = parseTimeOfDay(first);
  const to = parseTimeOfDay(last, { endOfDay: true });
  if (from !== undefined && to !== undefined && from < to && rest.length === 0)
    return { from: from / 60_000, to: to / 60_000 };
  context.addIssue({
    code: 'custom',
    message: `"${written}" is no open time; expected HH:MM-HH:MM, the end after the beginning, at most 24:00`,
  });
  return z.NEVER;
});

const spans = z
  .array(span)
  .refine((list) => list.every((each, index) => index === 0 || each.from >= (list[index - 1] as OpenSpan).to), {
    message: 'open times overlap or are out of order; expected each to begin after the one before ends',
  });

const ruleFields = {
  name: text,
  offset: z.int().min(-400).max(400).default(0),
  days: z.int().min(1).max(60).default(1),
  since: year.optional(),
  until: year.optional(),
  observed: z.literal('nearest-weekday').optional(),
};

const rule = z
  .union(
    [
      z.strictObject({ ...ruleFields, fixed: monthDay }),
      z.strictObject({ ...ruleFields, lunar: monthDay }),
      z.strictObject({ ...ruleFields, easter: z.int().min(-100).max(100) }),
      z.strictObject({ ...ruleFields, term: z.literal('qingming') }),
      z.strictObject({
        ...ruleFields,
        nth: z.union([z.int().min(1).max(4), z.literal(-1)]),
        weekday,
        month: z.int().min(1).max(12),
      }),
    ],
    { error: 'expected a holiday rule: a name and one of fixed, lunar, easter, term, or nth with weekday and month' },
  )
  .transform((written): HolidayRule => {
    const { offset, days, since, until, observed } = written;
    return {
      name: written.name,
      on: yearlyDayOf(written),
      offset,
      days,
      ...(since !== undefined && { since }),
      ...(until !== undefined && { until }),
      ...(observed !== undefined && { observed }),
    };
  });

type WrittenDay =
  | { readonly fixed: { month: number; day: number } }
  | { readonly lunar: { month: number; day: number } }
  | { readonly easter: number }
  | { readonly term: 'qingming' }
  | { readonly nth: number; readonly weekday: (typeof WEEKDAYS)[number]; readonly month: number };

function yearlyDayOf(written: WrittenDay): YearlyDay {
  if ('fixed' in written) return { type: 'fixed', ...written.fixed };
  if ('lunar' in written) return { type: 'lunar', ...written.lunar };
  if ('easter' in written) return { type: 'easter', offset: written.easter };
  if ('term' in written) return { type: 'qingming' };
  return { type: 'weekday', nth: written.nth, weekday: written.weekday, month: written.month };
}

const holidaySet = z
  .strictObject({
    id,
    name: name.optional(),
    source: text.optional(),
    rules: z.array(rule).default([]),
    /** The announced years: outside them the rules are an estimate. */
    table: z
      .strictObject({
        from: year,
        reachesTo: year,
        holidays: z.array(z.strictObject({ name: text, dates: z.array(dates) })),
        workdays: z.array(dates).default([]),
      })
      .optional(),
  })
  .transform(
    (written): HolidaySet => ({
      id: written.id,
      rules: written.rules,
      dates: new Map(
        written.table?.holidays.flatMap((holiday) => holiday.dates.flat().map((day) => [day, holiday.name] as const)),
      ),
      workdays: new Set(written.table?.workdays.flat()),
      ...(written.table && { table: { from: written.table.from, reachesTo: written.table.reachesTo } }),
    }),
  );

const calendarFile = z.strictObject({
  id,
  name: name.optional(),
  zone: z.string(),
  hours: z.partialRecord(weekday, spans),
  holidays: z.array(z.union([z.string(), rule])).default([]),
  extraOpenDays: z.array(z.union([dates, z.strictObject({ dates, hours: spans })])).default([]),
});

/** Reads one file of shared holidays (`calendars/holidays/`), given as the object its YAML holds. */
export function parseHolidaySet(value: unknown): Result<HolidaySet, readonly CalendarProblem[]> {
  const parsed = holidaySet.safeParse(value);
  return parsed.success ? ok(parsed.data) : err(problemsOf(parsed.error));
}

/**
 * Reads one calendar (`calendars/`), given as the object its YAML holds. Its `holidays` are ids of `sets`, dates, ranges
 * of dates, or rules. A calendar that has a year without any open day is refused as `never-opens`.
 */
export function parseCalendar(
  value: unknown,
  sets: ReadonlyMap<string, HolidaySet> = new Map(),
): Result<Calendar, readonly CalendarProblem[]> {
  const parsed = calendarFile.safeParse(value);
  if (!parsed.success) return err(problemsOf(parsed.error));
  const { zone, hours, extraOpenDays } = parsed.data;
  const problems: CalendarProblem[] = [];
  if (zone !== 'journey' && !isValidZone(zone)) {
    const message = `"${zone}" is no IANA time zone; expected one like Asia/Shanghai, or journey for the journey's own`;
    problems.push({ code: 'bad-zone', path: ['zone'], message });
  }
  const calendar: Calendar = {
    id: parsed.data.id,
    zone: zone === 'journey' ? null : zone,
    week: Object.fromEntries(WEEKDAYS.map((each) => [each, hours[each] ?? []])) as unknown as Calendar['week'],
    holidays: readHolidays(parsed.data.holidays, sets, problems),
    extraOpenDays: new Map(
      extraOpenDays.flatMap((extra) => {
        const { dates: days, hours: own } = 'hours' in extra ? extra : { dates: extra, hours: null };
        return days.map((day) => [day, own] as const);
      }),
    ),
  };
  if (problems.length === 0) problems.push(...neverOpens(calendar));
  return problems.length === 0 ? ok(calendar) : err(problems);
}

/** The ids and dates of a calendar's `holidays`: what it names itself becomes one more set. */
function readHolidays(
  written: readonly (string | HolidayRule)[],
  sets: ReadonlyMap<string, HolidaySet>,
  problems: CalendarProblem[],
): readonly HolidaySet[] {
  const named: HolidaySet[] = [];
  const own = new Map<Day, string>();
  const rules: HolidayRule[] = [];
  for (const [index, entry] of written.entries()) {
    if (typeof entry !== 'string') {
      rules.push(entry);
      continue;
    }
    const set = sets.get(entry);
    const days = readDates(entry);
    if (set) named.push(set);
    else if (days) for (const day of days) own.set(day, 'holiday');
    else {
      const message = `"${entry}" is neither a date nor a list of holidays; expected YYYY-MM-DD, a range, or one of ${[...sets.keys()].join(', ') || '(none are known)'}`;
      problems.push({ code: 'unknown-holidays', path: ['holidays', index], message });
    }
  }
  return own.size + rules.length === 0 ? named : [...named, { id: 'own', rules, dates: own, workdays: new Set() }];
}

function neverOpens(calendar: Calendar): readonly CalendarProblem[] {
  if (WEEKDAYS.every((each) => calendar.week[each].length === 0)) {
    const message = `calendar ${calendar.id} has no open hours on any weekday, so it never opens; expected at least one like mon: ["09:00-17:00"]`;
    return [{ code: 'never-opens', path: ['hours'], message }];
  }
  const year = yearWithout(calendar, (day) => isOpenDay(calendar, day));
  if (year === undefined) return [];
  return [
    {
      code: 'never-opens',
      path: ['holidays'],
      message: `calendar ${calendar.id} has no open day in ${year}; expected at least one a year`,
    },
  ];
}

function problemsOf(error: z.ZodError): readonly CalendarProblem[] {
  return error.issues.flatMap((issue): readonly CalendarProblem[] => {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ code: 'unknown-key', path: [...path, key], message: `unknown key "${key}"` }));
    }
    return [{ code: 'wrong-type', path, message: issue.message }];
  });
}
