import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { type Delimiter, detectDelimiter } from './csv-dialect.js';
import { decodeFile, type Encoding, type ScannedFile, scanFile } from './csv-encoding.js';
import { BrokenFile, type Finding, type RowCode } from './finding.js';

/** Longest row that is read, in bytes: beyond it, a quote was left open or this is no list. */
const MAX_ROW_BYTES = 1_048_576;
const MAX_FIELD_CHARACTERS = 32_768;

/** A CSV file that was looked over: encoding, delimiter and column names are known. */
export interface CsvSource {
  readonly file: string;
  readonly encoding: Encoding;
  /** True if the encoding was concluded from the bytes being valid in it. */
  readonly guessed: boolean;
  readonly delimiter: Delimiter;
  /** Column names in file order, trimmed. */
  readonly header: readonly string[];
  readonly scanned: ScannedFile;
}

/** A row as it stands in the file. `fields` has as many as the header unless `fault` says otherwise. */
export interface CsvRow {
  /** The line on which it begins, from 1. */
  readonly line: number;
  readonly fields: readonly string[];
  readonly fault: Finding<RowCode> | null;
}

/** Looks a CSV file over. `file` is the name findings use. Throws BrokenFile for what makes all of it unusable. */
export async function openCsv(path: string, file: string): Promise<CsvSource> {
  const scanned = await scanFile(path, file);
  const delimiter = detectDelimiter(scanned.head);
  for await (const { fields, line } of records(scanned, delimiter)) {
    const header = fields.map((name) => name.trim().normalize('NFC'));
    checkHeader(file, line, header);
    return { file, encoding: scanned.encoding, guessed: scanned.guessed, delimiter, header, scanned };
  }
  throw new BrokenFile({
    file,
    line: 1,
    column: 0,
    code: 'empty-file',
    message: 'the file is empty; expected a line of column names and rows',
  });
}

/**
 * The rows after the header, one by one: memory does not grow with the file. Rows in which every field is empty are
 * left out. Throws BrokenFile where the quoting breaks, or if the file is another one than when it was opened.
 */
export async function* readRows(source: CsvSource): AsyncGenerator<CsvRow> {
  const { file, scanned } = source;
  const now = await stat(scanned.path).catch(() => null);
  if (now?.size !== scanned.bytes || now.mtimeMs !== scanned.modifiedMs)
    throw new BrokenFile({
      file,
      line: 1,
      column: 0,
      code: 'file-changed',
      message: 'the file changed while it was being read; start the import again',
    });
  let isHeader = true;
  for await (const { fields, line } of records(scanned, source.delimiter)) {
    if (isHeader) isHeader = false;
    else if (fields.some((field) => field.trim() !== '')) yield { line, fields, fault: faultOf(source, line, fields) };
  }
}

function faultOf(source: CsvSource, line: number, fields: readonly string[]): Finding<RowCode> | null {
  const { file, header } = source;
  if (fields.length !== header.length)
    return {
      file,
      line,
      column: Math.min(fields.length, header.length) + 1,
      code: 'wrong-column-count',
      message: `the row has ${fields.length} fields; expected ${header.length}, one for each column name`,
    };
  const long = fields.findIndex((field) => field.length > MAX_FIELD_CHARACTERS);
  if (long < 0) return null;
  return {
    file,
    line,
    column: long + 1,
    code: 'field-too-long',
    message: `"${header[long]}" has more than ${MAX_FIELD_CHARACTERS} characters`,
  };
}

function checkHeader(file: string, line: number, header: readonly string[]): void {
  const seen = new Map<string, number>();
  header.forEach((name, index) => {
    const earlier = seen.get(name.toLowerCase());
    if (name === '' || earlier === undefined) {
      seen.set(name.toLowerCase(), index);
      return;
    }
    const message = `the column name "${name}" is there twice, in columns ${earlier + 1} and ${index + 1}`;
    throw new BrokenFile({ file, line, column: index + 1, code: 'duplicate-column', message });
  });
}

interface PlacedRecord {
  readonly fields: string[];
  readonly line: number;
}

async function* records(scanned: ScannedFile, delimiter: Delimiter): AsyncGenerator<PlacedRecord> {
  const place = new Place();
  const parser = parse({
    delimiter,
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: MAX_ROW_BYTES,
    // Not in the loop below: after a fault, the stream drops what it holds and the loop would be some rows behind.
    on_record: (fields: string[], info) => place.next(fields, info.lines, info.empty_lines) as unknown as string[],
  });
  const text = Readable.from(decodeFile(scanned), { objectMode: false, highWaterMark: 262_144 });
  text.on('error', (cause) => parser.destroy(cause));
  try {
    for await (const record of text.pipe(parser)) yield record as unknown as PlacedRecord;
  } catch (cause) {
    throw explain(cause, scanned.file, place);
  } finally {
    text.destroy();
    parser.destroy();
  }
}

/** Where the parser is. It counts a CRLF inside quotes as two lines, and blank lines with the row after them. */
class Place {
  private endedOn = 0;
  private blank = 0;
  private overcounted = 0;

  next(fields: string[], lines: number, blankLines: number): PlacedRecord {
    const line = this.beginningAfter(blankLines);
    for (const field of fields) if (field.includes('\r\n')) this.overcounted += field.split('\r\n').length - 1;
    this.endedOn = lines;
    this.blank = blankLines;
    return { fields, line };
  }

  /** The line on which the row after the last one begins. */
  beginningAfter(blankLines: number): number {
    return this.endedOn + 1 + blankLines - this.blank - this.overcounted;
  }
}

interface ParserPlace {
  readonly column?: unknown;
  readonly empty_lines?: unknown;
}

function explain(cause: unknown, file: string, at: Place): unknown {
  if (cause instanceof TypeError) {
    const message = 'the text stopped being valid in its encoding; the file changed while it was being read';
    return new BrokenFile({ file, line: at.beginningAfter(0), column: 0, code: 'file-changed', message });
  }
  if (!(cause instanceof CsvError)) return cause;
  const place: ParserPlace = cause as unknown as ParserPlace;
  const line = at.beginningAfter(typeof place.empty_lines === 'number' ? place.empty_lines : 0);
  const column = typeof place.column === 'number' ? place.column + 1 : 0;
  switch (cause.code as string) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return new BrokenFile({
        file,
        line,
        column,
        code: 'unclosed-quote',
        message: 'a quote is opened in the row that begins here and never closed',
      });
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
      return new BrokenFile({
        file,
        line,
        column,
        code: 'stray-quote',
        message: 'a quote stands inside a field; write it twice and put quotes around the field',
      });
    case 'CSV_MAX_RECORD_SIZE':
      return new BrokenFile({
        file,
        line,
        column,
        code: 'record-too-long',
        message: `the row that begins here is longer than ${MAX_ROW_BYTES} bytes; most likely a quote in it was never closed`,
      });
    default:
      return cause;
  }
}
