import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * The command line of a running process; undefined when there is none (or it is a zombie), or where the system does
 * not tell. Used before ending a process by a number from a file: numbers are used again, in containers at once.
 */
export async function commandOf(pid: number): Promise<string | undefined> {
  try {
    const text =
      process.platform === 'linux'
        ? (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ')
        : process.platform === 'win32'
          ? (await run('wmic', ['process', 'where', `processid=${pid}`, 'get', 'commandline'])).stdout
          : (await run('ps', ['-o', 'command=', '-p', String(pid)])).stdout;
    return text.trim() === '' ? undefined : text.trim();
  } catch {
    return undefined;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export interface EndStep {
  readonly signal: NodeJS.Signals;
  readonly waitMs: number;
}

/** Sends one signal after the other until the process is gone. Returns whether it is. */
export async function endProcess(pid: number, steps: readonly EndStep[]): Promise<boolean> {
  for (const step of steps) {
    try {
      process.kill(pid, step.signal);
    } catch {
      return true;
    }
    const until = Date.now() + step.waitMs;
    while (Date.now() < until) {
      if (!isAlive(pid) || (process.platform === 'linux' && (await commandOf(pid)) === undefined)) return true;
      await sleep(25);
    }
  }
  return !isAlive(pid);
}
