import { greeting } from './greeting.js';

/*
 * The helpers a template may call. They format, they never fetch; each is total, and a value that can't be formatted
 * is a HelperError with a sentence for whoever wrote the template.
 */

export interface HelperContext {
  readonly locale: string;
  /** IANA zone in which instants are printed. */
  readonly timezone: string;
}

export class HelperError extends Error {}

type Arguments = readonly unknown[];
type Named = { readonly [name: string]: unknown };

export interface Helper {
  readonly min: number;
  readonly max: number;
  readonly options: readonly string[];
  /** true: it copes with missing values itself; else a missing argument makes the mail incomplete. */
  readonly lenient: boolean;
  readonly run: (args: Arguments, named: Named, context: HelperContext) => unknown;
}

export const helpers: { readonly [name: string]: Helper } = {
  date: {
    min: 1,
    max: 1,
    options: ['style'],
    lenient: false,
    run: ([value], named, context) => date(value, named['style'] ?? 'long', undefined, context),
  },
  dateTime: {
    min: 1,
    max: 1,
    options: ['style'],
    lenient: false,
    run: ([value], named, context) => date(value, named['style'] ?? 'long', 'short', context),
  },
  money: {
    min: 2,
    max: 2,
    options: [],
    lenient: false,
    run: ([amount, currency], _, context) => money(amount, currency, context),
  },
  number: {
    min: 1,
    max: 1,
    options: ['digits'],
    lenient: false,
    run: ([value], named, context) => number(value, named['digits'], context),
  },
  plural: {
    min: 3,
    max: 3,
    options: [],
    lenient: false,
    run: ([count, one, other], _, context) => plural(count, one, other, context),
  },
  default: {
    min: 2,
    max: 2,
    options: [],
    lenient: true,
    run: ([value, otherwise]) => (isMissing(value) ? otherwise : value),
  },
  greeting: {
    min: 1,
    max: 1,
    options: [],
    lenient: true,
    run: ([record], _, context) => greeting(record, context.locale),
  },
  eq: { min: 2, max: 2, options: [], lenient: true, run: ([left, right]) => left === right },
  not: { min: 1, max: 1, options: [], lenient: true, run: ([value]) => !isTruthy(value) },
  and: { min: 2, max: 8, options: [], lenient: true, run: (args) => args.every(isTruthy) },
  or: { min: 2, max: 8, options: [], lenient: true, run: (args) => args.some(isTruthy) },
};

/** Handlebars' own idea of false, and blanks with it. */
export function isTruthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === 'string' ? value.trim() !== '' : Boolean(value);
}

export function isMissing(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
}

const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const DATE_STYLES = ['full', 'long', 'medium', 'short'] as const;
type DateStyle = (typeof DATE_STYLES)[number];

function date(value: unknown, style: unknown, timeStyle: 'short' | undefined, context: HelperContext): string {
  const dateStyle = DATE_STYLES.find((known) => known === style);
  if (dateStyle === undefined) throw new HelperError(`unknown date style; expected one of ${DATE_STYLES.join(', ')}`);
  if (typeof value !== 'string' || !(DATE_ONLY.test(value) || INSTANT.test(value)))
    throw new HelperError('expected a date like 2027-03-05 or an instant like 2027-03-05T09:00:00Z');
  const at = Date.parse(value);
  if (Number.isNaN(at)) throw new HelperError('a date that is not in the calendar');
  // A plain date has no zone: printing it in the reader's would make it the day before for half the world.
  const timeZone = DATE_ONLY.test(value) ? 'UTC' : context.timezone;
  return dateFormat(context.locale, timeZone, dateStyle, timeStyle).format(at);
}

function money(amount: unknown, currency: unknown, context: HelperContext): string {
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency))
    throw new HelperError('expected a currency code like USD or CNY');
  return numberFormat(context.locale, { style: 'currency', currency }).format(toNumber(amount));
}

function number(value: unknown, digits: unknown, context: HelperContext): string {
  if (digits === undefined) return numberFormat(context.locale, {}).format(toNumber(value));
  const fraction = toNumber(digits);
  if (!Number.isInteger(fraction) || fraction < 0 || fraction > 10) throw new HelperError('expected 0 to 10 digits');
  return numberFormat(context.locale, { minimumFractionDigits: fraction, maximumFractionDigits: fraction }).format(
    toNumber(value),
  );
}

function plural(count: unknown, one: unknown, other: unknown, context: HelperContext): unknown {
  return new Intl.PluralRules(context.locale).select(toNumber(count)) === 'one' ? one : other;
}

function toNumber(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new HelperError('expected a number');
  return value;
}

// Building an Intl formatter costs far more than using one.
const formats = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();

function remembered<T extends Intl.DateTimeFormat | Intl.NumberFormat>(key: string, make: () => T): T {
  const known = formats.get(key);
  if (known !== undefined) return known as T;
  if (formats.size > 500) formats.clear();
  const made = make();
  formats.set(key, made);
  return made;
}

function dateFormat(locale: string, timeZone: string, dateStyle: DateStyle, timeStyle: 'short' | undefined) {
  return remembered(
    `date ${locale} ${timeZone} ${dateStyle} ${timeStyle}`,
    () => new Intl.DateTimeFormat(locale, { timeZone, dateStyle, ...(timeStyle && { timeStyle }) }),
  );
}

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return remembered(`number ${locale} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(locale, options));
}
