import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actsOf, type CareDeps, countCare } from '../../../src/db/care/counts.js';
import { listDay } from '../../../src/db/care/day-list.js';
import { type Db, openDb } from '../../../src/db/client.js';
import { createOutlines } from '../../../src/db/outlines.js';
import { createPrograms } from '../../../src/db/programs.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';

const CARE = `
kind: journey
id: care
name: Care
timezone: contact
enter: { on: manual }
throughout:
  - id: birthday
    steps:
      - { id: comes, wait: { until: { date: contact.birthday, every: year } } }
      - { id: wish, email: { template: care/birthday, from: owner, purpose: service } }
      - goTo: comes
  - id: spring
    steps:
      - { id: eve, wait: { until: { festival: spring-festival, shift: -1 days } } }
      - { if: { contact.country: CN }, id: spring, email: { template: care/spring-festival, from: owner, purpose: service } }
      - goTo: eve
steps: [ { wait: { for: { on: order.placed } } } ]
`;
const MANY = 100_000;
const NOW = Date.parse('2027-01-10T00:00:00Z');
const EVERYBODY = { type: 'all' } as const;
const FEBRUARY = { from: '2027-02-01', to: '2027-02-28' };

/** Everybody has a birthday and the Spring Festival; every fourth lives in China, every hundredth is Rita's. */
async function sleepers(db: Db): Promise<void> {
  const at = new Date(NOW);
  const user = { name: 'Rita', role: 'rep', createdAt: at };
  await db.user.createMany({
    data: [
      { id: 'usr_rita', email: 'rita@x.example', ...user },
      { id: 'usr_sam', email: 'sam@x.example', ...user },
    ],
  });
  await db.definition.create({ data: { id: 'care', kind: 'journey', current: 1 } });
  await db.definitionVersion.create({
    data: {
      definitionId: 'care',
      version: 1,
      text: CARE,
      textHash: '',
      enterOn: [],
      publishedAt: at,
      publishedBy: 'x',
    },
  });
  await db.$executeRaw`
    INSERT INTO contacts (id, name, country, "ownerId", "createdAt", "updatedAt")
    SELECT 'con_' || n, 'Name ' || n, CASE n % 4 WHEN 0 THEN 'CN' ELSE 'DE' END,
      CASE n % 100 WHEN 0 THEN 'usr_rita' ELSE 'usr_sam' END, ${at}, ${at} FROM generate_series(1, ${MANY}) n`;
  await db.$executeRaw`
    INSERT INTO journeys (id, "definitionId", "definitionVersion", "subjectType", "subjectId", "contactId", "ownerId", n,
      "workflowId", status, phase, "startedAt", interests, "enteredBy")
    SELECT 'jrn_' || n, 'care', 1, 'contact', 'con_' || n, 'con_' || n, NULL, 1, 'w' || n, 'open', 'active', ${at}, '{}', 'manual'
    FROM generate_series(1, ${MANY}) n`;
  await db.$executeRaw`
    INSERT INTO care_occasions ("journeyId", step, ordinal, occasion, "definitionId", "definitionVersion", "contactId", at, day, zone)
    SELECT 'jrn_' || n, 'wish', o, 'comes', 'care', 1, 'con_' || n, d + time '09:00', d, 'UTC'
    FROM generate_series(1, ${MANY}) n, generate_series(0, 1) o, LATERAL (SELECT date '2027-01-11' + n % 365 + o * 365 AS d) x
    UNION ALL
    SELECT 'jrn_' || n, 'spring', 0, 'eve', 'care', 1, 'con_' || n, timestamptz '2027-02-05 09:00Z', '2027-02-05', 'UTC'
    FROM generate_series(1, ${MANY}) n`;
  await db.$executeRaw`VACUUM ANALYZE care_occasions`;
  await db.$executeRaw`VACUUM ANALYZE contacts`;
  await db.$executeRaw`VACUUM ANALYZE journeys`;
}

