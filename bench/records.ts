import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Verification, VerificationPlace } from '../src/api/ports.js';
import { judge } from '../src/api/version-impact.js';
import { repositoryRoot } from '../src/config/env.js';
import { createStores } from '../src/db/api-stores.js';
import { createPrograms } from '../src/db/programs.js';
import { verifyPage } from '../src/db/verify/verify.js';
import { journeyIn } from '../src/domain/definition/campaign-journey.js';
import { parseDefinition } from '../src/domain/definition/parse.js';
import type { AdvanceResult } from '../src/domain/journey/advance.js';
import type { RunViewer } from '../src/domain/verify/sights.js';
import { templateFacts, templateNeeds } from '../src/mail/template-facts.js';
import { loadTemplates } from '../src/mail/template-source.js';
import { aDeployment } from '../test/support/walk.js';
import { readNumbers } from './support/options.js';
import { addContacts, engineOf, enrol, publish } from './support/people.js';
import { multiplyRows } from './support/sleepers.js';
import { bench, say, type World } from './support/world.js';

/*
 * What looks at every open journey: `verify`, in its Postgres half (each run answers at once that it carries the last decision),
 * and the impact of a new version. One journey that the engine has put to sleep is multiplied by SQL.
 * `npm run bench:records -- --journeys 100000`.
 */

const { journeys } = readNumbers(process.argv.slice(2), { journeys: 100_000 });

const definition = (wait: string): string => `kind: journey
id: sleeper
name: Sleeper
enter: { on: manual, again: always }
steps:
  - id: hello
    email: { template: lead/hello, from: owner, purpose: service }
  - id: rest
    wait: ${wait}
  - end: done
`;

const BIG = ['advances', 'contacts', 'journal_entries', 'journeys', 'messages'];

/** Rows of the big tables that sequential scans have read so far. Servers report them when they rest. */
async function scanned({ db }: World): Promise<number> {
  await sleep(11_000);
  const [row] = await db.$queryRaw<{ rows: bigint }[]>`
    SELECT sum(seq_tup_read)::bigint AS rows FROM pg_stat_user_tables WHERE relname = ANY(${BIG})`;
  return Number(row?.rows ?? 0);
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work();
  const seconds = (performance.now() - began) / 1000;
  say(`${what}: ${seconds.toFixed(1)} s, ${Math.round(journeys / seconds)} journeys a second`);
  return result;
}

async function verify({ db }: World, last: AdvanceResult): Promise<Pick<Verification, 'journeys' | 'differences'>> {
  const runs: RunViewer = {
    look: async () => ({ type: 'open', last }),
    failing: async () => [],
    openRuns: async () => ({ workflowIds: [], next: null }),
  };
  const deps = { db, programs: createPrograms(db), deployment: aDeployment(), runs, realNow: Date.now };
  const all = { journeys: 0, differences: [] as Verification['differences'][number][] };
  for (let place: VerificationPlace | null = { part: 'journeys', after: null }; place !== null; ) {
    const page: Verification = await verifyPage(deps, place);
    all.journeys += page.journeys;
    all.differences.push(...page.differences);
    place = page.next;
  }
  return all;
}

async function impact(world: World): Promise<number> {
  const text = definition('3 days');
  const parsed = parseDefinition({ file: 'sleeper', text }).definition;
  if (parsed === null || journeyIn(parsed) === null) throw new Error('the bench’s own definition does not parse');
  const templates = loadTemplates(path.join(repositoryRoot, 'templates'), 'en');
  const deps = {
    stores: createStores(world.db, aDeployment()),
    engine: { now: async () => Date.now() },
    simulation: { deployment: aDeployment() },
    templateNeeds: async () => templateNeeds((name) => templateFacts(templates, name)),
  };
  const judged = await judge(deps, { definition: parsed, text, policy: 'follow' });
  return judged.impact.groups.reduce((people, group) => people + group.shorter, 0);
}

await bench('bench:records', async (world) => {
  await publish(world, 'sleeper', definition('20 days'));
  await world.startWorker();
  await enrol(engineOf(world), 'sleeper', await addContacts(world, 1));
  const asleep = () => world.db.journey.findFirst({ where: { nextAt: { not: null } } });
  while ((await asleep()) === null) await sleep(500);
  const { id: journeyId, contactId, nextAt } = await world.db.journey.findFirstOrThrow();
  const { result } = await world.db.advance.findFirstOrThrow({ where: { journeyId }, orderBy: { number: 'desc' } });
  await multiplyRows(world, { journeyId, contactId }, Array(journeys - 1).fill(nextAt?.getTime() ?? 0));
  await world.db.$executeRawUnsafe('ANALYZE');

  const before = await scanned(world);
  const verified = await timed('verify, its Postgres half', () => verify(world, result as unknown as AdvanceResult));
  say(`  ${verified.journeys} journeys, ${verified.differences.length} differences`);
  const afterVerify = await scanned(world);
  const shorter = await timed('the impact of a new version', () => impact(world));
  say(`  ${shorter} journeys whose wait it shortens`);
  const afterImpact = await scanned(world);
  say(
    `  rows read by sequential scans of the big tables: ${afterVerify - before} by verify, ${afterImpact - afterVerify} by the impact`,
  );
  return (
    verified.journeys === journeys &&
    verified.differences.length === 0 &&
    shorter === journeys &&
    afterVerify === before &&
    // Here every journey is of the definition: to read them all and their contacts, once each, is the best plan there is.
    afterImpact - afterVerify <= 2 * journeys
  );
});
