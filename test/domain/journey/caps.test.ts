import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/domain/instant.js';
import { type Counted, cappedUntil, freeAt, type OtherMessage, priorityOf } from '../../../src/domain/journey/caps.js';
import { compileProgram } from '../../../src/domain/journey/program.js';
import type { Cap } from '../../../src/domain/policy.js';
import { aJourney, at } from '../../support/walk.js';

const NOW = at('2027-01-04T09:00:00Z');
const DAILY: Cap = { most: 1, perMs: DAY };
const WEEKLY: Cap = { most: 3, perMs: 7 * DAY };

const sent = (...hoursAgo: number[]): Counted[] => hoursAgo.map((hours) => ({ at: NOW - hours * HOUR, topic: null }));

describe('the next message under caps', () => {
  test.each<[string, readonly Cap[], readonly Counted[], number]>([
    ['goes at once where none went before', [DAILY], [], 0],
    ['goes a day after the last', [DAILY], sent(3), 21],
    ['goes at the very instant at which the day is over', [DAILY], sent(24), 0],
    ['goes when the oldest of three leaves the week', [DAILY, WEEKLY], sent(30, 60, 100), 68],
    ['goes when all caps let it', [DAILY, WEEKLY], sent(3, 60, 160), 21],
    ['waits behind one whose turn comes first', [DAILY], sent(-5), 29],
    ['does not wait for one whose turn is too far off', [DAILY], sent(-24), 0],
    ['fits between two', [DAILY], sent(24, -24), 0],
  ])('%s', (_, caps, others, hours) => {
    expect(freeAt(NOW, null, caps, others)).toBe(NOW + hours * HOUR);
  });

  test('is held back by a cap on its topic only if it is on it, and counts those alone', () => {
    const offers: Cap = { most: 1, perMs: DAY, topic: 'offers' };
    const others = [
      { at: NOW - HOUR, topic: 'news' },
      { at: NOW - 2 * HOUR, topic: 'offers' },
    ];
    expect(freeAt(NOW, 'news', [offers], others)).toBe(NOW);
    expect(freeAt(NOW, null, [offers], others)).toBe(NOW);
    expect(freeAt(NOW, 'offers', [offers], others)).toBe(NOW + 22 * HOUR);
  });
});

const aCap = fc.record({ most: fc.integer({ min: 1, max: 4 }), perMs: fc.integer({ min: 1, max: 60 }) });
const instants = fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 40 });

/** The most of these instants in any stretch of a length, its end left out. */
const mostIn = (all: readonly number[], perMs: number): number =>
  Math.max(0, ...all.map((from) => all.filter((each) => from <= each && each < from + perMs).length));

describe('whatever is asked for when', () => {
  test('no stretch of a cap ever has more than it allows', () => {
    fc.assert(
      fc.property(fc.array(aCap, { minLength: 1, maxLength: 3 }), instants, (caps, asked) => {
        const gone: Counted[] = [];
        for (const instant of asked) gone.push({ at: freeAt(instant, null, caps, gone), topic: null });
        for (const cap of caps)
          expect(
            mostIn(
              gone.map((each) => each.at),
              cap.perMs,
            ),
          ).toBeLessThanOrEqual(cap.most);
      }),
    );
  });

  test('the answer is the earliest that fits', () => {
    fc.assert(
      fc.property(
        fc.array(aCap, { minLength: 1, maxLength: 3 }),
        instants,
        fc.integer({ min: 0, max: 200 }),
        (caps, asked, now) => {
          const gone: Counted[] = [];
          for (const instant of asked) gone.push({ at: freeAt(instant, null, caps, gone), topic: null });
          const free = freeAt(now, null, caps, gone);
          const all = gone.map((each) => each.at);
          for (let earlier = now; earlier < free; earlier += 1)
            expect(caps.some((cap) => mostIn([...all, earlier], cap.perMs) > cap.most)).toBe(true);
        },
      ),
    );
  });
});

describe('priority', () => {
  const waiting = (hours: number): OtherMessage => ({ at: NOW + hours * HOUR, topic: null, waits: true });
  const until = (others: readonly OtherMessage[], caps: readonly Cap[] = [DAILY]) =>
    cappedUntil({ caps, topic: null, now: NOW, catchUp: 5 * MINUTE, others });

  test('of one that has its turn at this very instant, or a little before, keeps the lower one waiting', () => {
    expect(until([waiting(0)])).toBe(NOW + DAY);
    expect(until([waiting(-5 / 60)])).toBe(NOW + DAY);
  });

  test('of one that has not come in its turn keeps nobody waiting', () => {
    expect(until([waiting(-1)])).toBeUndefined();
  });

  test('does not matter where nothing is capped', () => {
    expect(until([waiting(0)], [])).toBeUndefined();
    expect(until([waiting(0)], [{ ...DAILY, topic: 'offers' }])).toBeUndefined();
  });

  test('is the campaign’s own, and a journey has the middle', () => {
    expect(priorityOf(compileProgram(aJourney('steps: [ { end: x } ]')))).toBe(5);
  });
});
