import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient, createApiClient } from '../../../src/api/client.js';
import { loadConfig, repositoryRoot } from '../../../src/config/env.js';
import { type Db, openDb } from '../../../src/db/client.js';
import { pokeOpenJourneys } from '../../../src/db/clock.js';
import { applyMigrations } from '../../../src/db/migrate.js';
import { type Guard, startGuard } from '../../../src/dev/guard.js';
import { startMailCatcher } from '../../../src/dev/mail-catcher.js';
import { entryFile, startNodeProcess } from '../../../src/dev/node-process.js';
import { freePort } from '../../../src/dev/ports.js';
import { startPostgres } from '../../../src/dev/postgres.js';
import { ensureTemporalCli } from '../../../src/dev/temporal-cli.js';
import { startTemporalServer } from '../../../src/dev/temporal-server.js';
import { addKey, addPeople, userId } from './people.js';
import { startPickySmtp } from './picky-smtp.js';

/*
 * The whole system as `npm start` runs it, every part real, for the tests of the page: Postgres, Temporal, mail catcher,
 * worker and API. Only the clock is ours: it goes at real speed from a fixed Monday, and `jump` moves it on.
 */

/** Monday 08:30 in New York, in a week without holidays there and in China. */
export const MONDAY = Date.parse('2027-03-08T13:30:00Z');

/** What another process needs to know of a running world; plain data. */
export interface WorldInfo {
  readonly apiUrl: string;
  readonly databaseUrl: string;
  readonly mailUrl: string;
  readonly folder: string;
  /** A key of the English ops user. */
  readonly opsKey: string;
  /** What the API's process is started with, but for its port and address. */
  readonly apiEnvironment: Readonly<Record<string, string>>;
}

