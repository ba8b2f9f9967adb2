import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { stampOf } from '../../src/dev/generate-client.js';
import { countTests } from '../../tools/verify.js';

it('makes the Prisma client anew only when the schema, its settings or the generator changed', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ft-stamp-'));
  try {
    for (const name of ['prisma', 'node_modules/prisma']) mkdirSync(path.join(folder, name), { recursive: true });
    for (const file of ['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json']) {
      cpSync(file, path.join(folder, file));
    }
    const before = stampOf(folder);
    expect(stampOf(folder)).toBe(before);
    writeFileSync(path.join(folder, 'prisma/schema.prisma'), '// changed');
    expect(stampOf(folder)).not.toBe(before);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it.each([
  ['all passed', { numPassedTests: 5, numFailedTests: 0 }, 0, { passed: 5, failed: 0 }],
  ['some failed', { numPassedTests: 5, numFailedTests: 2 }, 1, { passed: 5, failed: 2 }],
  ['a file did not load', { numPassedTests: 5, numFailedTests: 0 }, 1, { passed: 5, failed: 1 }],
  ['no report was written', undefined, 0, { passed: 0, failed: 1 }],
  ['no test ran', { numPassedTests: 0, numFailedTests: 0 }, 0, { passed: 0, failed: 1 }],
])('counts a run in which %s', (_name, report, code, expected) => {
  expect(countTests(report, code)).toEqual(expected);
});
