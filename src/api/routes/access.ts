import type { FastifyReply } from 'fastify';
import { formatInstant, HOUR, parseInstant } from '../../domain/instant.js';
import type { Actor } from '../auth/actor.js';
import { cookieName, isSecure } from '../auth/authenticate.js';
import { checkSameSite } from '../auth/same-site.js';
import { hashSecret, makeKey, newSecret, verifyPassword } from '../auth/secrets.js';
import {
  createKey,
  listKeys,
  listUsers,
  login,
  logout,
  me,
  revokeKey,
  updateMe,
  type WhoView,
} from '../contracts/auth.js';
import { welcome } from '../contracts/welcome.js';
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
import { notFound, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';

const SESSION_MS = 12 * HOUR;

export function accessRoutes(routes: Routes, deps: AppDeps): void {
  const { access } = deps.stores;

  routes.on(welcome, async () => ({ mode: deps.mode, demoLogins: [...(deps.demoLogins ?? [])] }));

  routes.on(login, async ({ body, request, reply }) => {
    checkSameSite(request, deps, false);
    const user = await access.userByEmail(body.email);
    const right = await verifyPassword(body.password, user?.passwordHash ?? null);
    if (user === null || !right)
      throw new Problem('wrong-login', 'No active user has this address with this password.');
    const token = newSecret();
    const now = deps.realNow();
    const session = {
      id: deps.newId('session'),
      hash: hashSecret(token),
      userId: user.userId,
      at: now,
      expiresAt: now + SESSION_MS,
    };
    await access.createSession(session);
    setCookie(reply, deps, token, SESSION_MS);
    return whoIs({ user, via: 'session', credentialId: session.id, expiresAt: session.expiresAt });
  });

  routes.on(logout, async ({ actor, reply }) => {
    if (actor.via === 'session') await access.endSession(actor.credentialId);
    setCookie(reply, deps, '', 0);
  });

  routes.on(me, async ({ actor }) => whoIs(actor));

  routes.on(updateMe, async ({ body, actor }) => {
    await access.chooseLanguage(actor.user.userId, body.language);
    return whoIs({ ...actor, user: { ...actor.user, language: body.language } });
  });

  routes.on(listUsers, async ({ query }) =>
    toPage(await access.listUsers(pageRequest(query, 'users'), query.role), 'users'),
  );

  routes.on(listKeys, async ({ query }) => toPage(await access.listKeys(pageRequest(query, 'keys')), 'keys'));

  routes.on(createKey, async ({ body, actor }) => {
    const now = deps.realNow();
    const expiresAt = body.expiresAt === undefined ? null : (parseInstant(body.expiresAt) ?? null);
    const id = deps.newId('key');
    const { text, hash } = makeKey(id);
    const key = await access.createKey(
      { id, hash, name: body.name, userId: body.userId, expiresAt },
      { actorId: actor.user.userId, at: now },
    );
    if (key === null)
      throw new Problem('unknown-user', `There is no active user ${body.userId}.`, [
        { pointer: '/userId', code: 'unknown-user', message: 'expected the id of an active user' },
      ]);
    return { ...key, key: text };
  });

  routes.on(revokeKey, async ({ params, actor }) => {
    const known = await access.revokeKey(params.id, { actorId: actor.user.userId, at: deps.realNow() });
    if (!known) throw notFound('key', params.id);
  });
}

function whoIs({ user: { userId, ...user }, via, expiresAt }: Actor): WhoView {
  return { user: { id: userId, ...user }, via, expiresAt: expiresAt === null ? null : formatInstant(expiresAt) };
}

function setCookie(reply: FastifyReply, deps: AppDeps, token: string, ageMs: number): void {
  reply.setCookie(cookieName(deps), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: isSecure(deps),
    maxAge: ageMs / 1_000,
  });
}