export interface ApiProcess {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

export interface World extends WorldInfo {
  readonly db: Db;
  readonly api: ApiClient;
  /** Moves business time on, and lets the journeys do what fell due. */
  jump(to: number): Promise<void>;
  /** Waits until no open journey has anything due. */
  quiet(): Promise<void>;
  restartApi(): Promise<void>;
  stop(): Promise<void>;
}

const NAMESPACE = 'default';
/** The processes read the clock's row every two seconds. */
const CLOCK_READ_MS = 2_300;

/** Starts a world on a folder of its own below the folder for temporary files; `people` are there, nobody else. */
export async function startWorld(say: (line: string) => void): Promise<World> {
  const config = loadConfig(process.env);
  const folder = await mkdtemp(path.join(tmpdir(), 'followthrough-page-'));
  // As root the database server is another user, who must be able to enter.
  await chmod(folder, 0o755);
  const guard = startGuard();
  const ends: (() => Promise<unknown>)[] = [async () => guard.release()];
  const onEnd = (end: () => Promise<unknown>) => ends.unshift(end);
  const end = async () => {
    for (const step of ends) await step().catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const postgres = await startPostgres({
      dataDir: path.join(folder, 'postgres'),
      port: 0,
      environment: process.env,
      settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
    });
    guard.add(postgres.pid);
    onEnd(() => postgres.stop());
    onEnd(async () => {
      if (!postgres.folder.startsWith(folder)) await rm(postgres.folder, { recursive: true, force: true });
    });
    await applyMigrations(postgres.url);
    const db = openDb(postgres.url, 10);
    onEnd(() => db.$disconnect());
    await setClock(db, MONDAY);
    await addPeople(db);
    const services = await startServices(folder, config, guard, onEnd, say);
    const apiEnvironment = environmentOf(folder, postgres.url, services);
    await startWorker(apiEnvironment, folder, guard, onEnd);
    let api = await startApi(apiEnvironment, folder, { guard });
    onEnd(() => api.stop());
    const opsKey = await addKey(db, await userId(db, 'ops', 'en'));
    const quiet = () => waitForQuiet(db);
    return {
      apiUrl: api.url,
      databaseUrl: postgres.url,
      mailUrl: services.mailUrl,
      folder,
      opsKey,
      apiEnvironment,
      db,
      api: createApiClient({ url: api.url, key: opsKey }),
      quiet,
      jump: async (to) => {
        await setClock(db, to);
        await sleep(CLOCK_READ_MS);
        await pokeOpenJourneys(db, Date.now());
        await quiet();
      },
      restartApi: async () => {
        await api.stop();
        api = await startApi(apiEnvironment, folder, { guard, port: api.port });
      },
      stop: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Business time is `virtual` now, and goes on at real speed. */
async function setClock(db: Db, virtual: number): Promise<void> {
  const now = new Date();
  const data = { virtualAnchor: new Date(virtual), realAnchor: now, rate: 1, realSeenAt: now };
  await db.clock.upsert({ where: { id: 1 }, create: { id: 1, ...data }, update: data });
}

type OnEnd = (end: () => Promise<unknown>) => void;

interface Services {
  readonly temporalAddress: string;
  readonly temporalUiUrl: string;
  readonly smtpUrl: string;
  readonly mailUrl: string;
}

async function startServices(
  folder: string,
  config: ReturnType<typeof loadConfig>,
  guard: Guard,
  onEnd: OnEnd,
  say: (line: string) => void,
): Promise<Services> {
  const cli = await ensureTemporalCli({
    cliPath: config.temporal.cliPath,
    cacheDir: config.cacheDir,
    environment: process.env,
    buildFiles: path.join(repositoryRoot, 'tools/temporal-cli'),
    say,
  });
  const dataDir = path.join(folder, 'temporal');
  const temporal = await startTemporalServer({ cli, dataDir, namespace: NAMESPACE, port: 0, uiPort: 0 });
  guard.add(temporal.pid);
  onEnd(() => temporal.stop());
  const catcher = await startMailCatcher({ dataDir: folder, smtpPort: await freePort(), webPort: await freePort() });
  onEnd(() => catcher.stop());
  const picky = await startPickySmtp(catcher.smtpUrl);
  onEnd(() => picky.stop());
  return {
    temporalAddress: temporal.address,
    temporalUiUrl: temporal.uiUrl,
    smtpUrl: picky.url,
    mailUrl: catcher.webUrl,
  };
}

function environmentOf(folder: string, databaseUrl: string, services: Services): Record<string, string> {
  return {
    FOLLOWTHROUGH_MODE: 'embedded',
    FOLLOWTHROUGH_DATA: folder,
    FOLLOWTHROUGH_PARENT: String(process.pid),
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: services.temporalAddress,
    TEMPORAL_NAMESPACE: NAMESPACE,
    TEMPORAL_UI_URL: services.temporalUiUrl,
    TASK_QUEUE: 'followthrough',
    SMTP_URL: services.smtpUrl,
    MAIL_CATCHER_URL: services.mailUrl,
    LINK_SECRET: randomBytes(24).toString('hex'),
    MAILBOX_SECRET: randomBytes(24).toString('hex'),
    PUBLIC_URL: 'http://127.0.0.1:4600',
    HIBERNATE_AFTER: String(3 * 86_400_000),
    CLOCK_RATE: '1',
    LOG_LEVEL: 'warn',
  };
}

async function startWorker(
  environment: Readonly<Record<string, string>>,
  folder: string,
  guard: Guard,
  onEnd: OnEnd,
): Promise<void> {
  const worker = await startNodeProcess({
    name: 'worker',
    entry: entryFile('worker/main.ts'),
    dataDir: folder,
    env: { ...process.env, ...environment },
    started: ({ pid }) => guard.add(pid),
  });
  onEnd(() => worker.child.stop());
}

/** Starts an API of a world: its own, or one more that a test may end. */
export async function startApi(
  environment: Readonly<Record<string, string>>,
  folder: string,
  options: { readonly guard?: Guard; readonly port?: number } = {},
): Promise<ApiProcess> {
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const dataDir = path.join(folder, `api-${port}`);
  await mkdir(dataDir, { recursive: true });
  const process_ = await startNodeProcess({
    name: 'api',
    entry: entryFile('api/main.ts'),
    dataDir,
    // A page is answered only at the address that is ours.
    env: { ...process.env, ...environment, API_PORT: String(port), PUBLIC_URL: url },
    started: ({ pid }) => options.guard?.add(pid),
  });
  return { url, port, stop: () => process_.child.stop() };
}

async function waitForQuiet(db: Db): Promise<void> {
  const until = Date.now() + 60_000;
  for (;;) {
    const [row] = await db.$queryRaw<{ told: bigint; due: bigint }[]>`
      SELECT (SELECT count(*) FROM outbox WHERE "doneAt" IS NULL) AS told,
             (SELECT count(*) FROM journeys WHERE status = 'open' AND phase IN ('active', 'starting')
                AND (phase = 'starting' OR poked OR "nextAt" <= (
                  SELECT "virtualAnchor" + (now() - "realAnchor") FROM clock WHERE id = 1))) AS due`;
    if (row !== undefined && row.told === 0n && row.due === 0n) return;
    if (Date.now() > until)
      throw new Error(`the world is not quiet after a minute: ${row?.told} to tell, ${row?.due} due`);
    await sleep(100);
  }
}
