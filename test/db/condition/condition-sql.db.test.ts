import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDb } from '../../../src/db/client.js';
import { conditionSql, type Reach } from '../../../src/db/condition/condition-sql.js';
import { lookAtBounds } from '../../../src/db/condition/value-classes.js';
import { countStatement } from '../../../src/db/contact-matching.js';
import type { Condition } from '../../../src/domain/condition/condition.js';
import { matches } from '../../../src/domain/condition/matches.js';
import { parseCondition } from '../../../src/domain/condition/parse-condition.js';
import { Random } from '../../domain/definition/fuzz/random.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { conditionOfEvents, randomCondition } from './conditions.js';
import { makePeople, NOW, type Person, readPeople } from './people.js';

// Anew each day, so that the cases add up; a failure prints it.
const SEED = Math.floor(Date.now() / 86_400_000);
const PEOPLE = 250;
const CONDITIONS = 400;

let database: TestDatabase;
let db: ReturnType<typeof openDb>;
let people: readonly Person[];
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb(database.url, 2);
  await makePeople(db, new Random(SEED), PEOPLE);
  await lookAtBounds(db, new Date(NOW));
  people = await readPeople(db);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

async function chosen(condition: Condition, reach: Reach): Promise<string[]> {
  const sql = conditionSql(condition, NOW, { reach });
  if (!sql.ok) throw new Error(JSON.stringify(sql.error));
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM ${sql.value.tables} WHERE ${sql.value.fits} ORDER BY c.id`;
  return rows.map(({ id }) => id);
}

async function counted(condition: Condition): Promise<number> {
  const [row] = await db.$queryRaw<{ fit: bigint }[]>(countStatement({ type: 'all' }, condition, NOW));
  return Number(row?.fit);
}

const matching = (condition: Condition): string[] =>
  people.filter(({ lookup }) => matches(condition, lookup, NOW)).map(({ id }) => id);

const read = (value: unknown): Condition => {
  const { condition, problems } = parseCondition(value);
  expect(problems).toEqual([]);
  return condition;
};

describe('a condition as SQL', () => {
  it(`chooses the same contacts as the predicate: ${CONDITIONS} conditions on ${PEOPLE} people`, async () => {
    let cases = 0;
    let some = 0;
    for (let n = 0; n < CONDITIONS; n++) {
      const condition = randomCondition(new Random(SEED * 100_000 + n));
      const expected = matching(condition);
      const said = `seed ${SEED}, condition ${n}: ${JSON.stringify(condition)}`;
      expect(await chosen(condition, 'few'), said).toEqual(expected);
      expect(await chosen(condition, 'all'), said).toEqual(expected);
      expect(await counted(condition), said).toBe(expected.length);
      cases += people.length;
      if (expected.length > 0 && expected.length < people.length) some++;
    }
    expect(cases).toBeGreaterThanOrEqual(20_000);
    // That they agree says little of conditions that are true of all or of none.
    expect(some).toBeGreaterThan(CONDITIONS / 4);
  }, 120_000);

  it.each([
    ['a text in another case', { 'contact.status': 'customer' }],
    ['Chinese text', { 'contact.company': { startsWith: '上海' } }],
    [
      'marks of SQL and LIKE',
      { any: [{ 'contact.name': { contains: '%' } }, { 'contact.name': { contains: "O'B" } }] },
    ],
    ['a missing account', { not: { 'account.industry': 'lead' } }],
    ['what is missing, by ne and notIn', { 'account.country': { ne: 'DE' }, 'owner.team': { notIn: ['east'] } }],
    ['an order of code points', { 'contact.city': { gt: '\uffee' } }],
    ['the first of several teams', { 'owner.team': 'West' }],
    ['the newest deal', { 'deal.amount': { gte: 0.3 } }],
    ['a custom field of several kinds', { 'contact.budget': { gt: 1 } }],
    ['a text that is a date', { 'contact.renewsOn': { before: '2027-01-15' } }],
    ['a count with a time', { 'events.order.placed': { atLeast: 1, within: '200 days' } }],
    ['as many in a time as instants are kept', { 'events.order.placed': { atLeast: 10, within: '1 year' } }],
    ['more in a time than instants are kept', { 'events.order.placed': { atLeast: 11, within: '1 year' } }],
    [
      'one count or another',
      { any: [{ 'events.order.placed': { atLeast: 2 } }, { 'events.case.opened': { atLeast: 1, within: '90 days' } }] },
    ],
    ['no count at all', { not: { 'events.order.placed': { atLeast: 1 } } }],
    ['the best buyers', { 'rfm.value': 5, 'rfm.recency': { gte: 3 } }],
    ['who never bought', { 'rfm.frequency': { exists: false } }],
  ])('agrees on %s', async (_, value) => {
    const condition = read(value);
    const expected = matching(condition);
    expect(expected.length).toBeGreaterThan(0);
    expect(await chosen(condition, 'few')).toEqual(expected);
    expect(await chosen(condition, 'all')).toEqual(expected);
    expect(await counted(condition)).toBe(expected.length);
  });

  it('has every literal as a parameter, names of fields and events too', () => {
    const condition = read({
      'contact.status': "x'; DROP TABLE contacts --",
      'contact.quo_te': { in: ['secret', 5] },
      'events.a-b.c': { atLeast: 3, within: '7 days' },
    });
    const sql = conditionSql(condition, NOW);
    if (!sql.ok) throw new Error('expected SQL');
    const text = sql.value.fits.sql;
    for (const literal of ['DROP', 'secret', 'quo_te', 'a-b', '2027']) expect(text).not.toContain(literal);
  });

  it('refuses what only a journey has, all of it at once', () => {
    const condition = read({
      'event.step': 'hello',
      not: { 'steps.hello.replied': true },
      'variables.days': 14,
      'contact.name': 'x',
    });
    const sql = conditionSql(condition, NOW);
    expect(!sql.ok && sql.error.map(({ code, path }) => [code, path])).toEqual([
      ['unknown-path', 'event.step'],
      ['unknown-path', 'steps.hello.replied'],
      ['unknown-path', 'variables.days'],
    ]);
  });

  it('counts nobody who was erased, and everybody else, also where only events and deals are read', async () => {
    const erased = new Set(people.flatMap(({ id }, i) => (i % 5 === 0 ? [id] : [])));
    await db.contact.updateMany({ where: { id: { in: [...erased] } }, data: { erasedAt: new Date(NOW) } });
    let some = 0;
    for (let n = 0; n < CONDITIONS; n++) {
      const condition = conditionOfEvents(new Random(SEED * 200_000 + n));
      const expected = matching(condition).filter((id) => !erased.has(id)).length;
      expect(await counted(condition), `seed ${SEED}, condition ${n}: ${JSON.stringify(condition)}`).toBe(expected);
      if (expected > 0 && expected < people.length - erased.size) some++;
    }
    expect(some).toBeGreaterThan(CONDITIONS / 4);
  }, 120_000);

  it.each(['a\0b', 'a\ud800'])('refuses %j, which Postgres has no place for', (text) => {
    const sql = conditionSql(read({ 'contact.name': { in: ['x', text] } }), NOW);
    expect(!sql.ok && sql.error[0]?.code).toBe('wrong-type');
  });
});
