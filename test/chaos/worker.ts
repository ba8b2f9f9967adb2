import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Context } from '@temporalio/activity';
import { NativeConnection } from '@temporalio/worker';
import { z } from 'zod';
import { type Activities, createActivities } from '../../src/activities/index.js';
import { openDb } from '../../src/db/client.js';
import { createClock } from '../../src/db/clock.js';
import { pokeOverdue } from '../../src/db/poke-overdue.js';
import { openTemporal } from '../../src/temporal/connection.js';
import { createTemporalJourneys } from '../../src/temporal/journeys.js';
import { relay } from '../../src/temporal/relay.js';
import { createRunViewer } from '../../src/temporal/runs.js';
import { createWorker } from '../../src/worker/create-worker.js';
import { runEvery } from '../../src/worker/run-every.js';
import { withHooks } from '../support/attempts.js';
import { composeDeps } from '../support/deps.js';
import { quietRuntime } from '../support/quiet-runtime.js';
import { aDeployment } from '../support/walk.js';
import { Failpoints, HOOKS } from './points.js';
import { passingJourneys, tellingsOf } from './tellings.js';
import { watchWire } from './wire-points.js';

/*
 * A worker of the parts of production, which may kill itself at a named point. What it has in hand is in its file of
 * notes: decisions begun and ended, and messages handed over.
 */

/** Longer than most journeys wait here for their turn, shorter than production's quarter of an hour. */
const STUCK_AFTER_MS = 300_000;

const options = z
  .strictObject({
    databaseUrl: z.string(),
    smtpUrl: z.string(),
    templates: z.string(),
    address: z.string(),
    namespace: z.string(),
    taskQueue: z.string(),
    bundle: z.string(),
    notes: z.string(),
    mails: z.string(),
    lookAfterMs: z.number(),
    sendDeadlineMs: z.number(),
    map: z.strictObject({ virtualAnchor: z.number(), realAnchor: z.number(), rate: z.number() }),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));

const note = (line: { readonly [key: string]: unknown }) =>
  appendFileSync(options.notes, `${JSON.stringify({ ...line, at: Date.now() })}\n`);

const points = new Failpoints();
points.listen();
watchWire(Number(new URL(options.smtpUrl).port), (point) => points.pass(point));
quietRuntime();
const db = openDb(options.databaseUrl, 10);
const deps = composeDeps({
  db,
  definitions: openDb(options.databaseUrl, 1),
  smtpUrl: options.smtpUrl,
  templates: options.templates,
  clock: createClock(() => options.map, Date.now),
  deployment: aDeployment({ catchUp: 300_000 * options.map.rate }),
  sendDeadlineMs: options.sendDeadlineMs,
  // The mail server's own file: what isn't in it by now it hasn't taken.
  evidence: { look: async (id) => ((await readFile(options.mails, 'utf8')).includes(id) ? 'found' : 'not-found') },
  lookAfter: options.lookAfterMs,
});
/** Which decision, and which attempt at it, an activity is. */
const attempts = new WeakMap<
  Context,
  { readonly journeyId: string; readonly number: number; readonly attempt: string }
>();

const noted = {
  ...deps,
  store: {
    ...deps.store,
    async handOver(id: string, fence: string, real: number) {
      // Before it is asked: of a commit whose answer is lost nobody would know afterwards.
      note({ what: 'handed', id, ...attempts.get(Context.current()) });
      return await deps.store.handOver(id, fence, real);
    },
  },
};
const hooks = Object.fromEntries(HOOKS.map((point) => [point, () => points.passing(point)]));
const whole = createActivities(withHooks(noted, hooks));
const activities: Activities = {
  ...whole,
  async advance(input) {
    const context = Context.current();
    const of = { journeyId: input.journeyId, number: input.number, attempt: randomUUID() };
    attempts.set(context, of);
    note({ what: 'begun', ...of });
    try {
      return await whole.advance(input);
    } finally {
      note({ what: 'ended', ...of });
      // The answer is on its way to the server, or not yet.
      setTimeout(() => points.pass('completion'), 2);
    }
  },
};
const target = { address: options.address, namespace: options.namespace, tls: null, apiKey: null };
const worker = await createWorker({
  connection: await NativeConnection.connect({ address: options.address }),
  namespace: options.namespace,
  taskQueue: options.taskQueue,
  workflowBundle: { codePath: options.bundle },
  activities,
  // Few at once: an attempt here has six seconds where one of production has sixty.
  options: { stickyQueueScheduleToStartTimeout: '1 second', maxConcurrentLocalActivityExecutions: 8 },
});
const client = await openTemporal(target);
const journeys = createTemporalJourneys(client, options.taskQueue);
const runs = createRunViewer(client, options.taskQueue);
const telling = tellingsOf(db, () => points.passing('relayClaimed'));
const told = passingJourneys(journeys, () => points.passing('relayTold'));
runEvery(
  1000,
  async () => {
    await relay(telling, told);
  },
  () => {},
);
runEvery(
  30_000,
  async () => {
    const { virtual, real } = deps.clock.now(0);
    const before = { business: virtual - deps.clock.span(STUCK_AFTER_MS), real: real - STUCK_AFTER_MS };
    await pokeOverdue(db, before, await runs.failing().catch(() => []), real);
  },
  () => {},
);
process.stdout.write('ready\n');
await worker.run();
