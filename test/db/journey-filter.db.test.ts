import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JourneyFilter, Moment, Scope } from '../../src/api/store-ports.js';
import { type Db, openDb } from '../../src/db/client.js';
import type { Contact, Journey } from '../../src/db/generated/client.js';
import { journeyFilterSql } from '../../src/db/journey-filter.js';
import { journeyScopeSql, journeysIn } from '../../src/db/journey-scope.js';
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

/** What a filter says, of one journey and its contact. */
function fits(
  filter: JourneyFilter,
  scope: Scope,
  { contact, ...journey }: Journey & { readonly contact: Contact },
): boolean {
  const { definition, version, stage, status, phase, owner, attention, late, enteredBy, q } = filter;
  const isLate = journey.status === 'open' && journey.nextAt !== null && journey.nextAt.getTime() < MOMENT.lateBefore;
  const texts = [contact.name, contact.email, contact.company].map((text) => text?.toLowerCase() ?? '');
  const mine = (ownerId: string | null) => scope.type === 'own' && ownerId !== null && scope.userIds.includes(ownerId);
  return (
    (scope.type === 'all' || mine(journey.ownerId) || mine(contact.ownerId)) &&
    (definition === undefined || journey.definitionId === definition) &&
    (version === undefined || journey.definitionVersion === version) &&
    (stage === undefined || (journey.stage !== null && stage.includes(journey.stage))) &&
    (status === undefined || journey.status === status) &&
    (phase === undefined || (phase as readonly string[]).includes(journey.phase)) &&
    (owner === undefined || journey.ownerId === owner) &&
    (filter.contact === undefined || journey.contactId === filter.contact) &&
    (attention === undefined || (journey.attention !== null) === attention) &&
    (late === undefined || isLate === late) &&
    (enteredBy === undefined || journey.enteredBy === enteredBy) &&
    (q === undefined || texts.some((text) => text.includes(q.toLowerCase())))
  );
}

test('a filter means the journeys that it says, to a list and to the statement that freezes them', async () => {
  const all = await db.journey.findMany({ include: { contact: true }, orderBy: { id: 'asc' } });
  let chosen = 0;
  await fc.assert(
    fc.asyncProperty(filters(), scopes, async (filter, scope) => {
      const said = all.filter((row) => fits(filter, scope, row)).map(({ id }) => ({ id }));
      const listed = await db.$queryRaw<{ id: string }[]>`
        SELECT j.id FROM ${journeysIn(scope)} j LEFT JOIN contacts c ON c.id = j."contactId"
        WHERE ${journeyFilterSql(filter, MOMENT)} ORDER BY j.id`;
      const frozen = await db.$queryRaw<{ id: string }[]>`
        SELECT j.id FROM journeys j JOIN contacts c ON c.id = j."contactId"
        WHERE ${journeyFilterSql(filter, MOMENT)} AND ${journeyScopeSql(scope)} ORDER BY j.id`;
      expect(listed).toEqual(said);
      expect(frozen).toEqual(said);
      chosen += said.length;
    }),
    { numRuns: 300 },
  );
  expect(chosen).toBeGreaterThan(100);
});
