import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimDataFolder, removeData } from '../../src/dev/data-folder.js';
import { endLeftovers } from '../../src/dev/pid-book.js';

// Everything here happens in a fresh temporary folder: what is tested deletes.
let base: string;
let data: string;

beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), 'followthrough-test-data-'));
  data = path.join(base, 'data');
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const put = (...names: string[]) => {
  mkdirSync(data, { recursive: true });
  for (const name of names) writeFileSync(path.join(data, name), name);
};

describe('a data folder', () => {
  it('is made when it is new or empty, and taken again afterwards', async () => {
    await claimDataFolder(data);
    put('temporal.db');
    await claimDataFolder(data);
    expect(readdirSync(data).sort()).toEqual(['.followthrough-data', 'temporal.db']);
  });

  it.each([['something.ts'], ['pids.json'], ['temporal.db'], ['postgres.password']])(
    'is neither used nor cleaned when a start did not make it, even if it holds %s',
    async (name) => {
      put(name, 'work.ts');
      await expect(claimDataFolder(data)).rejects.toThrow(/is not a data folder of Followthrough/);
      await expect(removeData(data)).rejects.toThrow(/is not a data folder of Followthrough/);
      expect(readdirSync(data).sort()).toEqual([name, 'work.ts'].sort());
    },
  );

  it('is not written to by looking for leftovers', async () => {
    put('work.ts');
    expect(await endLeftovers(data)).toEqual([]);
    expect(readdirSync(data)).toEqual(['work.ts']);
  });

  it('goes with all that a start made', async () => {
    await claimDataFolder(data);
    put('temporal.db', 'api-key');
    await removeData(data);
    expect(existsSync(data)).toBe(false);
  });

  it('keeps what somebody else put into it', async () => {
    await claimDataFolder(data);
    put('temporal.db', 'my-notes.txt');
    await removeData(data);
    expect(readdirSync(data).sort()).toEqual(['.followthrough-data', 'my-notes.txt']);
  });

  it('has nothing to remove when it is not there', async () => {
    await removeData(data);
    expect(existsSync(data)).toBe(false);
  });
});

describe('what a killed start left running', () => {
  it('is let be when its number now belongs to another program, and a damaged list names nothing', async () => {
    put('pids.json');
    expect(await endLeftovers(data)).toEqual([]);
    // Our own process: a start that took it for a leftover would end this test.
    const entries = [
      { name: 'Worker', pid: process.pid, mark: '/no/such/program' },
      { name: 'API', pid: process.pid, mark: '' },
    ];
    writeFileSync(path.join(data, 'pids.json'), JSON.stringify(entries));
    expect(await endLeftovers(data)).toEqual([]);
  });
});
