import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { styleOf } from '../../src/cli/style.js';
import { cut, pad, table } from '../../src/cli/table.js';

const plain = styleOf(false);

describe('a table', () => {
  it('lines its columns up when names are Chinese, which take two columns a character', () => {
    const text = table(
      [{ title: 'NAME' }, { title: 'STAGE' }],
      [
        ['王小明', 'new'],
        ['Ada', 'won'],
        ['Zoë 🚀', 'lost'],
      ],
      plain,
    );
    expect(text).toBe(['NAME    STAGE', '王小明  new', 'Ada     won', 'Zoë 🚀  lost'].join('\n'));
  });

  it('starts every column at the same place on every line, whatever the cells are', () => {
    const cell = fc.stringMatching(/^[a-z王李赵é🚀 ]{0,12}$/u);
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), (rows) => {
        const marked = rows.map(([a]) => [a, '|']);
        const lines = table([{ title: 'A' }, { title: '|' }], marked, plain).split('\n');
        const places = new Set(lines.map((line) => stringWidth(line.slice(0, line.lastIndexOf('|')))));
        expect(places.size).toBe(1);
      }),
    );
  });

  it('puts numbers at the right and leaves no spaces at the ends of lines', () => {
    const text = table(
      [{ title: 'N', align: 'right' }, { title: 'X' }],
      [
        ['7', 'a'],
        ['1200', ''],
      ],
      plain,
    );
    expect(text).toBe(['   N  X', '   7  a', '1200'].join('\n'));
  });

  it('keeps a cell with line breaks on one line', () => {
    expect(table([{ title: 'T' }], [['two\nlines']], plain)).toBe('T\ntwo lines');
  });
});

describe('a cell that is too wide', () => {
  it('is cut by columns and not by characters', () => {
    expect(cut('北京某某有限公司', 9)).toBe('北京某某…');
    expect(cut('北京某某有限公司', 16)).toBe('北京某某有限公司');
  });

  it('is never wider than asked, and never loses half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.integer({ min: 1, max: 20 }), (text, width) => {
        const short = cut(text, width);
        expect(stringWidth(short)).toBeLessThanOrEqual(Math.max(width, 1));
        expect(short).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });

  it('is filled up to its width from either side', () => {
    expect(`${pad('王', 4)}|${pad('王', 4, 'right')}`).toBe('王  |  王');
  });
});
