import { describe, expect, test } from 'vitest';
import type { CampaignCheck } from '../../../src/api/contracts/campaign-looks.js';
import { MOST_SAMPLES, withPage } from '../../../src/web/campaigns/check-sum.js';

const person = (n: number) => ({ contactId: `con_${n}`, contactName: `Person ${n}` });

const MAIL = { id: 'send', action: 'email', template: 'care/season' } as const;

const page = (part: Partial<CampaignCheck>): CampaignCheck => ({
  revision: 3,
  step: MAIL,
  steps: [MAIL],
  size: null,
  seen: 10,
  send: 5,
  heldOut: 1,
  reasons: [],
  nextCursor: null,
  hasMore: false,
  ...part,
});

describe('a check of many', () => {
  test('adds its pages up, by reason', () => {
    const skip = (count: number, n: number) => ({
      answer: 'skip' as const,
      code: 'no-consent',
      count,
      samples: [person(n)],
    });
    const first = withPage(null, page({ size: 20, reasons: [skip(4, 1)], hasMore: true }));
    expect(first).toMatchObject({ size: 20, seen: 10, isWhole: false });
    const both = withPage(
      first,
      page({ reasons: [{ answer: 'defer', code: 'quota', count: 9, samples: [] }, skip(3, 2)] }),
    );
    expect(both).toMatchObject({ revision: 3, size: 20, seen: 20, send: 10, heldOut: 2, isWhole: true });
    expect(both.reasons).toEqual([
      { answer: 'defer', code: 'quota', count: 9, samples: [] },
      { answer: 'skip', code: 'no-consent', count: 7, samples: [person(1), person(2)] },
    ]);
  });

  test('has no more samples than can be looked at', () => {
    const samples = Array.from({ length: 15 }, (_, n) => person(n));
    const reasons = [{ answer: 'skip' as const, code: 'suppressed', count: 15, samples }];
    expect(withPage(withPage(null, page({ reasons })), page({ reasons })).reasons[0]?.samples).toHaveLength(
      MOST_SAMPLES,
    );
  });
});
