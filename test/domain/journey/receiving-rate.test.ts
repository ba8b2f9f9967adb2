import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { domainTurn, domainTurns, intervalOf, type Rate, rateOf } from '../../../src/domain/journey/receiving-rate.js';

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

interface Sent {
  readonly campaign: readonly number[];
  readonly journeys: readonly { readonly came: number; readonly went: number }[];
  readonly visits: number;
}

/** A campaign of so many mails to one domain, looked at in blocks, while mails of journeys come. */
function campaignTo(
  rate: Rate,
  mails: number,
  { block = 50, journeys = [] as readonly number[], late = 0, everyMs = 1_000 } = {},
): Sent {
  let [clearAt, plannedUntil]: [number | null, number | null] = [null, null];
  let waiting: { readonly at: number; readonly waited: boolean }[] = Array.from({ length: mails }, () => ({
    at: 0,
    waited: false,
  }));
  const campaign: number[] = [];
  const gone: { came: number; went: number }[] = [];
  let lined: { readonly came: number; readonly at: number; readonly waited: boolean }[] = journeys.map((came) => ({
    ...{ came, at: came, waited: false },
  }));
  let visits = 0;
  const next = (): number => Math.min(...waiting.map(({ at }) => at), ...lined.map(({ at }) => at));
  for (let now = 0; waiting.length + lined.length > 0; now = Math.max(now + everyMs + late, next())) {
    for (const mail of lined.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)) {
      lined = lined.filter((each) => each !== mail);
      const older = lined.filter(({ waited, came }) => waited && came < mail.came).length;
      const turn = domainTurn({ rate, clearAt, older, hasWaited: mail.waited, now: Math.max(mail.at, now - everyMs) });
      if (turn.type === 'go') {
        gone.push({ came: mail.came, went: Math.max(mail.at, now - everyMs) });
        clearAt = turn.clearAt;
      } else lined.push({ came: mail.came, at: turn.until, waited: true });
    }
    const due = waiting.filter(({ at }) => at <= now).slice(0, block);
    if (due.length === 0) continue;
    waiting = waiting.filter((each) => !due.includes(each));
    visits += due.length;
    const waited = due.filter((each) => each.waited).length;
    const asked = { rate, clearAt, plannedUntil, waited, first: due.length - waited, now };
    const turns = domainTurns({ ...asked, lined: lined.filter((each) => each.waited).length });
    for (let index = 0; index < turns.go; index++) campaign.push(now);
    expect(turns.go + turns.untils.length).toBe(due.length);
    waiting.push(...turns.untils.map((at) => ({ at, waited: true })));
    ({ clearAt, plannedUntil } = turns);
  }
  return { campaign, journeys: gone, visits };
}

describe('turns for many mails of a campaign', () => {
  test('never pass the rate in any stretch of time, with whatever journeys send, and each mail goes', () => {
    const options = fc.record({
      block: fc.integer({ min: 1, max: 100 }),
      late: fc.nat(4_000),
      journeys: fc.array(fc.nat(300_000), { maxLength: 20 }).map((at) => at.sort((a, b) => a - b)),
    });
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 60 }), options, (rate, mails_, of) => {
        const { campaign, journeys } = campaignTo(rate, mails_, of);
        const went = [...campaign, ...journeys.map((each) => each.went)];
        expect(mostIn(went, rate.perMs)).toBeLessThanOrEqual(rate.most);
        expect(campaign).toHaveLength(mails_);
      }),
      { numRuns: 150 },
    );
  });

  test('use the rate, with few looks at each mail', () => {
    const rate = { most: 600, perMs: 60_000 };
    const { campaign, visits } = campaignTo(rate, 2_000, { block: 100, everyMs: 500 });
    expect(campaign).toHaveLength(2_000);
    expect(campaign.at(-1)).toBeLessThanOrEqual(1.2 * 2_000 * intervalOf(rate));
    expect(visits).toBeLessThanOrEqual(3.5 * 2_000);
  });

  test('leave a journey’s mail its turn, while the campaign goes on for long', () => {
    const rate = { most: 60, perMs: 60_000 };
    const came = Array.from({ length: 10 }, (_, index) => 60_000 + index * 20_000);
    const { journeys } = campaignTo(rate, 600, { journeys: came });
    expect(journeys).toHaveLength(10);
    for (const mail of journeys) expect(mail.went - mail.came).toBeLessThanOrEqual(20_000);
  });

  test('are not kept for a campaign that no longer comes for them', () => {
    const rate = { most: 60, perMs: 60_000 };
    const asked = { rate, clearAt: 100_000, plannedUntil: 5_000_000, lined: 0, waited: 0, first: 10 };
    expect(domainTurns({ ...asked, now: 101_000 }).untils[0]).toBeGreaterThanOrEqual(5_000_000);
    const later = domainTurns({ ...asked, now: 200_000 });
    expect([later.go > 0, Math.max(...later.untils) < 220_000]).toEqual([true, true]);
  });
});
