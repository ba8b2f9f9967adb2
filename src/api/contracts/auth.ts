import { z } from 'zod';
import { idOf, instant, language, line, pageOf, paging, role } from './common.js';
import { contract } from './contract.js';
import { person } from './users.js';

const who = z
  .object({
    user: person.extend({
      language: z.string().nullable().describe('the language that the person chose; null: none yet'),
      timezone: z.string().nullable(),
    }),
    via: z.enum(['session', 'key']),
    expiresAt: instant.nullable(),
  })
  .meta({ id: 'Who' });
export type WhoView = z.output<typeof who>;

export const login = contract({
  operationId: 'login',
  method: 'POST',
  path: '/v1/auth/login',
  tag: 'Access',
  summary: 'Sign in with address and password; the answer sets the session cookie.',
  body: z.strictObject({ email: line(320), password: z.string().min(1).max(200) }),
  response: who,
});

/** Twelve characters at least: long and easily kept in mind beats short and odd (NIST SP 800-63B). */
const newPassword = z.string().min(12, 'expected at least 12 characters').max(200);

export const acceptInvitation = contract({
  operationId: 'acceptInvitation',
  method: 'POST',
  path: '/v1/auth/invitation',
  tag: 'Access',
  summary: 'Choose a password by an invitation, which works once, and sign in with it.',
  body: z.strictObject({ token: line(100), password: newPassword }),
  response: who,
});

export const changePassword = contract({
  operationId: 'changePassword',
  method: 'POST',
  path: '/v1/auth/password',
  tag: 'Access',
  summary: 'Change the password of the one who asks. All their other sessions end.',
  body: z.strictObject({ current: z.string().min(1).max(200), password: newPassword }),
});

export const logout = contract({
  operationId: 'logout',
  method: 'POST',
  path: '/v1/auth/logout',
  tag: 'Access',
  summary: 'End this session. With a key: nothing to end.',
});

export const me = contract({
  operationId: 'me',
  method: 'GET',
  path: '/v1/auth/me',
  tag: 'Access',
  summary: 'Who is asking.',
  response: who,
});

export const updateMe = contract({
  operationId: 'updateMe',
  method: 'PATCH',
  path: '/v1/auth/me',
  tag: 'Access',
  summary: 'Keep what the person who asks has chosen for themselves.',
  body: z.strictObject({ language: language.nullable() }),
  response: who,
});

export const apiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    userId: z.string(),
    role,
    createdAt: instant,
    expiresAt: instant.nullable(),
    revokedAt: instant.nullable(),
    lastUsedAt: instant.nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKeyView = z.output<typeof apiKey>;

export const listKeys = contract({
  operationId: 'listKeys',
  method: 'GET',
  path: '/v1/keys',
  tag: 'Access',
  summary: 'API keys, newest first. Secrets are never shown again.',
  query: z.strictObject(paging),
  response: pageOf(apiKey),
});

export const createKey = contract({
  operationId: 'createKey',
  method: 'POST',
  path: '/v1/keys',
  tag: 'Access',
  summary: 'Make a key that acts as a user, with that user’s role. The answer is the only one that shows it.',
  body: z.strictObject({ name: line(), userId: line(64), expiresAt: instant.optional() }),
  response: apiKey.extend({ key: z.string() }),
  status: 201,
});

export const revokeKey = contract({
  operationId: 'revokeKey',
  method: 'DELETE',
  path: '/v1/keys/:id',
  tag: 'Access',
  summary: 'Revoke a key at once.',
  params: z.object({ id: idOf('key') }),
});
