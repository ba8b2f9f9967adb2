import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { turnsOf } from '../../src/db/segments/asking.js';
import { lookAtSegments } from '../../src/db/segments/look.js';
import { poolOf } from '../../src/db/statement.js';
import { DAY } from '../../src/domain/instant.js';
import { aContact, problemOf, startTestApi, type TestApi } from './support.js';

const definition = (condition: string, id = 'germans') =>
  `kind: segment\nid: ${id}\nname: { en: Germans, zh-CN: 德国客户 }\nif: ${condition}\n`;

let api: TestApi;
let mine: string;
let theirs: string;
beforeAll(async () => {
  api = await startTestApi();
  mine = await aContact(api.db, { name: '王芳', country: 'DE', score: 12, ownerId: api.users.rep });
  theirs = await aContact(api.db, { name: 'Ada', country: 'DE', score: 80 });
  await aContact(api.db, { name: 'Bob', country: 'US' });
  await api.ask('ops', 'POST', '/v1/definitions', { text: definition('{ contact.country: DE }') });
});
afterAll(() => api.stop());

const get = async <T>(url: string, role: 'ops' | 'rep' = 'ops') => (await api.ask(role, 'GET', url)).json<T>();
const post = async <T>(url: string, body: object = {}, role: 'ops' | 'rep' = 'ops') =>
  (await api.ask(role, 'POST', url, body)).json<T>();

interface Sized {
  readonly id: string;
  readonly version: number;
  readonly last: { readonly size: number; readonly of: number; readonly version: number } | null;
  readonly sizes: readonly { readonly day: string; readonly size: number }[];
}

describe('a published segment', () => {
  it('is there with its names, its text and its condition by itself', async () => {
    const { data } = await get<{ data: Sized[] }>('/v1/segments');
    expect(data).toMatchObject([{ id: 'germans', version: 1, name: { en: 'Germans', 'zh-CN': '德国客户' } }]);
    expect(await get('/v1/segments/germans')).toMatchObject({ condition: 'contact.country: DE\n', version: 1 });
  });

  it('is counted now, and the size is kept as the day’s; a rep’s own count is nobody else’s', async () => {
    expect(await post('/v1/segments/germans/count', {}, 'rep')).toMatchObject({ fit: 1, of: 1 });
    expect((await get<Sized>('/v1/segments/germans')).last).toBeNull();
    expect(await post('/v1/segments/germans/count')).toMatchObject({ fit: 2, of: 3 });
    const { last, sizes } = await get<Sized>('/v1/segments/germans');
    expect(last).toMatchObject({ size: 2, of: 3, version: 1 });
    expect(sizes).toHaveLength(1);
    // Nor does a rep see how many fit among everybody's.
    const none = { last: null, sizes: [] };
    expect(await get('/v1/segments/germans', 'rep')).toMatchObject(none);
    expect(await get('/v1/segments', 'rep')).toMatchObject({ data: [none] });
    expect(await get('/v1/segments/germans/sizes', 'rep')).toMatchObject({ data: [] });
  });

  it('has its sizes over time, a page at a time, by the look of each day', async () => {
    const begin = Date.now() + DAY;
    for (let day = 0; day < 3; day++) expect(await lookAtSegments(api.db, begin + day * DAY, fail)).toBe(1);
    // A day's second look finds everything counted.
    expect(await lookAtSegments(api.db, begin + 2 * DAY, fail)).toBe(0);
    const first = await get<{ data: Sized['sizes']; nextCursor: string }>('/v1/segments/germans/sizes?limit=2');
    const second = await get<{ data: Sized['sizes'] }>(`/v1/segments/germans/sizes?limit=2&cursor=${first.nextCursor}`);
    const days = [...first.data, ...second.data].map(({ day }) => day);
    expect(days).toHaveLength(4);
    expect(days).toEqual([...days].sort().reverse());
  });

  it('that has another version since is counted again the same day', async () => {
    const now = Date.now() + 3 * DAY;
    await api.ask('ops', 'POST', '/v1/definitions', { text: definition('{ contact.country: { in: [DE, US] } }') });
    expect(await lookAtSegments(api.db, now, fail)).toBe(1);
    expect((await get<Sized>('/v1/segments/germans')).last).toMatchObject({ size: 3, version: 2 });
  });

  it('that can’t be counted holds up no other', async () => {
    await api.ask('ops', 'POST', '/v1/definitions', { text: definition('{ contact.country: US }', 'americans') });
    // As one whose custom field was taken out of fields.yaml since, and which holds what no record can.
    await api.db.definitionVersion.update({
      where: { definitionId_version: { definitionId: 'americans', version: 1 } },
      data: { text: definition('{ event.step: x }', 'americans') },
    });
    await api.ask('ops', 'POST', '/v1/definitions', { text: definition('{ contact.country: CN }', 'chinese') });
    const told: string[] = [];
    expect(await lookAtSegments(api.db, Date.now() + 5 * DAY, (segment) => told.push(segment))).toBe(2);
    expect(told).toEqual(['americans']);
  });
});

