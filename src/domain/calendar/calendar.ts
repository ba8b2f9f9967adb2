import { DAY } from '../instant.js';
import { type Day, dayOf, yearOf } from './civil.js';
import { type HolidayRule, holidayDays } from './holiday-rule.js';
import { WEEKDAYS, type Weekday, weekdayIndex } from './weekday.js';

/** Open time of a day: minutes after local midnight, `from` inside, `to` (at most 1440) not. */
export interface OpenSpan {
  readonly from: number;
  readonly to: number;
}

/** Holidays that calendars share (`calendars/holidays/`): rules for every year, dates for the years that were announced. */
export interface HolidaySet {
  readonly id: string;
  readonly rules: readonly HolidayRule[];
  readonly dates: ReadonlyMap<Day, string>;
  /** Days that are worked though their weekday is free (调休). */
  readonly workdays: ReadonlySet<Day>;
  /** The years whose dates are complete: in them the rules are not asked. Outside them the rules are an estimate. */
  readonly table?: { readonly from: number; readonly reachesTo: number };
}

/** When work is done. Made by `parseCalendar`; never changed, since answers about it are kept. */
export interface Calendar {
  readonly id: string;
  /** IANA zone of its hours; null takes the journey's. */
  readonly zone: string | null;
  readonly week: Readonly<Record<Weekday, readonly OpenSpan[]>>;
  readonly holidays: readonly HolidaySet[];
  /** Days open against week and holidays, with their own hours, or Monday's if null. */
  readonly extraOpenDays: ReadonlyMap<Day, readonly OpenSpan[] | null>;
}

/** Where a span of time is reckoned: the journey's zone and calendar. */
export interface Where {
  readonly zone: string;
  readonly calendar: Calendar;
}

const WHOLE_DAY: readonly OpenSpan[] = [{ from: 0, to: 1440 }];

/** The calendar `always`: never closed, in the journey's zone. What holds where nothing else is said. */
export const ALWAYS: Calendar = {
  id: 'always',
  zone: null,
  week: {
    mon: WHOLE_DAY,
    tue: WHOLE_DAY,
    wed: WHOLE_DAY,
    thu: WHOLE_DAY,
    fri: WHOLE_DAY,
    sat: WHOLE_DAY,
    sun: WHOLE_DAY,
  },
  holidays: [],
  extraOpenDays: new Map(),
};

/** True if the calendar's business time simply is time. */
export const neverCloses = (calendar: Calendar): boolean => planOf(calendar).neverCloses;

/** True if a civil day has open hours: not a holiday and its weekday is worked, or an extra open day. */
export const isOpenDay = (calendar: Calendar, day: Day): boolean => openSpans(calendar, day).length > 0;

/** True if a civil day is a holiday of the calendar, worked weekday or not. An extra open day is none. */
export function isHoliday(calendar: Calendar, day: Day): boolean {
  const year = yearPlan(calendar, day);
  return year.holidays.has(day) && !year.extra.has(day);
}

/** The name of the holiday on a civil day, or undefined if it is none. */
export const holidayName = (calendar: Calendar, day: Day): string | undefined =>
  isHoliday(calendar, day) ? yearPlan(calendar, day).holidays.get(day) : undefined;

/** True if a civil day is open out of turn (a make-up day): it counts as a Monday. */
export const isExtraOpenDay = (calendar: Calendar, day: Day): boolean => yearPlan(calendar, day).extra.has(day);

/** True if the year's official holidays aren't known to the calendar, so that statutory rules stand in for them. */
export const isEstimated = (calendar: Calendar, year: number): boolean =>
  calendar.holidays.some(({ table }) => table !== undefined && (year < table.from || year > table.reachesTo));

/** The open hours of a civil day, in order; none if it is closed. */
export function openSpans(calendar: Calendar, day: Day): readonly OpenSpan[] {
  const plan = planOf(calendar);
  if (plan.neverCloses) return WHOLE_DAY;
  const year = yearPlan(calendar, day);
  if (year.extra.size > 0) {
    const extra = year.extra.get(day);
    if (extra) return extra;
  }
  if (year.holidays.has(day)) return [];
  return plan.week[weekdayIndex(day)] ?? [];
}

/** The most closed days in a row that a search passes; `parseCalendar` refuses calendars that would need more. */
export const MOST_CLOSED_DAYS = 800;

