import type { Delimiter } from './csv-dialect.js';
import type { Encoding } from './csv-encoding.js';
import { type Finding, formatFinding, type ImportCode } from './finding.js';

/** What an import did with one file. rows = created + updated + unchanged + merged + rejected, always. */
export interface FileReport {
  readonly file: string;
  readonly kind: string;
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  readonly rows: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly merged: number;
  readonly rejected: number;
  /** Of those taken, rows that name no known customer. */
  readonly unlinked: number;
  readonly warnings: number;
  readonly codes: readonly CodeCount[];
  /** The first of each code; the files of the output folder have all. */
  readonly findings: readonly Finding[];
}

export interface CodeCount {
  readonly code: ImportCode;
  readonly severity: 'error' | 'warning';
  readonly count: number;
}

export type FileCounts = Pick<
  FileReport,
  'rows' | 'created' | 'updated' | 'unchanged' | 'merged' | 'rejected' | 'unlinked' | 'warnings'
>;

export interface ImportReport {
  /**
   * refused: a file or an option is broken and nothing was written. dry-run: nothing was written, the counts say what
   * would be. interrupted: a file changed while it was being imported; the same import again completes the work.
   */
  readonly status: 'done' | 'dry-run' | 'refused' | 'interrupted';
  readonly system: string;
  /** The id of the stored run; null unless something may have been written. */
  readonly runId: string | null;
  /** The zone in which times without one were read. */
  readonly timezone: string;
  readonly defaultCountry: string | null;
  readonly source: string | null;
  /** Where the rejected rows and the warnings are; null: they weren't asked for. */
  readonly out: string | null;
  readonly files: readonly FileReport[];
  readonly totals: FileCounts;
  readonly refusals: readonly Finding[];
  /** Files the system exports that weren't in the folder, and files in it that it doesn't export. */
  readonly absentFiles: readonly string[];
  readonly unknownFiles: readonly string[];
  /** Real time the import took, in milliseconds. */
  readonly tookMs: number;
}

const NOTHING: FileCounts = {
  rows: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  merged: 0,
  rejected: 0,
  unlinked: 0,
  warnings: 0,
};

export function totalsOf(files: readonly FileCounts[]): FileCounts {
  const add = (a: FileCounts, b: FileCounts): FileCounts => ({
    rows: a.rows + b.rows,
    created: a.created + b.created,
    updated: a.updated + b.updated,
    unchanged: a.unchanged + b.unchanged,
    merged: a.merged + b.merged,
    rejected: a.rejected + b.rejected,
    unlinked: a.unlinked + b.unlinked,
    warnings: a.warnings + b.warnings,
  });
  return files.reduce(add, NOTHING);
}

/** True if every row went somewhere. */
export const addsUp = (counts: FileCounts): boolean =>
  counts.rows === counts.created + counts.updated + counts.unchanged + counts.merged + counts.rejected;

const COLUMNS = ['rows', 'created', 'updated', 'unchanged', 'merged', 'rejected', 'unlinked', 'warnings'] as const;
const WIDTH = 9;
const SHOWN_PER_CODE = 3;

/** The report as lines for a terminal: one table, then what there is to say of each file. */
export function formatReport(report: ImportReport): string {
  const lines: string[] = [];
  if (report.status === 'refused') lines.push('Nothing was imported.', ...report.refusals.map(formatFinding));
  if (report.status === 'interrupted')
    lines.push(
      'The import stopped half way. What is written is whole; the same import again completes it.',
      ...report.refusals.map(formatFinding),
    );
  if (report.status === 'dry-run') lines.push('A dry run: nothing was written. This is what an import would do.');
  if (report.files.length > 0)
    lines.push(
      ...tableOf(report),
      '',
      `rows = created + updated + unchanged + merged + rejected: ${equation(report.totals)}`,
    );
  for (const file of report.files) lines.push(...remarksOn(file));
  if (report.absentFiles.length > 0) lines.push('', `Not in the folder: ${report.absentFiles.join(', ')}.`);
  if (report.unknownFiles.length > 0)
    lines.push('', `Not read, since no export has them: ${report.unknownFiles.join(', ')}.`);
  lines.push('', `Times without a zone were read as ${report.timezone}.`);
  if (report.defaultCountry !== null) lines.push(`Country where the file names none: ${report.defaultCountry}.`);
  if (report.source !== null) lines.push(`Source where the file names none: ${report.source}.`);
  if (report.out !== null && report.totals.rejected + report.totals.warnings > 0)
    lines.push(`Rejected rows and all warnings: ${report.out}`);
  lines.push(`Took ${(report.tookMs / 1000).toFixed(1)} s.`);
  return `${lines.join('\n').replace(/^\n+/, '')}\n`;
}

function tableOf(report: ImportReport): string[] {
  const name = Math.max(5, ...report.files.map((file) => file.file.length));
  const line = (label: string, cells: readonly (string | number)[]) =>
    `${label.padEnd(name)}${cells.map((cell) => String(cell).padStart(WIDTH + 1)).join('')}`;
  const cellsOf = (counts: FileCounts) => COLUMNS.map((column) => counts[column]);
  const rows = report.files.map((file) => line(file.file, cellsOf(file)));
  return [line('', COLUMNS), ...rows, ...(rows.length > 1 ? [line('total', cellsOf(report.totals))] : [])];
}

const equation = (counts: FileCounts): string =>
  `${counts.rows} = ${counts.created} + ${counts.updated} + ${counts.unchanged} + ${counts.merged} + ${counts.rejected}`;

function remarksOn(file: FileReport): string[] {
  const lines: string[] = [];
  if (file.encoding !== 'utf-8' || file.delimiter !== ',')
    lines.push(
      '',
      `${file.file} was read as ${file.encoding}, columns parted by ${file.delimiter === '\t' ? 'tabs' : `"${file.delimiter}"`}.`,
    );
  for (const { code, severity, count } of file.codes) {
    lines.push('', `${file.file}: ${count} x ${severity} ${code}`);
    const examples = file.findings.filter((finding) => finding.code === code).slice(0, SHOWN_PER_CODE);
    lines.push(...examples.map((finding) => `  ${formatFinding(finding)}`));
    if (count > examples.length) lines.push(`  and ${count - examples.length} more`);
  }
  return lines;
}
