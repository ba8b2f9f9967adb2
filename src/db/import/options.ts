import { isValidZone } from '../../domain/calendar/zone.js';
import type { Announce } from './change.js';
import type { Finding } from './finding.js';
import { isCountry } from './phone-text.js';

export interface ImportOptions {
  /** Business time, epoch ms: when records without a date of their own came to be. */
  readonly now: number;
  /** IANA zone in which times without one are read; UTC if absent. */
  readonly timezone?: string;
  /** ISO 3166, two letters: for people whose country no column says, and for phone numbers without a `+`. */
  readonly defaultCountry?: string;
  /** Where the people come from, for rows that don't say it. */
  readonly source?: string;
  /** Folder for rejected rows, warnings and the report as JSON; absent: none are written. */
  readonly out?: string;
  /** Told of changes to records that were there before, within the transaction that makes them. */
  readonly announce?: Announce;
}

export interface ImportProgress {
  readonly phase: 'check' | 'write';
  readonly file: string;
  /** Rows done so far. */
  readonly rows: number;
}

export type OnProgress = (progress: ImportProgress) => void;

/** Rows a transaction. */
export const BATCH_ROWS = 500;

/** Faults of the options, as findings on the option's name. */
export function checkOptions(options: ImportOptions): Finding[] {
  const findings: Finding[] = [];
  if (options.timezone !== undefined && !isValidZone(options.timezone))
    findings.push({
      file: '--timezone',
      line: 1,
      column: 0,
      code: 'bad-zone',
      message: `"${options.timezone}" is no IANA time zone; expected one like Asia/Shanghai`,
    });
  if (options.defaultCountry !== undefined && !isCountry(options.defaultCountry))
    findings.push({
      file: '--default-country',
      line: 1,
      column: 0,
      code: 'bad-country',
      message: `"${options.defaultCountry}" is no country; expected two capital letters like CN`,
    });
  return findings;
}
