import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, type Instant, MINUTE } from '../../../src/domain/instant.js';
import {
  countedInDay,
  dayLimit,
  hourOf,
  nextSlot,
  type PlaceWanted,
  placesFor,
  type Quotas,
  warmUpDay,
} from '../../../src/domain/journey/quota.js';

const START = Date.UTC(2027, 0, 4);
const NONE: Quotas = { daily: null, hourly: null, warmUp: null };
const always = () => null;

/** Lets messages come one after the other, each of which takes its slot; answers when each goes. */
function slotsOf(
  quotas: Quotas,
  arrivals: readonly { readonly at: Instant; readonly fraction: number }[],
  opensAt: (at: Instant) => Instant | null = always,
): Instant[] {
  const counted = new Map<number, number>();
  return arrivals.map(({ at: now, fraction }) => {
    const slot = nextSlot({ quotas, counted, now, fraction, opensAt });
    counted.set(hourOf(slot), (counted.get(hourOf(slot)) ?? 0) + 1);
    return slot;
  });
}

const many = (n: number, at = START) => Array.from({ length: n }, (_, i) => ({ at, fraction: (i * 0.618) % 1 }));
const inHour = (slots: readonly Instant[], hour: number) => slots.filter((slot) => hourOf(slot) === hour).length;

describe('the next slot of a mailbox', () => {
  it('is now while there is room, and in the next hours once there is none', () => {
    const slots = slotsOf({ ...NONE, hourly: 5 }, many(20, START + 1000));
    expect(slots.slice(0, 5)).toEqual(Array(5).fill(START + 1000));
    expect([0, 1, 2, 3].map((hour) => inHour(slots, hourOf(START) + hour))).toEqual([5, 5, 5, 5]);
    // Spread over their hour: no herd comes at its beginning.
    expect(new Set(slots.slice(5)).size).toBe(15);
  });

  it('keeps the day’s quota over midnight', () => {
    const late = START + 23.5 * HOUR;
    const slots = slotsOf({ ...NONE, daily: 10 }, many(25, late));
    expect(slots.filter((slot) => slot < late + DAY - HOUR)).toHaveLength(10);
    expect(Math.max(...slots)).toBeLessThan(late + 3 * DAY);
  });

  it('grows in a warm-up from its first day’s number up to the daily quota', () => {
    const quotas: Quotas = { daily: 50, hourly: null, warmUp: { from: START, first: 10, growth: 2 } };
    expect([0, 1, 2, 3, 4].map((day) => dayLimit(quotas, START + day * DAY))).toEqual([10, 20, 40, 50, 50]);
    expect(dayLimit(quotas, START - DAY)).toBe(10);
    expect([-1, 0, 1, 2, 3].map((day) => warmUpDay(quotas, START + day * DAY))).toEqual([1, 1, 2, 3, null]);
    expect(warmUpDay(NONE, START)).toBeNull();
    const slots = slotsOf(quotas, many(70));
    expect(slots.filter((slot) => slot < START + DAY)).toHaveLength(10);
  });

  it('lies in the message’s own window, and one of another zone does not wait behind it', () => {
    const opensAtNine = (at: Instant) => {
      const day = Math.floor(at / DAY) * DAY;
      return at < day + 9 * HOUR ? day + 9 * HOUR : at >= day + 17 * HOUR ? day + DAY + 9 * HOUR : null;
    };
    const counted = new Map([[hourOf(START + 16 * HOUR), 1]]);
    const question = { quotas: { ...NONE, hourly: 1 }, counted, now: START + 16 * HOUR, fraction: 0.5 };
    expect(nextSlot({ ...question, opensAt: opensAtNine })).toBe(START + DAY + 9 * HOUR);
    expect(nextSlot({ ...question, opensAt: always })).toBe(START + 17.5 * HOUR);
  });

  it('never lets more through than any hour and any day may, whatever comes when, and never goes back in time', () => {
    const quotas = fc.record({
      daily: fc.option(fc.integer({ min: 1, max: 12 })),
      hourly: fc.option(fc.integer({ min: 1, max: 4 })),
      warmUp: fc.option(
        fc.record({
          from: fc.integer({ min: -3, max: 3 }).map((days) => START + days * DAY),
          first: fc.integer({ min: 1, max: 5 }),
          growth: fc.constantFrom(1, 1.3, 2),
        }),
      ),
    });
    const arrivals = fc.array(
      fc.record({
        at: fc.nat(5 * DAY).map((ms) => START + ms),
        fraction: fc.double({ min: 0, max: 0.999, noNaN: true }),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(quotas, arrivals, (limits, unsorted) => {
        const coming = [...unsorted].sort((a, b) => a.at - b.at);
        const slots = slotsOf(limits, coming);
        const counted = new Map<number, number>();
        for (const slot of slots) counted.set(hourOf(slot), (counted.get(hourOf(slot)) ?? 0) + 1);
        for (const [index, slot] of slots.entries()) expect(slot).toBeGreaterThanOrEqual(coming[index]?.at ?? 0);
        for (const hour of counted.keys()) {
          expect(counted.get(hour)).toBeLessThanOrEqual(limits.hourly ?? Number.POSITIVE_INFINITY);
          for (let end = hour; end < hour + 24; end++)
            expect(countedInDay(counted, end)).toBeLessThanOrEqual(dayLimit(limits, end * HOUR));
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Campaigns send from a mailbox in blocks: each mail that is put off comes again when it was told to. Answers when each went. */
function sentBy(
  quotas: Quotas,
  { mails, block, from, journeys = [] }: { mails: number; block: number; from: Instant; journeys?: readonly Instant[] },
): { readonly went: readonly Instant[]; readonly visits: number } {
  const counted = new Map<number, number>();
  const planned = new Map<number, number>();
  const add = (counts: Map<number, number>, hour: number, n: number) => counts.set(hour, (counts.get(hour) ?? 0) + n);
  let waiting: { readonly at: Instant; readonly plannedAt: Instant | null; readonly fraction: number }[] = many(
    mails,
    from,
  ).map((each) => ({ ...each, plannedAt: null }));
  const went: Instant[] = [];
  const coming = [...journeys];
  let visits = 0;
  for (let now = from; waiting.length > 0; now = Math.max(now + MINUTE, Math.min(...waiting.map(({ at }) => at)))) {
    while ((coming[0] ?? Number.POSITIVE_INFINITY) <= now) {
      const at = coming.shift() ?? now;
      const slot = nextSlot({ quotas, counted, now: at, fraction: 0, opensAt: always });
      add(counted, hourOf(slot), 1);
      went.push(slot);
    }
    const due = waiting.filter(({ at }) => at <= now).slice(0, block);
    waiting = waiting.filter((each) => !due.includes(each));
    const wanted: PlaceWanted[] = due.map(({ fraction, plannedAt }) => ({ fraction, plannedAt, opensAt: always }));
    const { slots, planned: changes } = placesFor({ quotas, counted, planned, now, wanted });
    for (const [hour, n] of changes) add(planned, hour, n);
    for (const [index, slot] of slots.entries()) {
      visits += 1;
      if (slot === now) {
        went.push(now);
        add(counted, hourOf(now), 1);
      } else waiting.push({ at: slot, plannedAt: slot, fraction: due[index]?.fraction ?? 0 });
    }
  }
  return { went, visits };
}

describe('places for many mails of a campaign', () => {
  it('are taken each hour as far as there are any, and each mail is put off about once', () => {
    const { went, visits } = sentBy({ ...NONE, hourly: 10 }, { mails: 60, block: 100, from: START });
    expect(Math.max(...went)).toBeLessThan(START + 6 * HOUR + 5 * MINUTE);
    expect(inHour(went, hourOf(START))).toBe(10);
    expect(visits).toBeLessThanOrEqual(120);
  });

  it('keep no message of a journey waiting that comes before them', () => {
    const journeys = Array.from({ length: 6 }, (_, index) => START + HOUR + index * 1000);
    const { went } = sentBy({ ...NONE, hourly: 10 }, { mails: 40, block: 100, from: START, journeys });
    expect(went).toEqual(expect.arrayContaining(journeys));
    expect(inHour(went, hourOf(START) + 1)).toBe(10);
  });

  it('never let more through than any hour and any day may, with whatever else goes out', () => {
    const cases = fc.record({
      hourly: fc.option(fc.integer({ min: 1, max: 8 })),
      daily: fc.option(fc.integer({ min: 1, max: 30 })),
      mails: fc.integer({ min: 1, max: 30 }),
      block: fc.integer({ min: 1, max: 30 }),
      journeys: fc.array(fc.nat(2 * DAY).map((ms) => START + ms)).map((at) => at.sort((a, b) => a - b)),
    });
    fc.assert(
      fc.property(cases, ({ hourly, daily, mails, block, journeys }) => {
        const quotas = { ...NONE, hourly, daily };
        const { went } = sentBy(quotas, { mails, block, from: START + HOUR / 3, journeys });
        const counted = new Map<number, number>();
        for (const at of went) counted.set(hourOf(at), (counted.get(hourOf(at)) ?? 0) + 1);
        for (const [hour, n] of counted) {
          expect(n).toBeLessThanOrEqual(hourly ?? Number.POSITIVE_INFINITY);
          for (let end = hour; end < hour + 24; end++)
            expect(countedInDay(counted, end)).toBeLessThanOrEqual(daily ?? Number.POSITIVE_INFINITY);
        }
      }),
      { numRuns: 50 },
    );
  });
});
