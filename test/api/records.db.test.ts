import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiProblem, ApiUnreachable, createApiClient } from '../../src/api/client.js';
import { listContacts } from '../../src/api/contracts/contacts.js';
import { getJourney, pauseJourney } from '../../src/api/contracts/journeys.js';
import { aContact, aDefinition, problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.ask('ops', 'POST', '/v1/definitions', { text: aDefinition() });
});
afterAll(() => api.stop());

const eventsOf = async (contactId: string) =>
  (await api.db.event.findMany({ where: { contactId }, orderBy: { seq: 'asc' } })).map(({ type, fields }) => ({
    type,
    fields,
  }));

describe('a lead that is added', () => {
  it('emits lead.created, which enters the journeys that it fits', async () => {
    await api.ask('ops', 'POST', '/v1/definitions', { text: aDefinition('welcome').replace('manual', 'lead.created') });
    const response = await api.ask('marketing', 'POST', '/v1/contacts', {
      lastName: 'Curie',
      email: 'm.curie@customer.example',
      source: 'trade show',
    });
    expect(response.statusCode, response.body).toBe(201);
    const { contact, started } = response.json<{ contact: { id: string; name: string }; started: string[] }>();
    expect(contact).toMatchObject({ name: 'Curie', email: 'm.curie@customer.example', source: 'trade show' });
    expect(await eventsOf(contact.id)).toEqual([{ type: 'lead.created', fields: { source: 'trade show' } }]);
    expect(started).toHaveLength(1);
    expect(await api.db.outbox.findMany({ where: { journeyId: started[0] ?? '' } })).toMatchObject([{ kind: 'start' }]);
  });
});

describe('a contact that is changed', () => {
  it('tells journeys what was set, declared fields beside the others', async () => {
    const id = await aContact(api.db);
    const response = await api.ask('manager', 'PATCH', `/v1/contacts/${id}`, {
      status: 'customer',
      custom: { budget: 5_000 },
    });
    expect(response.json()).toMatchObject({ status: 'customer', custom: { budget: 5_000 } });
    expect(await eventsOf(id)).toEqual([
      { type: 'contact.changed', fields: { set: { status: 'customer', budget: 5_000 } } },
    ]);
  });

  it('gets its owner without that becoming a field of its own', async () => {
    const id = await aContact(api.db);
    const response = await api.ask('manager', 'PATCH', `/v1/contacts/${id}`, { ownerId: api.users.rep });
    expect(response.json()).toMatchObject({ ownerId: api.users.rep, custom: {} });
    const missing = await api.ask('manager', 'PATCH', `/v1/contacts/${id}`, { ownerId: 'usr_nobody' });
    expect(problemOf(missing)).toMatchObject({ status: 422, code: 'unknown-owner', errors: [{ pointer: '/ownerId' }] });
  });

  it('keeps its address when another has the new one', async () => {
    await aContact(api.db, { email: 'first@customer.example' });
    const id = await aContact(api.db, { email: 'second@customer.example' });
    const response = await api.ask('manager', 'PATCH', `/v1/contacts/${id}`, {
      email: 'FIRST@customer.example',
      status: 'x',
    });
    expect(problemOf(response).code).toBe('email-taken');
    expect(await api.db.contact.findUnique({ where: { id } })).toMatchObject({
      email: 'second@customer.example',
      status: null,
    });
    expect(await eventsOf(id)).toEqual([]);
  });
});

describe('a deal', () => {
  it('is created, changed and won, and journeys hear each once', async () => {
    const contactId = await aContact(api.db);
    const made = (
      await api.ask('manager', 'POST', '/v1/deals', { contactId, name: 'Pumps', amount: 1_200.5, currency: 'EUR' })
    ).json<{ deal: { id: string } }>();
    const at = `/v1/deals/${made.deal.id}`;
    expect((await api.ask('manager', 'PATCH', at, { stage: 'proposal', amount: 1_500 })).json()).toMatchObject({
      deal: { stage: 'proposal', amount: 1_500, status: 'open', closedAt: null },
    });
    for (let i = 0; i < 2; i++) {
      expect((await api.ask('manager', 'PATCH', at, { stage: 'Closed Won' })).json()).toMatchObject({
        deal: { status: 'won', closedAt: expect.any(String) },
      });
    }
    expect((await eventsOf(contactId)).map((event) => event.type)).toEqual([
      'deal.created',
      'deal.changed',
      'deal.changed',
      'deal.won',
      'deal.changed',
    ]);
  });

  it('is lost with its reason', async () => {
    const contactId = await aContact(api.db);
    const made = (await api.ask('manager', 'POST', '/v1/deals', { contactId })).json<{ deal: { id: string } }>();
    await api.ask('manager', 'PATCH', `/v1/deals/${made.deal.id}`, { status: 'lost', reason: 'price' });
    expect((await eventsOf(contactId)).at(-1)).toEqual({ type: 'deal.lost', fields: { reason: 'price' } });
  });
});

