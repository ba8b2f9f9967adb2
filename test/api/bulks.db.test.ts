import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BulkView } from '../../src/api/contracts/bulks.js';
import type { Role } from '../../src/api/contracts/common.js';
import { aContact, aDefinition, aJourney, problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
const mine: string[] = [];
const others: string[] = [];
let over: string;

beforeAll(async () => {
  api = await startTestApi();
  await api.ask('ops', 'POST', '/v1/definitions', { text: aDefinition() });
  const { rep, viewer } = api.users;
  for (const [ids, ownerId] of [
    [mine, rep],
    [others, viewer],
  ] as const)
    for (let n = 0; n < 3; n++) {
      const contact = await aContact(api.db, { ownerId });
      ids.push(await aJourney(api.db, contact, { ownerId, phase: n === 0 ? 'paused' : 'active' }));
    }
  const contact = await aContact(api.db, { ownerId: rep });
  over = await aJourney(api.db, contact, { ownerId: rep, status: 'ended', phase: 'ended' });
});
afterAll(() => api.stop());

const preview = async (role: Role, filter: object) =>
  (await api.ask(role, 'POST', '/v1/bulks/preview', { filter })).json();
const make = (role: Role, body: object, headers: Record<string, string> = {}) =>
  api.ask(role, 'POST', '/v1/bulks', { command: { kind: 'pause' }, reason: 'the fair is over', ...body }, headers);

describe('a preview', () => {
  it('counts the open journeys of the scope by definition, stage and phase', async () => {
    expect(await preview('manager', { definition: 'nurture' })).toEqual({
      count: 6,
      over: 1,
      unknown: 0,
      phases: { active: 4, paused: 2 },
      groups: [
        {
          definitionId: 'nurture',
          definitionName: 'Nurture',
          definitionVersion: 1,
          stage: 'main',
          stageName: null,
          count: 6,
        },
      ],
    });
    expect(await preview('rep', { definition: 'nurture' })).toMatchObject({ count: 3, over: 1 });
    expect(await preview('rep', { phase: ['paused'] })).toMatchObject({ count: 1, over: 0 });
  });

  it('says of chosen journeys how many are over, and how many unknown or another’s', async () => {
    const ids = [...mine, over, others[0], 'jrn_00000000000000000000000000'];
    expect(await preview('rep', { ids })).toMatchObject({ count: 3, over: 1, unknown: 2 });
    expect(await preview('manager', { ids })).toMatchObject({ count: 4, over: 1, unknown: 1 });
  });
});

describe('a bulk', () => {
  it('is for the journeys that fitted when it was made, and says who, why and how many', async () => {
    const made = await make('manager', { filter: { definition: 'nurture' }, expect: 6 });
    expect(made.statusCode).toBe(201);
    const bulk = made.json<BulkView>();
    expect(bulk).toMatchObject({ kind: 'pause', state: 'running', total: 6, waiting: 6, ratePerMinute: 600 });
    await aJourney(api.db, await aContact(api.db), {});
    const items = (await api.ask('manager', 'GET', `/v1/bulks/${bulk.id}/items`)).json().data;
    expect(items.map((item: { journeyId: string }) => item.journeyId)).toEqual([...mine, ...others].sort());
    expect(items[0]).toMatchObject({ state: 'waiting', contactName: 'Ada Lovelace', stage: 'main', code: null });
    const [audit] = await api.db.audit.findMany({ where: { objectId: bulk.id } });
    expect(audit).toMatchObject({
      action: 'bulk.create',
      actorId: api.users.manager,
      reason: 'the fair is over',
      detail: { kind: 'pause', journeys: 6 },
    });
    await api.db.journey.deleteMany({ where: { ownerId: null } });
  });

  it('is refused, and nothing is kept, when it would be for another number than was looked at', async () => {
    const before = await api.db.bulk.count();
    const refused = await make('manager', { filter: { definition: 'nurture' }, expect: 5 });
    expect(problemOf(refused)).toMatchObject({ status: 409, code: 'bulk-changed' });
    expect(problemOf(refused).detail).toContain('6 journeys');
    expect([await api.db.bulk.count(), await api.db.audit.count({ where: { action: 'bulk.create' } })]).toEqual([
      before,
      before,
    ]);
    expect(problemOf(await make('rep', { filter: { ids: others }, expect: 3 }))).toMatchObject({
      code: 'bulk-changed',
    });
  });

  it('is made once for the same key and the same request id, and a foreign one is refused', async () => {
    const body = { filter: { ids: mine }, expect: 3, requestId: 'from-the-desk' };
    const answers = [await make('manager', body), await make('manager', body)];
    expect(new Set(answers.map((answer) => answer.json<BulkView>().id)).size).toBe(1);
    for (const other of [{ command: { kind: 'retry' } }, { reason: 'another' }])
      expect(problemOf(await make('manager', { ...body, ...other })).code).toBe('idempotency-mismatch');
    expect(problemOf(await make('ops', body)).code).toBe('idempotency-mismatch');
    const keyed = { filter: { ids: mine }, expect: 3 };
    const key = { 'idempotency-key': 'once' };
    const twice = [await make('manager', keyed, key), await make('manager', keyed, key)];
    expect(new Set(twice.map((answer) => answer.json<BulkView>().id)).size).toBe(1);
  });

  it('takes no command that the role may not give to one journey', async () => {
    expect(problemOf(await make('rep', { command: { kind: 'retry' }, filter: { ids: mine }, expect: 3 })).code).toBe(
      'forbidden',
    );
    const reassign = { kind: 'reassign', ownerId: api.users.manager };
    expect(problemOf(await make('rep', { command: reassign, filter: { ids: mine }, expect: 3 })).code).toBe(
      'forbidden',
    );
    expect((await make('rep', { filter: { ids: mine }, expect: 3 })).statusCode).toBe(201);
    expect((await make('viewer', { filter: { ids: mine }, expect: 3 })).statusCode).toBe(403);
  });

  it('is refused at once for what no journey could be told', async () => {
    const nobody = { kind: 'reassign', ownerId: 'usr_nobody' };
    const refused = await make('manager', { command: nobody, filter: { ids: mine }, expect: 3 });
    expect(problemOf(refused)).toMatchObject({ code: 'unknown-owner', errors: [{ pointer: '/command/ownerId' }] });
    const past = { kind: 'reschedule', due: '2020-01-01T00:00:00Z' };
    expect(problemOf(await make('manager', { command: past, filter: { ids: mine }, expect: 3 }))).toMatchObject({
      status: 422,
      code: 'past-due',
    });
    for (const command of [{ kind: 'dance' }, { kind: 'move' }, { kind: 'pause', stage: 'x' }, {}])
      expect((await make('manager', { command, filter: { ids: mine }, expect: 3 })).statusCode).toBe(422);
    for (const body of [
      { expect: 3 },
      { filter: { ids: mine } },
      { filter: { ids: [] }, expect: 1 },
      { filter: { x: 1 }, expect: 1 },
    ])
      expect((await make('manager', body)).statusCode).toBe(422);
    expect((await make('manager', { filter: { ids: mine }, expect: 3, ratePerMinute: 0 })).statusCode).toBe(422);
  });

  it('is listed newest first, by state, and to a rep only if the rep made it', async () => {
    const list = async (role: Role, query = '') =>
      (await api.ask(role, 'GET', `/v1/bulks${query}`)).json().data as BulkView[];
    const all = await list('viewer');
    expect(all.map(({ id }) => id)).toEqual([...all.map(({ id }) => id)].sort().reverse());
    const own = await list('rep');
    expect(own.length).toBeGreaterThan(0);
    expect(own.every(({ actorId }) => actorId === api.users.rep)).toBe(true);
    const [first] = own;
    const reason = { reason: 'a mistake' };
    expect((await api.ask('rep', 'POST', `/v1/bulks/${first?.id}/abort`, reason)).json()).toMatchObject({
      state: 'aborted',
    });
    expect(problemOf(await api.ask('rep', 'POST', `/v1/bulks/${first?.id}/abort`, reason))).toMatchObject({
      status: 409,
      code: 'bulk-over',
    });
    expect((await list('viewer', '?state=aborted')).map(({ id }) => id)).toEqual([first?.id]);
    expect((await list('viewer', '?limit=1')).length).toBe(1);
  });
});
