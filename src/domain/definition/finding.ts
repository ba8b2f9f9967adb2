/** All that `lint` can object to. The table of `domain/errors.ts` explains each, docs/lint.md shows an example of each. */
export type LintCode =
  | 'yaml-syntax'
  | 'unknown-key'
  | 'wrong-type'
  | 'duplicate-id'
  | 'missing-id'
  | 'unknown-step'
  | 'unknown-stage'
  | 'unknown-template'
  | 'unknown-attachment'
  | 'missing-template-variable'
  | 'bad-template'
  | 'unknown-path'
  | 'unknown-event'
  | 'unknown-calendar'
  | 'bad-duration'
  | 'bad-zone'
  | 'never-opens'
  | 'loop-without-wait'
  | 'unreachable-step'
  | 'outcome-not-handled'
  | 'split-not-100'
  | 'marketing-without-unsubscribe'
  | 'no-postal-address'
  | 'foreign-host'
  | 'consent-not-asked'
  | 'waiting-not-heard'
  | 'tracking-off'
  | 'clock-in-exit'
  | 'reused-step-id';

/** Keys and indexes from the root of a document to one of its values. */
export type DocPath = readonly (string | number)[];

/** A fault of a file, before it has a place in the file: `path` leads to the value, or to the key itself with `at: 'key'`. */
export interface Problem {
  readonly code: LintCode;
  readonly path: DocPath;
  readonly at?: 'key' | 'value';
  readonly message: string;
  /** The name that was probably meant. */
  readonly suggestion?: string | undefined;
}

/** A fault of a file as users see it. `line` and `column` count from 1. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'warning';
  readonly code: LintCode;
  readonly message: string;
  /** JSON pointer (RFC 6901) to the value the finding is about. */
  readonly pointer: string;
  readonly suggestion?: string;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Finds the place of a value (or of its key) in the source; of a path that leads nowhere, the place of the nearest value above. */
export type Locate = (path: DocPath, at?: 'key' | 'value') => Position;

export const toPointer = (path: DocPath): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** What can be published all the same. */
const WARNINGS: ReadonlySet<LintCode> = new Set(['unreachable-step', 'consent-not-asked', 'waiting-not-heard']);

export const severityOf = (code: LintCode): Finding['severity'] => (WARNINGS.has(code) ? 'warning' : 'error');

/** The form of `problem` with its place; the suggestion becomes part of the message. */
export function toFinding(problem: Problem, file: string, locate: Locate): Finding {
  const { suggestion, message } = problem;
  return {
    file,
    ...locate(problem.path, problem.at),
    severity: severityOf(problem.code),
    code: problem.code,
    message: oneLine(suggestion === undefined ? message : `${message}; did you mean "${suggestion}"?`),
    pointer: toPointer(problem.path),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

const MAX_MESSAGE = 800;
// Of a file's own texts: controls and line ends would forge lines, the marks of direction would turn them round.
const UNPRINTABLE = /[\p{Cc}\p{Surrogate}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

function oneLine(message: string): string {
  const line = message.replace(UNPRINTABLE, ' ');
  return line.length > MAX_MESSAGE ? `${line.slice(0, MAX_MESSAGE - 3)}...` : line;
}

/** Findings in the order of the file, without repetitions. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings
    .filter((finding) => {
      const key = `${finding.line}:${finding.column}:${finding.code}:${finding.message}`;
      return !seen.has(key) && seen.add(key);
    })
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

/** `file:line:column  error|warning  code  message`, the line `lint` prints. */
export const formatFinding = (finding: Finding): string =>
  `${finding.file}:${finding.line}:${finding.column}  ${finding.severity}  ${finding.code}  ${finding.message}`;

/** A text from a file as messages quote it: cut to 60 characters, on one line. */
export function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}..."` : text;
}
