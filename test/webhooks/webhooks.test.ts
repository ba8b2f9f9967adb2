import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createWebhookCaller } from '../../src/webhooks/call.js';
import { isPrivateAddress } from '../../src/webhooks/private-address.js';
import { signed } from '../../src/webhooks/sign.js';

describe('a signature', () => {
  test('is that of the standard’s own example', () => {
    // https://github.com/standard-webhooks/standard-webhooks: the test vector of its libraries.
    const headers = signed(
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1_614_265_330_000,
      '{"test": 2432232314}',
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    );
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });
});

describe('an address', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '192.168.0.1',
    '172.31.255.255',
    '169.254.169.254',
    '0.0.0.0',
    '100.64.0.1',
    '::1',
    '::',
    'fd00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    'no address',
  ])('%s is inside', (address) => expect(isPrivateAddress(address)).toBe(true));
  test.each(['8.8.8.8', '172.32.0.1', '1.1.1.1', '2606:4700:4700::1111', '::ffff:8.8.8.8'])(
    '%s is outside',
    (address) => expect(isPrivateAddress(address)).toBe(false),
  );
});

describe('a call', () => {
  let server: Server;
  let status = 200;
  const seen: { request: IncomingMessage; body: string }[] = [];
  const at = Date.parse('2027-01-04T09:00:00Z');
  const aCall = (changes = {}) => ({
    id: 'dlv_1',
    at,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in?x=1`,
    method: 'POST',
    body: '{"a":1}',
    secret: null,
    ...changes,
  });
  const inside = createWebhookCaller({ secrets: new Map([['erp', 'a secret']]), allowPrivate: true, deadlineMs: 2000 });

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        seen.push({ request, body });
        if (status === 0) return;
        response.writeHead(status, { location: '/elsewhere' }).end('whatever');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  beforeEach(() => {
    status = 200;
    seen.length = 0;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test('posts the body, signed with the secret it names', async () => {
    expect(await inside(aCall({ secret: 'erp' }))).toEqual({ type: 'done', status: 200 });
    const [{ request, body } = { request: null, body: '' }] = seen;
    expect([request?.method, request?.url, body]).toEqual(['POST', '/in?x=1', '{"a":1}']);
    const expected = createHmac('sha256', 'a secret')
      .update(`dlv_1.${at / 1000}.{"a":1}`)
      .digest('base64');
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': 'dlv_1',
      'webhook-timestamp': String(at / 1000),
      'webhook-signature': `v1,${expected}`,
    });
  });

  test('without a secret has no signature, and one that names an unknown secret isn’t made', async () => {
    await inside(aCall());
    expect(seen[0]?.request.headers['webhook-signature']).toBeUndefined();
    expect(await inside(aCall({ secret: 'gone' }))).toEqual({ type: 'failed', code: 'secret-missing', status: null });
    expect(seen).toHaveLength(1);
  });

  test.each([
    [204, { type: 'done', status: 204 }],
    [410, { type: 'failed', code: 'gone', status: 410 }],
    [500, { type: 'later', code: 'refused', status: 500 }],
    [302, { type: 'later', code: 'refused', status: 302 }],
  ])('answered %i is %j, and no redirect is followed', async (code, answer) => {
    status = code;
    expect(await inside(aCall())).toEqual(answer);
    expect(seen).toHaveLength(1);
  });

  test('that nobody answers in time, or at all, is tried later', async () => {
    status = 0;
    const hasty = createWebhookCaller({ secrets: new Map(), allowPrivate: true, deadlineMs: 100 });
    expect(await hasty(aCall())).toEqual({ type: 'later', code: 'unreachable', status: null });
    expect(await inside(aCall({ url: 'http://127.0.0.1:1/' }))).toEqual({
      type: 'later',
      code: 'unreachable',
      status: null,
    });
  });

  test.each(['', 'localhost', '[::1]', '0x7f.1'])(
    'to an address inside (%s) isn’t made unless that is allowed',
    async (host) => {
      const careful = createWebhookCaller({ secrets: new Map(), allowPrivate: false });
      const url = host === '' ? aCall().url : aCall().url.replace('127.0.0.1', host);
      expect(await careful(aCall({ url }))).toEqual({ type: 'failed', code: 'private-address', status: null });
      expect(seen).toEqual([]);
    },
  );

  test('of GET has no body', async () => {
    await inside(aCall({ method: 'GET' }));
    expect([seen[0]?.request.method, seen[0]?.body]).toEqual(['GET', '']);
  });
});
