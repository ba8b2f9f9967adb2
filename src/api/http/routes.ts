import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Actor } from '../auth/actor.js';
import { CONTRACTS, type OperationId } from '../contracts/all.js';
import { problem } from '../contracts/common.js';
import { type Answer, type Contract, type Parsed, successStatus } from '../contracts/contract.js';
import { POLICY, rolesFor } from '../policy.js';
import type { Scope } from '../store-ports.js';
import { bodyLimitOf, patienceOf } from './limits.js';

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | null;
    /** What the actor may see; null as long as nobody has signed in. */
    scope: Scope | null;
    /** See `Context.onceId`; null: the request bears no key. */
    onceId: string | null;
  }
  interface FastifyContextConfig {
    operationId?: OperationId;
    /** Files that anybody may read: the API reference's, and the page's. */
    docs?: true;
  }
}

/** What every handler gets beside the parsed request. `actor` and `scope` throw on a public operation without sign-in. */
export interface Context {
  readonly actor: Actor;
  readonly scope: Scope;
  /** What to name an effect by that must happen once: the same for the same request with an Idempotency-Key. */
  readonly onceId: string;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export type Handler<C extends Contract> = (
  input: Parsed<C> & Context,
) => Promise<Answer<C> extends undefined ? void : Answer<C>>;

/** Registers handlers of contracts, and knows at the end whether any is missing. */
export class Routes {
  constructor(
    private readonly app: FastifyInstance,
    private readonly done = new Set<string>(),
  ) {}

  /** The same, for routes of a scope that reads bodies in its own way. */
  within(scope: FastifyInstance): Routes {
    return new Routes(scope, this.done);
  }

  on<C extends Contract & { readonly operationId: OperationId }>(contract: C, handler: Handler<C>): void {
    this.done.add(contract.operationId);
    const status = successStatus(contract);
    this.app.route({
      ...routeOf(contract),
      handlerTimeout: patienceOf(contract.operationId),
      handler: async (request, reply) => {
        const answer = await handler(inputOf<C>(request, reply));
        // A handler that found out it isn't ready, or made nothing new, has set another status.
        if (reply.statusCode === 200) reply.code(status);
        if (contract.contentType !== undefined) return reply.type(typed(contract.contentType)).send(answer);
        return reply.send(answer);
      },
    });
  }

  /** The same for an answer that goes on until somebody ends it: no time limit, and no HEAD, which would never end. */
  onStream<C extends Contract & { readonly operationId: OperationId }>(
    contract: C,
    handler: (input: Parsed<C> & Context) => Promise<Readable>,
  ): void {
    this.done.add(contract.operationId);
    this.app.route({
      ...routeOf(contract),
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        const body = await handler(inputOf<C>(request, reply));
        return reply.type(typed(contract.contentType ?? 'application/octet-stream')).send(body);
      },
    });
  }

  /** Throws when a contract has no handler. */
  assertComplete(): void {
    const missing = Object.keys(CONTRACTS).filter((id) => !this.done.has(id));
    if (missing.length > 0) throw new Error(`no handler for ${missing.join(', ')}; expected one for every contract`);
  }
}

/** Pictures have no character set. */
const typed = (type: string): string => (type.startsWith('image/') ? type : `${type}; charset=utf-8`);

const routeOf = (contract: Contract & { readonly operationId: OperationId }) => ({
  method: contract.method,
  url: contract.path,
  config: { operationId: contract.operationId },
  schema: schemaOf(contract),
  bodyLimit: bodyLimitOf(contract.operationId),
});

const inputOf = <C extends Contract>(request: FastifyRequest, reply: FastifyReply): Parsed<C> & Context => ({
  params: request.params as Parsed<C>['params'],
  query: request.query as Parsed<C>['query'],
  body: request.body as Parsed<C>['body'],
  get actor() {
    return actorOf(request);
  },
  get scope() {
    if (request.scope === null) throw new Error('a handler asked for the scope of an operation that needs no sign-in');
    return request.scope;
  },
  get onceId() {
    return request.onceId ?? randomUUID();
  },
  request,
  reply,
});

function actorOf(request: FastifyRequest): Actor {
  if (request.actor === null) throw new Error('a handler asked who is calling on an operation that needs no sign-in');
  return request.actor;
}

function schemaOf(contract: Contract & { readonly operationId: OperationId }) {
  const access = POLICY[contract.operationId];
  const roles = rolesFor(access, false);
  const ok = contract.response ?? z.null().describe('Done.');
  const type = contract.contentType;
  const answer = (schema: z.ZodType) => (type === undefined ? schema : { content: { [type]: { schema } } });
  const others = Object.entries(contract.others ?? {}).map(([status, schema]) => [status, answer(schema)]);
  const problems = { content: { 'application/problem+json': { schema: problem } } };
  return {
    operationId: contract.operationId,
    tags: [contract.tag],
    summary: contract.summary,
    ...(roles === null ? { security: [] } : { 'x-roles': roles }),
    ...(contract.params === undefined ? {} : { params: contract.params }),
    // Without a schema of its own, an operation takes no parameters at all.
    querystring: contract.query ?? z.strictObject({}),
    ...(contract.body === undefined ? {} : { body: contract.body }),
    ...(contract.consumes === undefined ? {} : { consumes: [...contract.consumes] }),
    response: {
      [successStatus(contract)]: answer(ok),
      ...Object.fromEntries(others),
      '4xx': { description: 'Refused: see `code`.', ...problems },
      '5xx': { description: 'Our fault, or something we need is away.', ...problems },
    },
  };
}
