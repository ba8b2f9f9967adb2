import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Actor } from '../auth/actor.js';
import { authenticate } from '../auth/authenticate.js';
import { stream } from '../contracts/stream.js';
import type { AppDeps } from '../deps.js';
import { Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import { seesOnlyOwn } from '../policy.js';
import type { FeedPosition, NotedChange } from '../ports.js';
import { ChangeHub } from './hub.js';
import { OpenStream } from './open-stream.js';
import { decodePosition } from './position.js';

/** Changes are kept for an hour; a position older than this is not relied on. */
const LONGEST_BREAK_MS = 50 * 60_000;
const MOST_A_READ = 2_000;
/** More than these after a break, and reading all anew is less work for everybody. */
const MOST_CAUGHT_UP = 10_000;
const MOST_WAITING_BYTES = 256 * 1024;
const RETRY_MS = 2_000;

/** How often things are done, real milliseconds, and how many streams a user may have at once. */
export interface StreamTimings {
  readonly pollMs: number;
  readonly heartbeatMs: number;
  readonly recheckMs: number;
  readonly mostPerUser: number;
}
const TIMINGS: StreamTimings = { pollMs: 500, heartbeatMs: 15_000, recheckMs: 30_000, mostPerUser: 10 };

export function streamRoutes(routes: Routes, app: FastifyInstance, deps: AppDeps): void {
  const timings = { ...TIMINGS, ...deps.stream };
  const onTrouble = (error: unknown) => app.log.warn({ err: error }, 'the feed of changes was not read; tried again');
  const hub = new ChangeHub(deps.feed, { everyMs: timings.pollMs, most: MOST_A_READ, onTrouble });
  const open = new Map<string, number>();
  // Before the server waits for its connections to end, which these never would.
  app.addHook('preClose', async () => hub.close());

  routes.onStream(stream, async ({ query, actor, request, reply }) => {
    const { userId } = actor.user;
    const count = open.get(userId) ?? 0;
    if (count >= timings.mostPerUser) throw tooManyStreams(timings.mostPerUser);
    open.set(userId, count + 1);
    const gone = (): void => {
      const left = (open.get(userId) ?? 1) - 1;
      if (left > 0) open.set(userId, left);
      else open.delete(userId);
    };
    try {
      const started = await begin(hub, deps, actor, resumeAt(request, query.after));
      started.body.once('close', gone);
      watch(started, hub, deps, request, actor, timings);
      // A proxy must not gather it, and the connection ends with the stream, so that a server that stops can.
      reply.headers({ 'x-accel-buffering': 'no', 'cache-control': 'no-store', connection: 'close' });
      return started.body;
    } catch (error) {
      gone();
      throw error;
    }
  });
}

const tooManyStreams = (most: number): Problem =>
  new Problem('too-many-requests', `A user may have ${most} streams open at once; close one first.`, [], {
    'retry-after': '10',
  });

/** A browser that comes back says where it was in a header, and asks the same address as the first time. */
function resumeAt(request: FastifyRequest, after: string | undefined): string | undefined {
  const header = request.headers['last-event-id'];
  return typeof header === 'string' && header !== '' ? header : after;
}

async function begin(hub: ChangeHub, deps: AppDeps, actor: Actor, after: string | undefined): Promise<OpenStream> {
  const started = new OpenStream({
    userId: actor.user.userId,
    own: await ownOf(deps, actor),
    retryMs: RETRY_MS,
    mostWaiting: MOST_WAITING_BYTES,
    realNow: deps.realNow,
  });
  const from = await hub.join(started);
  if (from === null) throw new Problem('stopping', 'This server is stopping; ask again.', [], { 'retry-after': '2' });
  try {
    started.open(from, after === undefined ? [] : await past(deps, after, from));
    return started;
  } catch (error) {
    hub.leave(started);
    throw error;
  }
}

/** What a reader missed. */
async function past(deps: AppDeps, after: string, upTo: FeedPosition): Promise<readonly NotedChange[] | 'unknown'> {
  const marked = decodePosition(after);
  if (marked === null || deps.realNow() - marked.at > LONGEST_BREAK_MS) return 'unknown';
  // Beyond the end of the feed: the database is another than the one that the position is of.
  if (marked.position.xid > (await deps.feed.head()).xid) return 'unknown';
  const missed: NotedChange[] = [];
  let { position } = marked;
  for (let hasMore = true; hasMore; ) {
    const read = await deps.feed.read(position, { most: MOST_A_READ, upTo });
    missed.push(...read.changes);
    if (missed.length > MOST_CAUGHT_UP) return 'unknown';
    ({ position, hasMore } = read);
  }
  return missed;
}

async function ownOf(deps: AppDeps, actor: Actor): Promise<ReadonlySet<string> | null> {
  const { role, userId } = actor.user;
  return seesOnlyOwn(role) ? new Set(await deps.feed.ownersFor(userId, await deps.engine.now())) : null;
}

/** Keeps an open stream alive, and ends it when its reader may not read it any more, or in another way. */
function watch(
  started: OpenStream,
  hub: ChangeHub,
  deps: AppDeps,
  request: FastifyRequest,
  actor: Actor,
  { heartbeatMs, recheckMs }: StreamTimings,
): void {
  const recheck = async (): Promise<void> => {
    const still = await authenticate(request, deps);
    if (still === null || still.user.role !== actor.user.role) started.end();
    else started.nowOwns(await ownOf(deps, still));
  };
  const heartbeat = setInterval(() => started.heartbeat(), heartbeatMs).unref();
  const checks = setInterval(() => {
    recheck().catch((error: unknown) => {
      // A revoked key is a refusal; a database that is away for a moment is not.
      if (error instanceof Problem) started.end();
    });
  }, recheckMs).unref();
  started.body.once('close', () => {
    clearInterval(heartbeat);
    clearInterval(checks);
    hub.leave(started);
  });
  // Fastify logs what breaks a stream; a reader that goes away is no trouble.
  started.body.on('error', () => undefined);
}
