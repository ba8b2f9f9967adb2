import { lstat, statfs } from 'node:fs/promises';
import path from 'node:path';

const OLDEST_NODE = [20, 19] as const;
const NEEDED_BYTES = 300 * 1024 * 1024;

/** Whether a version such as 20.19.1 is new enough. */
export function nodeIsNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

/** Throws with the cause and the fix when this machine cannot run the system at all. */
export async function checkMachine(dataDir: string): Promise<void> {
  if (!nodeIsNewEnough(process.versions.node)) {
    throw new Error(`Node ${process.versions.node} is too old: install Node ${OLDEST_NODE.join('.')} or newer`);
  }
  const disk = await statfs(await nearestFolder(dataDir));
  const free = disk.bavail * disk.bsize;
  if (free < NEEDED_BYTES) {
    throw new Error(
      `only ${Math.round(free / 1024 ** 2)} MB are free for ${dataDir}: expected 300 MB; free some, or use --data`,
    );
  }
}

/** The folder itself, or the nearest one above it that is there. */
export async function nearestFolder(folder: string): Promise<string> {
  let candidate = path.resolve(folder);
  while ((await lstat(candidate).catch(() => undefined)) === undefined) candidate = path.dirname(candidate);
  return candidate;
}
