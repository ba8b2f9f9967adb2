import type pg from 'pg';
import { say } from './world.js';

/*
 * A company's customers by the million with years of events, made by SQL: how often who appears, which values are common
 * and which are rare, and how one hangs on the other is as a real company has it; names and addresses are numbers.
 */

export interface Crowd {
  readonly contacts: number;
  readonly events: number;
}

const YEARS = 3;
/** So many events at a time: each stretch is a statement whose work can be seen. */
const STRETCH = 2_000_000;

/** Each value as often as its weight says, for the number `u` from 0 to 1. */
function pick(u: string, weights: { readonly [value: string]: number }): string {
  const all = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  let below = 0;
  const cases = Object.entries(weights).map(([value, weight]) => {
    below += weight / all;
    return `WHEN ${u} < ${below.toFixed(6)} THEN '${value}'`;
  });
  return `CASE ${cases.join(' ')} END`;
}

const TYPES = {
  'email.opened': 38,
  'email.clicked': 10,
  'contact.changed': 14,
  'task.completed': 9,
  'form.submitted': 6,
  'order.placed': 5,
  'deal.changed': 8,
  'email.replied': 4,
  'case.opened': 3,
  'survey.answered': 3,
};

const id = (prefix: string, n: string): string => `'${prefix}_' || lpad((${n})::text, 26, '0')`;

const CONTACTS = `
  INSERT INTO contacts (id, email, "emailKey", phone, "firstName", "lastName", name, company, language, timezone, country,
    region, city, source, channel, status, stage, tags, score, "firstOrderAt", "lastOrderAt", "lastContactAt", "orderCount",
    "totalSpent", satisfaction, "doNotContact", custom, "accountId", "ownerId", "createdAt", "updatedAt")
  SELECT ${id('con', 'n')}, 'someone' || n || '@customer-' || n % 5000 || '.example',
    'someone' || n || '@customer-' || n % 5000 || '.example', '+4930' || n, 'Given' || n % 900, 'Family' || n % 7000,
    'Given' || n % 900 || ' Family' || n % 7000, 'Company ' || n % 90000, ${pick('u1', { 'zh-CN': 40, en: 40, de: 20 })},
    ${pick('u1', { 'Asia/Shanghai': 40, 'America/New_York': 40, 'Europe/Berlin': 20 })},
    ${pick('u1', { CN: 40, US: 22, GB: 8, CA: 6, AU: 4, DE: 11, AT: 3, CH: 2, FR: 2, NL: 2 })},
    'region-' || floor(u1 * 120)::int, 'city-' || floor(power(u2, 2) * 2000)::int,
    ${pick('u3', { search: 34, social: 22, 'trade-show': 9, telesales: 12, referral: 13, partner: 10 })},
    ${pick('u4', { direct: 45, agent: 20, distribution: 15, 'e-commerce': 20 })},
    CASE WHEN o.orders > 0 THEN 'customer' WHEN u5 < 0.8 THEN 'lead' ELSE 'lost' END,
    ${pick('u6', { new: 30, contacted: 22, qualified: 15, quoted: 10, 'after-sales': 20, dormant: 3 })},
    CASE WHEN u2 < 0.02 THEN '{vip,newsletter}'::text[] WHEN u2 < 0.4 THEN '{newsletter}' ELSE '{}' END,
    floor(u5 * 100), o.first, o.last, CASE WHEN u3 < 0.7 THEN $1::timestamptz - u4 * interval '400 days' END,
    coalesce(o.orders, 0), coalesce(o.orders, 0) * round((20 + 480 * u6)::numeric, 2), CASE WHEN u4 < 0.3 THEN 1 + floor(u6 * 5) END,
    u6 < 0.01, jsonb_build_object('industry', 'industry-' || floor(u5 * 30)::int, 'note', 'met at a fair'),
    CASE WHEN u3 < 0.5 THEN ${id('acc', 'n % 100000')} END, ${id('usr', 'n % 200')},
    $1::timestamptz - u5 * interval '${YEARS} years', $1::timestamptz - u5 * interval '100 days'
  FROM (SELECT n, random() u1, random() u2, random() u3, random() u4, random() u5, random() u6
    FROM generate_series(0, $2::int - 1) n OFFSET 0) each
  LEFT JOIN (SELECT "contactId", count(*)::int AS orders, min(at) AS first, max(at) AS last
    FROM events WHERE type = 'order.placed' GROUP BY 1) o ON o."contactId" = ${id('con', 'each.n')}`;

const EVENTS = `
  INSERT INTO events (id, type, at, "realAt", "contactId", fields, source, "dispatchedAt")
  SELECT ${id('evt', 'n')}, ${pick('u1', TYPES)}, at, at, ${id('con', 'floor(power(u2, 1.6) * $4)::int')},
    jsonb_build_object('step', 'step-' || n % 40), 'engine', at
  FROM (SELECT n, random() u1, random() u2, $1::timestamptz - interval '${YEARS} years' * (1 - n / $5::float8) AS at
    FROM generate_series($2::int, $3::int) n OFFSET 0) each`;

