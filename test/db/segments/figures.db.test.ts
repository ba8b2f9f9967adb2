import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Db, openDb } from '../../../src/db/client.js';
import { newId } from '../../../src/db/new-id.js';
import { compareFigures, rebuildFigures } from '../../../src/db/verify/figures.js';
import { aContact } from '../../api/support.js';
import { Random } from '../../domain/definition/fuzz/random.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

/* What triggers keep of a contact's events and deals, for conditions to ask in their place. */

// Anew each day, so that the cases add up; a failure prints it.
const SEED = Math.floor(Date.now() / 86_400_000);
const DAY = 86_400_000;
const NOW = Date.parse('2026-11-30T09:00:00Z');
const day = (n: number): Date => new Date(NOW - n * DAY);

let database: TestDatabase;
let db: Db;
let contactId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb(database.url, 3);
});
beforeEach(async () => {
  contactId = await aContact(db);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

async function happened(daysAgo: number, type = 'email.opened', of: string | null = contactId): Promise<string> {
  const id = newId('event');
  await db.event.create({ data: { id, type, at: day(daysAgo), realAt: day(0), contactId: of, source: 'test' } });
  return id;
}
const counts = (of = contactId) =>
  db.eventCount.findMany({
    where: { contactId: of },
    orderBy: { type: 'asc' },
    select: { type: true, total: true, latest: true },
  });

async function aDeal(
  daysAgo: number,
  { id = newId('deal'), ...given }: { id?: string; status?: string; amount?: number; contactId?: string | null } = {},
): Promise<string> {
  const closedAt = given.status === 'won' ? day(daysAgo) : null;
  await db.deal.create({
    data: { id, name: 'A deal', contactId, createdAt: day(daysAgo), updatedAt: day(0), closedAt, ...given },
  });
  return id;
}
const newest = async (of = contactId) =>
  (await db.deal.findMany({ where: { contactId: of, isNewest: true } })).map(({ id }) => id);
const won = async (of = contactId) => {
  const { wonCount, wonTotal, lastWonAt } = await db.contact.findUniqueOrThrow({ where: { id: of } });
  return [wonCount, wonTotal === null ? null : Number(wonTotal), lastWonAt];
};

describe('the count of a contact’s events of a kind', () => {
  it('has their number and the instants of the latest ten, in whatever order they were told', async () => {
    for (const n of [12, 3, 9, 1, 11, 4, 8, 2, 10, 5, 7, 6]) await happened(n);
    await happened(30, 'order.placed');
    expect(await counts()).toEqual([
      { type: 'email.opened', total: 12, latest: Array.from({ length: 10 }, (_, i) => day(i + 1)) },
      { type: 'order.placed', total: 1, latest: [day(30)] },
    ]);
  });

  it('follows what a hand changes, gives to another contact or takes away', async () => {
    const other = await aContact(db);
    const [first, second] = [await happened(5), await happened(4)];
    await db.event.update({ where: { id: first }, data: { at: day(1) } });
    expect(await counts()).toEqual([{ type: 'email.opened', total: 2, latest: [day(1), day(4)] }]);
    await db.event.update({ where: { id: second }, data: { contactId: other } });
    expect(await counts(other)).toEqual([{ type: 'email.opened', total: 1, latest: [day(4)] }]);
    await db.event.delete({ where: { id: first } });
    expect(await counts()).toEqual([]);
  });
});

describe('what a contact’s deals come to', () => {
  it('has the newest by creation, and of the same instant the greater id', async () => {
    const old = await aDeal(3);
    expect(await newest()).toEqual([old]);
    const later = await aDeal(2, { id: 'dea_a' });
    expect(await newest()).toEqual([later]);
    await aDeal(2, { id: 'dea_b' });
    await aDeal(9);
    expect(await newest()).toEqual(['dea_b']);
    await db.deal.delete({ where: { id: 'dea_b' } });
    expect(await newest()).toEqual([later]);
  });

  it('has number, sum and latest day of the won ones, and loses what is open again or another’s', async () => {
    const first = await aDeal(9, { status: 'won', amount: 100 });
    await aDeal(5, { status: 'won', amount: 20.5 });
    await aDeal(1, { amount: 7 });
    expect(await won()).toEqual([2, 120.5, day(5)]);
    const other = await aContact(db);
    await db.deal.update({ where: { id: first }, data: { contactId: other } });
    expect([await won(), await won(other), await newest(other)]).toEqual([
      [1, 20.5, day(5)],
      [1, 100, day(9)],
      [first],
    ]);
    await db.deal.updateMany({ where: { contactId: other }, data: { status: 'open', closedAt: null } });
    expect(await won(other)).toEqual([0, null, null]);
  });

  it('is right of two deals that are written at once', async () => {
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    try {
      await other.query('BEGIN');
      await other.query(
        `INSERT INTO deals (id, name, "contactId", status, amount, "closedAt", "createdAt", "updatedAt")
         VALUES ('dea_x', 'A deal', $1, 'won', 10, $2, $2, $2)`,
        [contactId, day(2)],
      );
      const second = aDeal(1, { status: 'won', amount: 5 });
      await new Promise((resolve) => setTimeout(resolve, 100));
      await other.query('COMMIT');
      expect(await newest()).toEqual([await second]);
      expect(await won()).toEqual([2, 15, day(1)]);
    } finally {
      await other.end();
    }
  });
});

describe('verify and rebuild', () => {
  const walk = async (step: (after: string | null) => ReturnType<typeof compareFigures>) => {
    const found = new Map<string, readonly string[]>();
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof compareFigures>> = await step(after);
      for (const { contactId, figures } of page.wrong) found.set(contactId, figures);
      after = page.next;
    } while (after !== null);
    return found;
  };
  const compared = () => walk((after) => compareFigures(db, after));

  it(`find nothing after whatever was written: seed ${SEED}`, async () => {
    const random = new Random(SEED);
    const people = await Promise.all(random.times(6, () => aContact(db)));
    const someone = () => (random.chance(0.1) ? null : random.pick(people));
    const recently = () => day(random.below(20));
    const oneDeal = async () => random.pick(await db.deal.findMany({ select: { id: true } }));
    const oneEvent = async () => random.pick(await db.event.findMany({ select: { id: true } }));
    const decided = () => ({ status: random.pick(['open', 'won', 'lost']), amount: random.pick([null, 1, 99.95]) });
    const tell = () => happened(random.below(20), random.pick(['email.opened', 'order.placed']), someone());
    const open = () =>
      db.deal.createMany({
        data: random.times(1 + random.below(3), () => ({
          ...{ id: newId('deal'), name: 'A deal', contactId: someone(), ...decided(), closedAt: recently() },
          ...{ createdAt: day(random.below(5)), updatedAt: day(0) },
        })),
      });
    const deeds: readonly (() => Promise<unknown>)[] = [
      ...[tell, tell, tell, tell, open, open],
      async () =>
        db.deal.updateMany({
          where: { id: { in: [(await oneDeal()).id, (await oneDeal()).id] } },
          data: random.pick([{ contactId: someone() }, decided(), { createdAt: recently() }, { closedAt: recently() }]),
        }),
      async () =>
        db.event.update({
          where: await oneEvent(),
          data: random.pick([{ contactId: someone() }, { at: recently() }, { type: 'case.opened' }]),
        }),
      async () => db.deal.delete({ where: await oneDeal() }),
      async () => db.event.delete({ where: await oneEvent() }),
    ];
    await tell();
    for (let n = 0; n < 5; n++) await Promise.all([tell(), open()]);
    for (let n = 0; n < 200; n++) await random.pick(deeds)();
    expect(await compared()).toEqual(new Map());
    expect(await db.eventCount.count()).toBeGreaterThan(people.length);
  });

  it('name what is wrong, and make it right again', async () => {
    await happened(1);
    await happened(2, 'order.placed');
    const lost = await aDeal(1, { status: 'won', amount: 5 });
    const right = [await counts(), await won(), await newest()];
    await db.eventCount.updateMany({ where: { contactId, type: 'email.opened' }, data: { total: 7 } });
    await db.eventCount.deleteMany({ where: { contactId, type: 'order.placed' } });
    await db.eventCount.create({ data: { contactId, type: 'page.viewed', total: 1, latest: [day(1)] } });
    await db.deal.update({ where: { id: lost }, data: { isNewest: false } });
    await db.contact.update({ where: { id: contactId }, data: { wonCount: 2 } });
    const wrong = new Map([[contactId, ['events', 'newest deal', 'won deals']]]);
    expect(await compared()).toEqual(wrong);
    expect(await walk((after) => rebuildFigures(db, { after, dryRun: true }))).toEqual(wrong);
    expect(await compared()).toEqual(wrong);
    expect(await walk((after) => rebuildFigures(db, { after, dryRun: false }))).toEqual(wrong);
    expect(await compared()).toEqual(new Map());
    expect([await counts(), await won(), await newest()]).toEqual(right);
  });

  it('look at every contact, page by page', async () => {
    const many = Array.from({ length: 600 }, (_, n) => ({
      id: `con_zz_${n}`,
      name: 'Somebody',
      createdAt: day(0),
      updatedAt: day(0),
    }));
    await db.contact.createMany({ data: many });
    await db.eventCount.create({ data: { contactId: 'con_zz_99', type: 'email.opened', total: 1, latest: [day(1)] } });
    expect(await compared()).toEqual(new Map([['con_zz_99', ['events']]]));
  });
});
