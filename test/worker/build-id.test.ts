import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { buildIdOf, WORKER_CODE } from '../../src/worker/build-id.js';
import { importsOf, readSources } from '../architecture/scan.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('Law 16: the id of a build', () => {
  const copy = mkdtempSync(join(tmpdir(), 'followthrough-test-build-id-'));
  for (const place of WORKER_CODE)
    cpSync(join(ROOT, place), join(copy, place), {
      recursive: true,
      filter: (file) => !file.includes(join('db', 'generated')),
    });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  test('is the same for the same code, wherever it lies', async () => {
    expect(await buildIdOf(copy)).toBe(await buildIdOf(ROOT));
    expect(await buildIdOf(ROOT)).toMatch(/^[0-9a-f]{12}$/);
  });

  test('is another when one file is', async () => {
    const before = await buildIdOf(copy);
    writeFileSync(join(copy, 'src/workflows/limits.ts'), "export const ADVANCE_TIMEOUT = '59 seconds';\n");
    expect(await buildIdOf(copy)).not.toBe(before);
  });

  test('counts every source that the worker loads', () => {
    const sources = new Map(readSources().map((file) => [file.path, file]));
    const loaded = new Set<string>();
    const load = (path: string): void => {
      const file = sources.get(path);
      if (file === undefined || loaded.has(path)) return;
      loaded.add(path);
      for (const { target, typeOnly } of importsOf(file))
        if (!typeOnly && target.startsWith('.')) load(posix.join(posix.dirname(path), target).replace(/\.js$/, '.ts'));
    };
    load('worker/main.ts');
    load('workflows/index.ts');
    expect(loaded.size).toBeGreaterThan(50);
    const folders = [...new Set([...loaded].map((path) => `src/${path.split('/')[0]}`))];
    expect(folders.filter((folder) => !WORKER_CODE.includes(folder))).toEqual([]);
  });
});
