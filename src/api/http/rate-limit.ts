import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AppDeps } from '../deps.js';
import { rateLimitsOf } from './limits.js';
import { Problem } from './problem.js';

const WINDOW_MS = 60_000;

interface Standing {
  readonly remaining: number;
  readonly resetSeconds: number;
  readonly isOver: boolean;
}

/**
 * Counts in windows, of a minute if nothing else is said, that begin with the first request. Of this process only: with
 * several behind a proxy each takes its share.
 */
export class RateCounter {
  private windows = new Map<string, { endsAt: number; used: number }>();
  private sweepAt = 0;

  constructor(private readonly windowMs = WINDOW_MS) {}

  /** Counts one more, unless `costs` is 0. */
  take(who: string, most: number, now: number, costs: 0 | 1 = 1): Standing {
    this.sweep(now);
    let window = this.windows.get(who);
    if (window === undefined || window.endsAt <= now) {
      window = { endsAt: now + this.windowMs, used: 0 };
      if (costs > 0) this.windows.set(who, window);
    }
    window.used += costs;
    return {
      remaining: Math.max(0, most - window.used),
      resetSeconds: Math.max(1, Math.ceil((window.endsAt - now) / 1_000)),
      isOver: costs > 0 ? window.used > most : window.used >= most,
    };
  }

  /** Addresses come and go; what is over is forgotten once a window. */
  private sweep(now: number): void {
    if (now < this.sweepAt) return;
    this.sweepAt = now + this.windowMs;
    for (const [who, { endsAt }] of this.windows) if (endsAt <= now) this.windows.delete(who);
  }
}

/** Asked by machines that watch this one; never a reason to call it ill. */
const UNCOUNTED: ReadonlySet<string> = new Set(['healthz', 'readyz']);

/**
 * One address makes many such calls for good reason, one for each message: only those that are refused count. So a flood of
 * receipts keeps no word that ends SMS waiting.
 */
const SIGNED: ReadonlySet<string> = new Set(['takeMailEvents', 'takeSmsReceipts', 'takeSmsAnswers']);
/** What they answer whoever has no right to call them. */
const REFUSED: ReadonlySet<number> = new Set([401, 404]);

/**
 * Counts by who asks once `admit` knows, else by address. An address that keeps failing to say who it is, is refused
 * before its next credential is looked up.
 */
export function limitRates(
  app: FastifyInstance,
  deps: AppDeps,
  admit: (request: FastifyRequest) => Promise<void>,
): void {
  const limits = { ...rateLimitsOf(deps.mode), ...deps.rateLimits };
  const counter = new RateCounter();
  app.addHook('onRequest', async (request, reply) => {
    const { operationId } = request.routeOptions.config;
    // Of the page's files there are many, and they cost nothing.
    if (request.is404 || operationId === undefined || UNCOUNTED.has(operationId)) return await admit(request);
    const from = `address ${request.ip}`;
    const now = deps.realNow();
    const soFar = counter.take(from, limits.perAddress, now, 0);
    if (soFar.isOver) throw tooMany(reply, 'address', limits.perAddress, soFar);
    if (SIGNED.has(operationId)) return await admit(request);
    try {
      await admit(request);
    } catch (error) {
      if (error instanceof Problem && error.status === 401) counter.take(from, limits.perAddress, now);
      throw error;
    }
    const { actor } = request;
    const [policy, who] = actor === null ? (['address', from] as const) : [actor.via, actor.credentialId];
    const most = { address: limits.perAddress, key: limits.perKey, session: limits.perSession }[policy];
    const standing = counter.take(who, most, now);
    if (standing.isOver) throw tooMany(reply, policy, most, standing);
    say(reply, policy, most, standing);
  });
  app.addHook('onResponse', async ({ routeOptions, ip }, { statusCode }) => {
    if (SIGNED.has(routeOptions.config.operationId ?? '') && REFUSED.has(statusCode))
      counter.take(`address ${ip}`, limits.perAddress, deps.realNow());
  });
}

/** draft-ietf-httpapi-ratelimit-headers-10: the policy and where its user stands in it. */
function say(reply: FastifyReply, policy: string, most: number, { remaining, resetSeconds }: Standing): void {
  reply.header('ratelimit-policy', `"${policy}";q=${most};w=${WINDOW_MS / 1_000}`);
  reply.header('ratelimit', `"${policy}";r=${remaining};t=${resetSeconds}`);
}

function tooMany(reply: FastifyReply, policy: string, most: number, standing: Standing): Problem {
  say(reply, policy, most, standing);
  const whose = { address: 'this address', key: 'this key', session: 'this session' }[policy];
  const detail = `More than ${most} requests in a minute by ${whose}; go on in ${standing.resetSeconds} s.`;
  return new Problem('too-many-requests', detail, [], { 'retry-after': String(standing.resetSeconds) });
}
