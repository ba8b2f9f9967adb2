import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { bundleWorkflows } from '../../src/worker/bundle.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The modules a bundle was made of, as its source map names them. */
async function modulesOf(entry?: string): Promise<string> {
  const { code } = await bundleWorkflows(entry);
  const map = /sourceMappingURL=data:application\/json;charset=utf-8;base64,(.+)/.exec(code)?.[1] ?? '';
  return (JSON.parse(Buffer.from(map, 'base64').toString('utf8')) as { sources: string[] }).sources.join('\n');
}

describe('Law 15: the workflow bundle', () => {
  // Beside the sources, so that imports resolve as they do there.
  const folder = mkdtempSync(join(ROOT, 'architecture', 'planted-'));
  const planted = (text: string): string => {
    const file = join(folder, 'workflows.ts');
    writeFileSync(file, text);
    return file;
  };
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is built, and holds no zod, Prisma, Handlebars or Node built-in', async () => {
    const modules = await modulesOf();
    expect(modules).toContain('workflows/journey');
    expect(modules).not.toMatch(/node_modules\/(zod|handlebars|@prisma|nodemailer|yaml|temporal-polyfill)/);
  }, 60_000);

  test('Law 2: holds nothing that decides, so rules and calendars change without breaking a replay', async () => {
    const modules = await modulesOf();
    expect(modules).toContain('workflows/journey');
    expect(modules).not.toMatch(/src\/(domain|db|mail|activities|api)\//);
  }, 60_000);

  test('would show a planted zod', async () => {
    expect(
      await modulesOf(planted("import { z } from 'zod'; export async function journey() { return z.string(); }")),
    ).toMatch(/node_modules\/zod/);
  }, 60_000);

  test('is refused when a Node built-in is planted', async () => {
    await expect(
      bundleWorkflows(
        planted(
          "import { readFileSync } from 'node:fs'; export async function journey() { return readFileSync('x'); }",
        ),
      ),
    ).rejects.toThrow();
  }, 60_000);
});
