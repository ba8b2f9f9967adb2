import { describe, expect, test } from 'vitest';
import { readYaml } from '../../../src/domain/definition/read-yaml.js';

describe('positions', () => {
  const { locate } = readYaml('a:\n  - b: 1\n    "c d": { e: [x, yy] }\nf:\n\ng: 时间\nh: &n { i: 1 }\nj: *n\n');

  test.each<[(string | number)[], 'key' | 'value', string]>([
    [[], 'value', '1:1'],
    [['a'], 'key', '1:1'],
    [['a'], 'value', '2:3'],
    [['a', 0], 'value', '2:5'],
    [['a', 0, 'c d'], 'key', '3:5'],
    [['a', 0, 'c d', 'e', 1], 'value', '3:21'],
    [['f'], 'value', '4:1'],
    [['g'], 'value', '6:4'],
    [['j', 'i'], 'value', '7:12'],
    [['a', 5, 'x'], 'value', '2:3'],
    [['nothing', 'here'], 'value', '1:1'],
  ])('%j (%s) is at %s', (path, at, expected) => {
    const { line, column } = locate(path, at);
    expect(`${line}:${column}`).toBe(expected);
  });

  test('count lines that end in CR LF', () => {
    const crlf = readYaml('a: 1\r\nb:\r\n  c: 2\r\n');
    expect(crlf.locate(['b', 'c'])).toEqual({ line: 3, column: 6 });
  });

  test('of the later of two equal keys are told', () => {
    const { problems, locate: find } = readYaml('a: 1\nb: 2\na: 3\n');
    expect(problems.map((problem) => find(problem.path, problem.at))).toEqual([{ line: 3, column: 1 }]);
  });
});
