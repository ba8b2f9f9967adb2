import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../src/web/kit/tokens.css', import.meta.url), 'utf8');

/** Each colour token in both schemes, as it is written. */
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const TEXT = 4.5;
/** Borders of fields and buttons, and the ring of the focus: WCAG 1.4.11. */
const SHAPE = 3;

const GROUNDS = ['ground', 'surface', 'raised', 'hover', 'selected'];
const PAIRS: readonly (readonly [string, string, number])[] = [
  ...GROUNDS.flatMap((ground) => [
    ['text', ground, TEXT] as const,
    ['text-soft', ground, TEXT] as const,
    ['accent', ground, TEXT] as const,
    ['bad-text', ground, TEXT] as const,
    ['line-strong', ground, SHAPE] as const,
    ['focus', ground, SHAPE] as const,
  ]),
  ...['neutral', 'info', 'good', 'warn', 'bad'].map((tone) => [`${tone}-text`, `${tone}-soft`, TEXT] as const),
  ['text-soft', 'neutral-soft', TEXT],
  ['on-accent', 'accent-strong', TEXT],
  ['on-danger', 'danger-strong', TEXT],
  ['surface', 'text', TEXT],
];

describe('the colours', () => {
  test('contrast is computed as WCAG has it', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  test.each(PAIRS)('%s on %s has a contrast of at least %d in both schemes', (front, back, least) => {
    const [a, b] = [tokens.get(front), tokens.get(back)];
    if (a === undefined || b === undefined) throw new Error(`${front} or ${back} is not in tokens.css`);
    expect(contrast(a.light, b.light)).toBeGreaterThanOrEqual(least);
    expect(contrast(a.dark, b.dark)).toBeGreaterThanOrEqual(least);
  });
});
