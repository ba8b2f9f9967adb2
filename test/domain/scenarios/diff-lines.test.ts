import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines } from '../../../src/domain/scenarios/diff-lines.js';
import { expectedLine, inOneSpace } from '../../../src/domain/scenarios/expected-lines.js';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });

describe('a comparison', () => {
  it('has every expected line and every line that came, each in its order', () => {
    fc.assert(
      fc.property(lines, lines, (expected, actual) => {
        const diff = diffLines(expected, actual);
        const texts = (...types: string[]) => diff.filter(({ type }) => types.includes(type)).map(({ text }) => text);
        expect(texts('same', 'missing')).toEqual(expected);
        expect(texts('same', 'unexpected')).toEqual(actual);
        expect(diff.flatMap((line) => line.expected ?? [])).toEqual(expected.map((_, i) => i));
      }),
    );
  });

  it('keeps as many lines as can be kept, the first ones too', () => {
    const told = (expected: string[], actual: string[]) =>
      diffLines(expected, actual).map(({ type, text }) => `${type} ${text}`);
    expect(told(['a', 'b'], ['b', 'a', 'b'])).toEqual(['unexpected b', 'same a', 'same b']);
    expect(told(['b', 'a', 'b'], ['a', 'b'])).toEqual(['missing b', 'same a', 'same b']);
  });

  it('finds no difference between equals, and one where one line changed', () => {
    fc.assert(
      fc.property(lines, (same) => {
        expect(diffLines(same, same).every(({ type }) => type === 'same')).toBe(true);
      }),
    );
    expect(diffLines(['a', 'b', 'c'], ['a', 'x', 'c']).map(({ type, text }) => `${type} ${text}`)).toEqual([
      'same a',
      'missing b',
      'unexpected x',
      'same c',
    ]);
  });
});

describe('an expected line', () => {
  const line = {
    at: '2027-01-04T01:00:00Z',
    local: '2027-01-04T09:00:00+08:00',
    stage: 'new',
    track: 'main',
    step: 'hello',
    action: 'email',
    decision: 'send',
    reason: null,
    until: null,
  } as const;

  it.each([
    [line, null, '2027-01-04 09:00 new/main hello email send'],
    [{ ...line, local: '2027-01-04T09:00:07+08:00' }, null, '2027-01-04 09:00:07 new/main hello email send'],
    [
      { ...line, decision: 'skip', reason: 'no-consent' } as const,
      null,
      '2027-01-04 09:00 new/main hello email skip (no-consent)',
    ],
    [
      { ...line, step: null, action: 'wait', decision: 'wait' } as const,
      '2027-01-06T09:00:00+08:00',
      '2027-01-04 09:00 new/main wait until 2027-01-06 09:00',
    ],
    [
      { ...line, track: null, step: null, action: 'stage', decision: 'done' } as const,
      null,
      '2027-01-04 09:00 new stage done',
    ],
  ])('says when, where, what and why: case %#', (of, until, text) => expect(expectedLine(of, until)).toBe(text));

  it('may be written with spaces to line it up', () => {
    expect(inOneSpace('  2027-01-04 09:00   new/main  hello   email send ')).toBe(
      '2027-01-04 09:00 new/main hello email send',
    );
  });
});
