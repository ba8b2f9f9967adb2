import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Foreseen, tallyOf } from '../../../src/domain/campaign/tally.js';

const foreseen: fc.Arbitrary<Foreseen> = fc.oneof(
  fc.constant<Foreseen>({ type: 'send' }),
  fc.constant<Foreseen>({ type: 'hold-out' }),
  fc.constantFrom('no-consent', 'stale').map((code): Foreseen => ({ type: 'skip', code })),
  fc
    .constantFrom('frequency-cap' as const, 'stale' as const)
    .map((code): Foreseen => ({ type: 'defer', code, until: 0 })),
);

test('each of an audience is counted once, under its own reason, and the most frequent comes first', () => {
  fc.assert(
    fc.property(fc.array(foreseen), (all) => {
      const { send, heldOut, reasons } = tallyOf(all.map((each, index) => [`con_${index}`, each] as const));
      const held = reasons.reduce((sum, { count }) => sum + count, 0);
      expect(send + heldOut + held).toBe(all.length);
      expect(new Set(reasons.map(({ answer, code }) => `${answer} ${code}`)).size).toBe(reasons.length);
      for (const { answer, code, count, contactIds } of reasons) {
        expect(all.filter((each) => each.type === answer && 'code' in each && each.code === code)).toHaveLength(count);
        expect(contactIds).toHaveLength(Math.min(count, 3));
      }
      expect(reasons.map(({ count }) => count)).toEqual(reasons.map(({ count }) => count).sort((a, b) => b - a));
    }),
  );
});
