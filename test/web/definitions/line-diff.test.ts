import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffLines, foldDiff, linesOf } from '../../../src/web/definitions/line-diff.js';

const show = (before: string, after: string) =>
  diffLines(before, after).map(({ type, text }) => `${{ same: ' ', added: '+', removed: '-' }[type]}${text}`);

const someText = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 30 }).map((lines) => lines.join('\n'));

describe('the diff of two texts', () => {
  test('shows what was added and removed where it is', () => {
    expect(show('a\nb\nc', 'a\nx\nc\nd')).toEqual([' a', '-b', '+x', ' c', '+d']);
  });

  test('holds every line of both, in order, with its number', () => {
    fc.assert(
      fc.property(someText, someText, (before, after) => {
        const lines = diffLines(before, after);
        const old = lines.filter((line) => line.before !== null);
        const fresh = lines.filter((line) => line.after !== null);
        expect(old.map(({ text }) => text)).toEqual(linesOf(before));
        expect(fresh.map(({ text }) => text)).toEqual(linesOf(after));
        expect(old.map((line) => line.before)).toEqual(old.map((_, i) => i + 1));
        expect(fresh.map((line) => line.after)).toEqual(fresh.map((_, i) => i + 1));
      }),
    );
  });

  test('is as short as it can be', () => {
    fc.assert(
      fc.property(someText, someText, (before, after) => {
        const same = diffLines(before, after).filter(({ type }) => type === 'same').length;
        expect(same).toBe(longestCommon(linesOf(before), linesOf(after)));
      }),
    );
  });

  test('of two large texts without a common line replaces one by the other', () => {
    const many = (letter: string) => Array.from({ length: 3_000 }, (_, i) => `${letter}${i}`).join('\n');
    const lines = diffLines(many('a'), many('b'));
    expect(lines.filter(({ type }) => type === 'removed')).toHaveLength(3_000);
    expect(lines.filter(({ type }) => type === 'added')).toHaveLength(3_000);
  });

  test('takes line ends of any kind as the same', () => {
    expect(foldDiff(diffLines('a\r\nb\r\n', 'a\nb'))).toEqual([]);
  });
});

describe('folding', () => {
  test('keeps three lines around a change and says how many it leaves out', () => {
    const lines = Array.from({ length: 20 }, (_, i) => `${i}`);
    const parts = foldDiff(diffLines(lines.join('\n'), lines.with(10, 'x').join('\n')));
    expect(parts.map((part) => (part.type === 'gap' ? part.lines : part.text))).toEqual([
      7,
      '7',
      '8',
      '9',
      '10',
      'x',
      '11',
      '12',
      '13',
      6,
    ]);
  });
});

/** The length of the longest common subsequence, by the slow and plain way. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const line of a) {
    const next = [0];
    b.forEach((other, j) => {
      next.push(line === other ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
    });
    row = next;
  }
  return row.at(-1) ?? 0;
}
