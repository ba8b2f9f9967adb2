import { setTimeout as sleep } from 'node:timers/promises';
import { readNumbers } from './support/options.js';
import { addContacts, engineOf, enrol, publish } from './support/people.js';
import { addSleepers } from './support/sleepers.js';
import { bench, type RunningWorker, say, type World } from './support/world.js';

/*
 * What a sleeping journey costs: memory of the worker, bytes in Postgres and in Temporal's database. Some are begun by the
 * engine (`--real`) and sent a mail before they sleep, the others are copies of one of them in both databases, so that the
 * worker's loops see all of them; at last some wait with a timer in an open run (`--timers`), in waits shorter than the
 * threshold of hibernation. `npm run bench:sleep -- --journeys 50000`.
 */

const options = readNumbers(process.argv.slice(2), { journeys: 50_000, real: 2_000, timers: 1_000, settle: 20 });

const definition = (id: string, wait: string): string => `kind: journey
id: ${id}
name: ${id}
enter: { on: manual, again: always }
steps:
  - id: hello
    email: { template: lead/hello, from: owner, purpose: service }
  - wait: ${wait}
  - end: done
`;
/** A sleeping journey is nothing to the worker; this much is the noise of a collected heap. */
const MOST_BYTES_EACH = 1_024;
const MOST_NOISE = 32 * 1_024 * 1_024;

interface Sizes {
  readonly memory: number;
  readonly postgres: number;
  readonly temporal: number;
}

/** The worker's memory is the least of some seconds: what it holds, not what it will collect next. */
async function sizes(world: World, worker: RunningWorker): Promise<Sizes> {
  let memory = Number.POSITIVE_INFINITY;
  for (let second = 0; second < options.settle; second++) {
    memory = Math.min(memory, await worker.memory());
    await sleep(1_000);
  }
  return { memory, postgres: await world.postgresBytes(), temporal: await world.temporalBytes() };
}

async function begin(world: World, definitionId: string, n: number): Promise<void> {
  const waiting = () => world.db.journey.count({ where: { definitionId, nextAt: { not: null } } });
  const before = await waiting();
  await enrol(engineOf(world), definitionId, await addContacts(world, n));
  while ((await waiting()) < before + n) await sleep(500);
}

const mega = (bytes: number): string => `${(bytes / 1_048_576).toFixed(0)} MB`;

function tell(what: string, n: number, before: Sizes, after: Sizes): void {
  const each = (key: keyof Sizes): string => `${Math.round((after[key] - before[key]) / Math.max(1, n))}`;
  say(`${n} ${what}: ${each('postgres')} bytes each in Postgres, ${each('temporal')} in Temporal's database;`);
  say(`  worker ${mega(before.memory)} before, ${mega(after.memory)} with them (${each('memory')} bytes each)`);
}

await bench('bench:sleep', async (world) => {
  const worker = await world.startWorker();
  const { journeys, real, timers } = options;
  await publish(world, 'sleeper', definition('sleeper', '20 days'));
  await publish(world, 'timer', definition('timer', '2 days'));
  // The first warms the worker up.
  await begin(world, 'sleeper', 1);
  const empty = await sizes(world, worker);
  await begin(world, 'sleeper', real);
  const begun = await sizes(world, worker);
  tell(
    'journeys begun by the engine, one mail each, asleep (their first runs are kept until the retention ends)',
    real,
    empty,
    begun,
  );

  const model = await world.db.journey.findFirstOrThrow({ where: { definitionId: 'sleeper' } });
  const dues = Array.from({ length: Math.max(0, journeys - real) }, (_, n) => Date.now() + 20 * 86_400_000 + n);
  await addSleepers(world, { journeyId: model.id, contactId: model.contactId }, dues);
  const asleep = await sizes(world, worker);
  tell('copies of one of them, in both databases, asleep', dues.length, begun, asleep);

  await begin(world, 'timer', timers);
  const waiting = await sizes(world, worker);
  tell('journeys in an open run with a timer', timers, asleep, waiting);

  const growth = asleep.memory - begun.memory;
  const most = MOST_NOISE + MOST_BYTES_EACH * dues.length;
  say(`the worker grew by ${mega(growth)} over ${dues.length} more sleepers; at most ${mega(most)} are let`);
  return growth <= most;
});
