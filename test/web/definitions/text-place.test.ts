import { describe, expect, test } from 'vitest';
import { offsetOf, wordEnd } from '../../../src/web/definitions/text-place.js';

const TEXT = 'kind: journey\nid: 线索\n\nsteps: []';
const marked = (line: number, column: number) => {
  const offset = offsetOf(TEXT, line, column);
  return TEXT.slice(offset, wordEnd(TEXT, offset));
};

describe('a place of a finding', () => {
  test('marks the word that stands there', () => {
    expect(marked(1, 7)).toBe('journey');
    expect(marked(2, 5)).toBe('线索');
    expect(marked(4, 8)).toBe('[');
  });

  test('marks nothing on an empty line and past the end', () => {
    expect(marked(3, 1)).toBe('');
    expect(offsetOf(TEXT, 3, 9)).toBe(offsetOf(TEXT, 3, 1));
    expect(offsetOf(TEXT, 99, 99)).toBe(TEXT.length);
    expect(offsetOf(TEXT, 0, 0)).toBe(0);
    expect(offsetOf('', 1, 1)).toBe(0);
  });
});
