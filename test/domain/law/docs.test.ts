import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LAW } from '../../../src/domain/law/consent.js';

test('docs/law.md has every row of the table, with its source, and no other', () => {
  const rows = readFileSync('docs/law.md', 'utf8')
    .split('\n')
    .filter((line) => /^\| [A-Z]{2} \|/.test(line))
    .map((line) => line.split(' | '));
  expect(
    rows.map(([country = '', , asked, , law = '']) => [country.slice(2), asked === 'always', law.slice(0, -2)]),
  ).toEqual([...LAW.values()].map((rule) => [rule.country, rule.always, rule.law]));
});
