import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TaskView } from '../../src/api/contracts/tasks.js';
import type { Engine } from '../../src/api/ports.js';
import { pruneAnswers } from '../../src/db/idempotency.js';
import { aContact, aDefinition, aTask, PASSWORD, problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
/** What the clock of the API says beside the real one. */
let ahead = 0;
/** Stands in the way of an answer, as a process that dies does. */
let afterEffect: () => Promise<void> = async () => undefined;

beforeAll(async () => {
  api = await startTestApi({ realNow: () => Date.now() + ahead });
  const { completeTask, start } = api.engine;
  Object.assign(api.engine, {
    completeTask: async (request: Parameters<Engine['completeTask']>[0]) => {
      const answer = await completeTask(request);
      await afterEffect();
      return answer;
    },
    start: async (request: Parameters<Engine['start']>[0]) => {
      const answer = await start(request);
      await afterEffect();
      return answer;
    },
  });
  await api.ask('ops', 'POST', '/v1/definitions', { text: aDefinition() });
});
afterAll(() => api.stop());

let keys = 0;
const aKey = (): Record<string, string> => ({ 'idempotency-key': `key of test ${++keys}` });

const contactsNamed = (name: string) => api.db.contact.count({ where: { name } });

describe('a request with a key', () => {
  it('has one effect, though it is sent fifty times at once, and one answer', async () => {
    const key = aKey();
    const send = () => api.ask('ops', 'POST', '/v1/contacts', { name: 'Fifty at once' }, key);
    const answers = await Promise.all(Array.from({ length: 50 }, send));
    expect(await contactsNamed('Fifty at once')).toBe(1);
    const made = answers.filter((each) => each.statusCode === 201);
    const running = answers.filter((each) => each.statusCode === 409);
    expect(made.length + running.length).toBe(50);
    expect(new Set(made.map((each) => each.body)).size).toBe(1);
    expect(made.filter((each) => each.headers['idempotency-replayed'] === undefined)).toHaveLength(1);
    for (const each of running) {
      expect(problemOf(each).code).toBe('idempotency-running');
      expect(each.headers['retry-after']).toBe('1');
    }
    const again = await send();
    expect([again.statusCode, again.body, again.headers['idempotency-replayed']]).toEqual([201, made[0]?.body, 'true']);
    expect(again.headers['content-type']).toBe(made[0]?.headers['content-type']);
  });

  it('is refused when its content is another', async () => {
    const key = aKey();
    await api.ask('ops', 'POST', '/v1/contacts', { name: 'One' }, key);
    const other = await api.ask('ops', 'POST', '/v1/contacts', { name: 'Another' }, key);
    expect(problemOf(other)).toMatchObject({ status: 422, code: 'idempotency-mismatch' });
    expect(await contactsNamed('Another')).toBe(0);
  });

  it('is the same whatever the order of its fields', async () => {
    const key = aKey();
    const first = await api.ask('ops', 'POST', '/v1/contacts', { name: 'Order', custom: { a: 1, b: 2 } }, key);
    const second = await api.ask('ops', 'POST', '/v1/contacts', { custom: { b: 2, a: 1 }, name: 'Order' }, key);
    expect(second.body).toBe(first.body);
  });

  it('is another for another user, and at another address', async () => {
    const key = aKey();
    const answers = [
      await api.ask('ops', 'POST', '/v1/contacts', { name: 'Shared key' }, key),
      await api.ask('manager', 'POST', '/v1/contacts', { name: 'Shared key' }, key),
    ];
    expect(answers.map((each) => each.statusCode)).toEqual([201, 201]);
    expect(await contactsNamed('Shared key')).toBe(2);
    const [one, two] = [await aContact(api.db), await aContact(api.db)];
    for (const id of [one, two]) {
      const changed = await api.ask('ops', 'PATCH', `/v1/contacts/${id}`, { status: 'customer' }, key);
      expect(changed.json<{ id: string }>().id).toBe(id);
    }
  });

  it('is the same after signing in again', async () => {
    const key = aKey();
    const signedIn = async () => {
      const login = await api.ask(null, 'POST', '/v1/auth/login', {
        email: 'rep@followthrough.example',
        password: PASSWORD,
      });
      return { cookie: String(login.headers['set-cookie']).split(';')[0] ?? '', 'sec-fetch-site': 'same-origin' };
    };
    const send = (cookie: Record<string, string>) =>
      api.ask(null, 'POST', '/v1/contacts', { name: 'Signed in twice' }, { ...cookie, ...key });
    const first = await send(await signedIn());
    const second = await send(await signedIn());
    expect([first.statusCode, second.body, await contactsNamed('Signed in twice')]).toEqual([201, first.body, 1]);
  });

  it('may come again corrected after it was refused', async () => {
    const key = aKey();
    expect((await api.ask('ops', 'POST', '/v1/contacts', { nmae: 'x' }, key)).statusCode).toBe(422);
    const nobody = { definition: 'nurture', contactId: 'con_nobody' };
    expect((await api.ask('ops', 'POST', '/v1/journeys', nobody, key)).statusCode).toBe(422);
    const right = { ...nobody, contactId: await aContact(api.db) };
    expect((await api.ask('ops', 'POST', '/v1/journeys', right, key)).statusCode).toBe(201);
  });

  it('may come again after a fault of ours', async () => {
    const key = aKey();
    const contactId = await aContact(api.db);
    afterEffect = () => Promise.reject(new Error('a fault'));
    const task = await aTask(api.db, { contactId });
    const send = () => api.ask('ops', 'POST', `/v1/tasks/${task}/complete`, { outcome: 'reached' }, key);
    expect((await send()).statusCode).toBe(500);
    afterEffect = async () => undefined;
    const again = await send();
    expect([again.statusCode, again.headers['idempotency-replayed']]).toEqual([200, undefined]);
  });

  it.each([
    ['an empty one', ''],
    ['one too long', 'x'.repeat(256)],
    ['one with a control character', 'a\tb'],
  ])('is refused with %s', async (_, key) => {
    const answer = await api.ask('ops', 'POST', '/v1/contacts', { name: 'x' }, { 'idempotency-key': key });
    expect(problemOf(answer)).toMatchObject({ status: 400, code: 'bad-idempotency-key' });
  });

  it('may have one of 255 characters, with the quotes of a structured field or without', async () => {
    const key = 'k'.repeat(255);
    const send = (text: string) =>
      api.ask('ops', 'POST', '/v1/contacts', { name: 'Quoted' }, { 'idempotency-key': text });
    expect((await send(key)).statusCode).toBe(201);
    expect((await send(`"${key}"`)).headers['idempotency-replayed']).toBe('true');
  });

  it('may bring a list that is read as it comes, and brings it once', async () => {
    const text = `kind: campaign
id: listed-once
name: Listed
audience: { file: vip.csv }
send: { email: { template: care/season, from: marketing, purpose: marketing, topic: greetings } }
`;
    expect((await api.ask('marketing', 'POST', '/v1/campaigns', { text })).statusCode).toBe(201);
    const headers = { ...aKey(), 'content-type': 'text/csv' };
    const bring = () => api.ask('marketing', 'POST', '/v1/campaigns/listed-once/files/vip.csv', 'email\n', headers);
    expect((await bring()).statusCode).toBe(200);
    expect((await bring()).headers['idempotency-replayed']).toBe('true');
    expect(await api.db.campaignFile.count({ where: { campaignId: 'listed-once' } })).toBe(1);
  });

  it('keeps no secret that is shown once, and makes no second', async () => {
    const key = aKey();
    const send = () => api.ask('ops', 'POST', '/v1/keys', { name: 'shop', userId: api.users.viewer }, key);
    const first = await send();
    const second = await send();
    expect([first.statusCode, second.statusCode]).toEqual([201, 409]);
    expect(await api.db.apiKey.count({ where: { name: 'shop' } })).toBe(1);
    const kept = await api.db.idempotencyKey.findMany({ where: { target: 'POST /v1/keys' } });
    expect(JSON.stringify(kept)).not.toContain(first.json<{ key: string }>().key);
  });

  it('is answered anew a day later', async () => {
    const key = aKey();
    const send = () => api.ask('ops', 'POST', '/v1/contacts', { name: 'A day later' }, key);
    await send();
    ahead = 25 * 3_600_000;
    try {
      expect((await send()).headers['idempotency-replayed']).toBeUndefined();
      expect(await contactsNamed('A day later')).toBe(2);
    } finally {
      ahead = 0;
    }
  });
});

/** Sends a request whose process dies after the effect; its claim stays, and its time passes. */
async function dieAfterEffect(send: () => Promise<unknown>): Promise<void> {
  let reached: () => void = () => undefined;
  const effect = new Promise<void>((resolve) => {
    reached = resolve;
  });
  afterEffect = () => {
    reached();
    return new Promise(() => undefined);
  };
  void send();
  await effect;
  afterEffect = async () => undefined;
  expect(problemOf((await send()) as Parameters<typeof problemOf>[0]).code).toBe('idempotency-running');
  ahead += 200_000;
}

describe('a process that dies between the effect and the answer', () => {
  afterAll(() => {
    ahead = 0;
  });

  it('leaves a completed task, which is answered as completed to the same request and refused to another', async () => {
    const key = aKey();
    const task = await aTask(api.db, { contactId: await aContact(api.db) });
    const send = (headers: Record<string, string> = key) =>
      api.ask('manager', 'POST', `/v1/tasks/${task}/complete`, { outcome: 'reached' }, headers);
    await dieAfterEffect(send);
    const again = await send();
    expect([again.statusCode, again.json<TaskView>().status]).toEqual([200, 'done']);
    expect(await api.db.event.count({ where: { type: 'task.completed', externalId: task } })).toBe(1);
    expect(problemOf(await send(aKey())).code).toBe('task-closed');
  });

  it('leaves a command, which is sent again under the same request id and takes effect once', async () => {
    const key = aKey();
    const contactId = await aContact(api.db);
    const { id } = (await api.ask('ops', 'POST', '/v1/journeys', { definition: 'nurture', contactId })).json<{
      id: string;
    }>();
    const send = () => api.ask('ops', 'POST', `/v1/journeys/${id}/pause`, { reason: 'on holiday' }, key);
    expect((await send()).statusCode).toBe(200);
    // As if the answer had not been kept.
    await api.db.idempotencyKey.deleteMany({ where: { target: { contains: id } } });
    expect((await send()).statusCode).toBe(200);
    expect(await api.db.command.count({ where: { journeyId: id } })).toBe(1);
    expect(new Set(api.sent.map((each) => each.requestId)).size).toBe(1);
  });

  it('leaves a claim that another content can’t take over, and that is removed in time', async () => {
    const key = aKey();
    const contactId = await aContact(api.db);
    const send = (stage?: string) =>
      api.ask('ops', 'POST', '/v1/journeys', { definition: 'nurture', contactId, ...(stage ? { stage } : {}) }, key);
    await dieAfterEffect(() => send());
    expect(problemOf(await send('main')).code).toBe('idempotency-mismatch');
    expect(problemOf(await send()).code).toBe('already-open');
    await send();
    expect(await pruneAnswers(api.db, Date.now() + 60 * 3_600_000)).toBeGreaterThan(0);
    expect(await api.db.idempotencyKey.count()).toBe(0);
  });
});
