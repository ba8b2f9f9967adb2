import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AppDeps } from '../deps.js';
import { misfitProblem } from './misfit.js';
import { PROBLEM_TYPE, Problem, problemBody } from './problem.js';
import { codeOfStatus } from './problem-codes.js';
import { RequestMisfit } from './zod-provider.js';

/** Turns whatever went wrong, ours or the HTTP library's, into an RFC 9457 answer. */
export function handleErrors(
  app: FastifyInstance,
  deps: AppDeps,
  methodsAt: (path: string) => readonly string[],
  /** Answers what is for the page and not for the API; null: it is for the API. */
  pageAnswer: (request: FastifyRequest, reply: FastifyReply) => FastifyReply | null,
): void {
  app.setErrorHandler((error, request, reply) => sendProblem(toProblem(error, deps), error, request, reply));
  app.setNotFoundHandler((request, reply) => {
    const page = pageAnswer(request, reply);
    if (page !== null) return page;
    const path = pathOf(request);
    const methods = methodsAt(path);
    const problem =
      methods.length === 0
        ? new Problem('not-found', 'There is nothing at this address.')
        : new Problem('method-not-allowed', `This address takes ${methods.join(', ')}.`, [], {
            allow: methods.join(', '),
          });
    return sendProblem(problem, null, request, reply);
  });
}

/** What an error, ours or another's, is to the client. */
export function toProblem(error: unknown, deps: AppDeps): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof RequestMisfit) return misfitProblem(error);
  if (deps.stores.isUnreachable(error)) {
    return new Problem('storage-unreachable', 'The database cannot be reached now. Try again soon.', [], {
      'retry-after': '5',
    });
  }
  if (isTemporalAway(error)) {
    return new Problem('engine-unreachable', 'Temporal cannot be reached now. Try again soon.', [], {
      'retry-after': '5',
    });
  }
  if (deps.stores.isDuplicate(error)) {
    return new Problem('conflict', 'Somebody else has just written the same. Read again, then try again.');
  }
  const {
    statusCode = 500,
    code = '',
    message = '',
  } = error as { statusCode?: number; code?: string; message?: string };
  if (code === 'FST_ERR_HANDLER_TIMEOUT')
    return new Problem('too-slow', 'It takes too long and may still take effect. Look before you try again.', [], {
      'retry-after': '10',
    });
  if (statusCode < 400 || statusCode >= 500)
    return new Problem('internal', 'The fault is ours. The log has more under the request id.');
  if (
    code === 'FST_ERR_CTP_INVALID_JSON_BODY' ||
    code === 'FST_ERR_CTP_EMPTY_JSON_BODY' ||
    error instanceof SyntaxError
  ) {
    return new Problem('malformed-json', 'The body is not JSON as RFC 8259 has it.');
  }
  return new Problem(codeOfStatus(statusCode), message);
}

/** gRPC's UNAVAILABLE and DEADLINE_EXCEEDED, as Temporal's client wraps them. */
function isTemporalAway(error: unknown): boolean {
  const codeIn = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && 'code' in value ? value.code : undefined;
  const cause = error instanceof Error ? error.cause : undefined;
  return [codeIn(error), codeIn(cause)].some((code) => code === 14 || code === 4);
}

function sendProblem(problem: Problem, cause: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (problem.status >= 500) request.log.error({ err: cause, code: problem.code }, 'request failed');
  // A finished string goes out as it is: the route's own answer schema is not for problems.
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .type(PROBLEM_TYPE)
    .send(JSON.stringify(problemBody(problem, { id: request.id, path: pathOf(request) })));
}

/** The path without its query, which may hold an address somebody searched for. */
export const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? '/';
