import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY } from '../../src/domain/instant.js';
import { PASSWORD, problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
let now = Date.now();
beforeAll(async () => {
  api = await startTestApi({ realNow: () => now, loginsPerMinute: 1_000 });
});
afterAll(() => api.stop());

const OWN = { origin: 'http://127.0.0.1:4600' };
const login = (email: string, password: string, headers: Record<string, string> = {}) =>
  api.ask(null, 'POST', '/v1/auth/login', { email, password }, headers);

async function signIn(role: string): Promise<string> {
  const response = await login(`${role}@followthrough.example`, PASSWORD);
  const [cookie] = response.cookies;
  return `${cookie?.name}=${cookie?.value}`;
}

describe('a session', () => {
  it('comes in a cookie that no script reads and no other site sends', async () => {
    const response = await login('Manager@followthrough.example', PASSWORD);
    expect(response.json()).toMatchObject({ user: { role: 'manager' }, via: 'session' });
    expect(response.cookies).toEqual([
      expect.objectContaining({ name: 'ft_session', httpOnly: true, sameSite: 'Strict', path: '/', maxAge: 43_200 }),
    ]);
  });

  it('has the __Host- prefix and the secure flag over https', async () => {
    const secure = await startTestApi({ mode: 'external', publicUrl: 'https://crm.example.com' });
    try {
      const response = await secure.ask(null, 'POST', '/v1/auth/login', {
        email: 'ops@followthrough.example',
        password: PASSWORD,
      });
      expect(response.cookies).toEqual([
        expect.objectContaining({ name: '__Host-ft_session', secure: true, path: '/' }),
      ]);
      expect(response.headers['strict-transport-security']).toBeDefined();
    } finally {
      await secure.stop();
    }
  });

  it('is stored as a hash only', async () => {
    const token = (await signIn('viewer')).split('=')[1] ?? '';
    const rows = JSON.stringify(await api.db.session.findMany());
    expect(token.length).toBeGreaterThan(40);
    expect(rows).not.toContain(token);
  });

  it('says the same of a wrong password and an unknown address', async () => {
    const wrong = problemOf(await login('ops@followthrough.example', 'guess'));
    const unknown = problemOf(await login('nobody@followthrough.example', 'guess'));
    expect([wrong.code, wrong.detail]).toEqual([unknown.code, unknown.detail]);
    expect(wrong.status).toBe(401);
  });

  it('ends by logout, after twelve hours, and when its user is made inactive', async () => {
    const cookie = await signIn('rep');
    const me = () => api.ask(null, 'GET', '/v1/auth/me', undefined, { cookie });
    expect((await me()).json()).toMatchObject({ user: { id: api.users.rep } });
    await api.ask(null, 'POST', '/v1/auth/logout', undefined, { cookie, ...OWN });
    expect((await me()).statusCode).toBe(401);

    const second = await signIn('rep');
    now += DAY;
    expect((await api.ask(null, 'GET', '/v1/auth/me', undefined, { cookie: second })).statusCode).toBe(401);

    const third = await signIn('viewer');
    await api.db.user.update({ where: { id: api.users.viewer }, data: { active: false } });
    expect((await api.ask(null, 'GET', '/v1/auth/me', undefined, { cookie: third })).statusCode).toBe(401);
    expect((await api.ask('viewer', 'GET', '/v1/auth/me')).statusCode).toBe(401);
    await api.db.user.update({ where: { id: api.users.viewer }, data: { active: true } });
  });

  it.each([
    ['another origin', { origin: 'https://evil.example' }, 403],
    ['another port', { origin: 'http://127.0.0.1:8080' }, 403],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a neighbour site', { 'sec-fetch-site': 'same-site' }, 403],
    ['nothing said', {}, 403],
    ['our own page', { 'sec-fetch-site': 'same-origin', ...OWN }, 201],
    ['our own origin', OWN, 201],
  ])('changes something for %s only if it is ours', async (_, headers, status) => {
    const cookie = await signIn('ops');
    const response = await api.ask(null, 'POST', '/v1/contacts', { name: 'Grace Hopper' }, { cookie, ...headers });
    expect(response.statusCode, response.body).toBe(status);
  });

  it('cannot be begun from another site', async () => {
    expect(problemOf(await login('ops@followthrough.example', PASSWORD, { origin: 'https://evil.example' })).code).toBe(
      'cross-site',
    );
  });

  it('is guessed at a limited rate', async () => {
    const slow = await startTestApi({ loginsPerMinute: 2 });
    try {
      const answers = [];
      for (let i = 0; i < 3; i++)
        answers.push(
          await slow.ask(null, 'POST', '/v1/auth/login', { email: 'ops@followthrough.example', password: 'guess' }),
        );
      expect(answers.map((answer) => answer.statusCode)).toEqual([401, 401, 429]);
      expect(problemOf(answers[2] as (typeof answers)[0]).code).toBe('too-many-requests');
      expect(Number(answers[2]?.headers['retry-after'])).toBeGreaterThan(0);
    } finally {
      await slow.stop();
    }
  });
});

describe('a key', () => {
  it('is shown once, works, says when it was used, and stops at once when revoked', async () => {
    const made = await api.ask('ops', 'POST', '/v1/keys', { name: 'importer', userId: api.users.viewer });
    expect(made.statusCode).toBe(201);
    const { id, key } = made.json<{ id: string; key: string }>();
    expect(key).toMatch(/^ft_[0-9a-z]{26}_[\w-]{43}$/);
    const asKey = () => api.ask(null, 'GET', '/v1/auth/me', undefined, { authorization: `Bearer ${key}` });
    expect((await asKey()).json()).toMatchObject({ user: { role: 'viewer' }, via: 'key' });
    const listed = await api.ask('ops', 'GET', '/v1/keys');
    expect(listed.body).not.toContain(key);
    expect(listed.json().data[0]).toMatchObject({ id, revokedAt: null, lastUsedAt: expect.any(String) });
    expect(JSON.stringify(await api.db.apiKey.findMany())).not.toContain(key.slice(-43));
    expect((await api.ask('ops', 'DELETE', `/v1/keys/${id}`)).statusCode).toBe(204);
    expect((await asKey()).statusCode).toBe(401);
    expect(await api.db.audit.findMany({ where: { objectId: id }, orderBy: { id: 'asc' } })).toMatchObject([
      { action: 'key.create', actorId: api.users.ops },
      { action: 'key.revoke' },
    ]);
  });

  it('stops when its time is over', async () => {
    const expiresAt = new Date(now + 1_000).toISOString();
    const { key } = (
      await api.ask('ops', 'POST', '/v1/keys', { name: 'short', userId: api.users.ops, expiresAt })
    ).json<{ key: string }>();
    const headers = { authorization: `Bearer ${key}` };
    expect((await api.ask(null, 'GET', '/v1/auth/me', undefined, headers)).statusCode).toBe(200);
    now += 2_000;
    expect((await api.ask(null, 'GET', '/v1/auth/me', undefined, headers)).statusCode).toBe(401);
  });

  it.each(['Bearer nonsense', 'Bearer ft_x_y', 'Basic b3BzOm9wcw==', ''])('is refused as %j', async (authorization) => {
    expect((await api.ask(null, 'GET', '/v1/contacts', undefined, { authorization })).statusCode).toBe(401);
  });

  it('is refused with another key’s secret', async () => {
    const [, id] = api.keys.viewer.split('_');
    const secret = api.keys.ops.slice(-43);
    expect(
      (await api.ask(null, 'GET', '/v1/contacts', undefined, { authorization: `Bearer ft_${id}_${secret}` }))
        .statusCode,
    ).toBe(401);
  });
});

describe('embedded mode', () => {
  it.each(['evil.example', '192.168.0.7:4600', '127.0.0.1.evil.example'])(
    'does not answer to the name %j',
    async (host) => {
      const response = await api.app.inject({ url: '/healthz', headers: { host } });
      expect([response.statusCode, problemOf(response).code]).toEqual([421, 'wrong-host']);
    },
  );

  it.each(['127.0.0.1:4600', 'localhost', '[::1]:4600'])('answers to %s', async (host) => {
    expect((await api.app.inject({ url: '/healthz', headers: { host } })).statusCode).toBe(200);
  });
});
