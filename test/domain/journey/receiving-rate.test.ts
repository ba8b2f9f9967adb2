import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { domainTurn, intervalOf, type Rate, rateOf } from '../../../src/domain/journey/receiving-rate.js';

interface Mail {
  readonly comesAt: number;
  readonly linedUpAt: number | null;
}

/** Mails come, wait as they are told and come again, each late by what `lates` says. Answers when each went, and its visits. */
function run(rate: Rate, arrivals: readonly number[], lates: readonly number[]): { went: number[]; visits: number } {
  let [clearAt, visits]: [number | null, number] = [null, 0];
  const went: number[] = [];
  const coming: Mail[] = arrivals.map((comesAt) => ({ comesAt, linedUpAt: null }));
  while (coming.length > 0) {
    coming.sort((a, b) => a.comesAt - b.comesAt);
    const { comesAt: now, linedUpAt } = coming.shift() as Mail;
    const since = linedUpAt ?? now;
    const older = coming.filter((mail) => mail.linedUpAt !== null && mail.linedUpAt < (linedUpAt ?? now + 1)).length;
    const turn = domainTurn({ rate, clearAt, older, hasWaited: linedUpAt !== null, now });
    visits += 1;
    if (turn.type === 'go') {
      went.push(now);
      clearAt = turn.clearAt;
    } else coming.push({ comesAt: turn.until + (lates[visits % lates.length] ?? 0), linedUpAt: since });
  }
  return { went, visits };
}

const rates = fc.record({ most: fc.integer({ min: 1, max: 200 }), perMs: fc.constantFrom(60_000, 600_000, 3_600_000) });
const mails = fc.array(fc.nat(600_000), { minLength: 1, maxLength: 60 });
const mostIn = (went: readonly number[], perMs: number): number =>
  Math.max(...went.map((from) => went.filter((at) => at >= from && at < from + perMs).length));

describe('the rate of a receiving domain', () => {
  test('is never passed in any stretch of time, however mails come and however late; and each mail goes', () => {
    const late = fc.array(fc.oneof(fc.nat(500), fc.nat(30_000)), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(rates, mails, late, (rate, arrivals, lates) => {
        const { went } = run(rate, arrivals, lates);
        expect(went).toHaveLength(arrivals.length);
        expect(mostIn(went, rate.perMs)).toBeLessThanOrEqual(rate.most);
      }),
      { numRuns: 500 },
    );
  });

  test('is used: of many that come at once each comes about once more, and the last goes when the rate lets it', () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 2, max: 60 }), (rate, n) => {
        const { went, visits } = run(rate, Array(n).fill(0), [0]);
        expect(visits).toBeLessThanOrEqual(2 * n);
        expect(went.at(-1)).toBeLessThanOrEqual(n * intervalOf(rate) + 2);
      }),
    );
  });

  test('spreads mails evenly: a pause before them gives no burst longer than the slack of two seconds', () => {
    const rate = { most: 60, perMs: 60_000 };
    const { went } = run(rate, [0, ...Array(50).fill(600_000)], [0]);
    expect(mostIn(went, 1_000)).toBeLessThanOrEqual(3);
  });

  test('keeps the order in which mails lined up, where none is late', () => {
    const rate = { most: 30, perMs: 60_000 };
    const { went } = run(rate, [0, 10, 20, 30, 40], [0]);
    expect(went).toEqual([...went].sort((a, b) => a - b));
  });

  test('is the domain’s own, else the default, and names of objects are no domains', () => {
    const [own, other] = [
      { most: 1, perMs: 60_000 },
      { most: 2, perMs: 60_000 },
    ];
    const of = { default: other, domains: { 'qq.com': own } };
    expect([rateOf(of, 'qq.com'), rateOf(of, 'corp.example'), rateOf(of, 'constructor')]).toEqual([own, other, other]);
    expect(rateOf({ ...of, default: null }, 'corp.example')).toBeNull();
  });
});
