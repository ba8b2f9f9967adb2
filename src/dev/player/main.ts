import { setTimeout as sleep } from 'node:timers/promises';
import { createApiClient } from '../../api/client.js';
import { stats } from '../../api/contracts/system.js';
import { loadConfig } from '../../config/env.js';
import { createLogger } from '../../config/logger.js';
import { COMPANIES } from '../sample/companies.js';
import { LATE_LEADS } from '../sample/late-leads.js';
import { addressOf } from '../sample/people.js';
import { usersByEmail } from '../sample/put-sample.js';
import { followBusinessTime } from './business-time.js';
import { chanceOf } from './chance.js';
import { Player } from './player.js';

/*
 * The process that plays the demo's people. Says {"ready":true} when it has begun; ends on a signal, or when whoever
 * started it is gone. A round that fails is tried again: nothing depends on it but the show.
 */

const ROUND_MS = 700;
const AFTER_FAILURE_MS = 3_000;
const SEED = 'followthrough';

const config = loadConfig(process.env);
const logger = createLogger({ process: 'player', level: config.logLevel });
const { url, key } = config.client;
if (url === null || key === null)
  throw new Error('FOLLOWTHROUGH_URL and FOLLOWTHROUGH_KEY are not set; npm start sets them');

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(0));
process.stdin.on('end', () => process.exit(0)).resume();

const api = createApiClient({ url, key });
const sample = new Set([
  ...COMPANIES.flatMap((company) => company.people.map((person) => addressOf(person, company))),
  ...LATE_LEADS.map(({ person, company }) => addressOf(person, company)),
]);
const player = new Player({
  api,
  chance: chanceOf(SEED),
  now: followBusinessTime(async () => Date.parse((await api.call(stats)).at), config.clockRate, Date.now),
  users: await usersByEmail(api),
  sample,
  say: (line) => logger.info(line),
});
process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
for (;;) {
  const failed = await player.round().then(
    () => false,
    (error: unknown) => {
      logger.warn({ err: error }, 'a round failed; it is tried again');
      return true;
    },
  );
  await sleep(failed ? AFTER_FAILURE_MS : ROUND_MS);
}
