import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import { nearestFolder, nodeIsNewEnough } from './checks-before.js';
import type { Checkup } from './checkup.js';

const run = promisify(execFile);
const GIGABYTE = 1024 ** 3;

export function checkNode(version: string): Checkup {
  const name = 'Node';
  if (nodeIsNewEnough(version)) return { name, state: 'well', detail: version, fix: null };
  return {
    name,
    state: 'faulty',
    detail: `${version} is too old: expected 20.19 or newer`,
    fix: 'install Node 22 or newer',
  };
}

/** Room and rights where data is kept. */
export async function checkRoom(dataDir: string): Promise<Checkup> {
  const name = 'Disk';
  const folder = await nearestFolder(dataDir);
  try {
    await access(folder, constants.W_OK);
  } catch {
    const detail = `${folder} cannot be written to`;
    return { name, state: 'faulty', detail, fix: 'set FOLLOWTHROUGH_DATA to a folder of your own' };
  }
  const disk = await statfs(folder);
  const free = (disk.bavail * disk.bsize) / GIGABYTE;
  const detail = `${free.toFixed(1)} GB free for ${dataDir}`;
  if (free < 0.3) return { name, state: 'faulty', detail, fix: 'free some: a start needs 0.3 GB' };
  if (free < 2) return { name, state: 'doubtful', detail, fix: 'free some: months of data may need 2 GB' };
  return { name, state: 'well', detail, fix: null };
}

/** Whether a program can be run; the version's first line if so. */
export async function programVersion(program: string, ...args: string[]): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await run(program, args, { timeout: 15_000 });
    return (stdout.trim() || stderr.trim()).split('\n')[0];
  } catch {
    return undefined;
  }
}

/** What only `npm test` needs. */
export async function checkPrograms(): Promise<readonly Checkup[]> {
  const programs = [
    { name: 'Java', command: 'java', fix: 'install a Java runtime 11 or newer, such as the package default-jre' },
    { name: 'Maven', command: 'mvn', fix: 'install Maven, such as the package maven' },
  ];
  return Promise.all(
    programs.map(async ({ name, command, fix }): Promise<Checkup> => {
      const version = await programVersion(command, '-version');
      if (version === undefined) {
        return { name, state: 'doubtful', detail: 'not found; only the tests need it', fix };
      }
      // biome-ignore lint/suspicious/noControlCharactersInRegex: Maven colours its version, even into a pipe.
      return { name, state: 'well', detail: version.replaceAll(/\x1b\[[0-9;]*m/g, ''), fix: null };
    }),
  );
}
