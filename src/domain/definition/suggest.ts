import { parseDuration } from '../calendar/duration.js';
import { nearest } from '../nearest.js';

/*
 * What was probably meant by a value that is one of no short list. Units and zones are written as people say them:
 * "2 working days", "3 hrs", "Beijing".
 */

const UNITS = [
  'minutes',
  'hours',
  'days',
  'weeks',
  'months',
  'years',
  'business minutes',
  'business hours',
  'business days',
];
const SAID: { readonly [said: string]: string } = {
  min: 'minutes',
  mins: 'minutes',
  h: 'hours',
  hr: 'hours',
  hrs: 'hours',
  d: 'days',
  wk: 'weeks',
  wks: 'weeks',
  mo: 'months',
  yr: 'years',
  yrs: 'years',
  workdays: 'business days',
  weekdays: 'business days',
};

/** The duration that a text was probably meant to be: `2 dys`, `2days` and `2 working days` have one, `soon` hasn't. */
export function nearestDuration(text: string, options?: { readonly allowNegative?: boolean }): string | undefined {
  const [, sign = '', n, said = ''] = /^\s*(-?)\s*(\d{1,9})\s*([A-Za-z ]{1,30}?)\s*$/.exec(text) ?? [];
  if (n === undefined) return undefined;
  const unit = said
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^work(ing)? /, 'business ');
  // A business week has no length: "business days" would be another wait.
  if (/^business (week|month|year)/.test(unit)) return undefined;
  const meant = SAID[unit] ?? nearest(unit, UNITS);
  const duration = `${options?.allowNegative ? sign : ''}${n} ${meant}`;
  return meant !== undefined && duration !== text && parseDuration(duration, options) ? duration : undefined;
}

let zones: readonly string[] | undefined;
const CITIES: { readonly [city: string]: string } = { beijing: 'Asia/Shanghai', peking: 'Asia/Shanghai' };

/** The zone that a text was probably meant to be: a slip of the pen, or a city alone. */
export function nearestZone(text: string): string | undefined {
  zones ??= ['contact', 'UTC', ...Intl.supportedValuesOf('timeZone')];
  const city = text.trim().toLowerCase().replaceAll(' ', '_');
  const named = CITIES[city] ?? zones.find((zone) => zone.toLowerCase().endsWith(`/${city}`));
  return named ?? (city.length > 3 ? nearest(text, zones) : undefined);
}
