import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Db, openDb } from '../../../src/db/client.js';
import { writeBatch } from '../../../src/db/import/batch-writer.js';
import { NO_CONTACT } from '../../../src/db/import/contact-entry.js';
import { contactTarget } from '../../../src/db/import/contact-target.js';
import { lockAccounts } from '../../../src/db/journey/lock.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { eventually } from '../../support/system.js';

const NOW = Date.parse('2027-01-01T00:00:00Z');

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb(database.url, 4);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

const from = { system: 'list', kind: 'row' };
const rowOf = (name: string, title: string | null = null) => {
  const email = `${name}@x.example`;
  return { key: name, entry: { ...NO_CONTACT, name, email, emailKey: email, title } };
};
const target = () =>
  contactTarget(
    { now: NOW, announce: async () => {}, fresh: new Set() },
    { winsOnMerge: ['title'], winsOnUpdate: ['title'] },
  );
const isWaitedFor = async () => {
  const [row] = await db.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return row?.n === 1;
};

it('waits for a contact before it holds an account, whether its row is merged or updated', async () => {
  const at = new Date(NOW);
  await db.account.create({ data: { id: 'acc_1', name: 'A', createdAt: at, updatedAt: at } });
  const { idOf } = await writeBatch(db, from, [rowOf('known')], target());
  const known = idOf.get('known') ?? '';
  const met = { id: 'con_met', name: 'Met', email: 'met@x.example', emailKey: 'met@x.example' };
  await db.contact.create({ data: { ...met, createdAt: at, updatedAt: at } });
  await db.contact.updateMany({ data: { accountId: 'acc_1' } });

  const rows = [rowOf('known', 'Buyer'), rowOf('met', 'Buyer')];
  // What an event of the known contact does: its row first, then its account.
  const { batch } = await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM contacts WHERE id = ${known} FOR UPDATE`;
    const writing = writeBatch(db, from, rows, target());
    // Whether it fails is asked below.
    writing.catch(() => {});
    await eventually(isWaitedFor, (waited) => waited);
    await lockAccounts(tx, ['acc_1']);
    return { batch: writing };
  });
  expect((await batch).outcomes).toEqual(['updated', 'merged']);
  expect(await db.contact.count({ where: { title: 'Buyer' } })).toBe(2);
});
