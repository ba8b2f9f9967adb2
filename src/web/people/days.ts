/*
 * Days of an absence, as somebody away counts them: on the wall clock of their own zone. The API has instants.
 */

const DAY = 86_400_000;

/** By how much a zone's wall clock is ahead of UTC at an instant, in ms. */
function offsetAt(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((each) => each.type === type)?.value);
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return wall - Math.floor(at / 1_000) * 1_000;
}

/** When a day (YYYY-MM-DD) begins in a zone. */
export function dayBegins(day: string, zone: string): string {
  const wall = Date.parse(`${day}T00:00:00Z`);
  const first = wall - offsetAt(wall, zone);
  // Where the clock changes between the two guesses, the second one holds.
  return new Date(wall - offsetAt(first, zone)).toISOString();
}

/** When a day that somebody is still away is over: the next one's beginning. */
export const dayEnds = (day: string, zone: string): string =>
  dayBegins(new Date(Date.parse(`${day}T00:00:00Z`) + DAY).toISOString().slice(0, 10), zone);

/** The last day away, of an absence that ends at an instant. */
export function lastDayOf(to: string, zone: string): string {
  const before = Date.parse(to) - 1;
  return new Date(before + offsetAt(before, zone)).toISOString().slice(0, 10);
}

/** The day of an instant. */
export const dayOf = (at: string, zone: string): string => lastDayOf(new Date(Date.parse(at) + 1).toISOString(), zone);
