import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PoolLeadView, PoolSettings, PoolView } from '../../src/api/contracts/pools.js';
import { newId } from '../../src/db/new-id.js';
import { aContact, aTask, problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.db.team.create({ data: { id: 'inbound-team', name: 'Inbound' } });
  await join(api.users.rep);
});
afterAll(() => api.stop());

const join = (userId: string) => api.db.teamMember.create({ data: { teamId: 'inbound-team', userId } });

/** A member of the pool's team who has an API key of the rep's role by another name. */
async function aColleague(): Promise<string> {
  const id = newId('user');
  const person = { email: `${id}@followthrough.example`, name: 'A colleague', role: 'rep', createdAt: new Date() };
  await api.db.user.create({ data: { id, ...person } });
  await join(id);
  return id;
}

async function aPool(settings: PoolSettings = {}): Promise<string> {
  const id = `pool-${newId('team')}`;
  const body = { id, name: 'Inbound', teamId: 'inbound-team', ...settings };
  const made = await api.ask('manager', 'POST', '/v1/pools', body);
  expect(made.statusCode, made.body).toBe(201);
  return id;
}

const aLead = (poolId: string) => aContact(api.db, { poolId });
const claim = (pool: string, contactId: string, as: 'rep' | 'manager' = 'rep') =>
  api.ask(as, 'POST', `/v1/pools/${pool}/claim`, { contactId });
const claimFor = (userId: string, poolId: string, contactId: string) =>
  api.engine.moveLead({ type: 'claim', poolId, contactId, userId, actorId: userId, source: 'test' });
const giveBack = (pool: string, contactId: string, as: 'rep' | 'manager' = 'rep') =>
  api.ask(as, 'POST', `/v1/pools/${pool}/return`, { contactId, reason: 'no budget this year' });
const ownershipsOf = (contactId: string) => api.db.ownership.findMany({ where: { contactId }, orderBy: { id: 'asc' } });
const poolOf = async (id: string, as: 'rep' | 'manager' = 'rep') =>
  (await api.ask(as, 'GET', `/v1/pools/${id}`)).json<PoolView>();
const leadsOf = async (id: string, show: string, as: 'rep' | 'manager' = 'rep') =>
  (await api.ask(as, 'GET', `/v1/pools/${id}/leads?show=${show}`)).json<{ data: PoolLeadView[] }>().data;

