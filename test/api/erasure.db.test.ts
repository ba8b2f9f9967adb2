import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aContact, problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const because = { reason: 'she asked for it' };
const erase = (id: string) => api.ask('ops', 'POST', `/v1/contacts/${id}/erasure`, because);

describe('erasing a contact', () => {
  it('shows first what it would take, and who else may be the same person', async () => {
    const id = await aContact(api.db, { name: 'Erasa Doppelt' });
    await api.db.contact.update({ where: { id }, data: { phone: '+4930999888' } });
    const namesake = await aContact(api.db, { name: 'Erasa Doppelt' });
    const answer = await api.ask('ops', 'GET', `/v1/contacts/${id}/erasure`);
    expect(answer.json()).toMatchObject({
      ...{ contactId: id, name: 'Erasa Doppelt', alike: [{ id: namesake }] },
      takes: { journeys: 0, addresses: 1 },
    });
    expect((await api.ask('viewer', 'GET', `/v1/contacts/${id}`)).statusCode).toBe(200);
  });

  it('takes it out of every list and search, and answers the same again as the first time', async () => {
    const id = await aContact(api.db, { name: 'Erasa Listenlos' });
    const erased = await erase(id);
    expect(erased.statusCode).toBe(200);
    expect(erased.json()).toMatchObject({ contactId: id, by: api.users.ops, ...because });
    expect((await erase(id)).json()).toEqual(erased.json());
    expect(problemOf(await api.ask('ops', 'GET', `/v1/contacts/${id}`)).code).toBe('not-found');
    expect(problemOf(await api.ask('ops', 'GET', `/v1/contacts/${id}/erasure`)).code).toBe('not-found');
    expect(problemOf(await api.ask('ops', 'PATCH', `/v1/contacts/${id}`, { name: 'Back' })).code).toBe('not-found');
    expect(problemOf(await api.ask('ops', 'POST', '/v1/calls', { contactId: id })).code).not.toBe('');
    const list = await api.ask('ops', 'GET', '/v1/contacts?limit=100');
    expect(list.json().data.map((contact: { id: string }) => contact.id)).not.toContain(id);
    const found = await api.ask('ops', 'GET', '/v1/search?q=Listenlos');
    expect(found.payload).not.toContain(id);
  });

  it('needs a reason, and a contact', async () => {
    const id = await aContact(api.db);
    expect(problemOf(await api.ask('ops', 'POST', `/v1/contacts/${id}/erasure`, { reason: '' })).code).toBe('invalid');
    expect(problemOf(await erase('con_nobody')).code).toBe('not-found');
    expect((await api.ask('manager', 'POST', `/v1/contacts/${id}/erasure`, because)).statusCode).toBe(403);
  });
});
