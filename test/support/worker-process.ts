import { once } from 'node:events';
import { NativeConnection } from '@temporalio/worker';
import { z } from 'zod';
import { createActivities } from '../../src/activities/index.js';
import { openDb } from '../../src/db/client.js';
import { createClock, REAL_TIME } from '../../src/db/clock.js';
import { createWorker } from '../../src/worker/create-worker.js';
import { type Around, withHooks } from './attempts.js';
import { composeDeps } from './deps.js';
import { quietRuntime } from './quiet-runtime.js';
import { aDeployment } from './walk.js';

/*
 * A worker as a process of its own, to be killed: it kills itself where its first argument says (a hook of attempts.ts,
 * or `none`). The parts are those of production; the failpoints lie around them.
 */

const workerProcessOptions = z.strictObject({
  killAt: z.string(),
  databaseUrl: z.string(),
  smtpUrl: z.string(),
  templates: z.string(),
  address: z.string(),
  namespace: z.string(),
  taskQueue: z.string(),
  bundle: z.string(),
  version: z.strictObject({ deploymentName: z.string(), buildId: z.string() }).optional(),
  hibernateAfter: z.number().optional(),
  sendDeadlineMs: z.number().optional(),
  map: z.strictObject({ virtualAnchor: z.number(), realAnchor: z.number(), rate: z.number() }).optional(),
});
export type WorkerProcessOptions = z.output<typeof workerProcessOptions>;

const options = workerProcessOptions.parse(JSON.parse(process.argv[2] ?? ''));

const die = async (): Promise<void> => {
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => {});
};

quietRuntime();
const db = openDb(options.databaseUrl, 10);
const definitions = openDb(options.databaseUrl, 1);
const { map = REAL_TIME, hibernateAfter, sendDeadlineMs } = options;
const deps = composeDeps({
  db,
  definitions,
  smtpUrl: options.smtpUrl,
  templates: options.templates,
  clock: createClock(() => map, Date.now),
  deployment: aDeployment({ catchUp: 5 * 60_000 * map.rate }),
  ...(hibernateAfter === undefined ? {} : { hibernateAfter }),
  ...(sendDeadlineMs === undefined ? {} : { sendDeadlineMs }),
});
const around: Around = { [options.killAt]: die };
const worker = await createWorker({
  connection: await NativeConnection.connect({ address: options.address }),
  namespace: options.namespace,
  taskQueue: options.taskQueue,
  workflowBundle: { codePath: options.bundle },
  activities: createActivities(withHooks(deps, around)),
  version: options.version ?? null,
  // What was stuck to a dead worker's cache is free again after this.
  options: { stickyQueueScheduleToStartTimeout: '1 second' },
});
process.on('SIGTERM', () => worker.shutdown());
process.stdout.write('ready\n');
// When the test goes, so does its worker.
void once(process.stdin.resume(), 'end').then(() => process.exit(1));
await worker.run();
process.exit(0);
