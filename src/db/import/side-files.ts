import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CsvRow, CsvSource } from './csv-source.js';
import type { Finding } from './finding.js';
import type { ImportReport } from './report.js';

/** A CSV file that comes to be with its first row. Starts with a byte order mark: spreadsheets need it for Chinese. */
class LazyCsv {
  private stream: WriteStream | null = null;

  constructor(
    private readonly path: string,
    private readonly header: readonly string[],
  ) {}

  async write(fields: readonly (string | number)[]): Promise<void> {
    if (!this.stream) {
      this.stream = createWriteStream(this.path);
      this.stream.write(`\ufeff${csvLine(this.header)}`);
    }
    if (!this.stream.write(csvLine(fields))) await once(this.stream, 'drain');
  }

  async close(): Promise<void> {
    if (!this.stream) return;
    this.stream.end();
    await once(this.stream, 'finish');
  }
}

const REASONS = ['import_line', 'import_column', 'import_code', 'import_reason'];

/** The files beside a report: rejected rows with reasons, one a source file, and the warnings of all. */
export class SideFiles {
  private readonly rejected = new Map<string, LazyCsv>();
  private readonly warnings: LazyCsv | null;

  private constructor(private readonly folder: string | null) {
    this.warnings =
      folder === null ? null : new LazyCsv(join(folder, 'warnings.csv'), ['file', 'line', 'column', 'code', 'message']);
  }

  /** Null writes nowhere. Files of an earlier run under the same names are removed. */
  static async open(folder: string | null, files: readonly string[]): Promise<SideFiles> {
    if (folder !== null) {
      await mkdir(folder, { recursive: true });
      for (const name of ['warnings.csv', 'report.json', ...files.map(rejectedName)])
        await rm(join(folder, name), { force: true });
    }
    return new SideFiles(folder);
  }

  async reject(source: CsvSource, row: CsvRow, findings: readonly Finding[]): Promise<void> {
    if (this.folder === null) return;
    let file = this.rejected.get(source.file);
    if (!file) {
      file = new LazyCsv(join(this.folder, rejectedName(source.file)), [...source.header, ...REASONS]);
      this.rejected.set(source.file, file);
    }
    const padding = Array.from({ length: Math.max(0, source.header.length - row.fields.length) }, () => '');
    const listed = (pick: (finding: Finding) => string | number) => findings.map(pick).join('; ');
    // A row with too many fields pushes its reasons to the right, rather than lose a field.
    await file.write([
      ...row.fields,
      ...padding,
      row.line,
      listed((it) => it.column),
      listed((it) => it.code),
      listed((it) => it.message),
    ]);
  }

  async warn(finding: Finding): Promise<void> {
    await this.warnings?.write([finding.file, finding.line, finding.column, finding.code, finding.message]);
  }

  async close(): Promise<void> {
    for (const file of [...this.rejected.values(), this.warnings]) await file?.close();
  }

  async writeReport(report: ImportReport): Promise<void> {
    if (this.folder !== null) await writeFile(join(this.folder, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  }
}

const rejectedName = (file: string): string => `rejected-${basename(file).replace(/\.[^.]*$/, '')}.csv`;

const csvLine = (fields: readonly (string | number)[]): string =>
  `${fields.map((field) => quoted(String(field))).join(',')}\n`;

const quoted = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
