import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { nearest } from '../../../domain/nearest.js';
import { type CsvSource, openCsv } from '../csv-source.js';
import { BrokenFile, type Finding, type StructureCode } from '../finding.js';
import { orBroken } from '../run.js';
import type { AnyKind } from './kind.js';
import { KINDS } from './kinds.js';

export interface OpenFile {
  readonly kind: AnyKind;
  readonly source: CsvSource;
}

export interface Folder {
  /** In the order in which they are read. */
  readonly files: readonly OpenFile[];
  readonly broken: readonly Finding<StructureCode>[];
  readonly absent: readonly AnyKind[];
  readonly unknown: readonly string[];
}

/** Looks over all files of an export. Letter case of file names doesn't matter. */
export async function openFolder(path: string): Promise<Folder> {
  const names = await readdir(path).catch(() => null);
  if (!names)
    return {
      ...NO_FILES,
      broken: [
        {
          file: path,
          line: 1,
          column: 0,
          code: 'no-such-folder',
          message: 'there is no such folder, or it may not be read',
        },
      ],
    };
  const broken: Finding<StructureCode>[] = [];
  const files: OpenFile[] = [];
  const absent: AnyKind[] = [];
  for (const kind of KINDS) {
    const name = names.find((candidate) => candidate.toLowerCase() === kind.file.toLowerCase());
    if (name === undefined) {
      absent.push(kind);
      continue;
    }
    const source = await orBroken(() => openKnown(join(path, name), kind), broken);
    if (source) files.push({ kind, source });
  }
  if (absent.length === KINDS.length) {
    const expected = KINDS.map((kind) => kind.file).join(', ');
    broken.push({
      file: path,
      line: 1,
      column: 0,
      code: 'no-known-file',
      message: `the folder has none of ${expected}`,
    });
  }
  const known = new Set(KINDS.map((kind) => kind.file.toLowerCase()));
  const unknown = names.filter((name) => name.toLowerCase().endsWith('.csv') && !known.has(name.toLowerCase()));
  return { files, broken, absent, unknown };
}

const NO_FILES = { files: [], absent: [], unknown: [] };

async function openKnown(path: string, kind: AnyKind): Promise<CsvSource> {
  const source = await openCsv(path, kind.file);
  const missing = kind.needed.filter((name) => !source.header.includes(name));
  if (missing.length === 0) return source;
  const spare = source.header.filter((name) => !kind.needed.includes(name) && !kind.others.includes(name));
  const listed = missing.map((name) => {
    const near = nearest(name, spare);
    return near === undefined ? `"${name}"` : `"${name}" (there is "${near}")`;
  });
  throw new BrokenFile({
    file: kind.file,
    line: 1,
    column: 0,
    code: 'missing-column',
    message: `columns are missing: ${listed.join(', ')}`,
  });
}
