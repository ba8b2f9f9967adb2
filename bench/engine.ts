import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClockMap } from '../src/db/clock.js';
import { inParallel } from '../src/domain/in-parallel.js';
import { countOf, type Tally, tallyHistories } from './support/histories.js';
import { readNumbers } from './support/options.js';
import { addContacts, engineOf, enrol, publish } from './support/people.js';
import { median } from './support/statistics.js';
import { bench, processorTimeEach, say, type World } from './support/world.js';

/*
 * Journeys a second against a hand-written Temporal workflow (support/naive-workflow.ts) that does the same six steps with
 * an activity each: a mail, a task that somebody does, a record, a wait of a second, a mail, a record. Same server, same
 * database, same mail server, in pairs that take turns in who goes first; the ratio is the median of the pairs.
 * `npm run bench:engine -- --journeys 300 --rounds 5`. The settings of the worker are those of production, where an option
 * doesn't say otherwise (0: production's).
 */

const options = readNumbers(process.argv.slice(2), {
  ...{ journeys: 300, rounds: 3 },
  ...{ cache: 0, activities: 0, tasks: 0, pollers: 0, activityPollers: 0, isolates: 0 },
});

const DEFINITION = `kind: journey
id: six
name: Six steps
enter: { on: manual, again: always }
steps:
  - id: first
    email: { template: lead/hello, from: owner, purpose: service }
  - id: call
    task: { kind: call, title: Call, due: 900 days, outcomes: [reached] }
    onOutcome: { reached: [ { update: { contact.status: talking } } ] }
  - wait: 1 days
  - id: second
    email: { template: lead/hello, from: owner, purpose: service }
  - update: { contact.status: last }
  - end: done
`;
/** A day of business time takes a second. */
const RATE = 86_400;

interface Contestant {
  readonly name: string;
  readonly worker: ChildProcess;
  start(contactIds: readonly string[]): Promise<void>;
  /** Does the tasks that are there. */
  doTasks(): Promise<unknown>;
  ended(contactIds: readonly string[]): Promise<number>;
  workflowId(contactId: string): string;
}

const settings = (): { readonly [name: string]: number | boolean } =>
  Object.fromEntries(
    [
      ['maxCachedWorkflows', options.cache],
      ['maxConcurrentActivityTaskExecutions', options.activities],
      ['maxConcurrentWorkflowTaskExecutions', options.tasks],
      ['maxConcurrentWorkflowTaskPolls', options.pollers],
      ['maxConcurrentActivityTaskPolls', options.activityPollers],
      ['reuseV8Context', options.isolates === 0 ? 0 : false],
    ].filter(([, value]) => value !== 0),
  );

async function theEngine(world: World): Promise<Contestant> {
  const map: ClockMap = { virtualAnchor: Date.now(), realAnchor: Date.now(), rate: RATE };
  const { databaseUrl, taskQueue, db } = world;
  const surroundings = { databaseUrl, taskQueue, ...world.target, smtpUrl: world.inbox.url };
  const worker = await world.startProgram('engine-worker.ts', [
    JSON.stringify({ ...surroundings, map, settings: settings() }),
  ]);
  await publish(world, 'six', DEFINITION);
  const engine = engineOf(world, map);
  return {
    ...{ name: 'engine', worker },
    start: (contactIds) => enrol(engine, 'six', contactIds),
    async doTasks() {
      const tasks = await db.task.findMany({ where: { status: 'open' }, select: { id: true } });
      await inParallel(tasks, 8, ({ id }) =>
        engine.completeTask({ taskId: id, outcome: 'reached', actorId: 'usr_rep' }),
      );
    },
    ended: (contactIds) => db.journey.count({ where: { status: 'ended', contactId: { in: [...contactIds] } } }),
    workflowId: (contactId) => `journey/six/${contactId}/1`,
  };
}

