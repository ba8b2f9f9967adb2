import { DAY, HOUR, type Instant } from '../instant.js';

/*
 * How many messages a mailbox may send, and when the next one may go. Hours are those of the clock, counted from the epoch; a
 * day is an hour with the 23 before it, so that no midnight lets twice as many through.
 */

/** Null: no limit. */
export interface Quotas {
  readonly daily: number | null;
  readonly hourly: number | null;
  /** A new mailbox sends `first` on its first day and `growth` times as many on each further one, until `daily`. */
  readonly warmUp: { readonly from: Instant; readonly first: number; readonly growth: number } | null;
}

export const hasQuotas = ({ daily, hourly, warmUp }: Quotas): boolean =>
  daily !== null || hourly !== null || warmUp !== null;

/** Messages that count, by the number of their hour: those sent, and those that wait for a slot in it. */
export type Counted = ReadonlyMap<number, number>;

export const hourOf = (at: Instant): number => Math.floor(at / HOUR);
export const HOURS_OF_A_DAY = 24;

/** How many messages may go in the day that ends with this instant's hour; Infinity: as many as come. */
export function dayLimit({ daily, warmUp }: Quotas, at: Instant): number {
  const most = daily ?? Number.POSITIVE_INFINITY;
  if (warmUp === null) return most;
  const days = Math.max(0, Math.floor((at - warmUp.from) / DAY));
  return Math.min(most, Math.floor(warmUp.first * warmUp.growth ** days));
}

/** Which day of its warm-up a mailbox is in, from 1; null: it has none, or the daily quota is reached. */
export function warmUpDay(quotas: Quotas, at: Instant): number | null {
  const { daily, warmUp } = quotas;
  if (warmUp === null || (daily !== null && dayLimit(quotas, at) >= daily)) return null;
  return Math.max(0, Math.floor((at - warmUp.from) / DAY)) + 1;
}

/** Messages in the day that ends with an hour. */
export function countedInDay(counted: Counted, hour: number): number {
  let sum = 0;
  for (let each = hour - HOURS_OF_A_DAY + 1; each <= hour; each++) sum += counted.get(each) ?? 0;
  return sum;
}

export interface SlotQuestion {
  readonly quotas: Quotas;
  /** Of the day that ends now, and of all that is to come. */
  readonly counted: Counted;
  readonly now: Instant;
  /** The message's share of an hour, in [0, 1): those that wait for the same hour come spread over it. */
  readonly fraction: number;
  /** When a window that is closed at an instant opens for the message; null: it is open. */
  readonly opensAt: (at: Instant) => Instant | null;
}

/** Nobody plans further ahead, and nothing is looked for further on. */
const MOST_LOOKS = 10_000;

/** The first instant from now on at which one more message may go: `now` itself if it may. */
export function nextSlot({ quotas, counted, now, fraction, opensAt }: SlotQuestion): Instant {
  const hourly = quotas.hourly ?? Number.POSITIVE_INFINITY;
  const inDay = memoised((hour) => countedInDay(counted, hour));
  const hasRoom = (hour: number): boolean => {
    if ((counted.get(hour) ?? 0) >= hourly) return false;
    // One more in this hour is one more in each day that it is a part of.
    for (let end = hour; end < hour + HOURS_OF_A_DAY; end++)
      if (inDay(end) >= dayLimit(quotas, end * HOUR)) return false;
    return true;
  };
  let at = now;
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const opening = opensAt(at);
    if (opening !== null && opening > at) at = opening;
    else if (hasRoom(hourOf(at))) return at;
    else at = (hourOf(at) + 1 + fraction) * HOUR;
  }
  return at;
}

function memoised(compute: (hour: number) => number): (hour: number) => number {
  const known = new Map<number, number>();
  return (hour) => {
    const value = known.get(hour) ?? compute(hour);
    known.set(hour, value);
    return value;
  };
}
