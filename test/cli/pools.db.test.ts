import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiClient } from '../../src/api/client.js';
import type { Role } from '../../src/api/contracts/common.js';
import type { PoolLeadView, PoolView } from '../../src/api/contracts/pools.js';
import { aContact, startTestApi, type TestApi } from '../api/support.js';
import { followthrough } from './support.js';

/* The commands of pools against the real API, over HTTP and a real database. */

let api: TestApi;
let url: string;
beforeAll(async () => {
  api = await startTestApi();
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
  await api.db.team.create({
    data: { id: 'emea', name: 'EMEA', members: { create: { userId: api.users.rep } } },
  });
});
afterAll(() => api.stop());

const as = (role: Role, ...args: string[]) =>
  followthrough(args, { api: async () => createApiClient({ url, key: api.keys[role] }) });

describe('a pool on the command line', () => {
  it('is made, filled, claimed from and given back to', async () => {
    const made = await as(
      'manager',
      ...['pool', 'create', 'inbound', '--name', 'Inbound leads', '--team', 'emea', '--unworked-limit', '1'],
      ...['--follow-up-within', '2 business days', '--cool-down', '30 days', '--missed-outcome', 'gatekeeper'],
    );
    expect(made.err).toBe('');
    expect(made.out).toContain('Made the pool inbound.');
    expect(made.out).toMatch(/follow up within +2 business days/);
    const [one, two] = [await aContact(api.db, { email: 'one@buyer.example' }), await aContact(api.db)];
    expect((await as('manager', 'pool', 'add', 'inbound', 'one@buyer.example')).out).toContain('in the pool inbound');
    await as('manager', 'pool', 'add', 'inbound', two);
    expect((await as('rep', 'pool', 'claim', 'inbound', one)).out).toBe(`${one} is yours.\n`);
    const refused = await as('rep', 'pool', 'claim', 'inbound', two);
    expect(refused.exit).toBe(1);
    expect(refused.err).toContain('claim-limit');
    expect((await as('rep', 'pool', 'show', 'inbound', '--show', 'mine')).out).toContain(one);
    const returned = await as('rep', 'pool', 'return', 'inbound', one, '--reason', 'no budget');
    expect(returned.out).toBe(`${one} is free again.\n`);
    const free = await as('rep', 'pool', 'show', 'inbound', '--json');
    const leads = free.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as PoolLeadView);
    expect(leads.find(({ contactId }) => contactId === one)?.last).toMatchObject({
      ended: 'return',
      reason: 'no budget',
    });
    const given = await as('manager', 'pool', 'assign', 'inbound', one, '--to', api.users.rep);
    expect(given.err).toBe('');
    expect((await as('rep', 'pool', 'list')).out).toMatch(
      /inbound +Inbound leads +emea +1 +1 +1 +2 business days +1 of 1/,
    );
  });

  it('is changed, what is none being said so, and limited with all others', async () => {
    const made = await as(
      'manager',
      'pool',
      'create',
      'fairs',
      '--name',
      'Fairs',
      '--team',
      'emea',
      '--hold-limit',
      '3',
    );
    expect(made.err).toBe('');
    const set = await as('manager', 'pool', 'set', 'fairs', '--hold-limit', 'none', '--claimable', 'no', '--json');
    expect(set.err).toBe('');
    expect(JSON.parse(set.out) as PoolView).toMatchObject({ holdLimit: null, claimable: false });
    expect((await as('manager', 'pool', 'set', 'fairs')).exit).toBe(2);
    expect((await as('manager', 'pool', 'limit', '40')).out).toBe('At most 40 leads.\n');
    expect((await as('manager', 'pool', 'list')).out).toContain('At most 40 leads of all pools together for each.');
    expect((await as('manager', 'pool', 'limit', 'none')).out).toBe('No limit over all pools.\n');
    expect((await as('rep', 'pool', 'limit', '4')).exit).toBe(1);
  });
});
