import { once } from 'node:events';
import http from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { aContact, PASSWORD, problemOf, startTestApi, type TestApi } from './support.js';

const TIMINGS = { pollMs: 20, heartbeatMs: 100, recheckMs: 50, mostPerUser: 3 };

let api: TestApi;
let port: number;
const open: Reading[] = [];

beforeAll(async () => {
  api = await startTestApi({ stream: TIMINGS });
  port = Number(new URL(await api.app.listen({ host: '127.0.0.1', port: 0 })).port);
});
afterAll(() => api.stop());
afterEach(async () => {
  for (const each of open.splice(0)) each.close();
  // The server learns a moment later that its readers are gone.
  await new Promise((resolve) => setTimeout(resolve, 50));
});

interface Reading {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  text(): string;
  lastId(): string;
  /** Waits until the text holds this. */
  until(part: string | RegExp): Promise<void>;
  ended: Promise<unknown>;
  close(): void;
}

async function read(headers: Record<string, string>, path = '/v1/stream'): Promise<Reading> {
  const request = http.get({ port, host: '127.0.0.1', path, headers, agent: false });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  let text = '';
  response.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  response.on('error', () => undefined);
  const reading: Reading = {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: () => text,
    lastId: () => [...text.matchAll(/^id: (.+)$/gm)].at(-1)?.[1] ?? '',
    until: async (part) => {
      const met = () => (typeof part === 'string' ? text.includes(part) : part.test(text));
      for (let i = 0; i < 400 && !met(); i++) await new Promise((resolve) => setTimeout(resolve, 25));
      expect(text).toMatch(part);
    },
    ended: new Promise((resolve) => response.once('close', resolve)),
    close: () => request.destroy(),
  };
  open.push(reading);
  return reading;
}

const as = (role: 'ops' | 'rep' | 'manager') => ({ authorization: `Bearer ${api.keys[role]}` });

