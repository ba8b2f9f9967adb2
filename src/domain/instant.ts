/** A point in time: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** `2027-01-04T09:00:00Z`: whole seconds, a fraction is cut off. */
export const formatInstant = (at: Instant): string => `${new Date(at).toISOString().slice(0, -5)}Z`;

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
