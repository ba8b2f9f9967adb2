import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { withExpected } from '../../src/cli/update-scenarios.js';

const TEXT = `# kept
contact: { id: con_1 }   # kept too
scenarios:
  - name: a   # and this
    expect:
      - old one
      - old two

  # between
  - name: b
    days: 3
  - { name: c, expect: [] }
`;

describe('updating scenarios', () => {
  it('puts expected lines in the place of the old ones, and keeps all else as written', () => {
    expect(withExpected(TEXT, new Map([[0, ['2027-01-04 09:00 new enter done']]]))).toBe(
      TEXT.replace('- old one\n      - old two', '- 2027-01-04 09:00 new enter done'),
    );
  });

  it('adds them where there were none, and takes them away where nothing came', () => {
    expect(
      withExpected(
        TEXT,
        new Map([
          [0, []],
          [1, ['x y (z)']],
        ]),
      ),
    ).toBe(
      TEXT.replace('expect:\n      - old one\n      - old two', 'expect: []').replace(
        '    days: 3',
        '    days: 3\n    expect:\n      - x y (z)',
      ),
    );
  });

  it('writes what reads back as the same, whatever a reason says', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 4 }), (lines) => {
        const texts = lines.map((line) => `2027-01-04 09:00 new/main ${line}`.trimEnd());
        const read = parse(
          withExpected(
            TEXT,
            new Map([
              [0, texts],
              [1, texts],
            ]),
          ),
        ) as { scenarios: { expect: string[] }[] };
        expect(read.scenarios.slice(0, 2).map((each) => each.expect)).toEqual([texts, texts]);
      }),
      { examples: [[['a::', 'a:', ':', 'a: b', 'a #b']]] },
    );
  });
});
