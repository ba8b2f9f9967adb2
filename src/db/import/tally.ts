import type { Outcome } from './batch-writer.js';
import type { CsvRow, CsvSource } from './csv-source.js';
import { type Fault, type Finding, type ImportCode, ROW_CODES, type RowCode, type WarningCode } from './finding.js';
import { addsUp, type FileReport } from './report.js';
import type { SideFiles } from './side-files.js';

/** A note on a row: a reject loses the row, a warning doesn't. */
export type Note =
  | ({ readonly severity: 'reject' } & Fault<RowCode>)
  | ({ readonly severity: 'warning' } & Fault<WarningCode>);

export const reject = (code: RowCode, column: string | null, message: string): Note => ({
  severity: 'reject',
  code,
  column,
  message,
});
export const warn = (code: WarningCode, column: string | null, message: string): Note => ({
  severity: 'warning',
  code,
  column,
  message,
});

/** Kept in the report itself, of each code; memory must not grow with the faults of a file. */
const KEPT_PER_CODE = 20;

/** Counts what becomes of the rows of one file. */
export class Tally {
  private rows = 0;
  private rejected = 0;
  private unlinked = 0;
  private warnings = 0;
  private readonly outcomes: { [outcome in Outcome]: number } = { created: 0, updated: 0, unchanged: 0, merged: 0 };
  private readonly counts = new Map<ImportCode, number>();
  private readonly kept: Finding[] = [];

  constructor(
    private readonly source: CsvSource,
    private readonly kind: string,
    private readonly files: SideFiles,
  ) {}

  /** Takes up a row and all that is to say of it. */
  async see(row: CsvRow, notes: readonly Note[]): Promise<void> {
    this.rows += 1;
    const rejects: Finding[] = row.fault ? [row.fault] : [];
    for (const note of notes) {
      const finding = this.findingOf(row.line, note);
      if (note.severity === 'reject') rejects.push(finding);
      else await this.warn(finding);
    }
    if (rejects.length === 0) return;
    this.rejected += 1;
    for (const finding of rejects) this.keep(finding);
    await this.files.reject(this.source, row, rejects);
  }

  /** A warning on the file as a whole. */
  async remark(code: WarningCode, column: number, message: string): Promise<void> {
    await this.warn({ file: this.source.file, line: 1, column, code, message });
  }

  settle(outcomes: readonly Outcome[], unlinked: number): void {
    for (const outcome of outcomes) this.outcomes[outcome] += 1;
    this.unlinked += unlinked;
  }

  /** Throws if a row got lost: then the program is wrong. */
  report(): FileReport {
    const { file, encoding, delimiter } = this.source;
    const { rows, rejected, unlinked, warnings } = this;
    const counts = { rows, ...this.outcomes, rejected, unlinked, warnings };
    if (!addsUp(counts)) throw new Error(`the counts of ${file} don't add up: ${JSON.stringify(counts)}`);
    const codes = [...this.counts].map(([code, count]) => ({
      code,
      severity: isRowCode(code) ? ('error' as const) : ('warning' as const),
      count,
    }));
    return { file, kind: this.kind, encoding, delimiter, ...counts, codes, findings: this.kept };
  }

  private async warn(finding: Finding): Promise<void> {
    this.warnings += 1;
    this.keep(finding);
    await this.files.warn(finding);
  }

  private keep(finding: Finding): void {
    const count = (this.counts.get(finding.code) ?? 0) + 1;
    this.counts.set(finding.code, count);
    if (count <= KEPT_PER_CODE) this.kept.push(finding);
  }

  private findingOf(line: number, note: Note): Finding {
    const column = note.column === null ? 0 : this.source.header.indexOf(note.column) + 1;
    return { file: this.source.file, line, column, code: note.code, message: note.message };
  }
}

const isRowCode = (code: ImportCode): boolean => ROW_CODES.some((known) => known === code);
