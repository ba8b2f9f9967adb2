import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { API_CODES } from '../../src/api/http/problem-codes.js';
import { ROW_CODES, STRUCTURE_CODES, WARNING_CODES } from '../../src/db/import/finding.js';
import { errorCodesPage } from '../../src/domain/error-codes/page.js';
import { ERROR_TABLES, ERRORS, explainCode } from '../../src/domain/errors.js';

const page = readFileSync(new URL('../../docs/error-codes.md', import.meta.url), 'utf8');

describe('the table of codes', () => {
  test('gives a code one meaning: none is in two tables', () => {
    const all = Object.values(ERROR_TABLES).flatMap((table) => Object.keys(table));
    expect(all).toHaveLength(new Set(all).size);
  });

  test('says of every code what it means and what to do', () => {
    for (const [code, { title, help }] of Object.entries(ERRORS)) {
      expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect([title.length > 3, help.endsWith('.')]).toEqual([true, true]);
    }
  });

  test.each([...STRUCTURE_CODES, ...ROW_CODES, ...WARNING_CODES])('knows the import code %s', (code) => {
    expect(explainCode(code)).toBeDefined();
  });

  test('knows no names of the language', () => {
    expect(explainCode('constructor')).toBeUndefined();
    expect(explainCode('toString')).toBeUndefined();
  });

  test('and docs/error-codes.md agree (npx tsx tools/error-codes.ts writes it)', () => {
    expect(page).toBe(errorCodesPage(API_CODES));
    for (const code of Object.keys(ERRORS)) expect(page).toContain(`\`${code}\``);
  });
});
