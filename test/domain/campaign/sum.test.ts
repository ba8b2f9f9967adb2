import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isUnsettled,
  PARTS,
  partOf,
  RECIPIENT_OUTCOMES,
  RECIPIENT_STATES,
} from '../../../src/domain/campaign/recipient.js';
import { holds, type Standing, sumOf } from '../../../src/domain/campaign/sum.js';

const standing: fc.Arbitrary<Standing> = fc.record({
  state: fc.constantFrom(...RECIPIENT_STATES),
  outcome: fc.option(fc.constantFrom(...RECIPIENT_OUTCOMES)),
  reason: fc.option(fc.constantFrom('stale', 'unsubscribed', 'quota')),
  count: fc.integer({ min: 1, max: 1_000_000 }),
});

describe('the sum of a campaign', () => {
  it('is the audience, however its recipients stand', () => {
    fc.assert(
      fc.property(fc.array(standing), (standings) => {
        const audience = standings.reduce((total, { count }) => total + count, 0);
        const sum = sumOf(audience, standings);
        expect(holds(sum)).toBe(true);
        expect(holds({ ...sum, audience: audience + 1 })).toBe(false);
        for (const part of PARTS) {
          const withReasons = standings.filter((each) => partOf(each) === part && each.reason !== null);
          const reasons = sum.reasons.filter((each) => each.part === part);
          expect(total(reasons)).toBe(total(withReasons));
        }
      }),
    );
  });

  it('waits for those who are not yet sent to, and for those put off, and for nobody else', () => {
    for (const state of RECIPIENT_STATES)
      for (const outcome of [null, ...RECIPIENT_OUTCOMES])
        expect(isUnsettled({ state, outcome })).toBe(['notYet', 'deferred'].includes(partOf({ state, outcome })));
  });
});

const total = (rows: readonly { readonly count: number }[]): number => rows.reduce((sum, { count }) => sum + count, 0);