describe('the calendar of a hundred thousand who sleep', () => {
  let database: TestDatabase;
  let db: Db;
  let statements = 0;
  let kept: CareDeps | null = null;
  // As in the API: a version is read once.
  const deps = (): CareDeps => (kept ??= { db, programs: createPrograms(db), outlines: createOutlines(db) });

  beforeAll(async () => {
    database = await createTestDatabase();
    db = openDb(database.url, 4);
    await sleepers(db);
    const counted = db.$queryRaw.bind(db);
    Object.assign(db, {
      $queryRaw: (...args: Parameters<typeof counted>) => {
        statements += 1;
        return counted(...args);
      },
    });
  }, 120_000);
  afterAll(async () => {
    await db.$disconnect();
    await database.drop();
  });

  it('counts each day of a month, and only those whose record lets them have it', async () => {
    const counts = await countCare(deps(), EVERYBODY, FEBRUARY, {}, NOW);
    const spring = counts.filter(({ step }) => step === 'spring');
    expect(spring).toMatchObject([{ day: '2027-02-05', count: MANY / 4, kind: 'festival', about: 'spring-festival' }]);
    const wishes = counts.filter(({ step }) => step === 'wish');
    expect(wishes).toHaveLength(28);
    expect(wishes.every(({ count }) => count === 274 || count === 273)).toBe(true);
    expect((await countCare(deps(), EVERYBODY, FEBRUARY, { kind: 'birthday' }, NOW)).length).toBe(28);
  });

  it('shows a rep those of the rep', async () => {
    const scope = { type: 'own', userId: 'usr_rita', userIds: ['usr_rita'] } as const;
    const [festival] = (await countCare(deps(), scope, FEBRUARY, {}, NOW)).filter(({ step }) => step === 'spring');
    expect(festival?.count).toBe(MANY / 100);
  });

  it('pages through a day without leaving anybody out or showing one twice', async () => {
    const seen = new Set<string>();
    let after: readonly (string | number | null)[] | null = null;
    for (let pages = 0; pages < 4; pages++) {
      const page = await listDay(deps(), EVERYBODY, '2027-02-05', { kind: 'festival' }, { after, limit: 200 }, NOW);
      for (const { journeyId } of page.rows) seen.add(journeyId);
      after = page.next;
    }
    expect(seen.size).toBe(800);
    expect([...seen].every((id) => Number(id.slice(4)) % 4 === 0)).toBe(true);
  });

  it('asks the same few statements, however many there are', async () => {
    statements = 0;
    await countCare(deps(), EVERYBODY, FEBRUARY, {}, NOW);
    expect(statements).toBeLessThanOrEqual(3);
    statements = 0;
    await listDay(deps(), EVERYBODY, '2027-02-05', {}, { after: null, limit: 50 }, NOW);
    expect(statements).toBeLessThanOrEqual(2);
  });

  it('reads indexes, not the table, for a month and for a page of its fullest day', async () => {
    const plans: string[] = [];
    for (const text of [
      `SELECT x.day, count(*) FROM care_occasions x WHERE x.day BETWEEN '2027-02-01' AND '2027-02-28'
        AND (x."definitionId" = 'care' AND x."definitionVersion" = 1 AND x.occasion = 'comes' AND x.step = 'wish')
        GROUP BY x.day, x."definitionId", x."definitionVersion", x.occasion, x.step, x.ordinal > 0`,
      `SELECT 1 FROM contacts c JOIN care_occasions x ON x."contactId" = c.id JOIN journeys j ON j.id = x."journeyId"
        WHERE x.day = '2027-02-05' AND c.country = 'CN' ORDER BY x.at, x."journeyId", x.step LIMIT 51`,
    ]) {
      const rows = await db.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(`EXPLAIN (ANALYZE, BUFFERS) ${text}`);
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
    }
    for (const plan of plans) expect(plan).not.toMatch(/Seq Scan on care_occasions/);
    expect(plans[0]).toContain('care_occasions_counted');
    expect(plans[1]).toContain('care_occasions_day_at_journeyId_step_idx');
    if (process.env['SHOW_TIMES'] !== undefined) {
      const times: string[] = [];
      for (const [name, work] of [
        ['month', () => countCare(deps(), EVERYBODY, FEBRUARY, {}, NOW)],
        ['year', () => countCare(deps(), EVERYBODY, { from: '2027-01-11', to: '2028-01-10' }, {}, NOW)],
        ['page', () => listDay(deps(), EVERYBODY, '2027-02-05', {}, { after: null, limit: 50 }, NOW)],
        ['acts', () => actsOf(deps(), {})],
      ] as const) {
        await work();
        const began = performance.now();
        await work();
        times.push(`${name} ${Math.round(performance.now() - began)} ms`);
      }
      process.stderr.write(`${times.join(', ')}\n${plans.join('\n')}\n`);
    }
  });
});