describe('a lead that is claimed', () => {
  it('is the claimant’s with its journeys and tasks, and the change is heard and audited', async () => {
    const pool = await aPool({ adminId: api.users.manager });
    const contactId = await aLead(pool);
    const task = await aTask(api.db, { contactId, teamId: 'inbound-team' });
    await api.db.task.update({ where: { id: task }, data: { assign: 'owner' } });
    const claimed = await claim(pool, contactId);
    expect(claimed.json()).toEqual({ contactId, poolId: pool, ownerId: api.users.rep });
    expect((await api.ask('rep', 'GET', `/v1/contacts/${contactId}`)).json()).toMatchObject({
      ownerId: api.users.rep,
      poolId: pool,
    });
    expect(await api.db.task.findUniqueOrThrow({ where: { id: task } })).toMatchObject({ assigneeId: api.users.rep });
    expect(await api.db.event.findMany({ where: { contactId } })).toMatchObject([
      { type: 'contact.changed', fields: { set: { ownerId: api.users.rep } } },
    ]);
    expect(await api.db.audit.findMany({ where: { objectId: contactId } })).toMatchObject([
      { action: 'pool.claim', actorId: api.users.rep, detail: { pool, to: api.users.rep } },
    ]);
    expect(await api.db.notice.findMany({ where: { contactId } })).toMatchObject([
      { userId: api.users.manager, kind: 'lead-claimed' },
    ]);
    expect(await ownershipsOf(contactId)).toMatchObject([
      { ownerId: api.users.rep, poolId: pool, how: 'claim', by: api.users.rep, until: null },
    ]);
  });

  it('answers the same claim again as done, and changes nothing', async () => {
    const pool = await aPool();
    const contactId = await aLead(pool);
    const answers = [await claim(pool, contactId), await claim(pool, contactId)];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect(await ownershipsOf(contactId)).toHaveLength(1);
  });

  it('goes to one of those who claim it at once, and the others hear why not', async () => {
    const pool = await aPool();
    const contactId = await aLead(pool);
    const people = await Promise.all(Array.from({ length: 8 }, aColleague));
    const answers = await Promise.all(people.map((userId) => claimFor(userId, pool, contactId)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.flatMap((answer) => (answer.ok ? [] : [answer.error.code]))).toEqual(
      Array(7).fill('already-claimed'),
    );
    expect(await ownershipsOf(contactId)).toHaveLength(1);
  });
});

describe('limits', () => {
  it('hold for fifty claims at once, by the pool and over all pools', async () => {
    const rep = await aColleague();
    const [one, two] = [await aPool({ unworkedLimit: 7 }), await aPool({ holdLimit: 9 })];
    await api.ask('manager', 'PATCH', '/v1/pools', { holdLimit: 12 });
    const leads = await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        const pool = i % 2 === 0 ? one : two;
        return [pool, await aLead(pool)] as const;
      }),
    );
    const answers = await Promise.all(leads.map(([pool, contactId]) => claimFor(rep, pool, contactId)));
    await api.ask('manager', 'PATCH', '/v1/pools', { holdLimit: null });
    const held = await api.db.contact.groupBy({ by: ['poolId'], where: { ownerId: rep }, _count: true });
    const n = new Map(held.map(({ poolId, _count }) => [poolId, _count]));
    expect(n.get(one)).toBeLessThanOrEqual(7);
    expect(n.get(two)).toBeLessThanOrEqual(9);
    expect((n.get(one) ?? 0) + (n.get(two) ?? 0)).toBe(12);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(12);
    const codes = new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.error.code])));
    expect([...codes].every((code) => code === 'claim-limit' || code === 'hold-limit')).toBe(true);
  });

  it('let another lead in once one was worked', async () => {
    const pool = await aPool({ unworkedLimit: 1 });
    const [first, second] = [await aLead(pool), await aLead(pool)];
    await claim(pool, first);
    expect(problemOf(await claim(pool, second))).toMatchObject({ status: 409, code: 'claim-limit' });
    expect((await poolOf(pool)).mine).toMatchObject({ unworked: 1, held: 1 });
    await api.ask('rep', 'POST', '/v1/calls', { contactId: first, outcome: 'no-answer' });
    expect(problemOf(await claim(pool, second)).code).toBe('claim-limit');
    await api.ask('rep', 'POST', '/v1/calls', { contactId: first, outcome: 'wants a quote'.replaceAll(' ', '-') });
    expect((await poolOf(pool)).mine).toMatchObject({ unworked: 0, held: 1 });
    expect((await claim(pool, second)).statusCode).toBe(200);
  });

  it('don’t count whom has bought: that is no lead any more', async () => {
    const pool = await aPool({ holdLimit: 1 });
    const [first, second] = [await aLead(pool), await aLead(pool)];
    await claim(pool, first);
    expect(problemOf(await claim(pool, second)).code).toBe('hold-limit');
    await api.ask('ops', 'POST', '/v1/events', { type: 'order.placed', contactId: first, fields: { amount: 10 } });
    expect((await claim(pool, second)).statusCode).toBe(200);
  });
});

