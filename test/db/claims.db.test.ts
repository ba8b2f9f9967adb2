import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBulkWork } from '../../src/db/bulk/work.js';
import { type Db, openDb } from '../../src/db/client.js';
import { createDeliveryStore } from '../../src/db/deliveries.js';
import { claimOutbox } from '../../src/db/outbox.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

/*
 * A claim takes what it was asked for and no more, whatever plan Postgres chooses: it may read a subselect again for every
 * row, which then locks and answers other rows every time. The plans here are those that do so, and foreign keys are not
 * looked at, so that the rows need no journeys.
 */
const PLANS = ['hashjoin', 'mergejoin', 'hashagg', 'sort', 'material', 'bitmapscan'].map(
  (way) => `-c enable_${way}=off`,
);
const ROWS = 40;
const MOST = 3;
const NOW = Date.parse('2026-03-02T09:00:00Z');
const at = new Date(NOW - 60_000);
const numbers = Array.from({ length: ROWS }, (_, n) => n);

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  const url = new URL(database.url);
  url.searchParams.set('options', [...PLANS, '-c session_replication_role=replica'].join(' '));
  db = openDb(url.toString(), 2);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

test('a round of a bulk takes as many journeys as have their turn, and what is held stays in hand', async () => {
  const id = 'blk_1';
  await db.bulk.create({
    data: {
      ...{ id, requestId: id, kind: 'pause', filter: {}, reason: 'the fair', actorId: 'usr_1', source: 'test' },
      ...{ ratePerMinute: 60, total: ROWS, createdAt: at, realNextAt: new Date(NOW - 2_000) },
      items: { createMany: { data: numbers.map((n) => ({ journeyId: `jrn_${n}` })) } },
    },
  });
  const engine = { now: async () => NOW, command: unused, reassign: unused };
  const work = createBulkWork({ db, engine });
  const items = await work.claim(NOW, 16);
  expect(items).toHaveLength(3);
  expect((await db.bulk.findUniqueOrThrow({ where: { id } })).realNextAt).toEqual(new Date(NOW + 1_000));

  const [kept, lost] = items;
  if (kept === undefined || lost === undefined) throw new Error('there are three');
  await work.hold([kept, { ...lost, fence: 'another' }], NOW + 20_000);
  const later = await work.claim(NOW + 40_000, 16);
  expect(later.map(({ journeyId }) => journeyId)).toContain(lost.journeyId);
  expect(later.map(({ journeyId }) => journeyId)).not.toContain(kept.journeyId);
});

test('a round of deliveries takes as many as were asked for', async () => {
  await db.delivery.createMany({
    data: numbers.map((n) => ({
      ...{ id: `dlv_${n}`, kind: 'webhook', journeyId: `jrn_${n}`, stepId: 'tell', occurrence: 1 },
      ...{ state: 'waiting', content: {}, at, realDueAt: at },
    })),
  });
  expect(await createDeliveryStore(db).claim('webhook', NOW, MOST, (due) => due)).toHaveLength(MOST);
});

test('a round of the outbox takes as many as were asked for', async () => {
  await db.outbox.createMany({
    data: numbers.map((n) => ({ kind: 'poke', journeyId: `jrn_${n}`, workflowId: `journey/${n}`, realAt: at })),
  });
  expect(await claimOutbox(db, NOW, { most: MOST })).toHaveLength(MOST);
});

async function unused(): Promise<never> {
  throw new Error('a claim asks nothing of the engine');
}
