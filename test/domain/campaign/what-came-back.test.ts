import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  enoughSent,
  mayBeTooMany,
  NOTHING_CAME_BACK,
  reasonToPause,
} from '../../../src/domain/campaign/what-came-back.js';

const LIMITS = { bounces: 5, complaints: 0.3 };
const seen = (over: object) => ({ ...NOTHING_CAME_BACK, ...over });
const reason = (over: object, before = NOTHING_CAME_BACK) => reasonToPause(seen(over), before, LIMITS);

describe('what came back', () => {
  test('pauses a campaign above its limit, not at it, and not for a few', () => {
    expect(reason({ sent: 200, bounced: 10 })).toBeNull();
    expect(reason({ sent: 199, bounced: 10 })).toBe('too-many-bounces');
    expect(reason({ sent: 20, bounced: 9 })).toBeNull();
    expect(reason({ sent: 1_000, complained: 3 })).toBeNull();
    expect(reason({ sent: 999, complained: 3 })).toBe('too-many-complaints');
    expect(reason({ sent: 10, complained: 2 })).toBeNull();
    expect(reason({ sent: 100, failed: 20 })).toBe('template-failing');
    expect(reason({ sent: 1_000_000, failed: 100 })).toBeNull();
  });

  test('is held against a campaign once: who lets it go on has seen it', () => {
    const before = seen({ sent: 200, bounced: 40 });
    expect(reason({ sent: 200, bounced: 40 }, before)).toBeNull();
    expect(reason({ sent: 400, bounced: 49 }, before)).toBeNull();
    expect(reason({ sent: 300, bounced: 50 }, before)).toBe('too-many-bounces');
  });

  test('is never a reason where it was not worth to count what was sent', () => {
    const counts = fc.record({ sent: fc.nat(500), bounced: fc.nat(50), complained: fc.nat(10), failed: fc.nat(50) });
    fc.assert(
      fc.property(counts, counts, (now, before) => {
        if (!mayBeTooMany(now)) expect(reasonToPause(now, before, LIMITS)).toBeNull();
      }),
    );
  });

  test('needs no more of what was sent to be counted than is enough to tell', () => {
    const counts = fc.record({ sent: fc.nat(5_000), bounced: fc.nat(90), complained: fc.nat(10), failed: fc.nat(50) });
    fc.assert(
      fc.property(counts, counts, ({ sent, ...back }, before) => {
        const counted = Math.min(sent, enoughSent(back, before, LIMITS));
        const told = (of: number) => reasonToPause({ ...back, sent: of }, before, LIMITS);
        expect(told(counted)).toBe(told(sent));
      }),
      { numRuns: 2_000 },
    );
  });
});
