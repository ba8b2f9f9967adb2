import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readNumbers } from '../../bench/support/options.js';
import { repositoryRoot } from '../../src/config/env.js';
import { type Db, openDb } from '../../src/db/client.js';
import { holds, type Standing, sumOf } from '../../src/domain/campaign/sum.js';
import { campaignMailIdsAt } from '../support/campaign-mail-ids.js';
import { beginCampaign, makeContacts, makeMailbox } from '../support/mail-campaigns.js';
import { naiveDuplicates } from './control.js';
import { TEMPLATE } from './load.js';
import { randomFrom } from './options.js';
import { readLines, type TakenMail } from './people.js';
import { type Child, startProcess } from './processes.js';
import { World } from './world.js';

/*
 * A campaign while its workers and Postgres are killed and the mail server refuses connections now and then. Afterwards the rows
 * are held against what the mail server took: nobody twice, nobody missed, the sum holds at every look, and every mail of which
 * nobody knows is listed as in doubt. A naive sender shows how many would come twice. Ends with 1 when a fault is found.
 * `npm run chaos:campaign -- --recipients 100000 --kills 100 --postgres 5 --seed 1`
 */

const asked = readNumbers(process.argv.slice(2), {
  ...{ recipients: 100_000, kills: 100, postgres: 5, workers: 3, control: 40, seed: 1, minutes: 60 },
});
const CAMPAIGN = 'chaos';
const say = (line: string) => process.stdout.write(`${line}\n`);
const random = randomFrom(asked.seed);
const began = Date.now();
const faults: string[] = [];

const world = await World.start(TEMPLATE, asked.seed);
const workers = new Set<Child>();
let ending = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(1));
const db = openDb(world.databaseUrl, 3);
const at = new Date();
await makeMailbox(db);
await makeContacts(db, asked.recipients, at);
await beginCampaign(db, { id: CAMPAIGN, recipients: asked.recipients, at, block: 100 });
for (let n = 0; n < asked.workers; n++) startWorker();

const troubles = [
  ...Array.from({ length: asked.kills }, () => 'worker' as const),
  ...Array.from({ length: asked.postgres }, () => 'postgres' as const),
].sort(() => random() - 0.5);
let looks = 0;
for (const [index, trouble] of troubles.entries()) {
  // Spread over the campaign: each after its share of the recipients.
  const share = Math.floor((asked.recipients * 0.9 * (index + 1)) / (troubles.length + 1));
  await until(async () => taken() >= share, `${share} mails`);
  await sleep(random() * 300);
  if (trouble === 'worker') killOne();
  else await world.restart('postgres', 'kill');
  await look();
}
await until(async () => (await standings()).open === 0, 'the end');
await look();
await check();
const doubles = await naiveDuplicates(world, asked.control, random);
if (doubles === 0) faults.push('the naive control shows no mail twice, so this run would not either');
say(`control: ${doubles} mails twice of ${asked.control * 60} of a naive sender, killed ${asked.control} times`);
for (const fault of faults) say(`FAULT: ${fault}`);
say(`${faults.length === 0 ? 'nothing amiss' : 'faults found'} in ${((Date.now() - began) / 1000).toFixed(0)} s`);
await end(faults.length === 0 ? 0 : 1);

function startWorker(): void {
  const { databaseUrl, smtpUrl } = world;
  const templates = path.join(repositoryRoot, 'templates');
  const settings = { databaseUrl, smtpUrl, templates, campaignId: CAMPAIGN };
  const worker = startProcess(world.programs.of['campaign-worker'], [JSON.stringify(settings)]);
  workers.add(worker);
  worker.once('exit', () => {
    workers.delete(worker);
    if (!ending) startWorker();
  });
}

/** One that works: a kill of one that is still to begin shows nothing. */
function killOne(): void {
  const alive = [...workers];
  alive[Math.floor(random() * alive.length)]?.kill('SIGKILL');
}

function taken(): number {
  return readLines<TakenMail>(world.mails).length;
}

async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  while (!(await isSo().catch(() => false))) {
    if (Date.now() - began > asked.minutes * 60_000) {
      say(`FAULT: ${what} did not come in time`);
      await end(1);
    }
    await sleep(200);
  }
}

async function standings(on: Db = db): Promise<{ readonly rows: Standing[]; readonly open: number }> {
  const rows = await on.$queryRaw<Standing[]>`
    SELECT state, outcome, reason, count(*)::int AS count FROM campaign_recipients
    WHERE "campaignId" = ${CAMPAIGN} GROUP BY 1, 2, 3`;
  const { parts } = sumOf(asked.recipients, rows);
  return { rows, open: parts.notYet + parts.deferred };
}

/** Whatever has just been killed, the parts are the audience. */
async function look(): Promise<void> {
  const known = await standings().catch(() => null);
  if (known === null) return;
  looks += 1;
  if (!holds(sumOf(asked.recipients, known.rows))) faults.push(`the sum does not hold: ${JSON.stringify(known.rows)}`);
}

async function check(): Promise<void> {
  const ids = campaignMailIdsAt('mail.example.com');
  const mails = readLines<TakenMail & { readonly messageId?: string }>(world.mails);
  const counts = new Map<string, number>();
  for (const { to } of mails) counts.set(to, (counts.get(to) ?? 0) + 1);
  const rows = await db.$queryRaw<{ n: number; email: string; state: string; outcome: string | null }[]>`
    SELECT r.n, c.email, r.state, r.outcome FROM campaign_recipients r JOIN contacts c ON c.id = r."contactId"
    WHERE r."campaignId" = ${CAMPAIGN}`;
  const twice = rows.filter(({ email }) => (counts.get(email) ?? 0) > 1);
  const missed = rows.filter(
    ({ email, state, outcome }) => state === 'accepted' && outcome === null && !counts.has(email),
  );
  const unlisted = rows.filter(
    ({ email, state, outcome }) =>
      counts.has(email) && outcome !== 'uncertain' && !(state === 'accepted' && outcome === null),
  );
  const doubts = rows.filter(({ outcome }) => outcome === 'uncertain');
  const arrived = doubts.filter(({ email }) => counts.has(email)).length;
  if (twice.length > 0) faults.push(`${twice.length} got it twice`);
  if (missed.length > 0) faults.push(`${missed.length} are down as sent and got nothing`);
  if (unlisted.length > 0) faults.push(`${unlisted.length} got it and are not down as sent or in doubt`);
  if (ids.read(ids.of(CAMPAIGN, 1))?.n !== 1) faults.push('a Message-ID does not name its recipient');
  const { parts, reasons } = sumOf(asked.recipients, (await standings()).rows);
  say(
    `${asked.recipients} recipients, ${asked.kills} kills of workers, ${asked.postgres} of Postgres, ${looks} looks at the sum`,
  );
  say(`parts: ${JSON.stringify(parts)}`);
  if (reasons.length > 0) say(`reasons: ${JSON.stringify(reasons)}`);
  say(`${doubts.length} in doubt, of whom ${arrived} got it; ${twice.length} twice; ${missed.length} missed`);
}

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  for (const worker of workers) {
    worker.kill('SIGKILL');
    await once(worker, 'exit').catch(() => {});
  }
  await db.$disconnect().catch(() => {});
  await world.stop();
  process.exit(code);
}
