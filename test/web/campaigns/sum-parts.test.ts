import { describe, expect, test } from 'vitest';
import { PARTS } from '../../../src/domain/campaign/recipient.js';
import { PART_ORDER, restAt, type Sum, settledOf, shownParts } from '../../../src/web/campaigns/sum-parts.js';

const none = { sent: 0, begun: 0, skipped: 0, refused: 0, deferred: 0, uncertain: 0, heldOut: 0, notYet: 0 };
const sum = (parts: Partial<Sum['parts']>, reasons: Sum['reasons'] = []): Sum => ({
  audience: Object.values(parts).reduce((all, n) => all + n, 0),
  parts: { ...none, ...parts },
  reasons,
});

describe('what a sum shows', () => {
  test('is each part that the API knows, and what they come to is the audience', () => {
    expect([...PART_ORDER].sort()).toEqual([...PARTS].sort());
    const whole = sum({ sent: 6, skipped: 2, refused: 1, notYet: 1 });
    const parts = shownParts(whole, 'mail');
    expect(parts.map(({ part }) => part)).toEqual(['sent', 'refused', 'skipped', 'notYet']);
    expect(parts.reduce((all, { count }) => all + count, 0)).toBe(whole.audience);
    expect(parts.reduce((all, { share }) => all + share, 0)).toBeCloseTo(1);
  });

  test('says that nobody has got it yet, by what it sends', () => {
    expect(shownParts(sum({}), 'mail')).toMatchObject([
      { part: 'sent', count: 0, share: 0 },
      { part: 'notYet', count: 0 },
    ]);
    expect(shownParts(sum({}), 'journeys').map(({ part }) => part)).toEqual(['begun', 'notYet']);
  });

  test('has the reasons with their part, most first', () => {
    const reasons: Sum['reasons'] = [
      { part: 'skipped', reason: 'no-consent', count: 1 },
      { part: 'skipped', reason: 'unsubscribed', count: 3 },
      { part: 'deferred', reason: 'quota', count: 2 },
    ];
    const [, skipped, deferred] = shownParts(sum({ skipped: 4, deferred: 2 }, reasons), 'mail');
    expect(skipped?.reasons.map(({ reason }) => reason)).toEqual(['unsubscribed', 'no-consent']);
    expect(deferred?.reasons).toEqual([{ reason: 'quota', count: 2 }]);
  });

  test('settled is whoever nothing is to come for by itself', () => {
    expect(settledOf(sum({ sent: 5, deferred: 2, notYet: 3, uncertain: 1, heldOut: 1 }))).toBe(7);
  });

  test('the rest takes as long as its rate lets it', () => {
    expect(restAt(sum({ notYet: 601 }), 600)).toBe(120_000);
    expect(restAt(sum({ notYet: 601 }), null)).toBeNull();
    expect(restAt(sum({ sent: 3 }), 600)).toBeNull();
  });
});