async function byHand(world: World): Promise<Contestant> {
  const { db, client, databaseUrl } = world;
  await db.$executeRaw`CREATE TABLE naive_log (contact_id text, step text, at timestamptz, primary key (contact_id, step))`;
  await db.$executeRaw`CREATE TABLE naive_tasks (contact_id text primary key, status text)`;
  const taskQueue = 'naive';
  const surroundings = { databaseUrl, taskQueue, ...world.target, smtpUrl: world.inbox.url };
  const worker = await world.startProgram('naive-worker.ts', [JSON.stringify(surroundings)]);
  const workflowId = (contactId: string) => `naive/${contactId}`;
  return {
    ...{ name: 'by hand', worker },
    async start(contactIds) {
      await inParallel(contactIds, 16, (contactId) =>
        client.workflow.start('naive', { taskQueue, workflowId: workflowId(contactId), args: [contactId] }),
      );
    },
    async doTasks() {
      const tasks = await db.$queryRaw<{ contact_id: string }[]>`
        UPDATE naive_tasks SET status = 'done' WHERE status = 'open' RETURNING contact_id`;
      await inParallel(tasks, 8, ({ contact_id: id }) => client.workflow.getHandle(workflowId(id)).signal('done'));
    },
    async ended(contactIds) {
      const [row] = await db.$queryRaw<{ n: number }[]>`
        SELECT count(*)::int AS n FROM naive_log WHERE step = 'last' AND contact_id = ANY(${[...contactIds]})`;
      return row?.n ?? 0;
    },
    workflowId,
  };
}

interface Round {
  readonly perSecond: number;
  readonly processorTime: string;
  readonly tally: Tally;
}

async function race(world: World, contestant: Contestant, journeys: number): Promise<Round> {
  const contactIds = await addContacts(world, journeys);
  const before = await world.processorTimes(contestant.worker);
  const began = performance.now();
  const starting = contestant.start(contactIds);
  while ((await contestant.ended(contactIds)) < journeys) {
    await contestant.doTasks();
    await sleep(200);
  }
  const perSecond = journeys / ((performance.now() - began) / 1_000);
  await starting;
  // The last ones' runs close a moment after their last step.
  await sleep(1_000);
  const processorTime = processorTimeEach(before, await world.processorTimes(contestant.worker), journeys);
  const runs = contactIds.map((contactId) => ({ workflowId: contestant.workflowId(contactId) }));
  return { perSecond, processorTime, tally: await tallyHistories(world, runs) };
}

await bench('bench:engine', async (world) => {
  const { journeys, rounds } = options;
  const contestants = [await theEngine(world), await byHand(world)] as const;
  // Both are warm, and what is compiled once is compiled, before the clock runs.
  for (const contestant of contestants) await race(world, contestant, Math.min(50, journeys));
  const results: { engine: Round; hand: Round }[] = [];
  for (let round = 0; round < rounds; round++) {
    const [engine, hand] = contestants;
    const pair = new Map<Contestant, Round>();
    for (const contestant of round % 2 === 0 ? [engine, hand] : [hand, engine])
      pair.set(contestant, await race(world, contestant, journeys));
    const result = { engine: pair.get(engine) as Round, hand: pair.get(hand) as Round };
    results.push(result);
    for (const name of ['engine', 'hand'] as const)
      say(
        `  pair ${round + 1}, ${name === 'hand' ? 'by hand' : name}: ${speedOf(result[name])}; ${result[name].processorTime} each`,
      );
  }
  const ratio = median(results.map(({ engine, hand }) => engine.perSecond / hand.perSecond));
  for (const [name, of] of [
    ['engine', results.map((result) => result.engine)],
    ['by hand', results.map((result) => result.hand)],
  ] as const) {
    const events =
      of.reduce((sum, { tally }) => sum + tally.events, 0) / of.reduce((sum, { tally }) => sum + tally.runs, 0);
    const failures = countOf(of.flatMap(({ tally }) => tally.failures)) || 'none';
    say(
      `${name}: ${median(of.map(({ perSecond }) => perSecond)).toFixed(1)} journeys a second, ${events.toFixed(1)} events each, failed tasks: ${failures}`,
    );
  }
  say(
    `ratio, the median of ${rounds} pairs of ${journeys} journeys: ${ratio.toFixed(2)} of the hand-written workflow's rate`,
  );
  return ratio >= 1;
});

function speedOf({ perSecond }: Round): string {
  return `${perSecond.toFixed(1)} a second`;
}
