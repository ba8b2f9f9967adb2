import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineChanges } from '../../src/cli/line-changes.js';

const texts = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));

describe('what turns one text into another', () => {
  test('names the lines that went and those that came, in their places', () => {
    expect(lineChanges('a\nb\nc', 'a\nx\nc')).toEqual([
      { type: 'same', text: 'a' },
      { type: 'removed', text: 'b' },
      { type: 'added', text: 'x' },
      { type: 'same', text: 'c' },
    ]);
  });

  test('has each of the two texts in it, whatever they are', () => {
    fc.assert(
      fc.property(texts, texts, (from, to) => {
        const changes = lineChanges(from, to);
        const without = (type: string) => changes.filter((change) => change.type !== type).map(({ text }) => text);
        expect(without('added').join('\n')).toBe(from);
        expect(without('removed').join('\n')).toBe(to);
        if (from === to) expect(changes.every(({ type }) => type === 'same')).toBe(true);
      }),
    );
  });
});
