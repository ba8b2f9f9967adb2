/** What a code means, to whoever meets it. */
export interface CodeEntry {
  /** The status with which the API answers; null for what is only ever an entry of a list, a journal or a report. */
  readonly http: number | null;
  /** The exit code of the command line: 0 if it is only told, 1 for a refusal or findings, 2 for wrong use. */
  readonly exit: 0 | 1 | 2;
  readonly title: string;
  /** What to do about it. */
  readonly help: string;
}
