import { describe, expect, test } from 'vitest';
import { intervalOn, scaleOf } from '../../../src/web/campaigns/results/interval.js';

describe('the intervals of what a campaign brought', () => {
  test('are drawn on one scale that the highest fits', () => {
    expect(scaleOf([{ value: 0.1, low: 0.05, high: 0.2 }, null])).toBeCloseTo(0.22);
    expect(scaleOf([{ value: 1, low: 0.9, high: 1 }])).toBe(1);
    expect(scaleOf([null, null])).toBe(0.01);
  });

  test('begin and end where their figures are', () => {
    expect(intervalOn(0.5, { value: 0.2, low: 0.1, high: 0.3 })).toEqual({
      insetInlineStart: '20.00%',
      inlineSize: 'max(4px, 40.00%)',
    });
  });
});
