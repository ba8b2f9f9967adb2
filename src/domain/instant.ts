/** A point in time: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** `2027-01-04T09:00:00Z`: whole seconds, a fraction is cut off. */
export const formatInstant = (at: Instant): string => `${clockText(at)}Z`;

/** The dates that were asked for lately: journeys name the same days again and again, and making one is slow. */
const dates = new Map<number, string>();
const MOST_DATES = 5_000;
const twoDigits = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));

/** `2027-01-04T09:00:00`: what a clock shows that many milliseconds after it showed 1970-01-01T00:00:00. */
export function clockText(ms: number): string {
  const day = Math.floor(ms / DAY);
  let date = dates.get(day);
  if (date === undefined) {
    date = new Date(day * DAY).toISOString().slice(0, -13);
    if (dates.size >= MOST_DATES) dates.clear();
    dates.set(day, date);
  }
  const seconds = Math.floor((ms - day * DAY) / 1000);
  const [hour, minute] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${date}${twoDigits[hour]}:${twoDigits[minute]}:${twoDigits[seconds % 60]}`;
}

const INSTANT =
  /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(\.\d{1,9})?)?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * The instant of an ISO 8601 date and time with `Z` or an offset (seconds may be left out, fractions are cut to
 * milliseconds), or undefined if the text isn't one: without an offset it names no instant.
 */
export function parseInstant(text: string): Instant | undefined {
  const [, date, hours, minutes, seconds = '00', fraction = '', offset] = INSTANT.exec(text) ?? [];
  if (!date) return undefined;
  const midnight = Date.parse(`${date}T00:00:00Z`);
  // Date.parse rolls 30 February over into March.
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(date)) return undefined;
  return Date.parse(`${date}T${hours}:${minutes}:${seconds}${fraction.slice(0, 4)}${offset}`);
}
