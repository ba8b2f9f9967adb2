import { expect, it } from 'vitest';
import { toReal, toVirtual } from '../../src/db/clock.js';

const MAP = { virtualAnchor: Date.UTC(2026, 2, 9, 12, 30), realAnchor: 1_000_000, rate: 2_880 };

it('lets business time stand until the real instant from which it runs', () => {
  expect(toVirtual(MAP, 0)).toBe(MAP.virtualAnchor);
  expect(toVirtual(MAP, MAP.realAnchor)).toBe(MAP.virtualAnchor);
  expect(toVirtual(MAP, MAP.realAnchor + 30_000)).toBe(MAP.virtualAnchor + 86_400_000);
  expect(toReal(MAP, MAP.virtualAnchor)).toBe(MAP.realAnchor);
});