describe('a call', () => {
  it('is kept, and journeys hear of it', async () => {
    const contactId = await aContact(api.db);
    const response = await api.ask('manager', 'POST', '/v1/calls', {
      contactId,
      outcome: 'reached',
      durationSeconds: 90,
    });
    const { callId } = response.json<{ callId: string }>();
    expect(await api.db.call.findUnique({ where: { id: callId } })).toMatchObject({
      contactId,
      ownerId: api.users.manager,
      outcome: 'reached',
    });
    expect(await eventsOf(contactId)).toEqual([
      { type: 'call.logged', fields: { direction: 'outbound', outcome: 'reached', durationSeconds: 90, call: callId } },
    ]);
  });
});

describe('a definition', () => {
  it('is validated with line and column, and kept by nobody', async () => {
    const { findings, publishable } = (
      await api.ask('viewer', 'POST', '/v1/definitions/validate', {
        text: 'kind: journey\nid: x\nname: X\nstpes: []\n',
        file: 'x.yaml',
      })
    ).json<{ findings: { code: string }[]; publishable: boolean }>();
    expect(publishable).toBe(false);
    expect(findings).toContainEqual(
      expect.objectContaining({ file: 'x.yaml', line: 4, column: 1, code: 'unknown-key', suggestion: 'steps' }),
    );
    expect((await api.ask('viewer', 'GET', '/v1/definitions/x')).statusCode).toBe(404);
  });

  it('gets a new version for a new text, and none for the same', async () => {
    const text = aDefinition('versions');
    const publish = async (body: object) => {
      const response = await api.ask('ops', 'POST', '/v1/definitions', body);
      return [response.statusCode, response.json<{ version: number; created: boolean }>().version];
    };
    expect(await publish({ text, note: 'first' })).toEqual([201, 1]);
    expect(await publish({ text })).toEqual([200, 1]);
    expect(await publish({ text: text.replace('2 days', '3 days') })).toEqual([201, 2]);
    expect((await api.ask('viewer', 'GET', '/v1/definitions/versions/versions')).json()).toMatchObject({
      data: [
        { version: 2, current: true },
        { version: 1, current: false, note: 'first' },
      ],
    });
    expect((await api.ask('viewer', 'GET', '/v1/definitions/versions/versions/1')).json()).toMatchObject({
      text,
      current: false,
    });
    expect((await api.ask('viewer', 'GET', '/v1/definitions/versions')).json()).toMatchObject({ version: 2 });
  });

  it('is drawn as published and as it is being written, with the keys of its steps', async () => {
    const text = aDefinition('drawn').replace(/^name: .*$/m, `name: '<b>画 & "図"'`);
    expect((await api.ask('ops', 'POST', '/v1/definitions', { text })).statusCode).toBe(201);
    const path = '/v1/definitions/drawn/versions/1/graph';
    const published = (await api.ask('viewer', 'GET', `${path}?language=zh-CN`)).json<{
      svg: string;
      steps: string[];
    }>();
    expect(published.svg).toContain('&lt;b&gt;画 &amp; &quot;図&quot;');
    expect(published.svg).not.toContain('<b>');
    expect(published.steps.length).toBeGreaterThan(0);
    for (const step of published.steps) expect(published.svg).toContain(`data-step="${step}"`);
    const bare = (await api.ask('viewer', 'GET', `${path}?styled=false`)).json<{ svg: string }>();
    expect(bare.svg).not.toContain('<style>');
    const preview = await api.ask('viewer', 'POST', '/v1/definitions/preview-graph', { text, language: 'zh-CN' });
    expect(preview.json()).toEqual(published);
    const nothing = await api.ask('viewer', 'POST', '/v1/definitions/preview-graph', { text: ': [' });
    expect(nothing.json()).toEqual({ svg: null, steps: [] });
    expect((await api.ask('viewer', 'GET', '/v1/definitions/drawn/versions/9/graph')).statusCode).toBe(404);
  });

  it('of two publishers at once gets two versions', async () => {
    const texts = [1, 2, 3, 4].map((n) => aDefinition('race').replace('2 days', `${n} days`));
    const answers = await Promise.all(texts.map((text) => api.ask('ops', 'POST', '/v1/definitions', { text })));
    expect(answers.map((answer) => answer.json<{ version: number }>().version).sort()).toEqual([1, 2, 3, 4]);
  });

  it('with an error is refused with every finding and its place', async () => {
    const problem = problemOf(
      await api.ask('ops', 'POST', '/v1/definitions', { text: aDefinition('broken').replace('2 days', 'soon') }),
    );
    expect(problem).toMatchObject({
      status: 422,
      code: 'definition-has-errors',
      errors: [{ code: 'bad-duration', line: 7, column: 11, pointer: '/steps/0/wait' }],
    });
  });
});

