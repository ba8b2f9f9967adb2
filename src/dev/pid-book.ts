import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { commandOf, endProcess } from './processes.js';

/** A process that a start began, and text that its command line holds, to know it by later. */
export interface PidEntry {
  readonly name: string;
  readonly pid: number;
  readonly mark: string;
}

const book = z.array(z.object({ name: z.string(), pid: z.number().int().min(2), mark: z.string().min(1) }));
const fileIn = (dataDir: string) => path.join(dataDir, 'pids.json');

/** Keeps the list on disk, for a next start that finds this one dead. */
export async function writePidBook(dataDir: string, entries: readonly PidEntry[]): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const draft = `${fileIn(dataDir)}.new`;
  await writeFile(draft, JSON.stringify(entries));
  await rename(draft, fileIn(dataDir));
}

/**
 * Ends what an earlier start of this data folder left running. A number now used by another program is let be.
 * Returns the names of what was ended.
 */
export async function endLeftovers(dataDir: string): Promise<readonly string[]> {
  const text = await readFile(fileIn(dataDir), 'utf8').catch(() => undefined);
  // Nothing is written where no start has been.
  if (text === undefined) return [];
  const parsed = book.safeParse(parseJson(text));
  const ended: string[] = [];
  for (const { name, pid, mark } of parsed.data ?? []) {
    if (!(await commandOf(pid))?.includes(mark)) continue;
    await endProcess(pid, [
      { signal: 'SIGTERM', waitMs: 3_000 },
      { signal: 'SIGKILL', waitMs: 1_000 },
    ]);
    ended.push(name);
  }
  await writePidBook(dataDir, []);
  return ended;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
