import type { Finding, LintCode } from '../definition/finding.js';

/** What `simulate` objects to in its own inputs, beside what lint says of files. */
export type SimulationCode =
  | 'bad-json'
  | 'bad-line'
  | 'bad-instant'
  | 'event-too-early'
  | 'event-out-of-order'
  | 'misplaced-pause';

/** A fault of a contact's or an events' file. */
export interface SimulationFinding extends Pick<Finding, 'file' | 'line' | 'column' | 'severity' | 'message'> {
  readonly code: LintCode | SimulationCode | 'unknown-outcome';
}
