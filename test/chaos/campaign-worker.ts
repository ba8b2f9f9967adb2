import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { openDb } from '../../src/db/client.js';
import { createClock, REAL_TIME } from '../../src/db/clock.js';
import { composeMailLane } from '../support/mail-lane.js';
import { aDeployment } from '../support/walk.js';

/* A process that sends a campaign, whatever goes away meanwhile, until nobody is left. It is killed at any moment. */

const options = z
  .strictObject({ databaseUrl: z.string(), smtpUrl: z.string(), templates: z.string(), campaignId: z.string() })
  .parse(JSON.parse(process.argv[2] ?? ''));

const db = openDb(options.databaseUrl, 6);
const { lane } = composeMailLane({
  ...{ db, definitions: openDb(options.databaseUrl, 1), smtpUrl: options.smtpUrl, templates: options.templates },
  ...{ deployment: aDeployment(), clock: createClock(() => REAL_TIME, Date.now), atOnce: 8 },
  connections: { maxConnections: 8, deadlineMs: 6_000 },
});
process.stdin.on('end', () => process.exit(1)).resume();
process.stdout.write('ready\n');
for (;;) {
  const bounds = {
    ...{ until: Date.now() + 20_000, most: Number.POSITIVE_INFINITY, heartbeat: () => {} },
    signal: new AbortController().signal,
  };
  // Whatever is away is there again some time.
  await Promise.all([1, 2].map(() => lane.run(options.campaignId, bounds).catch(() => sleep(300))));
  await sleep(200);
}
