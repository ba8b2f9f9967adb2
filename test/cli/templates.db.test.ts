import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiClient } from '../../src/api/client.js';
import { startTestApi, type TestApi } from '../api/support.js';
import { followthrough } from './support.js';

/* The commands about templates, against the real API over HTTP and a real database. */

const FILE = 'lead/hello.en.hbs';

let api: TestApi;
let url: string;
let folder: string;
beforeAll(async () => {
  api = await startTestApi();
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
  folder = await mkdtemp(join(tmpdir(), 'followthrough-templates-'));
});
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: string[]) =>
  followthrough(['template', ...args], {
    api: async () => createApiClient({ url, key: api.keys.ops }),
    readText: (path) => readFile(path, 'utf8'),
  });

async function aFile(body: string): Promise<string> {
  const path = join(folder, 'hello.hbs');
  await writeFile(path, `---\nsubject: Hello\n---\n${body}\n`);
  return path;
}

describe('the commands about templates', () => {
  test('check a file, preview it, publish it, and show what it changed', async () => {
    const path = await aFile('<p>Hello {{contact.firstName}}.</p>');
    expect(await run('check', path, '--as', FILE)).toMatchObject({ exit: 0 });
    const preview = await run('preview', FILE, '--source', path, '--html');
    expect(preview).toMatchObject({ exit: 0 });
    expect(preview.out).toContain('Hello Jordan.');
    const published = await run('publish', path, '--as', FILE, '--policy', 'follow', '--note', 'shorter');
    expect(published.out).toContain(`Published ${FILE} as version 1, for journeys in flight too.`);
    expect((await run('show', FILE)).out).toContain('Hello {{contact.firstName}}.');
    expect((await run('show', FILE, '--of', '0')).out).not.toContain('Hello {{contact.firstName}}.');
    expect((await run('versions', FILE)).out).toMatch(/1 +follow .*shorter/);
    expect((await run('diff', FILE)).out).toContain('+<p>Hello {{contact.firstName}}.</p>');
    expect((await run('list')).out).toMatch(/lead\/hello\.en\.hbs +1 /);
  });

  test('say where a fault is, and publish nothing', async () => {
    const path = await aFile('<p>{{> nowhere}}</p>');
    for (const command of ['check', 'publish']) {
      const refused = await run(command, path, '--as', FILE);
      expect(refused.exit).toBe(1);
      expect(refused.out).toContain(`${FILE}:4:4  unknown-partial`);
    }
  });

  test('refuse what was written against another version', async () => {
    const path = await aFile('<p>Late</p>');
    const late = await run('publish', path, '--as', FILE, '--against', '0');
    expect(late.exit).not.toBe(0);
    expect(late.err).toContain('changed');
  });
});
