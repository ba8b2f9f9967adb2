import { chmod, mkdir, rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openDb } from '../src/db/client.js';
import { lookAtBounds } from '../src/db/condition/value-classes.js';
import { countStatement } from '../src/db/contact-matching.js';
import { applyMigrations } from '../src/db/migrate.js';
import { ASKING_SETTINGS } from '../src/db/segments/asking.js';
import { startPostgres } from '../src/dev/postgres.js';
import { parseCondition } from '../src/domain/condition/parse-condition.js';
import { fillCrowd } from './support/crowd.js';
import { makeFolder } from './support/folder.js';
import { readNumbers } from './support/options.js';
import { TYPICAL, type TypicalSegment } from './support/typical-segments.js';
import { machine, say } from './support/world.js';

/*
 * Typical segments counted among a million contacts with 20 million events: the statement of the API, its time inside of
 * Postgres, and what it read. `npm run bench:segments -- --contacts 1000000 --events 20000000`; to fill takes
 * minutes, so `--data <folder>` keeps what was filled for the next run.
 */

const GOAL_MS = 300;
const RUNS = 3;
const NOW = new Date('2026-11-30T00:00:00Z');
const MB = 1024 * 1024;

const { values } = parseArgs({
  options: { data: { type: 'string' }, contacts: { type: 'string' }, events: { type: 'string' } },
});
const sizes = readNumbers(
  Object.entries(values).flatMap(([name, value]) => (name === 'data' ? [] : [`--${name}`, String(value)])),
  { contacts: 1_000_000, events: 20_000_000 },
);

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly Plan[];
}

interface Explained {
  readonly Plan: Plan;
  readonly 'Planning Time': number;
  readonly 'Execution Time': number;
}

const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

function statementOf(segment: TypicalSegment): { begin: string; text: string; values: unknown[] } {
  const { condition, problems } = parseCondition(segment.if);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const { text, values } = countStatement({ type: 'all' }, condition, NOW.getTime());
  return { begin: ['BEGIN READ ONLY', ...ASKING_SETTINGS].join('; '), text, values: values as unknown[] };
}

async function explained(client: pg.Client, segment: TypicalSegment): Promise<Explained> {
  const { begin, text, values: parameters } = statementOf(segment);
  await client.query(begin);
  const { rows } = await client.query(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`, parameters);
  await client.query('COMMIT');
  return rows[0]['QUERY PLAN'][0] as Explained;
}

/** Processor time of the same statement in one process, ms: what a machine with other work doesn't change much. */
async function processorTime(client: pg.Client, segment: TypicalSegment): Promise<number> {
  const { begin, text, values: parameters } = statementOf(segment);
  let ms = Number.NaN;
  const read = ({ detail }: { readonly detail: string | undefined }): void => {
    const [, user, system] = /([\d.]+) s user, ([\d.]+) s system, /.exec(detail ?? '') ?? [];
    if (user !== undefined && Number.isNaN(ms)) ms = (Number(user) + Number(system)) * 1000;
  };
  await client.query(begin);
  await client.query('SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL client_min_messages = log');
  await client.query('SET LOCAL log_executor_stats = on');
  client.on('notice', read);
  await client.query(text, parameters);
  client.off('notice', read);
  await client.query('ROLLBACK');
  return ms;
}

/** What was used, each once: `events_type_at_contactId_idx`, or `all of contacts` for a table read from end to end. */
function waysOf({ Plan }: Explained): string {
  const ways = nodesOf(Plan).flatMap((node) =>
    node['Node Type'] === 'Seq Scan' ? `all of ${node['Relation Name']}` : (node['Index Name'] ?? []),
  );
  return [...new Set(ways)].join(', ');
}

async function measure(client: pg.Client, segment: TypicalSegment): Promise<boolean> {
  const runs: Explained[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await explained(client, segment));
  const times = runs.map((each) => each['Execution Time'] + each['Planning Time']).sort((a, b) => a - b);
  const [least = 0, median = 0] = [times[0], times[RUNS >> 1]];
  const ways = waysOf(runs[0] as Explained);
  const processor = await processorTime(client, segment);
  const figures = `${median.toFixed(0)} ms (least ${least.toFixed(0)}; processor ${processor.toFixed(0)})`.padEnd(38);
  say(`  ${segment.name.padEnd(50)} ${figures} ${ways}`);
  return median <= GOAL_MS && !/all of (events|contacts)/.test(ways);
}

async function run(folder: string): Promise<boolean> {
  const database = await startPostgres({ dataDir: folder, port: 0, environment: process.env, database: 'bench' });
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => {});
  const db = openDb(database.url, 1);
  try {
    await applyMigrations(database.url);
    await client.connect();
    if ((await db.contact.count({ take: 1 })) === 0) await fillCrowd(client, sizes, NOW);
    await lookAtBounds(db, NOW);
    const { rows } = await client.query(`SELECT relname, reltuples::bigint::text AS rows,
      pg_total_relation_size(oid)::text AS bytes FROM pg_class WHERE relname IN ('contacts', 'deals', 'events') ORDER BY 1`);
    for (const { relname, rows: n, bytes } of rows)
      say(`${relname}: ${Number(n).toLocaleString('en')} rows, ${Math.round(Number(bytes) / MB)} MB with indexes`);
    say(
      `median of ${RUNS} counts, planning and execution, and the processor time of one process; goal ${GOAL_MS} ms; ${machine()}`,
    );
    let kept = true;
    for (const segment of TYPICAL) kept = (await measure(client, segment)) && kept;
    return kept;
  } finally {
    await client.end();
    await db.$disconnect();
    await database.stop();
  }
}

const own = values.data === undefined;
const folder = values.data ?? (await makeFolder());
await mkdir(folder, { recursive: true });
// As root the server is another user, who must be able to enter.
await chmod(folder, 0o755);
let held = false;
try {
  held = await run(folder);
} finally {
  if (own) await rm(folder, { recursive: true, force: true });
}
say(`bench:segments: ${held ? 'kept' : 'BROKEN'}`);
process.exit(held ? 0 : 1);
