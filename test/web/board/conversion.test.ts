import { describe, expect, test } from 'vitest';
import { conversionOf } from '../../../src/web/board/conversion.js';

const stage = (visitors: number, conversion: number | null, final = false) => ({ visitors, conversion, final });

describe('what a stage’s conversion says', () => {
  test('is a share from twenty journeys on, and counts below', () => {
    expect(conversionOf(stage(20, 0.25), false)).toEqual({ type: 'share', share: 0.25, went: 5, of: 20 });
    expect(conversionOf(stage(19, 5 / 19), false)).toEqual({ type: 'few', went: 5, of: 19 });
  });

  test('counts whole journeys, however the share was rounded on its way', () => {
    expect(conversionOf(stage(3, 0.333333), false)).toEqual({ type: 'few', went: 1, of: 3 });
  });

  test('is nothing where nobody has been', () => {
    expect(conversionOf(stage(0, null), false)).toEqual({ type: 'nobody' });
  });

  test('is not asked of a last stage, by word or by place', () => {
    expect(conversionOf(stage(50, 0, true), false)).toEqual({ type: 'end' });
    expect(conversionOf(stage(50, 0), true)).toEqual({ type: 'end' });
  });
});
