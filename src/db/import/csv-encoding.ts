import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { BrokenFile, type StructureCode } from './finding.js';

export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

/** What one reading of the whole file told about it. */
export interface ScannedFile {
  readonly path: string;
  /** The name findings use. */
  readonly file: string;
  readonly encoding: Encoding;
  /** True if neither a mark nor valid UTF-8 said which encoding it is. */
  readonly guessed: boolean;
  readonly bytes: number;
  readonly modifiedMs: number;
  /** The first 64 Ki characters, to find the delimiter in. */
  readonly head: string;
}

const HEAD_CHARACTERS = 65_536;
const LINE_FEED = 10;

/**
 * Reads the file once and says how to decode it: by its byte order mark, else UTF-8 if every byte of it is valid, else
 * GB18030 if that is. Throws BrokenFile for a file that is empty, unreadable, in neither, or has NUL bytes in it.
 */
export async function scanFile(path: string, file: string): Promise<ScannedFile> {
  const info = await stat(path).catch(() => null);
  if (!info?.isFile()) throw broken(file, 1, 'unreadable-file', 'there is no such file, or it may not be read');
  const mark = await markOf(path, file);
  const first = await tryEncoding(path, file, mark ?? 'utf-8');
  const base = { path, file, bytes: info.size, modifiedMs: info.mtimeMs };
  if (first.valid) {
    if (first.head.trim() === '')
      throw broken(file, 1, 'empty-file', 'the file is empty; expected a line of column names and rows');
    return { ...base, encoding: mark ?? 'utf-8', guessed: false, head: first.head };
  }
  const second = mark === null ? await tryEncoding(path, file, 'gb18030') : first;
  if (second.valid) return { ...base, encoding: 'gb18030', guessed: true, head: second.head };
  throw broken(file, first.line, 'unknown-encoding', 'the text is neither UTF-8 nor GB18030; save the file as UTF-8');
}

/** Turns the bytes of a file into text, piece by piece, without its byte order mark. */
export async function* decodeFile(file: ScannedFile): AsyncGenerator<string> {
  const decoder = new TextDecoder(file.encoding, { fatal: true });
  for await (const chunk of createReadStream(file.path, { highWaterMark: 262_144 }))
    yield decoder.decode(chunk as Buffer, { stream: true });
  yield decoder.decode();
}

async function markOf(path: string, file: string): Promise<Encoding | null> {
  const stream = createReadStream(path, { start: 0, end: 2 });
  try {
    for await (const chunk of stream) {
      const [a, b, c] = chunk as Buffer;
      if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
      if (a === 0xff && b === 0xfe) return 'utf-16le';
      if (a === 0xfe && b === 0xff) return 'utf-16be';
    }
    return null;
  } catch {
    throw broken(file, 1, 'unreadable-file', 'the file may not be read');
  }
}

async function tryEncoding(
  path: string,
  file: string,
  encoding: Encoding,
): Promise<{ valid: boolean; head: string; line: number }> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let head = '';
  let line = 1;
  const take = (text: string): void => {
    if (head.length < HEAD_CHARACTERS) head += text.slice(0, HEAD_CHARACTERS - head.length);
    const nul = text.indexOf('\0');
    if (nul >= 0)
      throw broken(
        file,
        line + linesIn(text.slice(0, nul)),
        'nul-byte',
        'there is a NUL byte; this is no text file, or a broken one',
      );
  };
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 262_144 })) {
      take(decoder.decode(chunk as Buffer, { stream: true }));
      line += countLines(chunk as Buffer);
    }
    take(decoder.decode());
    return { valid: true, head, line };
  } catch (cause) {
    if (cause instanceof BrokenFile) throw cause;
    if (cause instanceof TypeError) return { valid: false, head, line };
    throw broken(file, line, 'unreadable-file', 'the file could not be read to its end');
  }
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) count += 1;
  return count;
}

const linesIn = (text: string): number => text.split('\n').length - 1;

const broken = (file: string, line: number, code: StructureCode, message: string): BrokenFile =>
  new BrokenFile({ file, line, column: 0, code, message });
