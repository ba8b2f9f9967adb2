import { join } from 'node:path';
import { NativeConnection } from '@temporalio/worker';
import { z } from 'zod';
import { createActivities } from '../../src/activities/index.js';
import { repositoryRoot } from '../../src/config/env.js';
import { openDb } from '../../src/db/client.js';
import { createClock } from '../../src/db/clock.js';
import { buildWorkflows } from '../../src/worker/bundle.js';
import { createWorker } from '../../src/worker/create-worker.js';
import { composeDeps } from '../../test/support/deps.js';
import { quietRuntime } from '../../test/support/quiet-runtime.js';
import { aDeployment } from '../../test/support/walk.js';

/* A worker of the parts of production, with other settings if asked. */

const options = z
  .strictObject({
    databaseUrl: z.string(),
    smtpUrl: z.string(),
    address: z.string(),
    namespace: z.string(),
    taskQueue: z.string(),
    map: z.strictObject({ virtualAnchor: z.number(), realAnchor: z.number(), rate: z.number() }),
    settings: z.record(z.string(), z.union([z.number(), z.boolean()])),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));

quietRuntime();
const deps = composeDeps({
  db: openDb(options.databaseUrl, 20),
  definitions: openDb(options.databaseUrl, 1),
  smtpUrl: options.smtpUrl,
  templates: join(repositoryRoot, 'templates'),
  clock: createClock(() => options.map, Date.now),
  deployment: aDeployment({ catchUp: 300_000 * options.map.rate }),
  searchAttributes: () => true,
});
const worker = await createWorker({
  connection: await NativeConnection.connect({ address: options.address }),
  namespace: options.namespace,
  taskQueue: options.taskQueue,
  workflowBundle: await buildWorkflows(repositoryRoot),
  activities: createActivities(deps),
  options: options.settings,
});
process.on('SIGTERM', () => process.exit(0));
process.stdin.on('end', () => process.exit(1)).resume();
process.stdout.write('ready\n');
await worker.run();
