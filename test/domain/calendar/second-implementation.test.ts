import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AGREEMENTS, ZONES } from './agreement.js';

/** A part of the 100,000 cases of `npm run prove:calendar`. */
const CASES = 10_000;

test('forty zones are asked', () => expect(new Set(ZONES).size).toBe(40));

test.each(AGREEMENTS)(
  '$name agree with the second implementation',
  ({ share, property }) => {
    fc.assert(property as fc.IProperty<unknown>, { numRuns: (CASES * share) / 100 });
  },
  120_000,
);
