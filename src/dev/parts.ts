import { lastLines } from './child.js';
import { type Guard, startGuard } from './guard.js';
import { type PidEntry, writePidBook } from './pid-book.js';

/** One running part of the embedded system. */
export interface Part {
  readonly name: string;
  /** Parts of a higher rank are ended first: the worker before the servers that it writes to. */
  readonly rank: 1 | 2;
  stop(): Promise<void>;
}

export interface ProcessPart extends Part {
  readonly pid: number;
  /** Text in the process's command line, to know it by after a crash. */
  readonly mark: string;
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  readonly logFile: string;
}

/** The parts that run, so that all of them end whatever happens. */
export interface Parts {
  add(part: Part | ProcessPart): Promise<void>;
  /** Settles with a message when a process ends that nobody told to. */
  readonly died: Promise<string>;
  /** Ends all parts in order. Said twice, it waits for the first. */
  stopAll(): Promise<void>;
  /** Ends all processes at once, the hard way. */
  killAll(): void;
}

export function createParts(dataDir: string): Parts {
  const guard: Guard = startGuard();
  const parts: (Part | ProcessPart)[] = [];
  let stopping: Promise<void> | undefined;
  let tellDeath: (message: string) => void = () => undefined;
  const died = new Promise<string>((resolve) => {
    tellDeath = resolve;
  });
  const processes = () => parts.filter((part): part is ProcessPart => 'pid' in part);
  // One after the other: parts may start beside each other, and the last book must name them all.
  let writing: Promise<void> = Promise.resolve();
  const keepBook = () => {
    writing = writing.then(() => {
      const book: PidEntry[] = processes().map(({ name, pid, mark }) => ({ name, pid, mark }));
      return writePidBook(dataDir, book);
    });
    return writing;
  };
  const watch = (part: ProcessPart) => {
    guard.add(part.pid);
    void part.exited.then(async ({ code, signal }) => {
      guard.remove(part.pid);
      if (stopping !== undefined) return;
      const how = signal === null ? `with code ${code}` : `by ${signal}`;
      tellDeath(
        `${part.name} ended by itself, ${how}. Its last lines (${part.logFile}):\n${await lastLines(part.logFile)}`,
      );
    });
  };
  return {
    died,
    async add(part) {
      parts.push(part);
      if ('pid' in part) {
        watch(part);
        await keepBook();
      }
      // Told to stop while this one was still starting.
      if (stopping !== undefined) await part.stop();
    },
    stopAll() {
      stopping ??= (async () => {
        for (const rank of [2, 1]) {
          await Promise.allSettled(parts.filter((part) => part.rank === rank).map((part) => part.stop()));
        }
        await writePidBook(dataDir, []).catch(() => undefined);
        guard.release();
      })();
      return stopping;
    },
    killAll() {
      for (const { pid } of processes()) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It is gone already.
        }
      }
    },
  };
}
