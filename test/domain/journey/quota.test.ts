import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, type Instant } from '../../../src/domain/instant.js';
import { countedInDay, dayLimit, hourOf, nextSlot, type Quotas, warmUpDay } from '../../../src/domain/journey/quota.js';

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
