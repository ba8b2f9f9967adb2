import type { FastifyRequest } from 'fastify';
import { MINUTE } from '../../domain/instant.js';
import type { AppDeps } from '../deps.js';
import { Problem } from '../http/problem.js';
import type { Actor } from './actor.js';
import { hashSecret, parseKey, sameHash } from './secrets.js';

/** The browser holds a `__Host-` cookie to this host and to https; plain http, as embedded, can't have one. */
export const cookieName = (deps: Pick<AppDeps, 'publicUrl'>): string =>
  isSecure(deps) ? '__Host-ft_session' : 'ft_session';

export const isSecure = (deps: Pick<AppDeps, 'publicUrl'>): boolean => deps.publicUrl?.startsWith('https:') ?? false;

/** Who sent the request; null: nobody said. A credential that is wrong is a 401, not nobody. */
export async function authenticate(request: FastifyRequest, deps: AppDeps): Promise<Actor | null> {
  const header = request.headers.authorization;
  if (header !== undefined) return byKey(header, deps);
  const cookie = request.cookies[cookieName(deps)];
  return cookie === undefined || cookie === '' ? null : bySession(cookie, deps);
}

async function byKey(header: string, deps: AppDeps): Promise<Actor> {
  const [, text] = /^Bearer +(\S+)$/i.exec(header) ?? [];
  const parsed = text === undefined ? null : parseKey(text);
  const now = deps.realNow();
  const key = parsed === null ? null : await deps.stores.access.keyById(parsed.id, now);
  if (parsed === null || key === null || !sameHash(parsed.hash, key.hash))
    throw notSignedIn('The key is unknown, revoked or expired.');
  // Within a minute the row is not written again: a busy key would make it a hot spot.
  if (key.lastUsedAt === null || now - key.lastUsedAt > MINUTE) await deps.stores.access.keyWasUsed(key.id, now);
  return { user: key.user, via: 'key', credentialId: key.id, expiresAt: key.expiresAt };
}

async function bySession(token: string, deps: AppDeps): Promise<Actor | null> {
  const session = await deps.stores.access.sessionByHash(hashSecret(token), deps.realNow());
  return session === null
    ? null
    : { user: session.user, via: 'session', credentialId: session.id, expiresAt: session.expiresAt };
}

export const notSignedIn = (detail = 'Sign in, or send a key as "Authorization: Bearer ft_…".'): Problem =>
  new Problem('not-signed-in', detail, [], { 'www-authenticate': 'Bearer' });
