import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/db/new-id.js';
import { attempt, firstAdvance } from '../support/attempts.js';
import { aJourney } from '../support/definitions.js';
import { eventually, TestSystem } from '../support/system.js';

let system: TestSystem;

beforeAll(async () => {
  system = await TestSystem.start({ address: '127.0.0.1:1', namespace: 'none', skipping: false });
  await system.publish(aJourney('grade', '  - update: { account.tier: gold }\n  - wait: 1 day\n  - end: done'));
});
afterAll(() => system?.stop());

async function anAccount(): Promise<string> {
  const id = newId('account');
  const at = new Date();
  const custom = { kept: 'as it was' };
  await system.db.account.create({ data: { id, name: 'Engines Ltd', custom, createdAt: at, updatedAt: at } });
  return id;
}

/** Lets `writers` run until each of them waits for the record, then all of them go on. */
async function atOnce(table: 'accounts' | 'deals', id: string, writers: readonly (() => Promise<unknown>)[]) {
  const running = await system.db.$transaction(
    async (tx) => {
      await tx.$executeRawUnsafe(`SELECT 1 FROM ${table} WHERE id = $1 FOR NO KEY UPDATE`, id);
      const begun = writers.map((write) => write());
      await eventually(waiting, (count) => count === writers.length);
      return { begun };
    },
    { timeout: 30_000 },
  );
  await Promise.all(running.begun);
}

async function waiting(): Promise<number> {
  const [row] = await system.db.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return Number(row?.count);
}

const told = (type: string, about: object, set: object) => () =>
  system.engine({ tells: false }).receive({ type, ...about, fields: { set }, source: 'test' });

test('an account’s own fields are all kept when events of no contact and a journey set them at once', async () => {
  const accountId = await anAccount();
  const contactId = await system.contact({ accountId });
  const { journeyId } = await system.enrol('grade', contactId, system.engine({ tells: false }));
  const deps = system.activityDeps();
  await atOnce('accounts', accountId, [
    () => attempt(deps, firstAdvance(journeyId)),
    told('account.changed', { accountId }, { segment: 'marine' }),
    told('account.changed', { accountId }, { seats: 40 }),
    told('account.changed', { accountId }, { industry: 'shipping' }),
  ]);
  expect(await system.db.account.findUnique({ where: { id: accountId } })).toMatchObject({
    custom: { kept: 'as it was', tier: 'gold', segment: 'marine', seats: 40 },
    industry: 'shipping',
  });
});

test('a deal’s own fields are all kept when events of no contact set them at once', async () => {
  const id = newId('deal');
  const at = new Date();
  const custom = { kept: null };
  await system.db.deal.create({ data: { id, name: 'A fleet', custom, createdAt: at, updatedAt: at } });
  await atOnce('deals', id, [
    told('deal.changed', { dealId: id }, { colour: 'red' }),
    told('deal.changed', { dealId: id }, { seats: null, stage: 'proposal' }),
  ]);
  expect(await system.db.deal.findUnique({ where: { id } })).toMatchObject({
    custom: { kept: null, colour: 'red', seats: null },
    stage: 'proposal',
  });
});