describe('a journey', () => {
  it('starts once for a contact, and its story is in its own zone', async () => {
    const contactId = await aContact(api.db, { timezone: 'Europe/Berlin' });
    const started = await api.ask('manager', 'POST', '/v1/journeys', { definition: 'nurture', contactId });
    expect(started.json()).toMatchObject({ phase: 'starting', contactName: 'Ada Lovelace', n: 1 });
    expect(
      problemOf(await api.ask('manager', 'POST', '/v1/journeys', { definition: 'nurture', contactId })),
    ).toMatchObject({ status: 409, code: 'already-open' });
    const { id } = started.json<{ id: string }>();
    const at = new Date('2027-01-04T01:00:00Z');
    const due = Date.parse('2027-01-06T01:00:00Z');
    await api.db.journalEntry.create({
      data: {
        journeyId: id,
        advance: 1,
        at,
        realAt: at,
        stage: 'main',
        track: 'main',
        action: 'wait',
        decision: 'wait',
        until: new Date(due),
      },
    });
    await api.db.journey.update({
      where: { id },
      data: {
        phase: 'active',
        waits: [{ track: 'main', step: '0', wait: { type: 'timer', due, moves: true, business: false } }],
      },
    });
    const story = (await api.ask('viewer', 'GET', `/v1/journeys/${id}/story`)).json();
    // The definition names Shanghai, so the contact's Berlin doesn't count.
    expect(story).toMatchObject({
      timezone: 'Asia/Shanghai',
      next: [{ waitsFor: 'timer', at: '2027-01-06T01:00:00.000Z', local: '2027-01-06T09:00:00+08:00' }],
      data: [{ action: 'wait', local: '2027-01-04T09:00:00+08:00', untilLocal: '2027-01-06T09:00:00+08:00' }],
    });
  });

  it('takes a command once by its request id, and leaves who and why', async () => {
    const contactId = await aContact(api.db);
    const { id } = (await api.ask('ops', 'POST', '/v1/journeys', { definition: 'nurture', contactId })).json<{
      id: string;
    }>();
    const response = await api.ask('manager', 'POST', `/v1/journeys/${id}/pause`, {
      reason: 'on holiday',
      requestId: 'once',
    });
    expect(response.json()).toEqual({ id, phase: 'paused', stage: 'main' });
    expect(api.sent.at(-1)?.requestId).toBe('once');
    expect(await api.db.command.findUnique({ where: { requestId: 'once' } })).toMatchObject({
      kind: 'pause',
      actorId: api.users.manager,
      reason: 'on holiday',
    });
    expect(problemOf(await api.ask('manager', 'POST', `/v1/journeys/${id}/pause`, {}))).toMatchObject({
      status: 422,
      errors: [{ pointer: '/reason' }],
    });
  });

  it.each([
    ['definition=nurture', true],
    ['definition=other', false],
    ['phase=starting,active', true],
    ['phase=held', false],
    ['status=open', true],
    ['attention=true', false],
    ['q=lovel', true],
    ['q=hopper', false],
  ])('is listed by ?%s: %s', async (query, found) => {
    const { data } = (await api.ask('viewer', 'GET', `/v1/journeys?${query}`)).json<{ data: unknown[] }>();
    expect(data.length > 0).toBe(found);
  });
});

