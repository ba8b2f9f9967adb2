import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Db, openDb, type Tx } from '../../src/db/client.js';
import { briefly, execute, query, transaction } from '../../src/db/statement.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb(database.url, 3);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});
beforeEach(async () => {
  await db.mailbox.deleteMany();
});

const put = (tx: Tx | Db, id: string) =>
  execute(tx)`INSERT INTO mailboxes (id, name, address, active) VALUES (${id}, ${id}, ${`${id}@sender.example`}, true)`;
const all = async () => (await db.mailbox.findMany({ orderBy: { id: 'asc' } })).map(({ id }) => id);

test('statements that take the short way are of the transaction, as Prisma’s own are', async () => {
  await transaction(db, async (tx) => {
    expect(await put(tx, 'short')).toBe(1);
    expect(await tx.mailbox.count()).toBe(1);
    await tx.mailbox.create({ data: { id: 'prisma', name: '', address: 'prisma@sender.example', active: true } });
    expect(await query<{ id: string }>(tx)`SELECT id FROM mailboxes ORDER BY id`).toEqual([
      { id: 'prisma' },
      { id: 'short' },
    ]);
    // Nobody else sees it yet.
    expect(await all()).toEqual([]);
  });
  expect(await all()).toEqual(['prisma', 'short']);
});

test('a transaction that throws leaves nothing, whichever way a statement went', async () => {
  const broken = transaction(db, async (tx) => {
    await put(tx, 'short');
    await tx.mailbox.create({ data: { id: 'prisma', name: '', address: 'prisma@sender.example', active: true } });
    throw new Error('no');
  });
  await expect(broken).rejects.toThrow('no');
  expect(await all()).toEqual([]);
});

test('transactions at the same time each keep to their own connection', async () => {
  const names = Array.from({ length: 12 }, (_, n) => `box-${String(n).padStart(2, '0')}`);
  await Promise.all(
    names.map((name, n) =>
      transaction(db, async (tx) => {
        const before = await query<{ id: bigint }>(tx)`SELECT pg_current_xact_id()::text::bigint AS id`;
        await put(tx, name);
        await tx.mailbox.count();
        expect(await query<{ id: bigint }>(tx)`SELECT pg_current_xact_id()::text::bigint AS id`).toEqual(before);
        if (n % 2 === 1) throw new Error('undone');
      }).catch((error: unknown) => expect(String(error)).toContain('undone')),
    ),
  );
  expect(await all()).toEqual(names.filter((_, n) => n % 2 === 0));
});

test('a statement of a transaction that is over is refused', async () => {
  let kept: Tx | undefined;
  await transaction(db, async (tx) => {
    kept = tx;
    await put(tx, 'within');
  });
  await expect(put(kept as Tx, 'after')).rejects.toThrow('a statement of a transaction that is over');
  expect(await all()).toEqual(['within']);
});

test('both ways answer the same, of every kind of value that we keep', async () => {
  const at = new Date('2026-03-02T23:30:00.123Z');
  const asked = (tx: Tx | Db) =>
    query(tx)`
      SELECT ${at}::timestamptz(3) AS at, ${7}::int AS int, ${'9007199254740993'}::bigint AS bigint, ${true}::bool AS bool,
        ${JSON.stringify({ a: [1, null, 'ü'] })}::jsonb AS json, ${['x', 'y "z"']}::text[] AS texts, ${[]}::text[] AS none,
        ${null}::text AS nothing, ${Uint8Array.of(0, 255)}::bytea AS bytes, 0.5::float8 AS float`;
  const plain = (row: object) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, Buffer.isBuffer(value) ? Uint8Array.from(value) : value]),
    );
  const [ofPool] = await asked(db);
  const [short] = await transaction(db, (tx) => asked(tx));
  const [long] = await db.$transaction((tx) => asked(tx));
  expect(plain(short as object)).toEqual(plain(long as object));
  expect(ofPool).toEqual(short);
  expect(short).toMatchObject({ at, bigint: 9007199254740993n, json: { a: [1, null, 'ü'] }, texts: ['x', 'y "z"'] });
});

test('each is prepared once a connection, by either way', async () => {
  const one = openDb(database.url, 1);
  try {
    const ask = (tx: Tx) => query<{ n: number }>(tx)`SELECT ${1}::int AS n, 'asked again' AS what`;
    await transaction(one, ask);
    await transaction(one, ask);
    await one.$transaction(ask);
    const [row] = await one.$queryRaw<[{ n: number }]>`
      SELECT count(*)::int AS n FROM pg_prepared_statements WHERE statement LIKE '%asked again%' AND name LIKE 'prepared%'`;
    expect(row.n).toBe(1);
  } finally {
    await one.$disconnect();
  }
});

test('a connection that breaks between two statements of a transaction fails the second one, and nothing else', async () => {
  const broken = briefly(db, async (tx) => {
    const [backend] = await query<{ pid: number }>(tx)`SELECT pg_backend_pid() AS pid`;
    await db.$executeRaw`SELECT pg_terminate_backend(${backend?.pid}::int)`;
    // Nobody asks anything as it is told.
    await sleep(200);
    await query(tx)`SELECT 1`;
  });
  await expect(broken).rejects.toThrow();
  expect(await briefly(db, (tx) => query<{ one: number }>(tx)`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
});
