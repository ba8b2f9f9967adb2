import { describe, expect, test } from 'vitest';
import { IMPORT_TABLE } from './import-table.js';
import { cycles, importsOf, readSources, type SourceFile, violations } from './scan.js';

const sources = readSources();

describe('the folders', () => {
  test('there are sources to look at, of every folder in the table', () => {
    const folders = new Set(sources.map((file) => file.path.split('/')[0]));
    const expected = new Set(Object.keys(IMPORT_TABLE).map((key) => key.split('/')[0]));
    expect([...expected].filter((folder) => !folders.has(folder))).toEqual([]);
  });

  test('import only what the table lets them', () => {
    expect(violations(sources)).toEqual([]);
  });

  test('have no rings of imports', () => {
    expect(cycles(sources)).toEqual([]);
  });

  test('have no default exports', () => {
    expect(sources.filter((file) => /^export default /m.test(file.text)).map((file) => file.path)).toEqual([]);
  });

  test('read the environment in src/config and the entry files only', () => {
    const readers = sources.filter((file) => /process\.env/.test(file.text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')));
    expect(
      readers.map((file) => file.path).filter((path) => !path.startsWith('config/') && !path.endsWith('/main.ts')),
    ).toEqual([]);
  });

  test('have barrel files in workflows and activities only', () => {
    const barrels = sources.filter((file) => file.path.endsWith('/index.ts')).map((file) => file.path);
    expect(barrels.filter((path) => path !== 'workflows/index.ts' && path !== 'activities/index.ts')).toEqual([]);
  });
});

describe('the domain is pure', () => {
  const domain = sources.filter((file) => file.path.startsWith('domain/'));
  const impure =
    /\b(Date\.now\(|new Date\(\)|Math\.random\(|performance\.now|process\.|globalThis\.|setTimeout|setInterval|fetch\(|Buffer\b|crypto\.)/;

  test('it reads no clock, no randomness, no process', () => {
    const code = (file: SourceFile) => file.text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    expect(domain.filter((file) => impure.test(code(file))).map((file) => file.path)).toEqual([]);
  });
});

/** A planted file, and the word that its violation must have. */
const PLANTED: readonly [string, string, string][] = [
  ['domain/planted.ts', "import { readFileSync } from 'node:fs'; readFileSync('x');", 'node:fs'],
  ['domain/planted.ts', "import { z } from 'zod'; z.string();", 'zod'],
  ['domain/calendar/planted.ts', "import { DateTime } from 'luxon'; DateTime.now();", 'luxon'],
  ['domain/journey/planted.ts', "import { openDb } from '../../db/client.js'; openDb('');", 'db/client.ts'],
  ['workflows/planted.ts', "import { plan } from '../domain/journey/plan.js'; plan;", 'domain/journey/plan.ts'],
  [
    'workflows/planted.ts',
    "import { createActivities } from '../activities/index.js'; createActivities;",
    'activities/index.ts',
  ],
  ['workflows/planted.ts', "import { z } from 'zod'; z;", 'zod'],
  ['workflows/planted.ts', "import { join } from 'node:path'; join;", 'node:path'],
  [
    'activities/planted.ts',
    "import { createRenderer } from '../mail/renderer.js'; createRenderer;",
    'mail/renderer.ts',
  ],
  ['activities/planted.ts', "import nodemailer from 'nodemailer'; nodemailer;", 'nodemailer'],
  ['mail/planted.ts', "import { openDb } from '../db/client.js'; openDb;", 'db/client.ts'],
  [
    'mail/planted.ts',
    "import { createAdvance } from '../activities/advance.js'; createAdvance;",
    'activities/advance.ts',
  ],
  ['channels/planted.ts', "import { openDb } from '../db/client.js'; openDb;", 'db/client.ts'],
  ['webhooks/planted.ts', "import { openDb } from '../db/client.js'; openDb;", 'db/client.ts'],
  ['db/planted.ts', "import { relay } from '../temporal/relay.js'; relay;", 'temporal/relay.ts'],
  [
    'db/planted.ts',
    "import { MOST_EVENTS } from '../api/contracts/events.js'; MOST_EVENTS;",
    'api/contracts/events.ts',
  ],
  ['temporal/planted.ts', "import { journey } from '../workflows/journey.js'; journey;", 'workflows/journey.ts'],
  ['temporal/planted.ts', "import type { Db } from '../db/client.js'; export type X = Db;", 'db/client.ts'],
  ['api/planted.ts', "import { createEngine } from '../db/engine.js'; createEngine;", 'db/engine.ts'],
  ['api/planted.ts', "import { Client } from '@temporalio/client'; Client;", '@temporalio/client'],
  ['cli/planted.ts', "import { openDb } from '../db/client.js'; openDb;", 'db/client.ts'],
  ['worker/planted.ts', "import { openDb } from '../db/client.js'; openDb;", 'db/client.ts'],
  ['dev/planted.ts', "import { openDb } from '../db/client.js'; openDb;", 'db/client.ts'],
  ['web/planted.ts', "import { login } from '../api/contracts/auth.js'; login;", 'api/contracts/auth.ts'],
  ['web/planted.tsx', "import { z } from 'zod'; z;", 'zod'],
  ['web/kit/planted.ts', "import { parseInstant } from '../../domain/instant.js'; parseInstant;", 'domain/instant.ts'],
  ['config/planted.ts', "import { plan } from '../domain/journey/plan.js'; plan;", 'domain/journey/plan.ts'],
  ['worker/main.ts', "import '../api/main.js';", 'entry file'],
  ['mail/planted.ts', "import { gone } from './no-such-file.js'; gone;", "can't be resolved"],
  ['elsewhere/planted.ts', 'export const x = 1;', 'not in the import table'],
  ['activities/planted.ts', "export * from '../db/client.js';", 'db/client.ts'],
  ['domain/planted.ts', "export const x = () => import('node:fs');", 'node:fs'],
];

describe('a planted violation is found', () => {
  test.each(PLANTED)('in %s: %s', (path, text, word) => {
    const found = violations([{ path, text }]);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(word);
  });

  test('every row of the table has one', () => {
    const planted = new Set(PLANTED.map(([path]) => path.split('/')[0]));
    expect(
      Object.keys(IMPORT_TABLE)
        .map((key) => key.split('/')[0])
        .filter((folder) => !planted.has(folder ?? '')),
    ).toEqual([]);
  });

  test('a ring of two files is found, one of types is none', () => {
    const ring = [
      { path: 'domain/a.ts', text: "import { b } from './b.js'; export const a = b;" },
      { path: 'domain/b.ts', text: "import { a } from './a.js'; export const b = a;" },
    ];
    expect(cycles(ring)).toHaveLength(1);
    expect(cycles(ring.map((file) => ({ ...file, text: file.text.replace('import {', 'import type {') })))).toEqual([]);
  });

  test('an import that names a type beside a value counts as a value', () => {
    expect(importsOf({ path: 'a.ts', text: "import { type A, b } from './b.js'; export type X = A; b;" })).toEqual([
      { target: './b.js', typeOnly: false },
    ]);
  });
});
