import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { commandOf, endProcess } from './processes.js';

/** A process that a start began, and text that its command line holds, to know it by later. */
export interface PidEntry {
  readonly name: string;
  readonly pid: number;
  readonly mark: string;
}

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
  const ended: string[] = [];
  for (const { name, pid, mark } of readEntries(text)) {
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

/** The entries of the file that make sense; a damaged file has none. */
function readEntries(text: string): readonly PidEntry[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isEntry) : [];
  } catch {
    return [];
  }
}

function isEntry(value: unknown): value is PidEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { name, pid, mark } = value as Partial<Record<keyof PidEntry, unknown>>;
  // An empty mark would be part of every command line.
  return (
    typeof name === 'string' && Number.isInteger(pid) && Number(pid) > 1 && typeof mark === 'string' && mark !== ''
  );
}
