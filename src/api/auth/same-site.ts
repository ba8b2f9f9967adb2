import type { FastifyRequest } from 'fastify';
import type { AppDeps } from '../deps.js';
import { Problem } from '../http/problem.js';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Embedded, only names of this machine are answered: a foreign site whose name was made to point here (DNS rebinding)
 * would otherwise be of our own origin, and the demo logins are known to all.
 */
export function checkHost(request: FastifyRequest, deps: Pick<AppDeps, 'mode'>): void {
  const name = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  if (deps.mode === 'embedded' && !LOOPBACK.has(name)) {
    throw new Problem('wrong-host', 'In embedded mode the address must be 127.0.0.1 or localhost.');
  }
}

/**
 * A request that changes something and comes with a cookie, or makes one, must come from a page of ours. Browsers say
 * where it comes from; a request that doesn't say is refused when `mustSay`.
 */
export function checkSameSite(request: FastifyRequest, deps: Pick<AppDeps, 'publicUrl'>, mustSay: boolean): void {
  if (SAFE.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  const own =
    deps.publicUrl === null ? `${request.protocol}://${request.headers.host ?? ''}` : new URL(deps.publicUrl).origin;
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw crossSite(`it says it is ${String(site).slice(0, 40)}`);
  if (origin !== undefined && origin !== own) throw crossSite('its Origin is another');
  if (mustSay && site === undefined && origin === undefined)
    throw crossSite('it has neither an Origin nor a Sec-Fetch-Site header');
}

const crossSite = (why: string): Problem =>
  new Problem(
    'cross-site',
    `A change with a session must come from this server’s own pages, and ${why}. Programs use a key.`,
  );
