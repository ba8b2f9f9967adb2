import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Db, openDb } from '../../src/db/client.js';
import { accountFields, contactFields, dealFields, fieldsOfOwner, ownerFields } from '../../src/db/journey/records.js';
import { readSubjectRows } from '../../src/db/journey/subject-rows.js';
import { Random } from '../domain/definition/fuzz/random.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';
import { makePeople } from './condition/people.js';

const SEED = 20_270_115;

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb(database.url, 5);
  await makePeople(db, new Random(SEED), 300);
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

async function fieldsOf(contactId: string, dealId: string | null) {
  const { contact, account, owner, teamId, deal } = await readSubjectRows(db, contactId, dealId);
  return {
    contact: contactFields(contact),
    account: account && accountFields(account),
    owner: owner && fieldsOfOwner(owner, teamId),
    deal: deal && dealFields(deal),
  };
}

test('one statement reads of everybody what Prisma reads by one a table, each value the same', async () => {
  const people = await db.contact.findMany({
    include: {
      account: true,
      owner: { include: { teams: { orderBy: { teamId: 'asc' } } } },
      deals: { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] },
    },
  });
  expect(people).toHaveLength(300);
  for (const person of people) {
    const { account, owner, deals } = person;
    const read = {
      contact: contactFields(person),
      account: account && accountFields(account),
      owner: owner && ownerFields(owner),
    };
    const of = deals.map(dealFields);
    expect(await fieldsOf(person.id, null)).toEqual({ ...read, deal: of[0] ?? null });
    expect(await fieldsOf(person.id, 'dea_gone')).toEqual({ ...read, deal: of[0] ?? null });
    expect(await fieldsOf(person.id, deals.at(-1)?.id ?? null)).toEqual({ ...read, deal: of.at(-1) ?? null });
  }
}, 60_000);

test('a deal that was asked for is read whose ever it is, and nothing that a user signs in by is', async () => {
  const deal = await db.deal.findFirstOrThrow();
  const other = await db.contact.findFirstOrThrow({
    where: { id: { not: deal.contactId ?? '' }, ownerId: { not: null } },
  });
  const read = await readSubjectRows(db, other.id, deal.id);
  expect(read.deal?.id).toBe(deal.id);
  expect(Object.keys(read.owner ?? {})).not.toEqual(expect.arrayContaining(['passwordHash']));
  expect(Object.keys(read.owner ?? {})).not.toEqual(expect.arrayContaining(['inviteHash']));
});
