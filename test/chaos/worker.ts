import { appendFileSync } from 'node:fs';
import { NativeConnection } from '@temporalio/worker';
import { z } from 'zod';
import { type Activities, createActivities } from '../../src/activities/index.js';
import { openDb } from '../../src/db/client.js';
import { createClock } from '../../src/db/clock.js';
import { claimOutbox, finishOutbox, releaseOutbox } from '../../src/db/outbox.js';
import { openTemporal } from '../../src/temporal/connection.js';
import { createTemporalJourneys } from '../../src/temporal/journeys.js';
import { relay } from '../../src/temporal/relay.js';
import { createWorker } from '../../src/worker/create-worker.js';
import { runEvery } from '../../src/worker/run-every.js';
import { withHooks } from '../support/attempts.js';
import { composeDeps } from '../support/deps.js';
import { quietRuntime } from '../support/quiet-runtime.js';
import { aDeployment } from '../support/walk.js';

/* A worker of the parts of production, which may kill itself at the n-th time that it passes a named point. */

const options = z
  .strictObject({
    point: z.string(),
    nth: z.number(),
    databaseUrl: z.string(),
    smtpUrl: z.string(),
    templates: z.string(),
    address: z.string(),
    namespace: z.string(),
    taskQueue: z.string(),
    bundle: z.string(),
    flights: z.string(),
    map: z.strictObject({ virtualAnchor: z.number(), realAnchor: z.number(), rate: z.number() }),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));

let left = options.nth;
const die = async (): Promise<void> => {
  left -= 1;
  if (left > 0) return;
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => {});
};

quietRuntime();
const db = openDb(options.databaseUrl, 10);
const deps = composeDeps({
  db,
  definitions: openDb(options.databaseUrl, 1),
  smtpUrl: options.smtpUrl,
  templates: options.templates,
  clock: createClock(() => options.map, Date.now),
  deployment: aDeployment({ catchUp: 300_000 * options.map.rate }),
});
const noted = {
  ...deps,
  store: {
    ...deps.store,
    async handOver(id: string, fence: string, real: number) {
      // Before it is asked: of a commit whose answer is lost nobody would know afterwards.
      appendFileSync(options.flights, `${JSON.stringify({ pid: process.pid, id })}\n`);
      return await deps.store.handOver(id, fence, real);
    },
  },
};
const whole = createActivities(withHooks(noted, { [options.point]: die }));
const activities: Activities = {
  async advance(input) {
    const result = await whole.advance(input);
    // The answer is on its way to the server, or not yet.
    if (options.point === 'completion') setTimeout(die, 2);
    return result;
  },
};
const target = { address: options.address, namespace: options.namespace, tls: null, apiKey: null };
const worker = await createWorker({
  connection: await NativeConnection.connect({ address: options.address }),
  namespace: options.namespace,
  taskQueue: options.taskQueue,
  workflowBundle: { codePath: options.bundle },
  activities,
  options: { stickyQueueScheduleToStartTimeout: '1 second' },
});
const journeys = createTemporalJourneys(await openTemporal(target), options.taskQueue);
const tellings = {
  claim: (asked: { readonly ids?: readonly bigint[]; readonly most: number }) => claimOutbox(db, Date.now(), asked),
  finish: (rows: Parameters<typeof finishOutbox>[1]) => finishOutbox(db, rows, Date.now()),
  release: (ids: readonly bigint[], code: string) => releaseOutbox(db, ids, code),
};
runEvery(
  1000,
  async () => {
    await relay(tellings, journeys);
  },
  () => {},
);
process.stdin.on('end', () => process.exit(1)).resume();
process.stdout.write('ready\n');
await worker.run();