interface EnrolmentPage {
  readonly seen: number;
  readonly matched: number;
  readonly started: number;
  readonly refused: { readonly [code: string]: number };
  readonly nextCursor: string | null;
}

describe('enrolling many', () => {
  it('walks in batches over those that fit, and counts refusals by code', async () => {
    await api.ask('ops', 'POST', '/v1/definitions', { text: aDefinition('winback') });
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push(await aContact(api.db, { name: 'Batch' }));
    await api.ask('ops', 'POST', '/v1/journeys', { definition: 'winback', contactId: ids[2] });
    const total = { seen: 0, matched: 0, started: 0, open: 0 };
    let cursor: string | null = null;
    do {
      const body: object = {
        definition: 'winback',
        if: { 'contact.name': 'Batch' },
        limit: 3,
        ...(cursor === null ? {} : { cursor }),
      };
      const page: EnrolmentPage = (await api.ask('marketing', 'POST', '/v1/enrolments', body)).json();
      total.seen += page.seen;
      total.matched += page.matched;
      total.started += page.started;
      total.open += page.refused['already-open'] ?? 0;
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(total).toEqual({ seen: await api.db.contact.count(), matched: 5, started: 4, open: 1 });
  });

  it('says where a condition is faulty', async () => {
    const problem = problemOf(
      await api.ask('ops', 'POST', '/v1/enrolments', { definition: 'nurture', if: { 'contact.name': { equls: 'x' } } }),
    );
    expect(problem).toMatchObject({
      status: 422,
      code: 'bad-condition',
      errors: [{ pointer: '/if/contact.name/equls' }],
    });
  });

  it('refuses a condition on a field that nobody has, which would silently match no one', async () => {
    const problem = problemOf(
      await api.ask('ops', 'POST', '/v1/enrolments', { definition: 'nurture', if: { 'contact.statsu': 'new' } }),
    );
    expect(problem).toMatchObject({ status: 422, code: 'bad-condition', errors: [{ code: 'unknown-path' }] });
    expect(problem.detail).toContain('contact.status');
  });
});

describe('events', () => {
  it('are stored once by source and external id, in a batch too', async () => {
    const contactId = await aContact(api.db);
    const event = { type: 'order.placed', contactId, fields: { amount: 10 }, source: 'shop', externalId: 'o-1' };
    const first = await api.ask('ops', 'POST', '/v1/events', event);
    expect(first.json()).toMatchObject({ stored: 1, duplicates: 0, results: [{ duplicate: false, refused: null }] });
    const batch = await api.ask('ops', 'POST', '/v1/events', [
      event,
      { ...event, externalId: 'o-2' },
      { ...event, contactId: 'con_nobody', externalId: 'o-3' },
    ]);
    expect(batch.json()).toMatchObject({
      stored: 1,
      duplicates: 1,
      refused: 1,
      results: [{ duplicate: true }, { duplicate: false }, { refused: { code: 'unknown-contact' } }],
    });
    expect(await api.db.contact.findUnique({ where: { id: contactId } })).toMatchObject({ orderCount: 2 });
  });
});

describe('the typed client', () => {
  it('walks lists, returns answers and throws problems', async () => {
    const url = await api.app.listen({ host: '127.0.0.1', port: 0 });
    const client = createApiClient({ url, key: api.keys.ops });
    const names: string[] = [];
    for await (const contact of client.each(listContacts, { query: { q: 'batch' } })) names.push(contact.name);
    expect(names).toEqual(Array(5).fill('Batch'));
    const failure = await client.call(getJourney, { params: { id: 'jrn_nobody' } }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApiProblem);
    expect((failure as ApiProblem).problem.code).toBe('not-found');
    await expect(
      client.call(pauseJourney, { params: { id: 'jrn_nobody' }, body: { reason: 'x' } }),
    ).rejects.toBeInstanceOf(ApiProblem);
    await expect(createApiClient({ url: 'http://127.0.0.1:9' }).call(listContacts)).rejects.toBeInstanceOf(
      ApiUnreachable,
    );
  });
});
