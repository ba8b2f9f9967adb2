import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ClaimFacts, claimRefusal } from '../../../src/domain/pool/claim.js';

const facts = (changes: Partial<ClaimFacts> = {}): ClaimFacts => ({
  poolId: 'inbound',
  claimable: true,
  contact: { poolId: 'inbound', ownerId: null },
  claimant: { id: 'usr_1', isMember: true },
  has: { unworked: 0, ofPool: 0, ofAll: 0 },
  limits: { unworked: 3, ofPool: 10, ofAll: 20 },
  coolsUntil: null,
  now: 1000,
  ...changes,
});

describe('a claim', () => {
  test('of a free lead by a member within the limits is allowed', () => expect(claimRefusal(facts())).toBeNull());

  test.each([
    ['not-in-pool', { contact: { poolId: 'other', ownerId: null } }],
    ['not-in-pool', { contact: { poolId: null, ownerId: null } }],
    ['already-claimed', { contact: { poolId: 'inbound', ownerId: 'usr_2' } }],
    ['not-claimable', { claimable: false }],
    ['not-a-member', { claimant: { id: 'usr_1', isMember: false } }],
    ['claim-limit', { has: { unworked: 3, ofPool: 3, ofAll: 3 } }],
    ['hold-limit', { has: { unworked: 0, ofPool: 10, ofAll: 10 } }],
    ['hold-limit', { has: { unworked: 0, ofPool: 0, ofAll: 20 } }],
    ['cooling-down', { coolsUntil: 1001 }],
  ] as const)('is refused as %s', (code, changes) => expect(claimRefusal(facts(changes))).toBe(code));

  test('after the cool-down is allowed again', () => expect(claimRefusal(facts({ coolsUntil: 1000 }))).toBeNull());

  test('who is given a lead is bound by the limits, not by the cool-down, nor by the pool’s being given out only', () => {
    expect(claimRefusal(facts({ coolsUntil: 2000, claimable: false }), true)).toBeNull();
    expect(claimRefusal(facts({ has: { unworked: 3, ofPool: 3, ofAll: 3 } }), true)).toBe('claim-limit');
  });

  test('never passes a limit: whoever keeps claiming ends at the smallest one', () => {
    const limit = fc.option(fc.integer({ min: 1, max: 30 }));
    fc.assert(
      fc.property(limit, limit, limit, (unworked, ofPool, ofAll) => {
        let n = 0;
        while (n < 40) {
          const has = { unworked: n, ofPool: n, ofAll: n };
          if (claimRefusal(facts({ has, limits: { unworked, ofPool, ofAll } })) !== null) break;
          n++;
        }
        expect(n).toBe(Math.min(40, ...[unworked, ofPool, ofAll].map((each) => each ?? 40)));
      }),
    );
  });
});
