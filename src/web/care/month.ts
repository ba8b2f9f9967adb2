import { type CalendarDate, endOfMonth, getDayOfWeek, parseDate, startOfMonth } from '@internationalized/date';

/** Whose customs say where a week begins: Chinese ones on a Monday, for English the region of the browser. */
export const weekLocale = (language: string, browser = navigator.language): string =>
  browser.split('-')[0] === language.split('-')[0] ? browser : language === 'en' ? 'en-US' : language;

/** Where weeks begin on a Monday whatever the library's table says of the bare language. */
const dayOfWeek = (day: CalendarDate, locale: string): number =>
  locale.startsWith('zh') ? getDayOfWeek(day, 'en-GB') : getDayOfWeek(day, locale);

export interface MonthSpan {
  /** `2027-05-01` and its last day. */
  readonly from: string;
  readonly to: string;
  /** Empty cells before the first. */
  readonly lead: number;
}

/** A month by any of its days. */
export function monthOf(day: string, locale: string): MonthSpan {
  const first = startOfMonth(parseDate(day));
  return { from: first.toString(), to: endOfMonth(first).toString(), lead: dayOfWeek(first, locale) };
}

export const monthFrom = (day: string, months: number): string =>
  startOfMonth(parseDate(day)).add({ months }).toString();

export const dayFrom = (day: string, days: number): string => parseDate(day).add({ days }).toString();

/** A date's words: it has no zone, so it is read in none. */
export const dateWords = (language: string, day: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' }).format(Date.parse(`${day}T12:00:00Z`));

/** The names of the days of a week, in the order in which it goes. */
export function weekdays(
  language: string,
  locale: string,
): readonly { readonly short: string; readonly long: string }[] {
  // A Monday.
  const monday = parseDate('2027-01-04');
  const start = monday.add({ days: -dayOfWeek(monday, locale) });
  return Array.from({ length: 7 }, (_, i) => {
    const day = start.add({ days: i }).toString();
    return {
      short: dateWords(language, day, { weekday: 'short' }),
      long: dateWords(language, day, { weekday: 'long' }),
    };
  });
}
