/** So many of so many. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

/** A figure and where it lies with a confidence of 95 %. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The 97.5th percentile of the normal distribution. */
const Z = 1.959963984540054;

/** A share, from 0 to 1, by Wilson's score interval (1927), which holds for few people and rare things too. Null: of nobody. */
export function estimateOf({ count, of }: Share): Estimate | null {
  if (of === 0) return null;
  const value = count / of;
  const middle = value + (Z * Z) / (2 * of);
  const width = Z * Math.sqrt((value * (1 - value)) / of + (Z * Z) / (4 * of * of));
  const scale = 1 + (Z * Z) / of;
  // At the ends rounding may leave the value itself out.
  const low = count === 0 ? 0 : Math.max(0, Math.min(value, (middle - width) / scale));
  const high = count === of ? 1 : Math.min(1, Math.max(value, (middle + width) / scale));
  return { value, low, high };
}

/**
 * How much larger one share is than another, from -1 to 1, by Newcombe's hybrid score interval (1998, method 10). Null: one of
 * them is of nobody.
 */
export function estimateDifference(one: Share, other: Share): Estimate | null {
  const [a, b] = [estimateOf(one), estimateOf(other)];
  if (a === null || b === null) return null;
  const value = a.value - b.value;
  return {
    value,
    low: value - Math.hypot(a.value - a.low, b.high - b.value),
    high: value + Math.hypot(a.high - a.value, b.value - b.low),
  };
}

/** Whether an estimate can be told from nothing. */
export const isClear = ({ low, high }: Estimate): boolean => low > 0 || high < 0;
