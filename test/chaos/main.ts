import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { openDb } from '../../src/db/client.js';
import { writeHastyBundle } from '../support/hasty-bundle.js';
import { naiveDuplicates } from './control.js';
import { EngineClient } from './engine-client.js';
import { wakeLingering } from './lingering.js';
import { Load, TEMPLATE } from './load.js';
import { randomFrom, readOptions } from './options.js';
import { insist, People } from './people.js';
import { startProcess } from './processes.js';
import { readFinalRecords } from './records.js';
import { report } from './report.js';
import { drawTroubles, Troublemaker } from './troubles.js';
import { recoveries, tooLong, Workers } from './workers.js';
import { NAMESPACE, World } from './world.js';

/*
 * Journeys under load while workers, the engine, Temporal and Postgres are killed, the mail server misbehaves, and people
 * unsubscribe and answer within milliseconds of a send. Afterwards a checker reads the final records only. Ends with 1
 * when it finds a fault, when something that was asked for did not come about in time, or when the control, a naive
 * sender, shows no fault.
 */

const WORKERS = 4;
/** Below the six seconds after which an attempt counts as lost, as in production. */
const SEND_DEADLINE_MS = 4500;
/** Longer than an attempt may live and the mail server waits for the end of a body: what it took by then is all of it. */
const LOOK_AFTER_MS = 12_000;

const asked = readOptions(process.argv.slice(2));
/** So many journeys are open at least while there is still trouble to make. */
const OPEN_AT_LEAST = Math.min(40, Math.ceil(asked.journeys / 2));
const say = (line: string) => process.stdout.write(`${line}\n`);
const began = Date.now();
const until = began + asked.minutes * 60_000;

const world = await World.start(TEMPLATE, asked.seed);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(1));
const random = randomFrom(asked.seed);
const common = {
  databaseUrl: world.databaseUrl,
  address: world.address,
  namespace: NAMESPACE,
  taskQueue: 'chaos',
  map: { virtualAnchor: Date.now(), realAnchor: Date.now(), rate: 8640 },
};
const db = openDb(world.databaseUrl, 10);
const client = new Client({ connection: Connection.lazy({ address: world.address }), namespace: NAMESPACE });
const engine = new EngineClient(world.programs.of['engine-process'], JSON.stringify(common));
const load = new Load(db, engine.engine, random);
const people = new People(db, engine.engine);
const inFlight = new Set<string>();
const { smtpUrl, templates, mails } = world;
const bundle = path.join(world.folder, 'workflows.js');
await writeHastyBundle(bundle);
const settings = { ...common, smtpUrl, templates, bundle, mails };
const times = { sendDeadlineMs: SEND_DEADLINE_MS, lookAfterMs: LOOK_AFTER_MS };
const workers = new Workers(
  world.folder,
  (notes) => startProcess(world.programs.of.worker, [JSON.stringify({ ...settings, ...times, notes })]),
  (ids) => noteFlights(ids),
);

/** Of what was handed over only that is in doubt whose answer nobody wrote: asked before another attempt can. */
async function noteFlights(handedOver: readonly string[] | 'all'): Promise<void> {
  const which = handedOver === 'all' ? {} : { id: { in: [...handedOver] } };
  const where = { ...which, state: { in: ['handed-over', 'uncertain'] } };
  for (const { id } of await insist(() => db.message.findMany({ where, select: { id: true } }))) inFlight.add(id);
}

const countOpen = () => insist(() => db.journey.count({ where: { status: 'open' } }));

let resting = false;
async function whileAwake(pause: number, work: () => Promise<unknown>): Promise<void> {
  while (!resting) {
    await work().catch(() => {});
    await sleep(pause);
  }
}

async function run(): Promise<boolean> {
  await load.publish(new URL(world.smtpUrl));
  world.onMail = (line) => load.onMail(line);
  await engine.start();
  for (let n = 0; n < WORKERS; n++) workers.start();
  const troubles = drawTroubles(asked, random);
  let done = 0;
  let open = 0;
  let troubled = true;
  const troublemaker = new Troublemaker({
    ...{ world, workers, engine, random, pauseMs: asked.pause },
    noteFlights: (pid) => noteFlights(pid === null ? 'all' : workers.handedOverBy(pid)),
    onProgress: (n) => {
      done = n;
    },
  });
  /** People enter as the troubles go on, so that the last kill finds as much to interrupt as the first. */
  const entering = async () => {
    const isDue = () => {
      const entered = load.enrolled.length;
      if (!troubled) return entered < asked.journeys;
      const share = troubles.length === 0 ? 1 : done / troubles.length;
      return entered < asked.journeys * share + OPEN_AT_LEAST || open < OPEN_AT_LEAST;
    };
    while ((troubled || isDue()) && Date.now() < until) {
      if (isDue()) {
        await load.enrol();
        open += 1;
      } else await sleep(50);
    }
  };
  const progress = () =>
    say(
      `${Math.round((Date.now() - began) / 1000)} s: ${load.enrolled.length} entered, ${open} open, ` +
        `${done} of ${troubles.length} troubles, ${inFlight.size} mails in flight at them`,
    );
  const living = [
    whileAwake(300, () => people.round()),
    whileAwake(1000, async () => {
      open = await countOpen();
    }),
    whileAwake(15_000, async () => progress()),
  ];
  const entered = entering();
  await troublemaker.make(troubles, until);
  troubled = false;
  await entered;
  while ((await countOpen()) > 0 && Date.now() < until) await sleep(500);
  resting = true;
  await Promise.all(living);
  await load.settled();
  await outboxEmpty();
  const lingering = await wakeLingering(client, db);
  const notes = workers.everyNote();
  const late = tooLong(notes, SEND_DEADLINE_MS).filter((id) => !inFlight.has(id));
  for (const id of late) inFlight.add(id);
  const records = await readFinalRecords({ db, client, world, load }, inFlight);
  const waits = recoveries(workers.deaths, notes);
  workers.stop();
  engine.stop();
  return report(
    records,
    {
      ...{ asked, workersDied: workers.died, engineDied: engine.died, restarts: troublemaker.done },
      ...{ recoveries: waits, sentAgain: people.sentAgain, late: late.length, lingering, notes },
      seconds: Math.round((Date.now() - began) / 1000),
      naiveTwice: await naiveDuplicates(world, asked.control, random),
    },
    say,
  );
}

/** A relay that died leaves its rows for half a minute. */
async function outboxEmpty(): Promise<void> {
  const end = Date.now() + 45_000;
  while (Date.now() < end && (await insist(() => db.outbox.count({ where: { doneAt: null } }))) > 0) await sleep(500);
}

let ending = false;
async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  workers.stop();
  engine.stop();
  await world.stop(process.env['CHAOS_KEEP'] !== undefined);
  process.exit(code);
}

let kept = false;
try {
  kept = await run();
} catch (error) {
  say(`the run failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}
say(kept ? 'kept' : 'BROKEN');
await end(kept ? 0 : 1);
