import type { FastifyReply } from 'fastify';
import { formatInstant, HOUR, parseInstant } from '../../domain/instant.js';
import type { Actor } from '../auth/actor.js';
import { cookieName, isSecure } from '../auth/authenticate.js';
import { checkSameSite } from '../auth/same-site.js';
import { hashPassword, hashSecret, makeKey, newSecret, verifyPassword } from '../auth/secrets.js';
import {
  acceptInvitation,
  changePassword,
  createKey,
  listKeys,
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
import type { Principal } from '../store-ports.js';

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
    return await signIn(deps, user, reply);
  });

  routes.on(acceptInvitation, async ({ body, request, reply }) => {
    checkSameSite(request, deps, false);
    const invitation = hashSecret(body.token);
    const user = await access.userByInvitation(invitation, deps.realNow());
    const by = { actorId: user?.userId ?? '', at: await deps.engine.now() };
    const chosen =
      user !== null &&
      (await access.choosePassword(user.userId, await hashPassword(body.password), by, { invitation }));
    if (user === null || !chosen)
      throw new Problem('bad-invitation', 'This invitation was used, withdrawn, or is too old; ask ops for a new one.');
    return await signIn(deps, user, reply);
  });

  routes.on(changePassword, async ({ body, actor }) => {
    const { userId, email } = actor.user;
    const known = await access.userByEmail(email);
    if (!(await verifyPassword(body.current, known?.passwordHash ?? null)))
      throw new Problem('wrong-login', 'The current password is another.', [
        { pointer: '/current', code: 'wrong-login', message: 'expected the password that holds now' },
      ]);
    const keepSession = actor.via === 'session' ? actor.credentialId : '';
    const by = { actorId: userId, at: await deps.engine.now() };
    await access.choosePassword(userId, await hashPassword(body.password), by, { keepSession });
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

/** Begins a session, which the answer's cookie is the key to. */
async function signIn(deps: AppDeps, user: Principal, reply: FastifyReply): Promise<WhoView> {
  const token = newSecret();
  const now = deps.realNow();
  const session = {
    id: deps.newId('session'),
    hash: hashSecret(token),
    userId: user.userId,
    at: now,
    expiresAt: now + SESSION_MS,
  };
  await deps.stores.access.createSession(session);
  setCookie(reply, deps, token, SESSION_MS);
  return whoIs({ user, via: 'session', credentialId: session.id, expiresAt: session.expiresAt });
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
