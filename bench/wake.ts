import { setTimeout as sleep } from 'node:timers/promises';
import { Prisma } from '../src/db/generated/client.js';
import { countOf, tallyHistories } from './support/histories.js';
import { readNumbers } from './support/options.js';
import { addContacts, engineOf, enrol, publish } from './support/people.js';
import { addSleepers, type Model, type Sleeper } from './support/sleepers.js';
import { percentile } from './support/statistics.js';
import { bench, processorTimeEach, say, type World } from './support/world.js';

/*
 * Sleeping journeys that fall due evenly over some minutes, woken by the worker of production: each takes its next step, a
 * mail, and goes to sleep again. `npm run bench:wake -- --journeys 100000 --within 60`; the short form of the same rate is
 * `--journeys 6000 --within 4`. `--seeding` is how many sleepers a second this machine begins, at the least.
 */

const options = readNumbers(process.argv.slice(2), { journeys: 100_000, within: 60, seeding: 150 });

const DEFINITION = `kind: journey
id: sleeper
name: Sleeper
enter: { on: manual, again: always }
steps:
  - update: { contact.status: waiting }
  - wait: 20 days
  - id: hello
    email: { template: lead/hello, from: owner, purpose: service }
  - wait: 20 days
`;
/** Nobody is to be later than this at the end: what fell due was done in the time in which it did. */
const LATEST_END_MS = 60_000;

interface Woken {
  readonly journeyId: string;
  readonly doneAt: number;
}

const woken = async ({ db }: World): Promise<number> =>
  await db.advance.count({ where: { number: 2, result: { not: Prisma.DbNull } } });

async function aSleeper(world: World): Promise<Model> {
  await publish(world, 'sleeper', DEFINITION);
  const [contactId] = await addContacts(world, 1);
  await enrol(engineOf(world), 'sleeper', [contactId as string]);
  for (;;) {
    const journey = await world.db.journey.findFirstOrThrow();
    if (journey.nextAt !== null) return { journeyId: journey.id, contactId: journey.contactId };
    await sleep(100);
  }
}

/** Waits until all are awake, or nothing has moved for two minutes after the last was due. */
async function watch(world: World, until: number): Promise<void> {
  let before = -1;
  let movedAt = Date.now();
  for (let told = Date.now(); ; await sleep(1_000)) {
    const n = await woken(world);
    if (n !== before) movedAt = Date.now();
    before = n;
    if (n >= options.journeys || Date.now() > Math.max(until, movedAt) + 120_000) return;
    if (Date.now() - told < 30_000) continue;
    told = Date.now();
    say(`  ${n} of ${options.journeys} awake`);
  }
}

function lagsOf(sleepers: readonly Sleeper[], done: readonly Woken[]): number[] {
  const dues = new Map(sleepers.map(({ journeyId, dueAt }) => [journeyId, dueAt]));
  return done.map(({ journeyId, doneAt }) => doneAt - (dues.get(journeyId) ?? doneAt));
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

await bench('bench:wake', async (world) => {
  const worker = await world.startWorker();
  const model = await aSleeper(world);
  const { journeys, within } = options;
  const firstDue = Date.now() + 20_000 + Math.ceil((journeys / options.seeding) * 1_000);
  const lastDue = firstDue + within * 60_000;
  const dues = Array.from({ length: journeys }, (_, n) => Math.round(firstDue + (n / journeys) * within * 60_000));
  const { sleepers, ms } = await addSleepers(world, model, dues);
  say(
    `${journeys} journeys asleep, copies of a real one; Temporal took ${Math.round((journeys / ms) * 1_000)} a second`,
  );
  if (Date.now() > firstDue) throw new Error('the first was due before the last was there: ask for a lower --seeding');
  const before = await world.processorTimes(worker.process);
  await watch(world, lastDue);
  const after = await world.processorTimes(worker.process);

  const done = (
    await world.db.advance.findMany({
      where: { number: 2, result: { not: Prisma.DbNull } },
      select: { journeyId: true, realDoneAt: true },
    })
  ).map(({ journeyId, realDoneAt }) => ({ journeyId, doneAt: realDoneAt?.getTime() ?? 0 }));
  const lags = lagsOf(sleepers, done);
  const sent = await world.db.message.count({ where: { state: 'accepted' } });
  const lastDone = done.reduce((latest, { doneAt }) => Math.max(latest, doneAt), 0);
  const { failures, runs, events } = await tallyHistories(world, sleepers);
  const warnings = worker.warnings();
  for (const line of warnings.slice(0, 5)) say(`  the worker warned: ${line.slice(0, 300)}`);
  const lateness = [0.5, 0.99, 1].map((share) => seconds(percentile(lags, share)));
  const rate = done.length / ((lastDone - firstDue) / 1_000);
  say(
    `woken: ${done.length} of ${journeys}, ${sent} mails, in ${seconds(lastDone - firstDue)} where they fell due in ${within * 60} s`,
  );
  say(`rate: ${rate.toFixed(1)} a second`);
  say(`processor time each: ${processorTimeEach(before, after, done.length)}`);
  say(`late, from due to done: p50 ${lateness[0]}, p99 ${lateness[1]}, at most ${lateness[2]}`);
  say(
    `failed tasks: ${failures.length === 0 ? 'none' : countOf(failures)} in ${runs} histories of ${(events / runs).toFixed(1)} events; the worker warned ${warnings.length} times`,
  );
  return (
    done.length === journeys &&
    sent === journeys &&
    failures.length === 0 &&
    warnings.length === 0 &&
    lastDone - lastDue < LATEST_END_MS
  );
});
