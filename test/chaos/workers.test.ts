import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startProcess } from './processes.js';
import { Workers } from './workers.js';

/** Kills itself when it reads that its death is taken back: as one does that passes its point at that moment. */
const PROGRAM = `
  process.stdin.on('data', (line) => {
    if (String(line).includes('arm none')) process.kill(process.pid, 'SIGKILL');
  });
  process.stdout.write('ready');
`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'followthrough-workers-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('a worker that passes its point before it reads that this was taken back has died at that point', async () => {
  const program = path.join(folder, 'worker.mjs');
  writeFileSync(program, PROGRAM);
  const workers = new Workers(
    folder,
    () => startProcess(program, []),
    async () => {},
  );
  try {
    workers.start();
    const pid = await vi.waitUntil(() => workers.idle[0], { timeout: 30_000 });
    workers.arm(pid, 'afterDot', 1);
    workers.arm(pid, 'none', 0);
    await vi.waitUntil(() => workers.deaths.length === 1, { timeout: 30_000 });
    expect([...workers.died]).toEqual([['afterDot', 1]]);
  } finally {
    workers.stop();
  }
});
