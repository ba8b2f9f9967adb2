import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { repositoryRoot } from '../src/config/env.js';
import { type Db, openDb } from '../src/db/client.js';
import { placeOf } from '../src/db/mailboxes/servers.js';
import { applyMigrations } from '../src/db/migrate.js';
import { createSeal } from '../src/db/seal.js';
import { startGuard } from '../src/dev/guard.js';
import { startPostgres } from '../src/dev/postgres.js';
import { createRenderer } from '../src/mail/renderer.js';
import { loadTemplates } from '../src/mail/template-source.js';
import { beginCampaign, makeContacts, makeMailbox } from '../test/support/mail-campaigns.js';
import { MAILBOX_SECRET } from '../test/support/mailbox-secret.js';
import { makeFolder } from './support/folder.js';
import { readNumbers } from './support/options.js';
import { processorTime } from './support/processor-time.js';
import { median } from './support/statistics.js';

/*
 * Messages a second of a campaign of one mail, a ledger row for each, against the bare pool of the mail library in one process: the
 * same mails to the same server, in pairs that take turns in who goes first.
 * `npm run bench:campaign -- --recipients 10000 --rounds 3 --processes 2 --connections 16 --dkim 0 --tracking 0 --pool 10000`.
 */

const options = readNumbers(process.argv.slice(2), {
  ...{ recipients: 10_000, rounds: 3, processes: 2, lanes: 2, connections: 16, dkim: 0, tracking: 0 },
  // The pool is as fast with few as with many.
  pool: 10_000,
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const program = (file: string) => fileURLToPath(new URL(`support/${file}`, import.meta.url));
const spawned = z.strictObject({ settled: z.number(), peak: z.number(), cpu: z.number() });

interface Sent {
  readonly perSecond: number;
  readonly peaks: readonly number[];
  /** Processor time, µs each. */
  readonly sending: number;
  readonly sink: number;
  readonly postgres: number;
}

const folder = await makeFolder();
const guard = startGuard();
const postgres = await startPostgres({
  ...{ dataDir: path.join(folder, 'postgres'), port: 0, environment: process.env, database: 'bench' },
});
guard.add(postgres.pid);
const sink = spawn(process.execPath, ['--import', 'tsx', program('sink.ts')], { stdio: ['pipe', 'pipe', 'inherit'] });
const [port] = (await once(sink.stdout, 'data')) as [Buffer];
const smtpUrl = `smtp://127.0.0.1:${String(port).trim()}?tls=off`;
await applyMigrations(postgres.url);
const db = openDb(postgres.url, 3);
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

try {
  await prepare(db);
  const ratios: number[] = [];
  const rows: string[] = [];
  for (let round = 0; round < options.rounds; round++) {
    const first = round % 2 === 0 ? await ours(round) : await bare();
    const second = round % 2 === 0 ? await bare() : await ours(round);
    const [own, pool] = round % 2 === 0 ? [first, second] : [second, first];
    ratios.push(own.perSecond / pool.perSecond);
    rows.push(`${told(own)}; pool ${told(pool)}; ${(own.perSecond / pool.perSecond).toFixed(2)}`);
    say(rows.at(-1) ?? '');
  }
  say(
    `median of ${options.rounds} pairs, ${options.recipients} recipients: ${median(ratios).toFixed(2)} times the pool`,
  );
  say(`${await bytesEach(db)} bytes of tables and indexes a recipient`);
} finally {
  await db.$disconnect();
  sink.stdin.end();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
  guard.release();
}

async function prepare(on: Db): Promise<void> {
  const at = new Date();
  await makeMailbox(on);
  await makeContacts(on, options.recipients, at);
  if (options.dkim === 1)
    await on.mailbox.update({
      where: { id: 'marketing' },
      data: {
        ...{ dkimDomain: 'sender.example', dkimSelector: 'bench' },
        dkimKey: createSeal(MAILBOX_SECRET).seal(pem, placeOf('marketing', 'dkim')),
      },
    });
  await on.$executeRawUnsafe('VACUUM ANALYZE');
}

async function ours(round: number): Promise<Sent> {
  const id = `bench-${round}`;
  await beginCampaign(db, { id, recipients: options.recipients, at: new Date() });
  await db.$executeRawUnsafe('VACUUM ANALYZE campaign_recipients, campaign_blocks');
  await db.$executeRawUnsafe('CHECKPOINT');
  const { lanes, connections, processes } = options;
  const each = { databaseUrl: postgres.url, smtpUrl, campaignId: id, lanes, connections };
  const children = await Promise.all(
    Array.from({ length: processes }, () =>
      start('campaign-sender.ts', { ...each, tracking: options.tracking === 1 ? 'all' : 'off' }),
    ),
  );
  const sent = await measured(children, options.recipients);
  const states = await db.$queryRaw<{ state: string; outcome: string | null; count: number }[]>`
    SELECT state, outcome, count(*)::int AS count FROM campaign_recipients WHERE "campaignId" = ${id} GROUP BY 1, 2`;
  const [only] = states;
  if (states.length !== 1 || only?.state !== 'accepted' || only.outcome !== null)
    throw new Error(`not all were sent: ${JSON.stringify(states)}`);
  return sent;
}

async function bare(): Promise<Sent> {
  const renderer = createRenderer(loadTemplates(path.join(repositoryRoot, 'templates'), 'en'), 'en');
  const links = { unsubscribe: '{{unsubscribe}}', preferences: '{{unsubscribe}}' };
  const variables = { company: 'Followthrough Demo Co.', companyAddress: '12 Harbour Street, Springfield' };
  const mails = [];
  for (const language of ['en', 'en', 'en', 'zh-CN']) {
    const contact = { firstName: language === 'en' ? 'Ada' : '伟', lastName: language === 'en' ? '{{n}}' : '王' };
    const data = { contact, account: null, deal: null, owner: null, variables, steps: {}, links };
    const rendered = await renderer.render({ template: 'care/season', language, timezone: 'UTC', data });
    if (!rendered.ok) throw new Error(rendered.code);
    const { subject, html, text } = rendered;
    mails.push({ subject, html, text });
  }
  const dkim = options.dkim === 1 ? { domainName: 'sender.example', keySelector: 'bench', privateKey: pem } : null;
  const { connections, pool: messages } = options;
  return await measured([await start('pool-sender.ts', { smtpUrl, connections, messages, dkim, mails })], messages);
}

async function start(file: string, settings: object): Promise<ChildProcess> {
  const args = ['--import', 'tsx', program(file), JSON.stringify(settings)];
  const profile = process.env['BENCH_PROFILE'];
  const profiling = profile === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', profile];
  const child = spawn(process.execPath, [...profiling, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  guard.add(child.pid as number);
  await once(child.stdout, 'data');
  return child;
}

async function measured(children: readonly ChildProcess[], messages: number): Promise<Sent> {
  const [sinkBefore, postgresBefore] = await Promise.all([
    processorTime(sink.pid as number),
    processorTime(postgres.pid),
  ]);
  const began = performance.now();
  for (const child of children) child.stdin?.write('go\n');
  const ends = await Promise.all(
    children.map(async (child) => {
      const [said] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
      return spawned.parse(JSON.parse(String(said)));
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  const [sinkAfter, postgresAfter] = await Promise.all([
    processorTime(sink.pid as number),
    processorTime(postgres.pid),
  ]);
  const each = (ms: number) => (ms * 1000) / messages;
  const settled = ends.reduce((sum, end) => sum + end.settled, 0);
  if (settled !== messages) throw new Error(`${settled} of ${messages} were settled`);
  return {
    perSecond: messages / seconds,
    peaks: ends.map(({ peak }) => peak),
    sending: each(ends.reduce((sum, end) => sum + end.cpu, 0)),
    sink: each(sinkAfter - sinkBefore),
    postgres: each(postgresAfter - postgresBefore),
  };
}

function told({ perSecond, peaks, sending, sink: ofSink, postgres: ofPostgres }: Sent): string {
  const memory = peaks.map((peak) => (peak / 2 ** 20).toFixed(0)).join(' + ');
  const times = `${sending.toFixed(0)} sending, ${ofPostgres.toFixed(0)} Postgres, ${ofSink.toFixed(0)} sink`;
  return `${perSecond.toFixed(0)} a second (µs of processor each: ${times}; at most ${memory} MB)`;
}

async function bytesEach(on: Db): Promise<string> {
  const [row] = await on.$queryRaw<{ bytes: number }[]>`
    SELECT (pg_total_relation_size('campaign_recipients') + pg_total_relation_size('campaign_blocks'))::float8
      / (SELECT count(*) FROM campaign_recipients) AS bytes`;
  return (row?.bytes ?? 0).toFixed(0);
}
