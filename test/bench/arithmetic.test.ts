import { describe, expect, test } from 'vitest';
import { readNumbers } from '../../bench/support/options.js';
import { median, percentile } from '../../bench/support/statistics.js';

describe('the arithmetic of the benches', () => {
  test('a percentile is the smallest value that so many do not exceed, in whatever order they came', () => {
    const hundred = Array.from({ length: 100 }, (_, n) => (n * 37) % 100);
    expect(percentile(hundred, 0.5)).toBe(49);
    expect(percentile(hundred, 0.99)).toBe(98);
    expect(percentile(hundred, 1)).toBe(99);
    expect(percentile([7], 0.01)).toBe(7);
    expect(percentile([], 0.5)).toBeNaN();
  });

  test('a median of an even number is the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([10, 1, 2, 4])).toBe(3);
    expect(median([])).toBeNaN();
  });

  test('an option is a whole number; one that is unknown or none is refused by name', () => {
    const defaults = { journeys: 300, rounds: 3 };
    expect(readNumbers(['--journeys', '20'], defaults)).toEqual({ journeys: 20, rounds: 3 });
    expect(() => readNumbers(['--journeys', 'many'], defaults)).toThrow('--journeys');
    expect(() => readNumbers(['--rounds', '-1'], defaults)).toThrow();
    expect(() => readNumbers(['--speed', '1'], defaults)).toThrow('speed');
  });
});
