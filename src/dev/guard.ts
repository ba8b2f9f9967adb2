import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Watches over the processes named to it: when we die in whatever way, it ends them. */
export interface Guard {
  add(pid: number): void;
  remove(pid: number): void;
  /** Leaves the processes alone from now on. */
  release(): void;
}

/** Starts the guard, a small process of its own that outlives us by some seconds. */
export function startGuard(): Guard {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./guard.mjs', import.meta.url))], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    windowsHide: true,
  });
  const watched = new Set<number>();
  child.stdin.on('error', () => undefined);
  child.on('error', () => undefined);
  child.unref();
  const write = (sign: '+' | '-', pid: number) => child.stdin.write(`${sign}${pid}\n`);
  return {
    add: (pid) => {
      watched.add(pid);
      write('+', pid);
    },
    remove: (pid) => {
      watched.delete(pid);
      write('-', pid);
    },
    release: () => {
      for (const pid of watched) write('-', pid);
      child.stdin.end();
    },
  };
}
