import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Estimate,
  estimateDifference,
  estimateOf,
  isClear,
  type Share,
} from '../../../src/domain/campaign/share.js';

const rounded = (estimate: Estimate | null) =>
  estimate === null ? null : [estimate.value, estimate.low, estimate.high].map((each) => Number(each.toFixed(4)));

const shares = fc
  .record({ of: fc.integer({ min: 1, max: 2_000_000 }), part: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ of, part }): Share => ({ of, count: Math.round(of * part) }));

describe('a share of people', () => {
  // Newcombe, Statistics in Medicine 17 (1998) 857-872, table I: method 3.
  test.each([
    [{ count: 81, of: 263 }, [0.308, 0.2553, 0.3662]],
    [{ count: 15, of: 148 }, [0.1014, 0.0624, 0.1605]],
    [{ count: 0, of: 20 }, [0, 0, 0.1611]],
    [{ count: 1, of: 29 }, [0.0345, 0.0061, 0.1718]],
  ])('%j lies where the published table says', (share, expected) => {
    expect(rounded(estimateOf(share))).toEqual(expected);
  });

  test('lies within its interval, which stays between nobody and everybody', () => {
    fc.assert(
      fc.property(shares, (share) => {
        const { value, low, high } = estimateOf(share) as Estimate;
        expect(0 <= low && low <= value && value <= high && high <= 1).toBe(true);
      }),
    );
  });

  test('of nobody is nothing', () => {
    expect(estimateOf({ count: 0, of: 0 })).toBeNull();
    expect(estimateDifference({ count: 0, of: 0 }, { count: 1, of: 2 })).toBeNull();
  });
});

describe('the difference of two shares', () => {
  // The same volume, 873-890, table II: method 10.
  test.each([
    [{ count: 56, of: 70 }, { count: 48, of: 80 }, [0.2, 0.0524, 0.3339]],
    [{ count: 9, of: 10 }, { count: 3, of: 10 }, [0.6, 0.1705, 0.809]],
    [{ count: 10, of: 10 }, { count: 0, of: 20 }, [1, 0.6791, 1]],
    [{ count: 0, of: 10 }, { count: 0, of: 10 }, [0, -0.2775, 0.2775]],
  ])('%j against %j lies where the published table says', (one, other, expected) => {
    expect(rounded(estimateDifference(one, other))).toEqual(expected);
  });

  test('is the other’s turned round when they change places', () => {
    fc.assert(
      fc.property(shares, shares, (one, other) => {
        const [there, back] = [estimateDifference(one, other), estimateDifference(other, one)] as [Estimate, Estimate];
        expect(there.low).toBeCloseTo(-back.high, 9);
        expect(there.value).toBeCloseTo(-back.value, 9);
      }),
    );
  });

  test('can be told from nothing only when its interval leaves nothing out', () => {
    expect(isClear({ value: 0.1, low: 0.01, high: 0.2 })).toBe(true);
    expect(isClear({ value: 0.1, low: -0.01, high: 0.2 })).toBe(false);
    expect(isClear({ value: -0.1, low: -0.2, high: -0.01 })).toBe(true);
  });
});
