import { ApiProblem, ApiUnreachable } from '../api/client.js';
import type { ProblemBody } from '../api/contracts/common.js';
import { explainCode } from '../domain/errors.js';
import type { ExitCode } from './outcome.js';
import { plain } from './style.js';
import { whereToLook } from './where-it-stands.js';

/** Why a command could not do what it was asked, in one line, and what to do about it, in another. */
export interface Failure {
  readonly code: string;
  readonly cause: string;
  readonly fix: string;
  readonly exit: ExitCode;
}

/** A failure on its way up; thrown by commands and their adapters, printed without a stack trace. */
export class CommandFailure extends Error implements Failure {
  override readonly cause: string;
  readonly code: string;
  readonly fix: string;
  readonly exit: ExitCode;

  constructor(failure: Omit<Failure, 'exit'> & { readonly exit?: ExitCode }) {
    super(failure.cause);
    this.name = 'CommandFailure';
    this.cause = failure.cause;
    this.code = failure.code;
    this.fix = failure.fix;
    this.exit = failure.exit ?? 1;
  }
}

/** The command was given something that can't be. */
export const wrongUse = (cause: string, fix: string): CommandFailure =>
  new CommandFailure({ code: 'wrong-use', cause, fix, exit: 2 });

/** Any thrown thing as a failure; null: it is a defect of ours. */
export function failureOf(error: unknown): Failure | null {
  if (error instanceof CommandFailure) return error;
  if (error instanceof ApiUnreachable) {
    return {
      code: 'no-answer',
      cause: `The API at ${error.url} does not answer (${reasonIn(error)}).`,
      fix: 'Start the system with `npm start`, or name a running one in FOLLOWTHROUGH_URL.',
      exit: 1,
    };
  }
  return error instanceof ApiProblem ? refusal(error.problem) : null;
}

const reasonIn = (error: ApiUnreachable): string => error.message.replace(`no answer from ${error.url}: `, '');

function refusal(problem: ProblemBody): Failure {
  const { code, detail, errors, instance, requestId } = problem;
  // A detail that already names its places would only be said twice.
  const places = errors
    .filter((error) => !detail.includes(error.message))
    .map((error) => (error.pointer === '' ? error.message : `${error.pointer}: ${error.message}`));
  return {
    code,
    cause: sentence(oneLine([detail || problem.title, ...places].join(' '))),
    fix:
      code === 'not-found'
        ? whereToLook(instance)
        : (FIXES[code] ?? explainCode(code)?.help ?? fixOfStatus(problem.status, requestId)),
    exit: explainCode(code)?.exit === 2 ? 2 : 1,
  };
}

/** What the command line knows better than the general table does. */
const FIXES: { readonly [code: string]: string } = {
  'not-signed-in': 'Put an API key into FOLLOWTHROUGH_KEY; one is made by whoever runs the system.',
  forbidden: 'Ask somebody with the role for it, or use a key of such a role in FOLLOWTHROUGH_KEY.',
  'unknown-outcome': 'Use one of the outcomes that `followthrough task list` shows.',
  'email-taken': 'Use the contact that has it: give its address to --contact.',
  'too-many-requests': 'Wait a minute, then try again.',
  'storage-unreachable': 'Run `followthrough doctor`: it says what is wrong with the database.',
  'engine-unreachable': 'Run `followthrough doctor`: it says what is wrong with Temporal.',
};

const fixOfStatus = (status: number, requestId: string): string =>
  status >= 500
    ? `Look into the system's log under the request id ${requestId}.`
    : 'Correct what the message names, then try again.';

/** A defect, for whoever will report it. */
export const defectOf = (error: unknown): Failure => ({
  code: 'defect',
  cause: `This should not have happened: ${oneLine(error instanceof Error ? error.message : String(error))}`,
  fix: 'Run it again with --debug to see where, and report that, please.',
  exit: 1,
});

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?…]$/.test(text) ? '' : '.'}`;

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Two lines on standard error; with --json one JSON object. */
export function printFailure({ code, cause, fix }: Failure, asJson: boolean): string {
  if (asJson) return `${JSON.stringify({ error: { code, cause, fix } })}\n`;
  return `error: ${plain(cause)} (${plain(code)})\n  fix: ${plain(fix)}\n`;
}