describe('a condition that is being written', () => {
  const count = (text: string, role: 'ops' | 'rep' = 'ops') =>
    post<{ findings: { line: number; column: number; code: string }[]; count: { fit: number; of: number } | null }>(
      '/v1/segments/count',
      { text },
      role,
    );

  it('is counted among the contacts that one sees, by itself or in a definition', async () => {
    expect(await count('contact.country: DE')).toMatchObject({ findings: [], count: { fit: 2, of: 3 } });
    expect(await count(definition('{ contact.country: DE }'), 'rep')).toMatchObject({ count: { fit: 1, of: 1 } });
  });

  it.each([
    [
      'a path that leads nowhere',
      'contact.country: DE\ncontact.cuntry: DE',
      { line: 2, column: 1, code: 'unknown-path' },
    ],
    ['a value class there is not', 'rfm.money: 5', { line: 1, column: 1, code: 'unknown-path' }],
    ['what is no YAML', 'contact.country: [', { line: 1, code: 'yaml-syntax' }],
    ['a fault in a definition', definition('{ contact.score: high }'), { line: 4, code: 'wrong-type' }],
    [
      'a definition of another kind',
      'kind: survey\nid: s\nname: S\nquestions: [{ id: a, label: A, type: score }]',
      { code: 'wrong-type' },
    ],
  ])('says where %s is, and counts nothing', async (_, text, finding) => {
    const answer = await count(text);
    expect(answer.count).toBeNull();
    expect(answer.findings).toMatchObject([finding]);
  });

  it('has samples of whom it chooses, only of those that one sees', async () => {
    const sample = (role: 'ops' | 'rep') =>
      post<{ contacts: { id: string }[] }>('/v1/segments/sample', { text: 'contact.country: DE', limit: 5 }, role);
    expect((await sample('ops')).contacts.map(({ id }) => id).sort()).toEqual([mine, theirs].sort());
    expect((await sample('rep')).contacts.map(({ id }) => id)).toEqual([mine]);
  });

  it('is explained for a person part by part', async () => {
    const text = 'all:\n  - contact.country: DE\n  - not: { contact.score: { gt: 50 } }\n';
    const { fits, parts } = await post<{ fits: boolean; parts: object[] }>('/v1/segments/explain', {
      text,
      contactId: theirs,
    });
    expect(fits).toBe(false);
    expect(parts).toMatchObject([
      { depth: 0, type: 'all', holds: false, path: null },
      { depth: 1, type: 'test', holds: true, path: 'contact.country', found: 'the text "DE"' },
      { depth: 1, type: 'not', holds: false },
      { depth: 2, type: 'test', holds: true, path: 'contact.score', asked: 'to be more than 50' },
    ]);
    const hidden = await api.ask('rep', 'POST', '/v1/segments/explain', { text, contactId: theirs });
    expect(problemOf(hidden).code).toBe('unknown-contact');
  });

  it('says nothing of who was erased: no segment has them', async () => {
    const gone = await aContact(api.db, { country: 'US' });
    await api.db.contact.update({ where: { id: gone }, data: { erasedAt: new Date() } });
    const text = 'contact.country: US';
    const explained = await api.ask('ops', 'POST', '/v1/segments/explain', { text, contactId: gone });
    expect(problemOf(explained).code).toBe('unknown-contact');
    const asked = await api.ask('ops', 'POST', `/v1/contacts/${gone}/explanation`, { if: { 'contact.country': 'US' } });
    expect(problemOf(asked)).toMatchObject({ status: 404 });
    await api.db.contact.delete({ where: { id: gone } });
  });
});

it('asks two counts at once, lets others wait, and ends the statement of one that nobody waits for any more', async () => {
  const url = await api.app.listen({ host: '127.0.0.1', port: 0 });
  // Somebody holds the table: the count can't even begin to read.
  let free: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    free = resolve;
  });
  const holding = api.db.$transaction(
    async (tx) => {
      await tx.$executeRaw`LOCK TABLE contacts IN ACCESS EXCLUSIVE MODE`;
      await held;
    },
    { timeout: 60_000 },
  );
  const waiting = async () => {
    const [row] = await api.db.$queryRaw<{ n: bigint }[]>`
      SELECT count(*) AS n FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FROM contacts c%'`;
    return Number(row?.n);
  };
  const abort = new AbortController();
  const asking = ['DE', 'US', 'CN'].map((country) =>
    fetch(`${url}/v1/segments/count`, {
      method: 'POST',
      headers: { authorization: `Bearer ${api.keys.ops}`, 'content-type': 'application/json' },
      body: JSON.stringify({ text: `contact.country: ${country}` }),
      signal: abort.signal,
    }).catch(() => 'given up'),
  );
  const turns = turnsOf(poolOf(api.db));
  while (turns.waiting === 0 || (await waiting()) < 2) await sleep(20);
  expect(await waiting()).toBe(2);
  abort.abort();
  expect(await Promise.all(asking)).toEqual(['given up', 'given up', 'given up']);
  while (turns.waiting > 0 || (await waiting()) > 0) await sleep(20);
  free();
  await holding;
  // Their places are free again.
  expect(await post('/v1/segments/count', { text: 'contact.country: DE' })).toMatchObject({ count: { fit: 2 } });
}, 60_000);

const fail = (segment: string, why: unknown): never => {
  throw new Error(`${segment}: ${String(why)}`);
};
