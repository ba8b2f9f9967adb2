import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { headerText, readHeaders } from './mail-headers.js';

/** What is known of one acceptance without opening its file. Every acceptance is a row: nothing is deduplicated. */
export interface MailRow {
  /** Counts from 1 in order of acceptance, and is never used again. */
  readonly id: number;
  /** When it was accepted, in real epoch milliseconds. */
  readonly receivedAt: number;
  readonly envelopeFrom: string;
  readonly envelopeTo: readonly string[];
  readonly messageId: string;
  readonly subject: string;
  readonly from: string;
  readonly size: number;
}

export interface MailFilter {
  /** Text in a recipient, the subject or the sender; letters' case does not matter. */
  readonly text?: string;
  /** A recipient's whole address. */
  readonly to?: string;
  /** A Message-ID, whole. */
  readonly messageId?: string;
  /** Only ids below this. */
  readonly before?: number;
}

export interface MailStore {
  /** Keeps a message; resolves when its row is written. */
  add(envelope: { readonly from: string; readonly to: readonly string[] }, raw: Buffer): Promise<MailRow>;
  count(filter?: MailFilter): number;
  /** Whether something that was accepted isn't here any more. */
  readonly cleared: boolean;
  /** Newest first. */
  newest(filter: MailFilter, offset: number, limit: number): readonly MailRow[];
  /** In order of acceptance, those with an id above `after`. */
  since(after: number, filter: MailFilter, limit: number): readonly MailRow[];
  get(id: number): MailRow | undefined;
  raw(id: number): Promise<Buffer | undefined>;
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the messages kept in a folder. Reads one short line a message; the messages themselves stay on disk. */
export async function openMailStore(folder: string): Promise<MailStore> {
  await mkdir(folder, { recursive: true });
  const indexFile = path.join(folder, 'index.jsonl');
  const kept = await readIndex(indexFile);
  const { rows } = kept;
  let { nextId, cleared } = kept;
  const madeFolders = new Set<string>();
  let index = await open(indexFile, 'a');
  const append = createAppender(() => index);
  const matches = (row: MailRow, filter: MailFilter) => rowMatches(row, filter);
  const find = (id: number) => rows[lowerBound(rows, id)];
  return {
    async add(envelope, raw) {
      const id = nextId++;
      const file = fileOf(folder, id);
      await write(file, raw, madeFolders);
      const row = rowOf(id, envelope, raw);
      await append(`${JSON.stringify(row)}\n`);
      insert(rows, row);
      return row;
    },
    get cleared() {
      return cleared;
    },
    count: (filter = {}) => (isEmpty(filter) ? rows.length : rows.filter((row) => matches(row, filter)).length),
    newest: (filter, offset, limit) => {
      if (isEmpty(filter)) return rows.slice(Math.max(0, rows.length - offset - limit), rows.length - offset).reverse();
      return rows
        .filter((row) => matches(row, filter))
        .reverse()
        .slice(offset, offset + limit);
    },
    since: (after, filter, limit) => {
      const found: MailRow[] = [];
      for (let at = lowerBound(rows, after + 1); at < rows.length && found.length < limit; at += 1) {
        const row = rows[at];
        if (row !== undefined && matches(row, filter)) found.push(row);
      }
      return found;
    },
    get: (id) => (find(id)?.id === id ? find(id) : undefined),
    raw: (id) => (find(id)?.id === id ? readFile(fileOf(folder, id)) : Promise.resolve(undefined)),
    async clear() {
      rows.length = 0;
      cleared = true;
      await index.close();
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      madeFolders.clear();
      index = await open(indexFile, 'a');
      // Who reads on from an id must not meet it again after a restart.
      await append(`${JSON.stringify({ nextId })}\n`);
    },
    close: () => index.close(),
  };
}

const isEmpty = (filter: MailFilter) => Object.values(filter).every((value) => value === undefined);

function rowMatches(row: MailRow, filter: MailFilter): boolean {
  if (filter.before !== undefined && row.id >= filter.before) return false;
  if (filter.messageId !== undefined && row.messageId !== filter.messageId) return false;
  const to = filter.to?.toLowerCase();
  if (to !== undefined && !row.envelopeTo.some((address) => address.toLowerCase() === to)) return false;
  const text = filter.text?.toLowerCase();
  if (text === undefined) return true;
  return [row.subject, row.from, ...row.envelopeTo].some((part) => part.toLowerCase().includes(text));
}

/** A thousand messages a folder: file systems and people both suffer from bigger ones. */
function fileOf(folder: string, id: number): string {
  const name = String(id).padStart(7, '0');
  return path.join(folder, name.slice(0, -3), `${name}.eml`);
}

async function write(file: string, raw: Buffer, madeFolders: Set<string>): Promise<void> {
  const folder = path.dirname(file);
  if (!madeFolders.has(folder)) {
    await mkdir(folder, { recursive: true });
    madeFolders.add(folder);
  }
  await writeFile(file, raw);
}

function rowOf(id: number, envelope: { readonly from: string; readonly to: readonly string[] }, raw: Buffer): MailRow {
  const headers = readHeaders(raw);
  return {
    id,
    receivedAt: Date.now(),
    envelopeFrom: envelope.from,
    envelopeTo: envelope.to,
    messageId: headerText(headers, 'Message-ID'),
    subject: headerText(headers, 'Subject'),
    from: headerText(headers, 'From'),
    size: raw.length,
  };
}

/** Rows are nearly always in order; messages accepted side by side may finish a place or two apart. */
function insert(rows: MailRow[], row: MailRow): void {
  rows.splice(lowerBound(rows, row.id), 0, row);
}

function lowerBound(rows: readonly MailRow[], id: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.id ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Writes lines in order, many at once when they come faster than the disk. */
function createAppender(handle: () => FileHandle): (line: string) => Promise<void> {
  let waiting: { line: string; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let busy = false;
  const drain = async () => {
    busy = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await handle().appendFile(batch.map((entry) => entry.line).join(''));
        for (const entry of batch) entry.resolve();
      } catch (error) {
        for (const entry of batch) entry.reject(error);
      }
    }
    busy = false;
  };
  return (line) =>
    new Promise((resolve, reject) => {
      waiting.push({ line, resolve, reject });
      if (!busy) void drain();
    });
}

/** Reads the index. A last line that a crash cut off was never confirmed to its sender, and is removed. */
async function readIndex(file: string): Promise<{ rows: MailRow[]; nextId: number; cleared: boolean }> {
  const rows: MailRow[] = [];
  let nextId = 1;
  let cleared = false;
  let good = 0;
  let rest = '';
  try {
    for await (const chunk of createReadStream(file, { encoding: 'utf8' })) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const entry = JSON.parse(line) as MailRow | { readonly nextId: number };
        if ('nextId' in entry) {
          nextId = Math.max(nextId, entry.nextId);
          cleared = true;
        } else {
          rows.push(entry);
          nextId = Math.max(nextId, entry.id + 1);
        }
        good += Buffer.byteLength(line) + 1;
      }
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { rows, nextId, cleared };
    throw new Error(`the mail catcher cannot read ${file}: ${String(error)}; remove its folder to begin anew`);
  }
  if (rest !== '') await truncate(file, good);
  rows.sort((a, b) => a.id - b.id);
  return { rows, nextId, cleared };
}
