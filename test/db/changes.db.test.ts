import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChangeFeed, FeedPosition } from '../../src/api/ports.js';
import { createChangeFeed, pruneChanges } from '../../src/db/changes.js';
import { type Db, openDb } from '../../src/db/client.js';
import { newId } from '../../src/db/new-id.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

let database: TestDatabase;
let db: Db;
let feed: ChangeFeed;
let here: FeedPosition;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb(database.url, 5);
  feed = createChangeFeed(db);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});
beforeEach(async () => {
  // From its end, as a new reader begins; but past all that earlier tests have committed.
  here = {
    xid: (await db.$queryRaw<{ xid: bigint }[]>`SELECT pg_current_xact_id()::text::bigint AS xid`)[0]?.xid ?? 0n,
    seq: 0n,
  };
});

/** Reads until so many have come; other tests' transactions on the same server may hold the feed back for a moment. */
async function next(count: number, after = here, most = 100) {
  const found = [];
  let position = after;
  for (let tries = 0; tries < 200 && found.length < count; tries++) {
    const read = await feed.read(position, { most });
    found.push(...read.changes);
    position = read.position;
    if (found.length < count) await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return { found, position };
}

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return client;
}

const insertContact = (client: pg.Client, id: string) =>
  client.query(
    `INSERT INTO contacts (id, name, tags, score, "createdAt", "updatedAt") VALUES ($1, 'Ada', '{}', 0, now(), now())`,
    [id],
  );

describe('a reader of the feed', () => {
  it('passes over no change, though the one noted first commits last', async () => {
    const [slow, quick] = await Promise.all([connect(), connect()]);
    await slow.query('BEGIN');
    await insertContact(slow, 'con_slow');
    await quick.query('BEGIN');
    await insertContact(quick, 'con_quick');
    await quick.query('COMMIT');
    const early = await feed.read(here, { most: 100 });
    // The later number is not shown while the earlier may still come.
    expect(early.changes).toEqual([]);
    await slow.query('COMMIT');
    const { found } = await next(2, early.position);
    expect(found.map((each) => each.objectId)).toEqual(['con_slow', 'con_quick']);
    await Promise.all([slow.end(), quick.end()]);
  });

  it('passes over no change, though the older transaction takes the higher number', async () => {
    const [older, younger] = await Promise.all([connect(), connect()]);
    await older.query('BEGIN');
    await older.query('SELECT pg_current_xact_id()');
    await younger.query('BEGIN');
    await insertContact(younger, 'con_younger');
    await insertContact(older, 'con_older');
    const numbers = (client: pg.Client) => client.query(`SELECT max(seq)::int AS seq FROM changes`);
    expect((await numbers(older)).rows[0].seq).toBeGreaterThan((await numbers(younger)).rows[0].seq);
    await older.query('COMMIT');
    const first = await next(1);
    expect(first.found.map((each) => each.objectId)).toEqual(['con_older']);
    await younger.query('COMMIT');
    const second = await next(1, first.position);
    expect(second.found.map((each) => each.objectId)).toEqual(['con_younger']);
    await Promise.all([older.end(), younger.end()]);
  });

  it('never hears of what was rolled back', async () => {
    const client = await connect();
    await client.query('BEGIN');
    await insertContact(client, 'con_never');
    await client.query('ROLLBACK');
    await insertContact(client, 'con_after');
    expect((await next(1)).found.map((each) => each.objectId)).toEqual(['con_after']);
    await client.end();
  });

  it('goes on page by page, up to where it is told, and gets each change once', async () => {
    const ids = Array.from({ length: 7 }, (_, i) => `con_page${i}`);
    for (const id of ids) await aContact({ id });
    const end = (await next(7)).position;
    const later = await aContact({ id: 'con_beyond' });
    await next(1, end);
    const seen: string[] = [];
    let position = here;
    for (let hasMore = true; hasMore; ) {
      const read = await feed.read(position, { most: 3, upTo: end });
      seen.push(...read.changes.map((each) => each.objectId));
      ({ position, hasMore } = read);
    }
    expect(seen).toEqual(ids);
    expect(seen).not.toContain(later);
  });

  it('keeps its place when there is nothing, and never goes back', async () => {
    const far = { xid: 2n ** 62n, seq: 5n };
    expect(await feed.read(far, { most: 5 })).toEqual({ changes: [], position: far, hasMore: false });
  });
});

const at = new Date('2027-01-04T08:30:00Z');
async function aContact(changes: { id?: string; ownerId?: string } = {}): Promise<string> {
  const id = changes.id ?? newId('contact');
  await db.contact.create({ data: { id, name: 'Ada', tags: [], createdAt: at, updatedAt: at, ...changes } });
  return id;
}
async function aUser(): Promise<string> {
  const id = newId('user');
  await db.user.create({ data: { id, email: `${id}@x.example`, name: 'Rep', role: 'rep', createdAt: at } });
  return id;
}
async function aJourney(contactId: string, ownerId: string | null = null): Promise<string> {
  const id = newId('journey');
  const run = { definitionId: 'd', definitionVersion: 1, subjectType: 'contact', subjectId: contactId, n: 1 };
  const now = { status: 'open', phase: 'active', startedAt: at, interests: [], enteredBy: 'event', workflowId: id };
  await db.journey.create({ data: { id, ...run, ...now, contactId, ownerId } });
  return id;
}

