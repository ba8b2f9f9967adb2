import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { EndStep } from './processes.js';

export interface ExitInfo {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that we started, writing to a log file, in a process group of its own. */
export interface Child {
  readonly pid: number;
  readonly process: ChildProcess;
  /** Settles once, when the process has ended; never rejects. */
  readonly exited: Promise<ExitInfo>;
  /** The exit, if it has happened. */
  exit(): ExitInfo | undefined;
  /** Ends the process by the given signals, each with its time to act; resolves when it is gone. */
  stop(steps?: readonly EndStep[]): Promise<void>;
}

export interface ChildOptions {
  readonly logFile: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** pipe: the caller reads standard output (and must); file: it goes to the log file as standard error does. */
  readonly stdout?: 'pipe' | 'file';
}

const DEFAULT_STEPS: readonly EndStep[] = [
  { signal: 'SIGTERM', waitMs: 4_000 },
  { signal: 'SIGKILL', waitMs: 1_000 },
];

/**
 * Starts a process. Its group is its own, so that Ctrl-C in a terminal reaches only the start command, which then
 * ends the parts in order. Its standard input is a pipe of ours: it closes when this process dies, however it dies.
 * Rejects when the program cannot be started at all.
 */
export async function startChild(command: string, args: readonly string[], options: ChildOptions): Promise<Child> {
  const log = openSync(options.logFile, 'a');
  const spawnOptions: SpawnOptions = {
    stdio: ['pipe', options.stdout === 'pipe' ? 'pipe' : log, log],
    detached: process.platform !== 'win32',
    windowsHide: true,
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
  };
  const child = spawn(command, [...args], spawnOptions);
  closeSync(log);
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  return manage(child);
}

function manage(child: ChildProcess): Child {
  let info: ExitInfo | undefined;
  const exited = new Promise<ExitInfo>((resolve) => {
    child.once('exit', (code, signal) => {
      info = { code, signal };
      resolve(info);
    });
  });
  // Writing to the input of a child that has just died must not end us.
  child.stdin?.on('error', () => undefined);
  return {
    pid: child.pid ?? 0,
    process: child,
    exited,
    exit: () => info,
    stop: async (steps = DEFAULT_STEPS) => {
      for (const step of steps) {
        if (info !== undefined) return;
        child.kill(step.signal);
        await Promise.race([exited, wait(step.waitMs)]);
      }
      await exited;
    },
  };
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}

/** The last lines of a log file, for the message about a part that failed; empty when there is no file. */
export async function lastLines(file: string, count = 8): Promise<string> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const buffer = Buffer.alloc(Math.min(size, 16_384));
      await handle.read(buffer, 0, buffer.length, size - buffer.length);
      return buffer.toString('utf8').trimEnd().split('\n').slice(-count).join('\n');
    } finally {
      await handle.close();
    }
  } catch {
    return '';
  }
}
