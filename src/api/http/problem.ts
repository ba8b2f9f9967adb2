import type { ProblemBody } from '../contracts/common.js';
import { explain } from './problem-codes.js';

export type ProblemDetail = ProblemBody['errors'][number];

/** A refusal on its way to the client; thrown by handlers and hooks, turned into RFC 9457 by the error handler. */
export class Problem extends Error {
  readonly status: number;

  constructor(
    readonly code: string,
    detail: string,
    readonly errors: readonly ProblemDetail[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
    /** Of `task-closed`: who closed it before. */
    readonly closed?: ProblemBody['closed'],
  ) {
    super(detail);
    this.name = 'Problem';
    this.status = explain(code).status;
  }
}

/** The same words whether a thing doesn't exist or belongs to another. */
export const notFound = (what: string, id: string): Problem =>
  new Problem('not-found', `There is no ${what} ${id}, or it is not yours to see.`);

/** The value, or the 404 that says it isn't there. */
export function found<T>(value: T | null, what: string, id: string): T {
  if (value === null) throw notFound(what, id);
  return value;
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

export function problemBody(problem: Problem, request: { readonly id: string; readonly path: string }): ProblemBody {
  return {
    type: `urn:followthrough:problem:${problem.code}`,
    title: explain(problem.code).title,
    status: problem.status,
    detail: problem.message,
    code: problem.code,
    instance: request.path,
    requestId: request.id,
    errors: [...problem.errors],
    ...(problem.closed === undefined ? {} : { closed: problem.closed }),
  };
}