describe('a lead that is given back', () => {
  it('is free again, with the reason; its tasks are the members’, and its old owner leaves it to others for a while', async () => {
    const pool = await aPool({ coolDown: '3 days' });
    const contactId = await aLead(pool);
    await claim(pool, contactId);
    const task = await aTask(api.db, { contactId, assigneeId: api.users.rep });
    expect((await giveBack(pool, contactId)).json()).toEqual({ contactId, poolId: pool, ownerId: null });
    expect(await api.db.task.findUniqueOrThrow({ where: { id: task } })).toMatchObject({
      assigneeId: null,
      teamId: 'inbound-team',
    });
    const [lead] = await leadsOf(pool, 'free');
    expect(lead).toMatchObject({
      contactId,
      ownerId: null,
      last: { ended: 'return', reason: 'no budget this year', ownerName: expect.any(String) },
    });
    expect(Date.parse(lead?.claimableAt ?? '')).toBeGreaterThan(Date.now() + 2 * 86_400_000);
    expect(problemOf(await claim(pool, contactId))).toMatchObject({ status: 409, code: 'cooling-down' });
    const another = await aColleague();
    expect(await claimFor(another, pool, contactId)).toMatchObject({ ok: true });
    expect(await api.db.task.findUniqueOrThrow({ where: { id: task } })).toMatchObject({ assigneeId: another });
  });

  it('cools down for whoever lost it, too, and is given to them all the same by whoever leads', async () => {
    const pool = await aPool({ coolDown: '3 days' });
    const contactId = await aLead(pool);
    await claim(pool, contactId);
    await giveBack(pool, contactId, 'manager');
    expect(problemOf(await claim(pool, contactId)).code).toBe('cooling-down');
    const given = await api.ask('manager', 'POST', `/v1/pools/${pool}/give`, { contactId, userId: api.users.rep });
    expect(given.statusCode, given.body).toBe(200);
    expect((await ownershipsOf(contactId)).map(({ how, ended }) => [how, ended])).toEqual([
      ['claim', 'return'],
      ['give', null],
    ]);
  });

  it('is refused to who hasn’t it, and for what is in no pool', async () => {
    const pool = await aPool();
    const contactId = await aLead(pool);
    expect(problemOf(await giveBack(pool, contactId)).code).toBe('not-claimed');
    await claimFor(await aColleague(), pool, contactId);
    expect(problemOf(await giveBack(pool, contactId)).code).toBe('not-claimed');
    const outside = await aContact(api.db, { ownerId: api.users.rep });
    expect(problemOf(await giveBack(pool, outside)).code).toBe('not-in-pool');
    expect(problemOf(await claim(pool, outside)).code).toBe('not-in-pool');
  });
});

describe('who may', () => {
  it('a lead of a pool that gives out only is not claimed, and its tasks wait with the admin', async () => {
    const pool = await aPool({ claimable: false, adminId: api.users.manager });
    const contactId = await aLead(pool);
    expect(problemOf(await claim(pool, contactId)).code).toBe('not-claimable');
    await api.ask('manager', 'POST', `/v1/pools/${pool}/give`, { contactId, userId: api.users.rep });
    const task = await aTask(api.db, { contactId, assigneeId: api.users.rep });
    await giveBack(pool, contactId);
    expect(await api.db.task.findUniqueOrThrow({ where: { id: task } })).toMatchObject({
      assigneeId: api.users.manager,
    });
  });

  it('only members have leads, and a rep sees the pools they belong to', async () => {
    await api.db.team.create({ data: { id: 'another-team', name: 'Another' } });
    const pool = await aPool({ teamId: 'another-team' });
    const contactId = await aLead(pool);
    expect((await api.ask('rep', 'GET', `/v1/pools/${pool}`)).statusCode).toBe(404);
    expect((await claim(pool, contactId)).statusCode).toBe(404);
    expect(problemOf(await claim(pool, contactId, 'manager')).code).toBe('not-a-member');
    const listed = (await api.ask('rep', 'GET', '/v1/pools')).json<{ data: PoolView[] }>().data;
    expect(listed.map(({ id }) => id)).not.toContain(pool);
  });

  it('a rep who is a pool’s admin gives its leads out; another doesn’t', async () => {
    const mine = await aPool({ adminId: api.users.rep });
    const theirs = await aPool({ adminId: api.users.manager });
    const userId = await aColleague();
    const give = async (pool: string) =>
      await api.ask('rep', 'POST', `/v1/pools/${pool}/give`, { contactId: await aLead(pool), userId });
    expect((await give(mine)).statusCode).toBe(200);
    expect(problemOf(await give(theirs))).toMatchObject({ status: 403, code: 'forbidden' });
  });

  it('a rep puts no contact into a pool and takes none out by hand', async () => {
    const pool = await aPool();
    const contactId = await aContact(api.db, { ownerId: api.users.rep });
    const put = await api.ask('rep', 'PATCH', `/v1/contacts/${contactId}`, { poolId: pool });
    expect(problemOf(put)).toMatchObject({ status: 403, errors: [{ pointer: '/poolId' }] });
  });

  it('a rep sees what is free and their own, not what colleagues have', async () => {
    const pool = await aPool();
    await claimFor(await aColleague(), pool, await aLead(pool));
    const own = await aLead(pool);
    await claim(pool, own);
    expect((await leadsOf(pool, 'mine')).map(({ contactId }) => contactId)).toEqual([own]);
    expect(await leadsOf(pool, 'taken', 'manager')).toHaveLength(2);
    const asked = await api.ask('rep', 'GET', `/v1/pools/${pool}/leads?show=taken`);
    expect(problemOf(asked)).toMatchObject({ status: 403, code: 'forbidden' });
  });

  it('shows what it takes to choose a lead, and not how to reach it', async () => {
    const pool = await aPool();
    await aContact(api.db, { poolId: pool, email: 'secret@buyer.example' });
    expect((await api.ask('rep', 'GET', `/v1/pools/${pool}/leads`)).body).not.toContain('secret@buyer.example');
  });
});

