import { rm } from 'node:fs/promises';
import pg from 'pg';
import { applyMigrations } from '../src/db/migrate.js';
import { startPostgres } from '../src/dev/postgres.js';
import { startTestApi } from '../test/api/support.js';
import { fillBigDesk } from '../test/support/big-desk.js';
import { askersOf, costOfList, LISTS, type ListCost } from '../test/support/list-costs.js';
import { makeFolder } from './support/folder.js';
import { readNumbers } from './support/options.js';
import { machine, say } from './support/world.js';

/*
 * The first page of every list of the API among a million journeys, contacts, messages, tasks and what else there is a million of: what
 * its statements take in Postgres, planning and execution, the least of some runs, and how many rows of the big tables they
 * look at. `npm run bench:lists -- --rows 1000000`.
 */

const { rows } = readNumbers(process.argv.slice(2), { rows: 1_000_000 });
const GOAL_MS = 50;
const RUNS = 3;

const least = (costs: readonly ListCost[]): ListCost => costs.reduce((a, b) => (b.ms < a.ms ? b : a));

const folder = await makeFolder();
const database = await startPostgres({ dataDir: folder, port: 0, environment: process.env, database: 'bench' });
await applyMigrations(database.url);
const api = await startTestApi({}, { name: 'bench', url: database.url, drop: () => database.stop() });
const client = new pg.Client({ connectionString: database.url });
let isKept = true;
try {
  await client.connect();
  const began = Date.now();
  const desk = await fillBigDesk(api.db, database.url, { rep: api.users.rep, rows });
  say(
    `${rows} of each in ${Math.round((Date.now() - began) / 1000)} s; the least of ${RUNS}, goal ${GOAL_MS} ms; ${machine()}`,
  );
  for (const operation of LISTS)
    for (const role of askersOf(operation)) {
      const costs: ListCost[] = [];
      for (let run = 0; run < RUNS; run++) costs.push(await costOfList(api, client, operation, role, desk));
      const { ms, lookedAt, wholly, slowest } = least(costs);
      const isGood = ms <= GOAL_MS && wholly.length === 0;
      isKept &&= isGood;
      say(
        `  ${operation.padEnd(28)} ${role.padEnd(8)} ${ms.toFixed(1).padStart(8)} ms ${String(lookedAt).padStart(8)} rows`,
      );
      if (!isGood) say(`    ${wholly.map((table) => `all of ${table}`).join(', ')} ${slowest}`);
    }
} finally {
  await client.end();
  await api.stop();
  await rm(folder, { recursive: true, force: true });
}
say(`bench:lists: ${isKept ? 'kept' : 'BROKEN'}`);
process.exit(isKept ? 0 : 1);
