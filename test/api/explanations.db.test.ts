import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aContact, problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
let mine: string;
beforeAll(async () => {
  api = await startTestApi();
  mine = await aContact(api.db, { name: '王芳', country: 'CN', score: 12, ownerId: api.users.rep });
  await aContact(api.db, { name: 'Ada', country: 'DE', score: 80 });
  await api.ask('ops', 'POST', '/v1/events', { contactId: mine, type: 'order.placed', fields: { amount: 5 } });
});
afterAll(() => api.stop());

describe('the count of a condition', () => {
  const count = async (role: 'ops' | 'rep', condition: object) =>
    (await api.ask(role, 'POST', '/v1/contacts/count', { if: condition })).json<{ fit: number; of: number }>();

  it('is of the contacts that one sees, events counted too', async () => {
    const all = await api.db.contact.count();
    expect(await count('ops', { 'contact.country': { in: ['CN', 'DE'] } })).toEqual({ fit: 2, of: all });
    expect(await count('rep', { 'contact.country': { in: ['CN', 'DE'] } })).toEqual({ fit: 1, of: 1 });
    expect(await count('ops', { 'events.order.placed': { atLeast: 1, within: '1 days' } })).toMatchObject({ fit: 1 });
    expect(await count('ops', { 'deal.amount': { gt: 5 } })).toMatchObject({ fit: 0 });
  });

  it.each([
    ['a faulty comparison', { 'contact.name': { equls: 'x' } }, 'unknown-key'],
    ['what only a journey has', { 'event.step': 'hello' }, 'unknown-path'],
    ['a step', { 'steps.hello.replied': true }, 'unknown-path'],
  ])('refuses %s, with its place', async (_, condition, code) => {
    const problem = problemOf(await api.ask('ops', 'POST', '/v1/contacts/count', { if: condition }));
    expect(problem).toMatchObject({ status: 422, code: 'bad-condition', errors: [{ code }] });
  });
});

describe('the explanation of a contact', () => {
  it('says of every part what was asked and what was found', async () => {
    const body = {
      if: { 'contact.name': { startsWith: '王' }, 'contact.score': { gt: 50 }, 'events.order.placed': { atLeast: 2 } },
    };
    const { fits, lines } = (await api.ask('rep', 'POST', `/v1/contacts/${mine}/explanation`, body)).json<{
      fits: boolean;
      lines: string[];
    }>();
    expect(fits).toBe(false);
    expect(lines.slice(0, 3)).toEqual([
      'no   all of these',
      '  yes  contact.name: asked to start with "王"; found the text "王芳"',
      '  no   contact.score: asked to be more than 50; found the number 12',
    ]);
    expect(lines[3]).toMatch(/^ {2}no {3}events\.order\.placed: asked at least 2; found 1, the latest \d{4}-/);
  });
});