describe('a pool’s settings', () => {
  it('refuse what is not there and what means nothing', async () => {
    const pool = await aPool();
    const put = async (body: object) => problemOf(await api.ask('manager', 'PATCH', `/v1/pools/${pool}`, body));
    expect(await put({ teamId: 'nobody' })).toMatchObject({ code: 'unknown-team', errors: [{ pointer: '/teamId' }] });
    expect(await put({ adminId: 'usr_0' })).toMatchObject({ code: 'unknown-user', errors: [{ pointer: '/adminId' }] });
    expect(await put({ calendar: 'mars' })).toMatchObject({ code: 'invalid', errors: [{ pointer: '/calendar' }] });
    expect(await put({ followUpWithin: 'soon' })).toMatchObject({ errors: [{ pointer: '/followUpWithin' }] });
    expect(await put({ followUpWithin: '0 days' })).toMatchObject({ errors: [{ pointer: '/followUpWithin' }] });
    expect(await put({ remindBefore: '1 hour' })).toMatchObject({ errors: [{ pointer: '/remindBefore' }] });
    expect(await put({ unworkedLimit: 0 })).toMatchObject({ errors: [{ pointer: '/unworkedLimit' }] });
    const again = await api.ask('manager', 'POST', '/v1/pools', { id: pool, name: 'x', teamId: 'inbound-team' });
    expect(problemOf(again).code).toBe('pool-exists');
  });

  it('are audited, and only what changes the rule has its open clocks looked at again', async () => {
    const pool = await aPool({ followUpWithin: '2 days' });
    const contactId = await aLead(pool);
    await claim(pool, contactId);
    const [held] = await ownershipsOf(contactId);
    const looks = () => api.db.outbox.count({ where: { workflowId: `lead-clock/${held?.id}` } });
    expect(await looks()).toBe(1);
    await api.ask('manager', 'PATCH', `/v1/pools/${pool}`, { name: 'Renamed' });
    expect(await looks()).toBe(1);
    await api.ask('manager', 'PATCH', `/v1/pools/${pool}`, { followUpWithin: '4 days' });
    expect(await looks()).toBe(2);
    const audit = await api.db.audit.findMany({
      where: { objectType: 'pool', objectId: pool },
      orderBy: { id: 'asc' },
    });
    expect(audit.map(({ action }) => action)).toEqual(['pool.create', 'pool.update', 'pool.update']);
  });
});
