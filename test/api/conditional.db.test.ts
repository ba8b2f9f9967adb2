import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aContact, problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const tagOf = (response: { readonly headers: Record<string, unknown> }) => String(response.headers['etag']);

describe('a read', () => {
  it('has a tag, and is not sent again to whoever has it', async () => {
    const id = await aContact(api.db);
    const first = await api.ask('ops', 'GET', `/v1/contacts/${id}`);
    expect(first.headers['cache-control']).toBe('private, no-cache');
    expect(tagOf(first)).toMatch(/^"[\w-]{27}"$/);
    for (const known of [tagOf(first), `W/${tagOf(first)}`, `"other", ${tagOf(first)}`, '*']) {
      const again = await api.ask('ops', 'GET', `/v1/contacts/${id}`, undefined, { 'if-none-match': known });
      expect([again.statusCode, again.body, tagOf(again)]).toEqual([304, '', tagOf(first)]);
      expect(again.headers['content-type']).toBeUndefined();
    }
  });

  it('is sent anew once it has changed', async () => {
    const id = await aContact(api.db);
    const list = await api.ask('ops', 'GET', '/v1/contacts?limit=1');
    await api.ask('ops', 'PATCH', `/v1/contacts/${id}`, { status: 'customer' });
    const again = await api.ask('ops', 'GET', '/v1/contacts?limit=1', undefined, { 'if-none-match': tagOf(list) });
    expect(again.statusCode).toBe(200);
    expect(tagOf(again)).not.toBe(tagOf(list));
  });

  it('has the same tag by HEAD as by GET', async () => {
    const id = await aContact(api.db);
    const [head, get] = [
      await api.ask('ops', 'HEAD', `/v1/contacts/${id}`),
      await api.ask('ops', 'GET', `/v1/contacts/${id}`),
    ];
    expect([head.statusCode, head.body, tagOf(head)]).toEqual([200, '', tagOf(get)]);
  });

  it('of a refusal has no tag, and the answer to a change is not kept by anybody', async () => {
    expect((await api.ask('ops', 'GET', '/v1/contacts/con_nobody')).headers['etag']).toBeUndefined();
    const made = await api.ask('ops', 'POST', '/v1/contacts', { name: 'x' });
    expect(made.headers['cache-control']).toBe('no-store');
  });
});

/** One of each of what takes `If-Match`. */
const KINDS = [
  ['contact', '/v1/contacts', { status: 'customer' }],
  ['deal', '/v1/deals', { stage: 'proposal' }],
] as const;

async function make(kind: 'contact' | 'deal'): Promise<string> {
  const contactId = await aContact(api.db);
  if (kind === 'contact') return contactId;
  return (await api.ask('ops', 'POST', '/v1/deals', { contactId })).json<{ deal: { id: string } }>().deal.id;
}

describe.each(KINDS)('a change of a %s', (kind, path, change) => {
  it('is made when it is as its reader saw it, and gives the tag of what it became', async () => {
    const id = await make(kind);
    const read = await api.ask('ops', 'GET', `${path}/${id}`);
    const changed = await api.ask('ops', 'PATCH', `${path}/${id}`, change, { 'if-match': tagOf(read) });
    expect(changed.statusCode).toBe(200);
    expect(tagOf(changed)).toBe(tagOf(await api.ask('ops', 'GET', `${path}/${id}`)));
  });

  it('is refused when it has changed since, and changes nothing', async () => {
    const id = await make(kind);
    const read = await api.ask('ops', 'GET', `${path}/${id}`);
    await api.ask('manager', 'PATCH', `${path}/${id}`, kind === 'deal' ? { product: 'pump' } : { city: 'Köln' });
    const before = await api.ask('ops', 'GET', `${path}/${id}`);
    const late = await api.ask('ops', 'PATCH', `${path}/${id}`, change, { 'if-match': tagOf(read) });
    expect(problemOf(late)).toMatchObject({ status: 412, code: 'changed-meanwhile' });
    expect((await api.ask('ops', 'GET', `${path}/${id}`)).body).toBe(before.body);
  });

  it('is made by one of ten who saw the same at once', async () => {
    const id = await make(kind);
    const tag = tagOf(await api.ask('ops', 'GET', `${path}/${id}`));
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => api.ask('ops', 'PATCH', `${path}/${id}`, change, { 'if-match': tag })),
    );
    expect(answers.map((each) => each.statusCode).sort()).toEqual([200, ...Array(9).fill(412)]);
  });

  it('without a condition, or with any, is made as before', async () => {
    const id = await make(kind);
    expect((await api.ask('ops', 'PATCH', `${path}/${id}`, change)).statusCode).toBe(200);
    expect((await api.ask('ops', 'PATCH', `${path}/${id}`, change, { 'if-match': '*' })).statusCode).toBe(200);
    expect((await api.ask('ops', 'PATCH', `${path}/${id}`, change, { 'if-match': '"x"' })).statusCode).toBe(412);
  });
});
