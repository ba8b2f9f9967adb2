import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JourneyFilter, Moment, Scope } from '../../src/api/store-ports.js';
import { type Db, openDb } from '../../src/db/client.js';
import { journeyFilterSql, matchesFilter } from '../../src/db/journey-filter.js';
import { journeyScope, journeyScopeSql } from '../../src/db/journey-scope.js';
import { aContact, aJourney } from '../api/support.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres.js';

const NOW = Date.UTC(2027, 0, 4, 9);
const MOMENT: Moment = { now: NOW, lateBefore: NOW - 300_000 };

let database: TestDatabase;
let db: Db;
const contacts: string[] = [];

const NEXT_ATS = [null, new Date(NOW - 3_600_000), new Date(NOW + 3_600_000)];
const at = <T>(values: readonly [T, ...T[]], n: number): T => values[n % values.length] ?? values[0];

/** Each column changes with a period of its own. */
const aMixture = (n: number, kind: { readonly definitionId: string; readonly nextAt: Date | null }) => ({
  ...kind,
  n,
  definitionVersion: at([1, 2], n),
  // One open run of a definition for a subject.
  status: kind.nextAt === NEXT_ATS[1] ? 'open' : 'ended',
  phase: at(['active', 'paused', 'held'], n),
  stage: at([null, 'main', 'proposal', 'main'], n),
  ownerId: at([null, 'usr_a', 'usr_b', 'usr_a', 'usr_b'], n),
  attention: at(['uncertain', null, null, null], n),
  enteredBy: at(['event', 'usr_a'], n),
});

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb(database.url, 5);
  for (const id of ['usr_a', 'usr_b'])
    await db.user.create({ data: { id, email: `${id}@x.example`, name: id, role: 'rep', createdAt: new Date(NOW) } });
  const people = [
    { name: 'Ada 100% Lovelace', email: 'ada@x.example' },
    { name: 'Grace_Hopper', ownerId: 'usr_a' },
    { name: 'Zuse\\Konrad', email: 'k@zuse.example', ownerId: 'usr_b' },
  ];
  for (const each of people) contacts.push(await aContact(db, each));
  const kinds = ['nurture', 'again'].flatMap((definitionId) => NEXT_ATS.map((nextAt) => ({ definitionId, nextAt })));
  for (const [i, contactId] of contacts.entries())
    for (const [k, kind] of kinds.entries()) await aJourney(db, contactId, aMixture(i * kinds.length + k, kind));
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

const some = (values: readonly string[]) => fc.subarray([...values], { minLength: 1 });

/** Of many parts at once nothing would fit: two or three say all that there is to say of their sum. */
const filters = (): fc.Arbitrary<JourneyFilter> => {
  const parts = {
    definition: fc.constantFrom('nurture', 'again', 'none'),
    version: fc.constantFrom(1, 2),
    stage: some(['main', 'proposal']),
    status: fc.constantFrom('open', 'ended'),
    phase: some(['active', 'paused', 'held']),
    owner: fc.constantFrom('usr_a', 'usr_b'),
    contact: fc.constantFrom(...contacts),
    attention: fc.boolean(),
    late: fc.boolean(),
    enteredBy: fc.constantFrom('event', 'usr_a'),
    q: fc.constantFrom('a', 'A', '%', '_', '\\', '100%', 'zuse.example', "'"),
  };
  const names = Object.keys(parts) as (keyof typeof parts)[];
  return fc
    .tuple(fc.record(parts), fc.subarray(names, { maxLength: 3 }))
    .map(([all, kept]) => Object.fromEntries(kept.map((name) => [name, all[name]])));
};

const scopes = fc.constantFrom<Scope>({ type: 'all' }, { type: 'own', userId: 'usr_a', userIds: ['usr_a'] });

test('a filter means the same journeys to the list and to the statement that freezes it', async () => {
  let chosen = 0;
  await fc.assert(
    fc.asyncProperty(filters(), scopes, async (filter, scope) => {
      const listed = await db.journey.findMany({
        where: { AND: [matchesFilter(filter, MOMENT), journeyScope(scope)] },
        select: { id: true },
        orderBy: { id: 'asc' },
      });
      const frozen = await db.$queryRaw<{ id: string }[]>`
        SELECT j.id FROM journeys j JOIN contacts c ON c.id = j."contactId"
        WHERE ${journeyFilterSql(filter, MOMENT)} AND ${journeyScopeSql(scope)} ORDER BY j.id`;
      expect(frozen).toEqual(listed);
      chosen += frozen.length;
    }),
    { numRuns: 300 },
  );
  expect(chosen).toBeGreaterThan(100);
});
