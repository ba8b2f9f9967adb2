import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DAY } from '../../domain/instant.js';
import type { OperationId } from '../contracts/all.js';
import type { AppDeps } from '../deps.js';
import type { KeptAnswer, RequestName } from '../ports.js';
import { patienceOf } from './limits.js';
import { Problem } from './problem.js';

/*
 * Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a request that changes something may bear a key, and the
 * same request with the same key has one effect and one answer, however often it is sent.
 *
 * A key is its user's, not its session's: whoever must sign in again in the midst of an act sends the act again.
 */

const HEADER = 'idempotency-key';
/** Printable ASCII; as a structured field's string it may stand in quotes. */
const FORM = /^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/;
const KEPT_MS = DAY;
/** Beyond an operation's own time: it may be about to answer. */
const GRACE_MS = 15_000;

/** The request that runs under a key now; its answer is still to be kept. */
interface Run {
  readonly name: RequestName & { readonly fence: string };
}

declare module 'fastify' {
  interface FastifyRequest {
    keyedRun: Run | null;
  }
}

/** Answers that show a secret are not kept: it would be shown twice, and lie in the database. */
const SHOWN_ONCE: ReadonlySet<string> = new Set(['createKey', 'createUser', 'inviteUser']);

/** The same question again has the same answer: there is nothing to keep. */
const CHANGES_NOTHING: ReadonlySet<string> = new Set<OperationId>([
  'validateDefinition',
  'previewGraph',
  'simulateDefinition',
  'countContacts',
  'explainContact',
  'previewBulk',
]);

export function answerOnce(app: FastifyInstance, deps: AppDeps): void {
  app.decorateRequest('keyedRun', null);
  app.decorateRequest('onceId', null);
  // After the body was parsed and found to fit: what is refused before has no effect and needs no key.
  app.addHook('preHandler', async (request, reply) => {
    const name = nameOf(request);
    if (name === null) return;
    request.onceId = `key-${hash([name.userId, name.target, name.key])}`;
    return await begin(request, reply, deps, name);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const run = request.keyedRun;
    if (run === null) return payload;
    request.keyedRun = null;
    await end(run, request, reply, payload, deps).catch((error: unknown) =>
      // The effect is there, and so is its answer; only a repetition would have to be run again.
      request.log.warn({ err: error }, 'the answer to a keyed request was not kept'),
    );
    return payload;
  });
}

function nameOf(request: FastifyRequest): RequestName | null {
  const header = request.headers[HEADER];
  if (header === undefined || request.actor === null) return null;
  if (request.method !== 'POST' && request.method !== 'PATCH') return null;
  const { operationId = '' } = request.routeOptions.config;
  // A hash that is quickly made of a password must not be kept either.
  if (CHANGES_NOTHING.has(operationId) || operationId === 'changePassword') return null;
  const key = String(header).replace(/^"(.*)"$/, '$1');
  if (!FORM.test(key))
    throw new Problem('bad-idempotency-key', 'The Idempotency-Key must be 1 to 255 printable ASCII characters.');
  return { userId: request.actor.user.userId, target: `${request.method} ${request.url}`, key };
}

async function begin(request: FastifyRequest, reply: FastifyReply, deps: AppDeps, name: RequestName) {
  const now = deps.realNow();
  const { operationId } = request.routeOptions.config;
  const until = now + (operationId === undefined ? 0 : patienceOf(operationId)) + GRACE_MS;
  const fence = randomUUID();
  const conditions = [request.headers['if-match'] ?? null];
  // Of a list that is read as it comes nothing is known yet: its key alone says that it is the same.
  const body = request.body instanceof Readable ? null : request.body;
  const claim = await deps.answers.claim({ ...name, fence, hash: hash([body, ...conditions]) }, now, until);
  switch (claim.type) {
    case 'run':
      request.keyedRun = { name: { ...name, fence } };
      return;
    case 'running':
      throw new Problem('idempotency-running', 'The same request is being worked on; ask again for its answer.', [], {
        'retry-after': '1',
      });
    case 'mismatch':
      throw new Problem('idempotency-mismatch', 'This Idempotency-Key was used for another content; take a new one.');
    case 'done':
      return replay(reply, claim.answer);
  }
}

function replay(reply: FastifyReply, { status, contentType, body }: KeptAnswer): FastifyReply {
  reply.code(status).header('idempotency-replayed', 'true');
  if (contentType === null) return reply.send();
  if (body === '')
    throw new Problem('conflict', 'The first request was carried out. Its answer showed a secret and is not kept.');
  // A finished string: the answer's schema has been applied to it.
  return reply.type(contentType).send(body);
}

async function end(
  { name }: Run,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  deps: AppDeps,
): Promise<void> {
  const { statusCode } = reply;
  const contentType = reply.getHeader('content-type');
  if (statusCode >= 200 && statusCode < 300) {
    const { operationId = '' } = request.routeOptions.config;
    const body = typeof payload === 'string' && !SHOWN_ONCE.has(operationId) ? payload : '';
    const answer = { status: statusCode, contentType: contentType === undefined ? null : String(contentType), body };
    await deps.answers.keep(name, answer, deps.realNow() + KEPT_MS);
    // Out of time, but still running: it is not to be run a second time beside itself.
  } else if (!isOutOfTime(request.signal.reason)) await deps.answers.release(name);
}

const isOutOfTime = (reason: unknown): boolean =>
  typeof reason === 'object' && reason !== null && 'code' in reason && reason.code === 'FST_ERR_HANDLER_TIMEOUT';

/** Of JSON, whatever the order of its keys. */
function hash(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(value)) ?? '')
    .digest('base64url');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
