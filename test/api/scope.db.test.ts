import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/db/new-id.js';
import { aContact, aDefinition, aTask, problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
/** One of everything, of the rep and of somebody else. */
let mine: Record<'contact' | 'deal' | 'journey' | 'task' | 'message', string>;
let others: typeof mine;

beforeAll(async () => {
  api = await startTestApi();
  await api.ask('ops', 'POST', '/v1/definitions', { text: aDefinition() });
  mine = await oneOfEach(api.users.rep);
  others = await oneOfEach(api.users.manager);
});
afterAll(() => api.stop());

async function oneOfEach(ownerId: string): Promise<typeof mine> {
  const contact = await aContact(api.db, { ownerId });
  const { deal } = (await api.ask('ops', 'POST', '/v1/deals', { contactId: contact, name: 'Deal' })).json<{
    deal: { id: string };
  }>();
  const journey = (await api.ask('ops', 'POST', '/v1/journeys', { definition: 'nurture', contactId: contact })).json<{
    id: string;
  }>();
  const task = await aTask(api.db, { assigneeId: ownerId, contactId: contact });
  const message = newId('message');
  await api.db.message.create({
    data: {
      id: message,
      journeyId: journey.id,
      contactId: contact,
      stepId: 'hello',
      occurrence: 1,
      state: 'accepted',
      purpose: 'marketing',
      template: 'lead/hello',
      messageId: `<${message}@x>`,
      raw: Buffer.from('Subject: hi\r\n\r\nhi'),
      intendedAt: new Date(),
    },
  });
  return { contact, deal: deal.id, journey: journey.id, task, message };
}

const READS = [
  ['contact', (id: string) => `/v1/contacts/${id}`],
  ['deal', (id: string) => `/v1/deals/${id}`],
  ['journey', (id: string) => `/v1/journeys/${id}`],
  ['journey', (id: string) => `/v1/journeys/${id}/story`],
  ['task', (id: string) => `/v1/tasks/${id}`],
  ['message', (id: string) => `/v1/messages/${id}`],
] as const;

const WRITES = [
  ['contact', 'PATCH', (id: string) => `/v1/contacts/${id}`, { status: 'customer' }],
  ['deal', 'PATCH', (id: string) => `/v1/deals/${id}`, { stage: 'proposal' }],
  ['journey', 'POST', (id: string) => `/v1/journeys/${id}/pause`, { reason: 'on holiday' }],
  ['journey', 'POST', (id: string) => `/v1/journeys/${id}/resume`, { reason: 'back' }],
  ['journey', 'POST', (id: string) => `/v1/journeys/${id}/exit`, { reason: 'left' }],
  ['task', 'POST', (id: string) => `/v1/tasks/${id}/complete`, { outcome: 'reached' }],
] as const;

describe('a rep', () => {
  it.each(READS)('reads an own %s, and finds nothing where another’s is (%#)', async (kind, at) => {
    expect((await api.ask('rep', 'GET', at(mine[kind]))).statusCode).toBe(200);
    const response = await api.ask('rep', 'GET', at(others[kind]));
    expect(problemOf(response)).toMatchObject({ status: 404, code: 'not-found' });
  });

  it.each(WRITES)('changes nothing of another’s %s (%#)', async (kind, method, at, body) => {
    expect((await api.ask('rep', method, at(others[kind]), body)).statusCode).toBe(404);
    expect(api.sent.map((each) => each.workflowId).join()).not.toContain(others.contact);
  });

  it.each(['contacts', 'deals', 'journeys', 'tasks', 'messages'])('lists only own %s', async (list) => {
    const ids = (await api.ask('rep', 'GET', `/v1/${list}`))
      .json<{ data: { id: string }[] }>()
      .data.map((row) => row.id);
    expect(ids).toHaveLength(1);
    expect(Object.values(mine)).toContain(ids[0]);
  });

  it('changes own things', async () => {
    for (const [kind, method, at, body] of WRITES) {
      const response = await api.ask('rep', method, at(mine[kind]), body);
      expect(response.statusCode, `${kind}: ${response.body}`).toBe(200);
    }
  });

  it('logs no call, opens no deal and starts no journey with another’s contact', async () => {
    for (const [url, body] of [
      ['/v1/calls', { contactId: others.contact }],
      ['/v1/deals', { contactId: others.contact }],
      ['/v1/journeys', { definition: 'nurture', contactId: others.contact }],
    ] as const) {
      expect(problemOf(await api.ask('rep', 'POST', url, body)).code, url).toBe('unknown-contact');
    }
  });

  it('owns the leads that it adds, and gives none away', async () => {
    const added = await api.ask('rep', 'POST', '/v1/contacts', { name: 'New Lead' });
    expect(added.json().contact.ownerId).toBe(api.users.rep);
    const given = await api.ask('rep', 'PATCH', `/v1/contacts/${mine.contact}`, { ownerId: api.users.manager });
    expect(problemOf(given)).toMatchObject({ status: 403, errors: [{ pointer: '/ownerId' }] });
  });

  it('does not learn whose contact has an address', async () => {
    const id = await aContact(api.db, { ownerId: api.users.manager, email: 'taken@customer.example' });
    const asRep = await api.ask('rep', 'POST', '/v1/contacts', { email: 'Taken@customer.example' });
    expect(problemOf(asRep).code).toBe('email-taken');
    expect(asRep.body).not.toContain(id);
    expect((await api.ask('ops', 'POST', '/v1/contacts', { email: 'taken@customer.example' })).body).toContain(id);
  });

  it('counts only what is its own', async () => {
    const [own, all] = await Promise.all(
      ['rep', 'manager'].map(async (role) =>
        (await api.ask(role as 'rep', 'GET', '/v1/stats')).json<{ journeys: { count: number }[] }>(),
      ),
    );
    expect(own?.journeys.reduce((sum, row) => sum + row.count, 0)).toBe(1);
    expect(all?.journeys.reduce((sum, row) => sum + row.count, 0)).toBe(2);
  });

  it('finds the tasks of its teams that nobody has taken', async () => {
    await api.db.team.create({
      data: { id: 'tea_north', name: 'North', members: { create: { userId: api.users.rep } } },
    });
    await api.db.team.create({ data: { id: 'tea_south', name: 'South' } });
    const ours = await aTask(api.db, { teamId: 'tea_north' });
    const theirs = await aTask(api.db, { teamId: 'tea_south' });
    expect((await api.ask('rep', 'GET', `/v1/tasks/${ours}`)).statusCode).toBe(200);
    expect((await api.ask('rep', 'GET', `/v1/tasks/${theirs}`)).statusCode).toBe(404);
  });
});

describe('a manager', () => {
  it('records the outcome of a rep’s task, and a second time is refused', async () => {
    const task = await aTask(api.db, { assigneeId: api.users.rep, contactId: mine.contact });
    const done = await api.ask('manager', 'POST', `/v1/tasks/${task}/complete`, {
      outcome: 'reached',
      note: 'all well',
    });
    expect(done.json()).toMatchObject({ status: 'done', outcome: 'reached', doneBy: api.users.manager });
    expect(problemOf(await api.ask('manager', 'POST', `/v1/tasks/${task}/complete`, { outcome: 'reached' })).code).toBe(
      'task-closed',
    );
  });

  it('is told the outcomes that a task has', async () => {
    const task = await aTask(api.db, { assigneeId: api.users.rep });
    const problem = problemOf(await api.ask('manager', 'POST', `/v1/tasks/${task}/complete`, { outcome: 'raeched' }));
    expect(problem).toMatchObject({ status: 422, code: 'unknown-outcome', errors: [{ pointer: '/outcome' }] });
    expect(problem.detail).toContain('reached');
  });
});

describe('message bodies', () => {
  it('are for ops alone', async () => {
    const raw = await api.ask('ops', 'GET', `/v1/messages/${mine.message}/raw`);
    expect([raw.statusCode, raw.headers['content-type'], raw.body]).toEqual([
      200,
      'message/rfc822; charset=utf-8',
      'Subject: hi\r\n\r\nhi',
    ]);
    for (const role of ['manager', 'marketing', 'rep', 'viewer'] as const)
      expect((await api.ask(role, 'GET', `/v1/messages/${mine.message}/raw`)).statusCode).toBe(403);
    expect((await api.ask('viewer', 'GET', `/v1/messages/${mine.message}`)).body).not.toContain('raw');
  });
});