const DEALS = `
  INSERT INTO deals (id, name, "contactId", "ownerId", stage, amount, currency, product, channel, status, "closedAt", "createdAt", "updatedAt")
  SELECT ${id('dea', 'n')}, 'Deal ' || n, ${id('con', 'floor(u1 * $2)::int')}, ${id('usr', 'n % 200')},
    CASE WHEN u2 < 0.35 THEN 'won' WHEN u2 < 0.6 THEN 'lost' ELSE ${pick('u3', { needs: 40, quote: 35, negotiation: 25 })} END,
    round((100 + 9900 * u3)::numeric, 2), 'EUR', 'product-' || floor(u4 * 12)::int,
    ${pick('u3', { direct: 45, agent: 20, distribution: 15, 'e-commerce': 20 })},
    CASE WHEN u2 < 0.35 THEN 'won' WHEN u2 < 0.6 THEN 'lost' ELSE 'open' END,
    CASE WHEN u2 < 0.6 THEN $1::timestamptz - u4 * interval '${YEARS} years' * 0.9 END,
    $1::timestamptz - u4 * interval '${YEARS} years', $1::timestamptz
  FROM (SELECT n, random() u1, random() u2, random() u3, random() u4 FROM generate_series(1, ($2 * 0.4)::int) n OFFSET 0) each`;

/** What triggers keep of events and deals. */
const FIGURES = [
  `INSERT INTO event_counts (type, "contactId", total, latest)
    SELECT type, "contactId", count(*), (array_agg(at ORDER BY at DESC))[1:10] FROM events GROUP BY 1, 2 ORDER BY 1, 2`,
  `UPDATE deals d SET "isNewest" = false WHERE EXISTS (
    SELECT FROM deals n WHERE n."contactId" = d."contactId" AND (n."createdAt", n.id) > (d."createdAt", d.id))`,
  `UPDATE contacts c SET "wonCount" = w.n, "wonTotal" = w.total, "lastWonAt" = w.last FROM (
    SELECT "contactId", count(*) AS n, sum(amount) AS total, max("closedAt") AS last FROM deals WHERE status = 'won' GROUP BY 1) w
    WHERE c.id = w."contactId"`,
];

const PEOPLE = [
  `INSERT INTO teams (id, name) SELECT 'team-' || n, 'Team ' || n FROM generate_series(0, 19) n`,
  `INSERT INTO users (id, email, name, role, "createdAt")
    SELECT ${id('usr', 'n')}, 'rep' || n || '@bench.example', 'Rep ' || n, 'rep', now() FROM generate_series(0, 199) n`,
  `INSERT INTO team_members ("teamId", "userId") SELECT 'team-' || n % 20, ${id('usr', 'n')} FROM generate_series(0, 199) n`,
  `INSERT INTO accounts (id, name, industry, size, region, country, "createdAt", "updatedAt")
    SELECT ${id('acc', 'n')}, 'Company ' || n, 'industry-' || n % 30, n % 900, 'region-' || n % 120,
      ${pick('random()', { CN: 40, US: 35, DE: 25 })}, now(), now() FROM generate_series(0, 99999) n`,
];

/** Fills an empty, migrated database, `now` being the end of the years. Indexes are made when the rows are there. */
export async function fillCrowd(client: pg.Client, { contacts, events }: Crowd, now: Date): Promise<void> {
  // No triggers and no checks of foreign keys: nobody listens, and what is made fits.
  await client.query(`SET session_replication_role = replica; SET synchronous_commit = off; SET work_mem = '256MB';
    SET maintenance_work_mem = '1GB'; SELECT setseed(0.5)`);
  const remake = await withoutIndexes(client, ['contacts', 'deals', 'events']);
  for (const sql of PEOPLE) await client.query(sql);
  for (let from = 1; from <= events; from += STRETCH)
    await timed(`events from ${from}`, () =>
      client.query(EVENTS, [now, from, Math.min(events, from + STRETCH - 1), contacts, events]),
    );
  await timed('contacts', () => client.query(CONTACTS, [now, contacts]));
  await timed('deals', () => client.query(DEALS, [now, contacts]));
  for (const sql of FIGURES) await timed(sql.slice(0, 30), () => client.query(sql));
  for (const sql of remake) await timed(sql.slice(0, 90), () => client.query(sql));
  await timed('vacuum', () => client.query('VACUUM (ANALYZE)'));
}

/** Takes the indexes of tables away; answers what makes them again. */
async function withoutIndexes(client: pg.Client, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; table: string; made: string; constraint: string | null }>(
    `SELECT i.relname AS name, t.relname AS "table", pg_get_indexdef(i.oid) AS made,
       (SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conindid = i.oid AND contype = 'p') AS constraint
     FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
     WHERE t.relname = ANY($1) AND NOT EXISTS
       (SELECT FROM pg_constraint f WHERE f.conindid = i.oid AND f.contype = 'f')`,
    [tables],
  );
  for (const { name, table, constraint } of rows)
    await client.query(
      constraint === null ? `DROP INDEX "${name}"` : `ALTER TABLE "${table}" DROP CONSTRAINT "${name}"`,
    );
  return rows.map(({ name, table, made, constraint }) =>
    constraint === null ? made : `ALTER TABLE "${table}" ADD CONSTRAINT "${name}" ${constraint}`,
  );
}

async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  const began = performance.now();
  await work();
  say(`  ${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
}
