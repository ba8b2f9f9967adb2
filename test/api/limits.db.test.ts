import { Readable } from 'node:stream';
import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTRACTS, type OperationId } from '../../src/api/contracts/all.js';
import type { AppDeps } from '../../src/api/deps.js';
import { handleErrors } from '../../src/api/http/error-handler.js';
import { bodyLimitOf, patienceOf, REQUEST_MS } from '../../src/api/http/limits.js';
import { RateCounter } from '../../src/api/http/rate-limit.js';
import { addressOf, PASSWORD, problemOf, startTestApi, type TestApi } from './support.js';

describe('requests by one who asks too often', () => {
  let api: TestApi;
  let ahead = 0;
  beforeAll(async () => {
    api = await startTestApi({
      rateLimits: { perKey: 5, perSession: 3, perAddress: 4 },
      realNow: () => Date.now() + ahead,
    });
  });
  afterAll(() => api.stop());

  it('are refused with a key of theirs, until the minute is over; others go on', async () => {
    const first = await api.ask('ops', 'GET', '/v1/auth/me');
    expect(first.headers['ratelimit-policy']).toBe('"key";q=5;w=60');
    expect(first.headers['ratelimit']).toMatch(/^"key";r=4;t=(60|59)$/);
    for (let i = 0; i < 4; i++) await api.ask('ops', 'GET', '/v1/contacts');
    const refused = await api.ask('ops', 'POST', '/v1/contacts', { name: 'too much' });
    expect(problemOf(refused)).toMatchObject({ status: 429, code: 'too-many-requests' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(50);
    expect(refused.headers['ratelimit']).toMatch(/^"key";r=0;t=/);
    expect(await api.db.contact.count()).toBe(0);
    expect((await api.ask('manager', 'GET', '/v1/auth/me')).statusCode).toBe(200);
    ahead += 61_000;
    expect((await api.ask('ops', 'GET', '/v1/auth/me')).statusCode).toBe(200);
  });

  it('are refused by session too', async () => {
    const login = await api.ask(null, 'POST', '/v1/auth/login', {
      email: 'rep@followthrough.example',
      password: PASSWORD,
    });
    const cookie = String(login.headers['set-cookie']).split(';')[0] ?? '';
    const statuses = [];
    for (let i = 0; i < 4; i++)
      statuses.push((await api.ask(null, 'GET', '/v1/auth/me', undefined, { cookie })).statusCode);
    expect(statuses).toEqual([200, 200, 200, 429]);
  });

  it('are refused by address when they say nothing true about who they are, before the next is looked up', async () => {
    ahead += 61_000;
    const guess = () =>
      api.ask(null, 'GET', '/v1/auth/me', undefined, { authorization: `Bearer ft_x_${'a'.repeat(43)}` });
    const statuses = [];
    for (let i = 0; i < 6; i++) statuses.push((await guess()).statusCode);
    expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
    expect((await api.ask(null, 'GET', '/healthz')).statusCode).toBe(200);
    expect((await api.ask(null, 'GET', '/readyz')).statusCode).toBe(200);
  });
});

describe('the counter', () => {
  it('forgets windows that are over', () => {
    const counter = new RateCounter();
    expect(counter.take('a', 2, 0)).toEqual({ remaining: 1, resetSeconds: 60, isOver: false });
    expect(counter.take('a', 2, 30_000)).toEqual({ remaining: 0, resetSeconds: 30, isOver: false });
    expect(counter.take('a', 2, 59_999).isOver).toBe(true);
    expect(counter.take('a', 2, 60_000)).toEqual({ remaining: 1, resetSeconds: 60, isOver: false });
  });

  it('looks without counting', () => {
    const counter = new RateCounter();
    for (let i = 0; i < 5; i++) expect(counter.take('a', 1, 0, 0).isOver).toBe(false);
    counter.take('a', 1, 0);
    expect(counter.take('a', 1, 0, 0).isOver).toBe(true);
  });
});

const aDraft = (id: string) => {
  const by = { createdAt: new Date(), createdBy: 'usr_maker', editedAt: new Date(), editedBy: 'usr_maker' };
  return { id, state: 'draft', name: id, text: 'kind: campaign', ...by };
};

describe('a body', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ loginsPerMinute: 1_000 });
  });
  afterAll(() => api.stop());

  const withBody = (Object.keys(CONTRACTS) as OperationId[]).filter((id) => 'body' in CONTRACTS[id]);

  it.each(withBody)('of %s is refused when it is larger than its limit', async (operation) => {
    const contract = CONTRACTS[operation];
    const limit = bodyLimitOf(operation);
    const isForm = 'consumes' in contract;
    const type = isForm ? contract.consumes[0] : 'application/json';
    const response = await api.app.inject({
      method: contract.method,
      url: addressOf(operation),
      headers: {
        host: 'localhost',
        authorization: `Bearer ${api.keys.ops}`,
        'content-type': type,
      },
      payload: isForm ? `a=${'x'.repeat(limit)}` : `{"name":"${'x'.repeat(limit)}"}`,
    });
    expect(response.statusCode).toBe(413);
    // The pages of links answer people.
    if (!isForm) expect(problemOf(response).code).toBe('body-too-large');
  });

  it('that is a list is cut off at its limit also where nobody said how long it is', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    const endless = Readable.from(
      (function* () {
        for (let sent = 0; sent <= bodyLimitOf('putCampaignFile'); sent += chunk.length) yield chunk;
      })(),
    );
    await api.db.campaign.create({ data: aDraft('listed') });
    const response = await api.app.inject({
      method: 'POST',
      url: '/v1/campaigns/listed/files/vip.csv',
      headers: { host: 'localhost', authorization: `Bearer ${api.keys.ops}`, 'content-type': 'text/csv' },
      payload: endless,
    });
    expect(problemOf(response)).toMatchObject({ status: 413, code: 'body-too-large' });
    expect(await api.db.campaignFile.count()).toBe(0);
  });

  it('of a login is far smaller than a list of events', () => {
    expect(bodyLimitOf('login') * 100).toBeLessThan(bodyLimitOf('postEvents'));
  });
});

