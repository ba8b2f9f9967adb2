import type { ProblemBody } from '../../api/contracts/common.js';

/** The API refused, with its reasons. `code` says why; the texts for codes are in problem-texts.ts. */
export class ApiProblem extends Error {
  readonly code: string;
  readonly status: number;

  constructor(readonly body: ProblemBody) {
    super(body.detail);
    this.name = 'ApiProblem';
    this.code = body.code;
    this.status = body.status;
  }
}

/** No answer that could be read: the server is away, or the network is. Whether the request took effect is unknown. */
export class Unreachable extends Error {
  constructor(options?: ErrorOptions) {
    super('no answer from the server', options);
    this.name = 'Unreachable';
  }
}

export const isProblem = (error: unknown, code?: string): error is ApiProblem =>
  error instanceof ApiProblem && (code === undefined || error.code === code);

/** Whether the same request may do better in a moment. */
export const isPassing = (error: unknown): boolean =>
  error instanceof Unreachable || (error instanceof ApiProblem && (error.status === 503 || error.status === 429));