describe('what is noted', () => {
  it('is a contact for its owner, and for who loses it', async () => {
    const [old, fresh] = [await aUser(), await aUser()];
    const id = await aContact({ ownerId: old });
    await db.contact.update({ where: { id }, data: { ownerId: fresh } });
    const { found } = await next(2);
    expect(found).toEqual([
      { kind: 'contact', objectId: id, contactId: id, seenBy: [old] },
      { kind: 'contact', objectId: id, contactId: id, seenBy: expect.arrayContaining([old, fresh]) },
    ]);
  });

  it('is a journey for its owner and its contact’s, at each advance and not at a poke', async () => {
    const [mine, theirs] = [await aUser(), await aUser()];
    const contactId = await aContact({ ownerId: theirs });
    const id = await aJourney(contactId, mine);
    await db.journey.update({ where: { id }, data: { poked: true, interests: ['email.replied'] } });
    await db.journey.update({ where: { id }, data: { advance: 1 } });
    const { found } = await next(3);
    const seenBy = expect.arrayContaining([mine, theirs]);
    expect(found.slice(1)).toEqual([
      { kind: 'journey', objectId: id, contactId, seenBy },
      { kind: 'journey', objectId: id, contactId, seenBy },
    ]);
    await aContact({ id: 'con_end' });
    expect((await next(4)).found.map((each) => each.kind)).toEqual(['contact', 'journey', 'journey', 'contact']);
  });

  it('is a task for its assignee, or for its team while nobody has taken it', async () => {
    const rep = await aUser();
    const id = newId('task');
    const row = { kind: 'call', title: 'Call', status: 'open', outcomes: [], origin: 'person' };
    await db.task.create({ data: { id, ...row, teamId: 'tea_north', createdAt: at, updatedAt: at } });
    await db.task.update({ where: { id }, data: { assigneeId: rep } });
    const { found } = await next(2);
    expect(found.map(({ kind, objectId, seenBy }) => [kind, objectId, [...seenBy].sort()])).toEqual([
      ['task', id, ['tea_north']],
      ['task', id, ['tea_north', rep].sort()],
    ]);
  });

  it('is a message for its journey’s owner, when it is written and when its state changes', async () => {
    const rep = await aUser();
    const contactId = await aContact();
    const journeyId = await aJourney(contactId, rep);
    const id = newId('message');
    const step = { stepId: 's', occurrence: 1, purpose: 'marketing', template: 't', messageId: `<${id}@x>` };
    await db.message.create({ data: { id, journeyId, contactId, ...step, state: 'claimed', intendedAt: at } });
    await db.message.update({ where: { id }, data: { fence: 'f', attempts: 2 } });
    await db.message.update({ where: { id }, data: { state: 'accepted' } });
    const { found } = await next(4);
    expect(found.slice(2)).toEqual([
      { kind: 'message', objectId: id, contactId, seenBy: [rep] },
      { kind: 'message', objectId: id, contactId, seenBy: [rep] },
    ]);
  });

  it('is a deal for its contact’s owner, or for its own if it has no contact', async () => {
    const [mine, theirs] = [await aUser(), await aUser()];
    const contactId = await aContact({ ownerId: theirs });
    const deal = { name: 'Deal', ownerId: mine, createdAt: at, updatedAt: at };
    await db.deal.create({ data: { id: 'dea_one', ...deal, contactId } });
    await db.deal.create({ data: { id: 'dea_two', ...deal } });
    const { found } = await next(3);
    expect(found.slice(1).map(({ objectId, seenBy }) => [objectId, seenBy])).toEqual([
      ['dea_one', [theirs]],
      ['dea_two', [mine]],
    ]);
  });

  it('is a definition for everybody, and a notice for whom it is', async () => {
    const rep = await aUser();
    await db.definition.create({ data: { id: 'nurture', kind: 'journey', current: 1 } });
    await db.notice.create({ data: { id: newId('notice'), userId: rep, kind: 'reminder', at } });
    const { found } = await next(2);
    expect(found.map(({ kind, seenBy }) => [kind, seenBy])).toEqual([
      ['definition', ['*']],
      ['notice', [rep]],
    ]);
  });

  it('is nothing when a write changes nothing', async () => {
    const id = await aContact();
    await db.contact.update({ where: { id }, data: { name: 'Ada' } });
    await aContact({ id: 'con_last' });
    expect((await next(2)).found.map((each) => each.objectId)).toEqual([id, 'con_last']);
  });

  it('is one row for each row of a statement that writes many', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => ({ id: `con_bulk${i}`, name: 'Ada', tags: [] }));
    await db.contact.createMany({ data: rows.map((row) => ({ ...row, createdAt: at, updatedAt: at })) });
    expect((await next(50)).found).toHaveLength(50);
  });
});

describe('old changes', () => {
  it('are removed, and younger ones stay', async () => {
    const old = await aContact();
    await db.change.updateMany({ where: { objectId: old }, data: { realAt: new Date(Date.now() - 2 * 3_600_000) } });
    const young = await aContact();
    expect(await pruneChanges(db, Date.now() - 3_600_000)).toBe(1);
    expect(await db.change.count({ where: { objectId: old } })).toBe(0);
    expect(await db.change.count({ where: { objectId: young } })).toBe(1);
  });
});

describe('whose changes a user hears of', () => {
  it('are also those of people whom the user stands in for, as long as they are away', async () => {
    const [rep, away] = [await aUser(), await aUser()];
    const absence = { absentFrom: new Date(1_000), absentTo: new Date(2_000), deputyId: rep };
    await db.user.update({ where: { id: away }, data: absence });
    expect(await feed.ownersFor(rep, 1_999)).toEqual([rep, away]);
    expect(await feed.ownersFor(rep, 2_000)).toEqual([rep]);
  });

  it('are the user’s and those of the user’s teams', async () => {
    const rep = await aUser();
    await db.team.create({ data: { id: 'tea_south', name: 'South', members: { create: { userId: rep } } } });
    expect(await feed.ownersFor(rep, Date.now())).toEqual([rep, 'tea_south']);
  });
});
