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
export function nextSlot({ quotas, counted, now, ...message }: SlotQuestion): Instant {
  return slotFrom(now, memoised(roomIn(quotas, counted)), message);
}

/** Whether one more may go in an hour. */
function roomIn(quotas: Quotas, counted: Counted): (hour: number) => boolean {
  const hourly = quotas.hourly ?? Number.POSITIVE_INFINITY;
  const inDay = memoised((hour) => countedInDay(counted, hour));
  return (hour) => {
    if ((counted.get(hour) ?? 0) >= hourly) return false;
    // One more in this hour is one more in each day that it is a part of.
    for (let end = hour; end < hour + HOURS_OF_A_DAY; end++)
      if (inDay(end) >= dayLimit(quotas, end * HOUR)) return false;
    return true;
  };
}

function slotFrom(
  now: Instant,
  hasRoom: (hour: number) => boolean,
  { fraction, opensAt }: Pick<SlotQuestion, 'fraction' | 'opensAt'>,
): Instant {
  let at = now;
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const opening = opensAt(at);
    if (opening !== null && opening > at) at = opening;
    else if (hasRoom(hourOf(at))) return at;
    else at = (hourOf(at) + 1 + fraction) * HOUR;
  }
  return at;
}

function memoised<Value>(compute: (hour: number) => Value): (hour: number) => Value {
  const known = new Map<number, Value>();
  return (hour) => {
    const value = known.get(hour) ?? compute(hour);
    known.set(hour, value);
    return value;
  };
}

/** A mail of a campaign that asks for its place. */
export interface PlaceWanted extends Pick<SlotQuestion, 'fraction' | 'opensAt'> {
  /** Until when it was put off for want of one; null: it comes for the first time. */
  readonly plannedAt: Instant | null;
}

export interface PlacesQuestion {
  readonly quotas: Quotas;
  /** As in `SlotQuestion`: what was sent, and what journeys' messages have a place in. */
  readonly counted: Counted;
  /**
   * Mails of campaigns that are put off to this hour or a later one. They keep no journey's message waiting, or a campaign to many
   * would have its mailbox for days; but later ones of campaigns come after them.
   */
  readonly planned: Counted;
  readonly now: Instant;
  readonly wanted: readonly PlaceWanted[];
}

export interface Places {
  /** Of each that asks: `now`, or until when it is put off. */
  readonly slots: readonly Instant[];
  /** What is planned more, or less, in an hour than before. */
  readonly planned: ReadonlyMap<number, number>;
}

/** Gives out places to many at once: whoever was put off to this hour has theirs before those who come for the first time. */
export function placesFor({ quotas, counted, planned, now, wanted }: PlacesQuestion): Places {
  const current = hourOf(now);
  const plans = new Map(planned);
  const waited = wanted.filter(({ plannedAt }) => plannedAt !== null);
  for (const { plannedAt } of waited) {
    const hour = hourOf(plannedAt ?? now);
    if ((plans.get(hour) ?? 0) > 0) add(plans, hour, -1);
  }
  const sent = new Map(counted);
  const expected = new Map(counted);
  for (const [hour, n] of plans) if (hour >= current) add(expected, hour, n);
  const mayLater = fillingUp(quotas, expected);
  const mayNow = fillingUp(quotas, sent);
  const slotOf = (each: PlaceWanted): Instant => {
    const mayGo = each.plannedAt === null ? mayLater : mayNow;
    const slot = slotFrom(now, (hour) => (hour === current ? mayGo(hour) : mayLater(hour)), each);
    add(expected, hourOf(slot), 1);
    add(slot === now ? sent : plans, hourOf(slot), 1);
    return slot;
  };
  const slots = new Map(waited.map((each) => [each, slotOf(each)]));
  const all = wanted.map((each) => slots.get(each) ?? slotOf(each));
  const hours = [...new Set([...planned.keys(), ...plans.keys()])];
  const changes = hours.map((hour) => [hour, (plans.get(hour) ?? 0) - (planned.get(hour) ?? 0)] as const);
  return { slots: all, planned: new Map(changes.filter(([, more]) => more !== 0)) };
}

const add = (counts: Map<number, number>, hour: number, n: number): void =>
  void counts.set(hour, (counts.get(hour) ?? 0) + n);

/** As `roomIn`, of counts that grow meanwhile: what is full stays full. */
function fillingUp(quotas: Quotas, counted: Counted): (hour: number) => boolean {
  const full = new Set<number>();
  return (hour) => {
    if (full.has(hour)) return false;
    const hasRoom = roomIn(quotas, counted)(hour);
    if (!hasRoom) full.add(hour);
    return hasRoom;
  };
}
