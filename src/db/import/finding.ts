import type { LintCode } from '../../domain/definition/finding.js';

/** Faults of a file as a whole: nothing is written. */
export const STRUCTURE_CODES = [
  'no-such-folder',
  'no-known-file',
  'unreadable-file',
  'empty-file',
  'unknown-encoding',
  'nul-byte',
  'missing-column',
  'duplicate-column',
  'unclosed-quote',
  'stray-quote',
  'record-too-long',
  'file-changed',
  'bad-map',
  'missing-source',
  'bad-zone',
  'bad-country',
] as const;

/** Faults of one row: the row is rejected, the others are taken. */
export const ROW_CODES = [
  'wrong-column-count',
  'field-too-long',
  'missing-value',
  'duplicate-id',
  'bad-id',
  'bad-date',
  'bad-money',
  'bad-number',
  'bad-flag',
  'unknown-lead',
  'unknown-contact',
  'unknown-account',
  'unknown-campaign',
  'address-empty',
  'address-too-long',
  'address-control-character',
  'address-list',
  'address-local-not-ascii',
  'address-syntax',
] as const;

/** What a person should know and what loses no row. */
export const WARNING_CODES = [
  'date-order',
  'unknown-owner',
  'ambiguous-owner',
  'ambiguous-name',
  'unmatched-name',
  'unknown-value',
  'unknown-reference',
  'unknown-column',
  'missing-name',
  'missing-amount',
  'bad-phone',
  'guessed-encoding',
  'no-rows',
] as const;

/** The map of a CSV import is a YAML file and has its faults. */
export type StructureCode = (typeof STRUCTURE_CODES)[number] | LintCode;
export type RowCode = (typeof ROW_CODES)[number];
export type WarningCode = (typeof WARNING_CODES)[number];
export type ImportCode = StructureCode | RowCode | WarningCode;

/**
 * Something to tell about a place in a file. `line` is where the row begins, from 1; `column` is the number of the
 * field in its row, from 1, or 0 for the row as a whole. `message` never repeats a person's data, so it may be logged.
 */
export interface Finding<Code extends ImportCode = ImportCode> {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly code: Code;
  readonly message: string;
}

/** A fault within a row, before it is known where the row stands. */
export interface Fault<Code extends ImportCode> {
  readonly column: string | null;
  readonly code: Code;
  readonly message: string;
}

/** `Leads.csv:12:5  address-syntax  the address has more than one @` */
export const formatFinding = (finding: Finding): string =>
  `${finding.file}:${finding.line}:${finding.column}  ${finding.code}  ${finding.message}`;

/** Ends the reading of a file. Caught where an import begins and turned to a result value. */
export class BrokenFile extends Error {
  readonly finding: Finding<StructureCode>;

  constructor(finding: Finding<StructureCode>) {
    super(formatFinding(finding));
    this.name = 'BrokenFile';
    this.finding = finding;
  }
}
