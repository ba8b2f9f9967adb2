import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStores } from '../../src/db/api-stores.js';
import { openDb } from '../../src/db/client.js';
import { aDeployment } from '../support/walk.js';
import { problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const raw = (payload: string, contentType = 'application/json') =>
  api.app.inject({
    method: 'POST',
    url: '/v1/contacts',
    headers: { host: 'localhost', authorization: `Bearer ${api.keys.ops}`, 'content-type': contentType },
    payload,
  });

describe('a refusal', () => {
  it('is an RFC 9457 document with a code, the path without its query, and the request id of the header', async () => {
    const response = await api.ask('ops', 'GET', '/v1/contacts/con_nobody');
    const { title, detail, ...rest } = problemOf(response);
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(title.length).toBeGreaterThan(0);
    expect(detail).toContain('con_nobody');
    expect(rest).toEqual({
      type: 'urn:followthrough:problem:not-found',
      status: 404,
      code: 'not-found',
      instance: '/v1/contacts/con_nobody',
      requestId: response.headers['x-request-id'],
      errors: [],
    });
  });

  it('keeps what somebody searched for out of its instance', async () => {
    const response = await api.ask('ops', 'GET', '/v1/contacts?limit=0&q=ada@customer.example');
    expect(response.body).not.toContain('ada@');
  });

  it.each([
    ['text that is no JSON', '{"name":', 400, 'malformed-json'],
    ['an empty body', '', 400, 'malformed-json'],
    ['a prototype in JSON', '{"__proto__":{"role":"ops"},"name":"x"}', 400, 'malformed-json'],
    ['a list where a map belongs', '[]', 422, 'invalid'],
    ['a wrong type', '{"name":7}', 422, 'invalid'],
    ['an address with a line break', '{"name":"x","email":"a@b.example\\nBcc: c@d.example"}', 422, 'invalid'],
    ['two addresses', '{"email":"a@b.example, c@d.example"}', 422, 'invalid'],
    ['a NUL in a text', '{"name":"x","company":"a\\u0000b"}', 422, 'invalid'],
    ['half a character', '{"name":"x","custom":{"a":"\\ud800"}}', 422, 'invalid'],
    ['a zone that does not exist', '{"name":"x","timezone":"Mars/Base"}', 422, 'invalid'],
    ['nothing to call somebody by', '{"company":"ACME"}', 422, 'invalid'],
  ])('names %s by its status and code', async (_, payload, status, code) => {
    const response = await raw(payload);
    expect([response.statusCode, problemOf(response).code]).toEqual([status, code]);
  });

  it('points at an unknown field and suggests the one that was meant', async () => {
    const { errors } = problemOf(await raw('{"name":"x","emial":"a@b.example","tags":[7]}'));
    expect(errors).toContainEqual({
      pointer: '/emial',
      code: 'unknown-field',
      message: 'unknown "emial"; did you mean "email"?',
    });
    expect(errors).toContainEqual(expect.objectContaining({ pointer: '/tags/0', code: 'wrong-type' }));
  });

  it('points into the list of a batch of events', async () => {
    const { errors } = problemOf(
      await api.ask('ops', 'POST', '/v1/events', [{ type: 'order.placed' }, { type: 'order.placed', feilds: {} }]),
    );
    expect(errors).toEqual([
      { pointer: '/1/feilds', code: 'unknown-field', message: 'unknown "feilds"; did you mean "fields"?' },
    ]);
  });

  it('answers an unknown parameter with 400 and the one that was meant', async () => {
    const problem = problemOf(await api.ask('ops', 'GET', '/v1/journeys?defintion=x'));
    expect([problem.status, problem.code]).toEqual([400, 'unknown-parameter']);
    expect(problem.detail).toContain('did you mean "definition"?');
  });

  it.each(['limit=0', 'limit=201', 'limit=many', 'status=gone', 'sort=color'])(
    'answers ?%s with 400',
    async (query) => {
      expect(problemOf(await api.ask('ops', 'GET', `/v1/journeys?${query}`))).toMatchObject({
        status: 400,
        code: 'bad-parameter',
      });
    },
  );

  it('takes no parameters where an operation has none', async () => {
    expect((await api.ask('ops', 'GET', '/v1/auth/me?x=1')).statusCode).toBe(400);
  });

  it('says 404 for what is nowhere and 405, with the methods, for what is there', async () => {
    expect((await api.ask('ops', 'GET', '/v1/nothing')).statusCode).toBe(404);
    const response = await api.ask('ops', 'DELETE', '/v1/contacts');
    expect(response.statusCode).toBe(405);
    expect(response.headers['allow']).toBe('GET, POST');
    expect(problemOf(response).code).toBe('method-not-allowed');
  });

  it('says 413 for a body over two megabytes and 415 for one that is not JSON', async () => {
    expect(problemOf(await raw(`{"name":"${'x'.repeat(2.2e6)}"}`)).code).toBe('body-too-large');
    expect(problemOf(await raw('name=x', 'application/x-www-form-urlencoded')).code).toBe('unsupported-media-type');
    expect(problemOf(await raw('{"name":"x"}', 'text/plain')).code).toBe('unsupported-media-type');
  });

  it('refuses more than a thousand events', async () => {
    expect((await api.ask('ops', 'POST', '/v1/events', Array(1_001).fill({ type: 'order.placed' }))).statusCode).toBe(
      422,
    );
  });
});

describe('a fault of ours', () => {
  it('hides its detail', async () => {
    const broken = await startTestApi({ checkDefinition: () => Promise.reject(new Error('secret of the house')) });
    try {
      const response = await broken.ask('ops', 'POST', '/v1/definitions/validate', { text: 'kind: journey' });
      expect(response.statusCode).toBe(500);
      expect(problemOf(response).code).toBe('internal');
      expect(response.body).not.toContain('secret of the house');
    } finally {
      await broken.stop();
    }
  });

  it('lets nothing out that a contract does not declare, and nothing of the wrong type', async () => {
    const leaky = { journeys: [], tasks: { open: 1, overdue: 0 }, messages: {}, passwordHash: 'scrypt$1' };
    const stores = createStores(api.db, aDeployment());
    const odd = await startTestApi({
      stores: { ...createStores(api.db, aDeployment()), journeys: { ...stores.journeys, stats: async () => leaky } },
    });
    const wrong = await startTestApi({
      stores: {
        ...stores,
        journeys: {
          ...stores.journeys,
          stats: async () => ({ ...leaky, tasks: { open: 'scrypt$2' as unknown as number, overdue: 0 } }),
        },
      },
    });
    try {
      const asOps = (each: TestApi) =>
        each.app.inject({ url: '/v1/stats', headers: { host: 'localhost', authorization: `Bearer ${api.keys.ops}` } });
      const stripped = await asOps(odd);
      expect([stripped.statusCode, stripped.json().tasks]).toEqual([200, { open: 1, overdue: 0 }]);
      expect(stripped.body).not.toContain('passwordHash');
      const refused = await asOps(wrong);
      expect(refused.statusCode).toBe(500);
      expect(refused.body).not.toContain('scrypt');
    } finally {
      await odd.stop();
      await wrong.stop();
    }
  });

  it('says 503 and when to try again while the database is away', async () => {
    const away = openDb('postgresql://postgres@127.0.0.1:9/nowhere', 1);
    const cut = await startTestApi({ stores: createStores(away, aDeployment()) });
    try {
      const response = await cut.ask('ops', 'GET', '/v1/contacts');
      expect([response.statusCode, problemOf(response).code]).toEqual([503, 'storage-unreachable']);
      expect(response.headers['retry-after']).toBe('5');
    } finally {
      await cut.stop();
      await away.$disconnect();
    }
  });
});

describe('health', () => {
  it('is well without asking anybody', async () => {
    const response = await api.ask(null, 'GET', '/healthz');
    expect(response.json()).toEqual({ status: 'ok' });
  });

  it('names the part that is not ready', async () => {
    const readiness = [
      { name: 'postgres', check: async () => undefined },
      { name: 'migrations', check: async () => 'not applied: 2_b' },
      { name: 'temporal', check: () => Promise.reject(new Error('connect to 10.0.0.7 refused')) },
    ];
    const half = await startTestApi({ readiness });
    try {
      const response = await half.ask(null, 'GET', '/readyz');
      expect(response.statusCode).toBe(503);
      expect(response.json()).toEqual({
        status: 'not-ready',
        parts: [
          { name: 'postgres', ok: true },
          { name: 'migrations', ok: false, detail: 'not applied: 2_b' },
          { name: 'temporal', ok: false, detail: 'does not answer' },
        ],
      });
    } finally {
      await half.stop();
    }
  });

  it('prints figures for Prometheus', async () => {
    const { body } = await api.ask(null, 'GET', '/metrics');
    expect(body).toContain('followthrough_outbox_depth 0');
    expect(body).toMatch(/followthrough_http_request_seconds_count\{operation="healthz",status="200"\} \d+/);
  });
});

describe('the reference', () => {
  it('is served from here alone', async () => {
    const page = await api.ask(null, 'GET', '/docs');
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/https?:\/\//);
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'start.js', 'favicon-32x32.png']) {
      expect((await api.ask(null, 'GET', `/docs/${file}`)).statusCode, file).toBe(200);
    }
    expect((await api.ask(null, 'GET', '/docs/..%2fpackage.json')).statusCode).toBe(404);
  });
});
