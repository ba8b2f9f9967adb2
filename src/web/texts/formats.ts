import type { Language } from './language.js';

/*
 * Instants, durations and numbers in a person's language. Pure: the language, the zone and now come as values. Intl's
 * formatters are dear to make, so each is kept.
 */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const kept = new Map<string, unknown>();
function keep<T>(key: string, make: () => T): T {
  const known = kept.get(key) as T | undefined;
  if (known !== undefined) return known;
  const made = make();
  kept.set(key, made);
  return made;
}

export type InstantStyle = 'full' | 'short' | 'day' | 'time' | 'weekday';

const STYLES: Readonly<Record<InstantStyle, Intl.DateTimeFormatOptions>> = {
  full: {
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  },
  short: { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  weekday: { weekday: 'long', month: 'long', day: 'numeric' },
};

/** The zone of this browser. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** An instant on the wall clock of a zone. `full` names the zone. An unreadable instant comes back as it is. */
export function formatInstant(language: Language, iso: string, zone: string, style: InstantStyle = 'full'): string {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return iso;
  const format = keep(
    `i ${language} ${zone} ${style}`,
    () => new Intl.DateTimeFormat(language, { ...STYLES[style], timeZone: zone }),
  );
  return format.format(at);
}

/** The calendar day of an instant in a zone, as YYYY-MM-DD: to group by, not to show. */
export function dayKey(iso: string, zone: string): string {
  const format = keep(
    `k ${zone}`,
    () => new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }),
  );
  return format.format(Date.parse(iso));
}

const RELATIVE: readonly (readonly [Intl.RelativeTimeFormatUnit, number, number])[] = [
  // unit, its length, and from which distance it is used
  ['year', 365 * DAY, 365 * DAY],
  ['month', 30 * DAY, 60 * DAY],
  ['week', 7 * DAY, 21 * DAY],
  ['day', DAY, 36 * HOUR],
  ['hour', HOUR, 90 * MINUTE],
  ['minute', MINUTE, 50 * SECOND],
];

/** How far an instant is from `now` (epoch ms of the same clock): "in 2 days", "5 minutes ago", "now". */
export function formatRelative(language: Language, iso: string, now: number): string {
  const distance = Date.parse(iso) - now;
  if (Number.isNaN(distance)) return iso;
  const format = keep(`r ${language}`, () => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));
  for (const [unit, length, from] of RELATIVE) {
    if (Math.abs(distance) >= from) return format.format(Math.round(distance / length), unit);
  }
  return format.format(0, 'second');
}

const UNITS = [
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
  ['second', SECOND],
] as const;

/** A length of time in its two largest units: "2 days 3 hours". */
export function formatDuration(language: Language, milliseconds: number): string {
  let rest = Math.max(0, Math.abs(milliseconds));
  const parts: string[] = [];
  for (const [unit, length] of UNITS) {
    const n = Math.floor(rest / length);
    rest -= n * length;
    // What follows a day in seconds is noise.
    if (n === 0 && (parts.length > 0 || unit !== 'second')) {
      if (parts.length > 0) break;
      continue;
    }
    const format = keep(
      `d ${language} ${unit}`,
      () => new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }),
    );
    parts.push(format.format(n));
    if (parts.length === 2) break;
  }
  return parts.join(' ');
}

export const formatNumber = (language: Language, value: number): string =>
  keep(`n ${language}`, () => new Intl.NumberFormat(language)).format(value);

/** A share of 1: 0.25 is "25%". */
export const formatShare = (language: Language, share: number): string =>
  keep(`s ${language}`, () => new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })).format(
    share,
  );

/** An amount in a currency of ISO 4217; without one, or with an unknown one, the number alone. */
export function formatMoney(language: Language, amount: number, currency: string | null): string {
  if (currency === null || !/^[A-Z]{3}$/.test(currency)) return formatNumber(language, amount);
  const whole = Number.isInteger(amount);
  const format = keep(
    `m ${language} ${currency} ${whole}`,
    () =>
      new Intl.NumberFormat(language, {
        style: 'currency',
        currency,
        ...(whole ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {}),
      }),
  );
  return format.format(amount);
}

/** Names in one sentence: "A, B and C". */
export const formatList = (language: Language, items: readonly string[]): string =>
  keep(`l ${language}`, () => new Intl.ListFormat(language)).format(items);
