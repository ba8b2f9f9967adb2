import { join } from 'node:path';
import { z } from 'zod';
import { repositoryRoot } from '../../src/config/env.js';
import { openDb } from '../../src/db/client.js';
import { createClock, REAL_TIME } from '../../src/db/clock.js';
import { keepMemoryFlat } from '../../src/worker/memory.js';
import { composeMailLane } from '../../test/support/mail-lane.js';
import { aDeployment } from '../../test/support/walk.js';

/* A process that sends a campaign with some lanes, as a worker does: `{"done": …, "peak": …}` when nothing is due any more. */

const options = z
  .strictObject({
    databaseUrl: z.string(),
    smtpUrl: z.string(),
    campaignId: z.string(),
    lanes: z.number(),
    connections: z.number(),
    tracking: z.enum(['off', 'all']),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));

keepMemoryFlat();
const db = openDb(options.databaseUrl, 10);
const { lane, mailer } = composeMailLane({
  ...{ db, definitions: openDb(options.databaseUrl, 1), smtpUrl: options.smtpUrl, tracking: options.tracking },
  ...{ templates: join(repositoryRoot, 'templates'), deployment: aDeployment() },
  clock: createClock(() => REAL_TIME, Date.now),
  connections: { maxConnections: options.connections, deadlineMs: 60_000 },
  atOnce: Math.ceil(options.connections / options.lanes),
});
let peak = 0;
const watching = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 200);
process.stdin.on('end', () => process.exit(1)).resume();
process.stdout.write('ready\n');
process.stdin.once('data', async () => {
  const before = process.cpuUsage();
  const bounds = {
    ...{ until: Number.POSITIVE_INFINITY, most: Number.POSITIVE_INFINITY, heartbeat: () => {} },
    signal: new AbortController().signal,
  };
  const ends = await Promise.all(Array.from({ length: options.lanes }, () => lane.run(options.campaignId, bounds)));
  clearInterval(watching);
  const { user, system } = process.cpuUsage(before);
  const settled = ends.reduce((sum, end) => sum + end.settled, 0);
  mailer.close();
  process.stdout.write(`${JSON.stringify({ settled, peak, cpu: (user + system) / 1000 })}\n`, () => process.exit(0));
});
