import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileChanges } from '../../src/cli/file-changes.js';

let folder: string;
let ended: AbortController;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'followthrough-watch-'));
  await mkdir(join(folder, 'templates', 'lead'), { recursive: true });
  await writeFile(join(folder, 'a.yaml'), 'one');
  await writeFile(join(folder, 'other.yaml'), 'one');
  ended = new AbortController();
});
afterEach(async () => {
  ended.abort();
  await rm(folder, { recursive: true, force: true });
});

/** Whether a change is heard within `ms` of `act`. */
async function hears(act: () => Promise<unknown>, ms = 5_000): Promise<boolean> {
  const changes = fileChanges(
    [join(folder, 'a.yaml'), join(folder, 'templates'), join(folder, 'none', 'x')],
    ended.signal,
  );
  const next = changes.next().then(({ done }) => done !== true);
  // The generator begins to watch at its first `next`, in the same turn.
  await act();
  const timer = setTimeout(() => ended.abort(), ms);
  const heard = await next;
  clearTimeout(timer);
  ended.abort();
  await changes.return(undefined);
  return heard;
}

describe('changes of files', () => {
  it('are heard of a file that is written', async () => {
    expect(await hears(() => writeFile(join(folder, 'a.yaml'), 'two'))).toBe(true);
  });

  it('are heard of a file that an editor puts a new one in place of', async () => {
    await writeFile(join(folder, 'a.tmp'), 'two');
    expect(await hears(() => rename(join(folder, 'a.tmp'), join(folder, 'a.yaml')))).toBe(true);
  });

  it('are heard of a new file deep in a folder', async () => {
    expect(await hears(() => writeFile(join(folder, 'templates', 'lead', 'new.en.hbs'), 'x'))).toBe(true);
  });

  it('are not heard of the files beside it', async () => {
    expect(await hears(() => writeFile(join(folder, 'other.yaml'), 'two'), 700)).toBe(false);
  });
});