/** The first open day from `day` on (itself included), or before it with `step` -1. */
export function openDayFrom(calendar: Calendar, day: Day, step: 1 | -1): Day {
  for (let count = 0; count <= MOST_CLOSED_DAYS; count++) {
    const candidate = day + count * step;
    if (isOpenDay(calendar, candidate)) return candidate;
  }
  throw new Error(
    `calendar ${calendar.id} has no open day within ${MOST_CLOSED_DAYS} days; expected parsing to refuse it`,
  );
}

/**
 * A year in which no civil day is `open`, or undefined if every year has one. `open` is taken to hold for at least one
 * weekday throughout but for what the calendar's holidays and extra open days change.
 */
export function yearWithout(calendar: Calendar, open: (day: Day) => boolean): number | undefined {
  const changes = calendar.holidays
    .flatMap((set) => [...set.dates.keys(), ...set.workdays])
    .concat([...calendar.extraOpenDays.keys()]);
  const byRule = calendar.holidays.reduce((sum, set) => sum + set.rules.reduce((days, rule) => days + rule.days, 0), 0);
  if (changes.length + byRule < 52) return undefined; // Every weekday comes at least 52 times a year.
  const years = new Set(changes.map(yearOf));
  if (byRule >= 52) for (let year = 1970; year <= 2100; year++) years.add(year);
  for (const year of years) {
    const days = dayOf(year + 1, 1, 1) - dayOf(year, 1, 1);
    if (!Array.from({ length: days }).some((_, index) => open(dayOf(year, 1, 1) + index))) return year;
  }
  return undefined;
}

interface YearPlan {
  readonly first: Day;
  readonly end: Day;
  readonly holidays: ReadonlyMap<Day, string>;
  readonly extra: ReadonlyMap<Day, readonly OpenSpan[]>;
}

interface CalendarPlan {
  readonly neverCloses: boolean;
  readonly week: readonly (readonly OpenSpan[])[];
  readonly years: Map<number, YearPlan>;
  recent: YearPlan;
}

/** What was worked out about each calendar: a year's holidays are looked up thousands of times a second. */
const plans = new WeakMap<Calendar, CalendarPlan>();

function planOf(calendar: Calendar): CalendarPlan {
  const known = plans.get(calendar);
  if (known) return known;
  const week = WEEKDAYS.map((weekday) => calendar.week[weekday]);
  const plan: CalendarPlan = {
    neverCloses:
      calendar.holidays.length === 0 &&
      week.every((spans) => spans.length === 1 && spans[0]?.from === 0 && spans[0].to === 1440),
    week,
    years: new Map(),
    recent: { first: 0, end: 0, holidays: new Map(), extra: new Map() },
  };
  plans.set(calendar, plan);
  return plan;
}

function yearPlan(calendar: Calendar, day: Day): YearPlan {
  const plan = planOf(calendar);
  if (day >= plan.recent.first && day < plan.recent.end) return plan.recent;
  const year = yearOf(day);
  const known = plan.years.get(year) ?? workOutYear(calendar, year);
  plan.years.set(year, known);
  plan.recent = known;
  return known;
}

function workOutYear(calendar: Calendar, year: number): YearPlan {
  const first = dayOf(year, 1, 1);
  const end = dayOf(year + 1, 1, 1);
  const within = ([day]: readonly [Day, unknown]): boolean => day >= first && day < end;
  const { mon } = calendar.week;
  const workdays = calendar.holidays.flatMap((set) => [...set.workdays].map((day) => [day, mon] as const));
  const own = [...calendar.extraOpenDays].map(([day, spans]) => [day, spans ?? mon] as const);
  return {
    first,
    end,
    holidays: new Map(calendar.holidays.flatMap((set) => namedHolidays(set, year)).filter(within)),
    extra: new Map([...workdays, ...own].filter(within)),
  };
}

/** The holidays of a set around a year; of several on one day the last gives the name, so that announced dates outrank rules. */
function namedHolidays(set: HolidaySet, year: number): readonly (readonly [Day, string])[] {
  if (set.table && year >= set.table.from && year <= set.table.reachesTo) return [...set.dates];
  // A neighbouring year's holiday can reach into this one: 1 January 2028 is kept on 31 December 2027.
  const byRule = set.rules.flatMap((rule) =>
    [year - 1, year, year + 1].flatMap((each) => holidayDays(rule, each)).map((day) => [day, rule.name] as const),
  );
  return [...byRule, ...set.dates];
}

/** Local milliseconds (as of `toLocal`) split into the civil day and the time after its midnight. */
export function splitLocal(local: number): { readonly day: Day; readonly time: number } {
  const day = Math.floor(local / DAY);
  return { day, time: local - day * DAY };
}
