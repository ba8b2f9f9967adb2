import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, rename, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { lastLines, startChild } from './child.js';
import type { Narrator } from './narrator.js';
import { isAlive } from './processes.js';

const run = promisify(execFile);
/** Go's two caches grew to 5 GB in one build. */
const NEEDED_BYTES = 6 * 1024 ** 3;
const PROGRESS_MS = 10_000;

/** What a build needs of the search for the program. */
export interface BuildSearch extends Narrator {
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Builds the pinned Temporal CLI through the Go module proxy, whose sums go.sum pins. Takes some minutes, once.
 * Go's caches lie in a folder that is removed afterwards. Throws with the reason in one line.
 */
export async function buildCli(buildFiles: string, target: string, search: BuildSearch): Promise<void> {
  await run('go', ['version']).catch(() => {
    throw new Error('Go is not installed');
  });
  const home = path.join(path.dirname(target), '..');
  await mkdir(home, { recursive: true });
  await removeAbandoned(home);
  const folder = path.join(home, `build-${process.pid}`);
  try {
    await mkdir(folder);
    const disk = await statfs(folder);
    if (disk.bavail * disk.bsize < NEEDED_BYTES) throw new Error(`a build needs 6 GB free below ${home}`);
    for (const file of ['go.mod', 'go.sum']) await copyFile(path.join(buildFiles, file), path.join(folder, file));
    await goBuild(folder, search);
    await mkdir(path.dirname(target), { recursive: true });
    await rename(path.join(folder, 'temporal'), target);
  } finally {
    search.say('removing the build folder');
    await rm(folder, { recursive: true, force: true });
  }
}

async function goBuild(folder: string, search: BuildSearch): Promise<void> {
  const logFile = path.join(folder, 'build.log');
  const args = ['build', '-trimpath', '-ldflags', '-s -w', '-o', 'temporal', 'github.com/temporalio/cli/cmd/temporal'];
  const child = await startChild('go', args, {
    cwd: folder,
    logFile,
    env: {
      ...search.environment,
      GOMODCACHE: path.join(folder, 'modules'),
      GOCACHE: path.join(folder, 'cache'),
      GOWORK: 'off',
      // Without it the module cache is read-only and cannot be removed.
      GOFLAGS: '-modcacherw -buildvcs=false',
    },
  });
  const began = Date.now();
  search.say('building the Temporal CLI from source (six to eight minutes on two cores, once)');
  const progress = setInterval(() => {
    search.say(`building the Temporal CLI from source, ${Math.round((Date.now() - began) / 1000)} s`);
  }, PROGRESS_MS);
  const abort = () => killGroup(child.pid);
  search.signal?.addEventListener('abort', abort, { once: true });
  const exit = await child.exited;
  clearInterval(progress);
  search.signal?.removeEventListener('abort', abort);
  search.signal?.throwIfAborted();
  if (exit.code !== 0) throw new Error(`go build ended with ${exit.code}: ${await lastLines(logFile, 3)}`);
}

/** `go build` runs compilers of its own; they are in its group. */
function killGroup(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGTERM');
  } catch {
    // It has just ended by itself.
  }
}

/** Folders of builds whose process was killed. */
async function removeAbandoned(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const pid = Number(/^build-(\d+)$/.exec(name)?.[1]);
    if (pid > 0 && !isAlive(pid)) await rm(path.join(home, name), { recursive: true, force: true });
  }
}
