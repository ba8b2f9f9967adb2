import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDb } from '../../../src/db/client.js';
import { classesOf, lookAtBounds } from '../../../src/db/condition/value-classes.js';
import { CLASS_SHARES, VALUE_CLASSES } from '../../../src/domain/condition/value-classes.js';
import { Random } from '../../domain/definition/fuzz/random.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { classesBy, figuresOf, makePeople, NOW, readBegins } from './people.js';

const SEED = Math.floor(Date.now() / 86_400_000);

let database: TestDatabase;
let db: ReturnType<typeof openDb>;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb(database.url, 2);
  await makePeople(db, new Random(SEED), 120);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

const figures = async () =>
  (await db.contact.findMany({ where: { erasedAt: null }, include: { deals: true } })).map((row) => ({
    id: row.id,
    ...figuresOf(row, row.deals),
  }));

it('keeps where the classes begin, with the least figure above each fifth, and has everybody’s class by it', async () => {
  await lookAtBounds(db, new Date(NOW));
  const everybody = await figures();
  const begins = (await readBegins(db)) as { [name: string]: readonly number[] };
  for (const name of VALUE_CLASSES) {
    const values = everybody.flatMap((each) => (each as { [key: string]: unknown })[name] ?? []) as number[];
    values.sort((a, b) => a - b);
    const ends = CLASS_SHARES.map((share) => values[Math.ceil(share * values.length) - 1] as number);
    expect(begins[name]).toEqual(ends.flatMap((end) => values.find((value) => value > end) ?? []));
  }
  for (const { id, ...own } of everybody) expect(await classesOf(db, id), id).toEqual(classesBy(own, begins));
});

it('sees an order at once, and leaves where the classes begin to the next look', async () => {
  await lookAtBounds(db, new Date(NOW));
  const id = 'con_00000';
  const before = await readBegins(db);
  const now = new Date(NOW + 900 * 86_400_000);
  await db.contact.update({ where: { id }, data: { orderCount: 50, totalSpent: 9_999_999, lastOrderAt: now } });
  const classes = await classesOf(db, id);
  expect(classes).toEqual({
    recency: 1 + (before?.['recency']?.length ?? 0),
    frequency: 1 + (before?.['frequency'] ?? []).filter((begin) => 50 >= begin).length,
    value: 1 + (before?.['value']?.length ?? 0),
  });
  expect(await readBegins(db)).toEqual(before);
});

it('knows no class before the first look', async () => {
  await db.valueBounds.deleteMany();
  expect(await classesOf(db, 'con_00000')).toEqual({ recency: null, frequency: null, value: null });
});