describe('time', () => {
  it('that an answer may take is limited, and the client is told that it may still take effect', async () => {
    const app = fastify();
    handleErrors(
      app,
      { stores: { isUnreachable: () => false, isDuplicate: () => false } } as unknown as AppDeps,
      () => [],
      () => null,
    );
    app.get('/slow', { handlerTimeout: 20 }, () => new Promise(() => undefined));
    const response = await app.inject('/slow');
    expect(problemOf(response)).toMatchObject({ status: 503, code: 'too-slow' });
    expect(response.headers['retry-after']).toBe('10');
    await app.close();
  });

  it('that a request may take to come in is limited too', async () => {
    const api = await startTestApi();
    expect(api.app.server.requestTimeout).toBe(REQUEST_MS);
    await api.stop();
  });

  it('to answer is longest for what does many things', () => {
    expect(patienceOf('enrol')).toBeGreaterThan(patienceOf('getContact'));
  });
});

describe('the headers of every answer', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  it.each([
    ['an answer', '/v1/auth/me', 200],
    ['a refusal', '/v1/contacts/con_nobody', 404],
  ])('let no browser run, frame or guess %s', async (_, url, status) => {
    const response = await api.ask('ops', 'GET', url);
    expect(response.statusCode).toBe(status);
    expect(response.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'private, no-cache',
    });
    expect(String(response.headers['content-security-policy'])).toContain("default-src 'none'");
    expect(String(response.headers['content-security-policy'])).toContain("frame-ancestors 'none'");
    // Whoever asks from another site gets no leave to read it.
    expect(response.headers['access-control-allow-origin']).toBeUndefined();
    expect(response.headers['strict-transport-security']).toBeUndefined();
  });

  it('ask for https when the system has it', async () => {
    const other = await startTestApi({ mode: 'external', publicUrl: 'https://crm.example' });
    const response = await other.ask('ops', 'GET', '/v1/auth/me');
    expect(response.headers['strict-transport-security']).toContain('max-age=');
    await other.stop();
  });
});