describe('the stream', () => {
  it('says within a moment what was written, whoever wrote it', async () => {
    const stream = await read(as('ops'));
    expect([stream.status, stream.headers['content-type'], stream.headers['cache-control']]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
      'no-store',
    ]);
    await stream.until('retry: 2000');
    const byHand = await aContact(api.db);
    const made = await api.ask('ops', 'POST', '/v1/contacts', { name: 'Grace Hopper' });
    await stream.until(byHand);
    await stream.until(made.json<{ contact: { id: string } }>().contact.id);
    expect(stream.text()).toMatch(/event: change\ndata: \[\{"kind":"contact","id":"con_\w+","contactId":"con_\w+"\}/);
  });

  it('says that a campaign was made, changed and thrown away, and nothing of its recipients', async () => {
    const stream = await read(as('rep'));
    await stream.until('retry: 2000');
    const at = new Date();
    const campaign = {
      state: 'draft',
      name: 'Told',
      text: '',
      createdAt: at,
      createdBy: 'u',
      editedAt: at,
      editedBy: 'u',
    };
    const told = (id: string) => `{"kind":"campaign","id":"${id}","contactId":null}`;
    for (const id of ['made', 'changed', 'gone']) await api.db.campaign.create({ data: { id, ...campaign } });
    for (const id of ['made', 'changed', 'gone']) await stream.until(told(id));
    const noted = () => api.db.change.count({ where: { kind: 'campaign' } });
    const before = await noted();
    const contactId = await aContact(api.db, {});
    await api.db.campaignRecipient.create({ data: { campaignId: 'made', n: 1, contactId, dueAt: at } });
    expect(await noted()).toBe(before);
    await api.db.campaign.update({ where: { id: 'changed' }, data: { perMinute: 5 } });
    await api.db.campaign.delete({ where: { id: 'gone' } });
    const rows = await api.db.change.findMany({ where: { kind: 'campaign' }, orderBy: { seq: 'asc' } });
    expect(rows.slice(before).map(({ objectId }) => objectId)).toEqual(['changed', 'gone']);
  });

  it('says that a template was published', async () => {
    const stream = await read(as('rep'));
    await stream.until('retry: 2000');
    const at = new Date();
    const file = 'lead/streamed.en.hbs';
    await api.db.templateVersion.create({
      data: {
        file,
        version: 1,
        source: 'x',
        policy: 'pin',
        publishedAt: at,
        realPublishedAt: at,
        publishedBy: 'usr_1',
      },
    });
    await stream.until(`{"kind":"template","id":"${file}","contactId":null}`);
  });

  it('goes on after a break from where its reader was, by header or by address', async () => {
    const first = await read(as('ops'));
    await first.until('retry:');
    const seen = await aContact(api.db);
    await first.until(seen);
    const place = first.lastId();
    first.close();
    const missed = await aContact(api.db);
    for (const again of [
      await read({ ...as('ops'), 'last-event-id': place }),
      await read(as('ops'), `/v1/stream?after=${place}`),
    ]) {
      await again.until(missed);
      expect(again.text()).not.toContain(seen);
      expect(again.text()).not.toContain('event: reset');
    }
  });

  it.each([
    ['no position of ours', () => 'x'],
    ['a position of an hour ago', () => `1-0-${(Date.now() - 3_600_000).toString(16)}`],
    ['a position beyond the end, of another database', () => `7fffffffffffffff-0-${Date.now().toString(16)}`],
  ])('says that all must be read anew after %s', async (_, place) => {
    const stream = await read({ ...as('ops'), 'last-event-id': place() });
    await stream.until('event: reset');
    const id = await aContact(api.db);
    await stream.until(id);
  });

  it('tells a rep of their own only, and of what they lose', async () => {
    const [rep, ops] = [await read(as('rep')), await read(as('ops'))];
    await Promise.all([rep.until('retry:'), ops.until('retry:')]);
    const theirs = await aContact(api.db, { ownerId: api.users.manager });
    const own = await aContact(api.db, { ownerId: api.users.rep });
    await Promise.all([rep.until(own), ops.until(theirs)]);
    expect(rep.text()).not.toContain(theirs);
    const before = rep.text().length;
    await api.db.contact.update({ where: { id: own }, data: { ownerId: api.users.manager } });
    await rep.until(new RegExp(`.{${before}}.*${own}`, 's'));
  });

  it('keeps a quiet reader’s position fresh', async () => {
    const stream = await read(as('ops'));
    await stream.until(/: still here\nid: .*\n\n.*: still here/s);
  });

  it('ends when its key is revoked', async () => {
    const { key, id } = (
      await api.ask('ops', 'POST', '/v1/keys', { name: 'to be revoked', userId: api.users.manager })
    ).json<{ key: string; id: string }>();
    const stream = await read({ authorization: `Bearer ${key}` });
    await stream.until('retry:');
    await api.ask('ops', 'DELETE', `/v1/keys/${id}`);
    await stream.ended;
  });

  it('ends when its session does', async () => {
    const login = await api.ask(null, 'POST', '/v1/auth/login', {
      email: 'rep@followthrough.example',
      password: PASSWORD,
    });
    const cookie = String(login.headers['set-cookie']).split(';')[0] ?? '';
    const stream = await read({ cookie });
    await stream.until('retry:');
    await api.ask(null, 'POST', '/v1/auth/logout', undefined, { cookie, 'sec-fetch-site': 'same-origin' });
    await stream.ended;
    expect((await read({ cookie })).status).toBe(401);
  });

  it('is open for a user a few times at once, and again when one has gone', async () => {
    const streams = [await read(as('manager')), await read(as('manager')), await read(as('manager'))];
    const refused = await api.ask('manager', 'GET', '/v1/stream');
    expect(problemOf(refused)).toMatchObject({ status: 429, code: 'too-many-requests' });
    expect(refused.headers['retry-after']).toBe('10');
    streams[0]?.close();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await read(as('manager'))).status).toBe(200);
  });

  it('is not for whoever does not sign in, and has no HEAD that never ends', async () => {
    expect((await read({})).status).toBe(401);
    expect((await api.ask('ops', 'HEAD', '/v1/stream')).statusCode).toBe(405);
  });
});

describe('a server that stops', () => {
  it('ends its streams and is gone within moments', async () => {
    const other = await startTestApi({ stream: TIMINGS });
    const url = await other.app.listen({ host: '127.0.0.1', port: 0 });
    const request = http.get(`${url}/v1/stream`, { headers: { authorization: `Bearer ${other.keys.ops}` } });
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    response.resume();
    const before = Date.now();
    const ended = once(response, 'end');
    await other.stop();
    await ended;
    expect(Date.now() - before).toBeLessThan(5_000);
  });
});
