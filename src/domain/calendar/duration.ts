/** A unit as definitions write it, in the plural. */
export type Unit =
  | 'minutes'
  | 'hours'
  | 'days'
  | 'weeks'
  | 'months'
  | 'years'
  | 'business minutes'
  | 'business hours'
  | 'business days';

/** A length of time whose end depends on where it begins (`addDuration`). `n` is whole, and negative only in a shift. */
export interface Duration {
  readonly n: number;
  readonly unit: Unit;
}

/** The most of each unit: about a thousand years, so that no sum leaves the time that instants can name. */
const MOST: Readonly<Record<Unit, number>> = {
  minutes: 525_000_000,
  hours: 8_760_000,
  days: 365_000,
  weeks: 52_000,
  months: 12_000,
  years: 1_000,
  'business minutes': 10_000_000,
  'business hours': 200_000,
  'business days': 36_500,
};

const DURATION = /^(-?)(\d{1,9}) +(?:(business) +)?(minute|hour|day|week|month|year)s?$/;

/**
 * Reads `<n> <unit>` ("2 days", "1 business day"); undefined if the text is no duration. `n` is a whole number: a half
 * day would mean one thing by the clock and another by a calendar. A leading `-` is read only with `allowNegative`.
 */
export function parseDuration(text: string, options?: { readonly allowNegative?: boolean }): Duration | undefined {
  const [, sign, digits, business, singular] = DURATION.exec(text) ?? [];
  if (digits === undefined || (sign && !options?.allowNegative)) return undefined;
  const unit = `${business ? 'business ' : ''}${singular}s`;
  if (!isUnit(unit)) return undefined;
  const n = Number(digits);
  if (n > MOST[unit]) return undefined;
  return { n: sign && n > 0 ? -n : n, unit };
}

/** The text `parseDuration` reads, with the unit in the singular where `n` is 1. */
export const formatDuration = ({ n, unit }: Duration): string => `${n} ${Math.abs(n) === 1 ? unit.slice(0, -1) : unit}`;

const isUnit = (text: string): text is Unit => Object.hasOwn(MOST, text);
