import { describe, expect, test } from 'vitest';
import { toFinding } from '../../../src/domain/definition/finding.js';
import { parseDefinition } from '../../../src/domain/definition/parse.js';
import { readYaml } from '../../../src/domain/definition/read-yaml.js';
import { MAX_CHARACTERS } from '../../../src/domain/definition/yaml-limits.js';
import { HEAD, lint } from './support.js';

const problemsOf = (text: string): string[] => readYaml(text).problems.map(({ message }) => message);
const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}\n`;
const unread = (count: number): string =>
  `${HEAD}steps: []\n${Array.from({ length: count }, (_, i) => `x${i}: ${i}\n`).join('')}`;

describe('a file', () => {
  test('of 256 KiB is read, one character more is not', () => {
    expect(MAX_CHARACTERS).toBe(262_144);
    const whole = `a: 1\n#${'x'.repeat(MAX_CHARACTERS - 6)}`;
    expect(problemsOf(whole)).toEqual([]);
    expect(problemsOf(`${whole}x`)).toEqual(['the file is too large (262145 characters); at most 262144 are read']);
  });

  test('is read to a depth of 64 levels of brackets', () => {
    expect(problemsOf(nested(64))).toEqual([]);
    expect(problemsOf(nested(65))).toEqual(['the file is nested too deeply; at most 64 levels are read']);
  });

  test('may have any number of brackets beside each other', () => {
    expect(problemsOf(`[${'[], {}, '.repeat(100)}]\n`)).toEqual([]);
    expect(problemsOf(`a: ${nested(64)}b: ${nested(64)}`)).toEqual([]);
  });

  test('is read to a depth of 64 maps, each indented below the last', () => {
    const maps = (levels: number): string =>
      Array.from({ length: levels }, (_, i) => `${' '.repeat(i)}k:${i === levels - 1 ? ' 1' : ''}\n`).join('');
    expect(problemsOf(maps(64))).toEqual([]);
    expect(problemsOf(maps(65))).toEqual(['the file is nested too deeply; at most 64 levels are read']);
  });

  test('is told where it becomes too deep', () => {
    const yaml = readYaml(`a: 1\nb: ${nested(65)}`);
    expect(yaml.problems.map(({ path }) => yaml.locate(path))).toEqual([{ line: 2, column: 68 }]);
  });

  test('is read to a depth of 64 lists that begin on one line, and of any number on several', () => {
    expect(problemsOf(`${'- '.repeat(64)}a\n`)).toEqual([]);
    expect(problemsOf(`${'- '.repeat(65)}a\n`)).toEqual(['the file is nested too deeply; at most 64 levels are read']);
    expect(problemsOf('- a\n'.repeat(200))).toEqual([]);
    expect(problemsOf('- a\r\n'.repeat(200))).toEqual([]);
  });

  test('may be indented by 400 blanks, and have any number of them inside a line', () => {
    const deep = (blanks: number): string => `a:\n${' '.repeat(blanks)}b: 1\n`;
    expect(problemsOf(deep(400))).toEqual([]);
    expect(problemsOf(deep(401))).toEqual(['the file is nested too deeply; at most 64 levels are read']);
    expect(problemsOf(`a: 1${' '.repeat(500)}# a comment\n`)).toEqual([]);
  });

  test('has at most 50,000 values', () => {
    const list = (items: number): string =>
      `- &a [${'1,'.repeat(9_997)}1]\n${'- *a\n'.repeat(3)}${'- 1\n'.repeat(items)}`;
    expect(problemsOf(list(10_000))).toEqual([]);
    expect(problemsOf(list(10_001))).toEqual(['the file has more than 50000 values, aliases counted in']);
  });

  test('is told its first twenty faults of syntax, each on one line', () => {
    const broken = 'a: "\\q\\q\\q\\q\\q\\q\\q\\q\\q\\q\\q\\q\\q\\q\\q\\q\\q\\q\\q\\q\\q\\q\\q\\q\\q"\n';
    expect(problemsOf(broken)).toHaveLength(20);
    expect(problemsOf(broken).filter((message) => message.includes('\n'))).toEqual([]);
  });

  test('is told at most two hundred faults, of syntax and of shape', () => {
    expect(parseDefinition({ file: 'f', text: unread(150) }).findings).toHaveLength(150);
    expect(parseDefinition({ file: 'f', text: unread(9_000) }).findings).toHaveLength(200);
    expect(problemsOf(`- "\\0"\n`.repeat(199))).toHaveLength(199);
    expect(problemsOf(`- "\\0"\n`.repeat(300))).toHaveLength(200);
    expect(problemsOf(`a: 1\n${'a: 1\n'.repeat(300)}`)).toHaveLength(200);
  });

  test('whose keys go over a line end is refused', () => {
    expect(problemsOf('"a\n  b": 1\n')).toEqual(['Implicit keys need to be on a single line']);
  });

  test('that asks for another YAML is told so at its head', () => {
    const yaml = readYaml('%YAML 1.1\n---\na: 1\n');
    expect(yaml.problems.map(({ path, message }) => [yaml.locate(path), message])).toEqual([
      [{ line: 1, column: 1 }, 'the file asks for YAML 1.1; expected 1.2'],
    ]);
  });

  test('that begins with empty lines has its places counted from the first', () => {
    expect(readYaml('\n\na: 1\n').locate(['a'])).toEqual({ line: 3, column: 4 });
  });

  test('has keys of texts, numbers as they are written among them', () => {
    expect(readYaml('1: a\n0x1F: b\n1.50: c\ntrue: d\n"e\\x66": g\n').value).toEqual({
      '1': 'a',
      '0x1F': 'b',
      '1.50': 'c',
      true: 'd',
      ef: 'g',
    });
  });
});

describe('an item of a list that is empty', () => {
  test('has a place of its own', () => {
    const { value, locate } = readYaml('a:\n  - b\n  -\n  - c\n');
    expect(value).toEqual({ a: ['b', null, 'c'] });
    expect(locate(['a', 1])).toEqual({ line: 3, column: 4 });
  });
});

describe('a message', () => {
  const said = (message: string): string =>
    toFinding({ code: 'wrong-type', path: [], message }, 'f', () => ({ line: 1, column: 1 })).message;

  test('has up to 800 characters, of a longer one the first', () => {
    expect(said('x'.repeat(800))).toBe('x'.repeat(800));
    expect(said('x'.repeat(801))).toBe(`${'x'.repeat(797)}...`);
  });

  test('has blanks for what would forge a line or turn it round', () => {
    expect(said('a\nb\tc\u202ed\u2028e\ud800f')).toBe('a b c d e f');
  });

  test('that a file brings about twice at one place is said once', () => {
    const findings = lint(`${HEAD}steps: [ { wait: 2 dys } ]\n`);
    expect(findings).toHaveLength(1);
  });
});
