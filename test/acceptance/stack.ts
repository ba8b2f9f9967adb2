import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client, Connection } from '@temporalio/client';
import { hashPassword, makeKey, parseKey } from '../../src/api/auth/secrets.js';
import { type ApiClient, createApiClient } from '../../src/api/client.js';
import { loadConfig, repositoryRoot } from '../../src/config/env.js';
import { type Db, openDb } from '../../src/db/client.js';
import { standClock, startClock, touchClock, toVirtual } from '../../src/db/clock.js';
import { createLoginStore } from '../../src/db/login-store.js';
import { applyMigrations } from '../../src/db/migrate.js';
import { type Child, startChild } from '../../src/dev/child.js';
import { ensureDemoLogins } from '../../src/dev/demo-logins.js';
import { startPostgres } from '../../src/dev/postgres.js';
import { ensureTemporalCli } from '../../src/dev/temporal-cli.js';
import { startTemporalServer } from '../../src/dev/temporal-server.js';
import { HOUR } from '../../src/domain/instant.js';
import { type Inbox, startInbox } from '../support/inbox.js';

export interface StackOptions {
  readonly folder: string;
  /** Virtual milliseconds a real millisecond. */
  readonly rate: number;
  readonly hibernateAfter: string;
  /** Where business time begins. */
  readonly start: number;
  say(line: string): void;
}

/** The whole system on an empty data folder: every part a process of its own, as `npm start` runs them. */
export interface Stack {
  readonly db: Db;
  readonly databaseUrl: string;
  readonly api: ApiClient;
  readonly inbox: Inbox;
  readonly temporal: Client;
  now(): number;
  /** Business time stands from now on: what is due gets done, and nothing more falls due. */
  standStill(): Promise<void>;
  stop(): Promise<void>;
}

const NAMESPACE = 'default';

export async function startStack(options: StackOptions): Promise<Stack> {
  const { folder, say } = options;
  const config = loadConfig(process.env);
  const cli = await ensureTemporalCli({
    cliPath: config.temporal.cliPath,
    cacheDir: config.cacheDir,
    buildFiles: join(repositoryRoot, 'tools/temporal-cli'),
    environment: process.env,
    say,
  });
  const postgres = await startPostgres({
    dataDir: join(folder, 'postgres'),
    port: 0,
    database: 'followthrough_test',
    environment: process.env,
  });
  await applyMigrations(postgres.url);
  const server = await startTemporalServer({
    cli,
    dataDir: join(folder, 'temporal'),
    namespace: NAMESPACE,
    port: 0,
    uiPort: 0,
  });
  const inbox = await startInbox();
  const db = openDb(postgres.url, 10);
  let clock = await startClock(db, Date.now(), options.rate, options.start);
  const secrets = createLoginStore(db, { makeKey, parseKey });
  const logins = await ensureDemoLogins(secrets, { now: Date.now(), dataDir: folder, hashPassword });
  const env = {
    ...process.env,
    DATABASE_URL: postgres.url,
    TEMPORAL_ADDRESS: server.address,
    TEMPORAL_NAMESPACE: NAMESPACE,
    SMTP_URL: inbox.url,
    API_PORT: '0',
    PUBLIC_URL: 'http://127.0.0.1:4600',
    LINK_SECRET: randomBytes(24).toString('hex'),
    HIBERNATE_AFTER: options.hibernateAfter,
    FOLLOWTHROUGH_DATA: folder,
    FOLLOWTHROUGH_PARENT: 'acceptance',
    LOG_LEVEL: 'warn',
  };
  const worker = await startPart('worker', env, folder);
  const api = await startPart('api', env, folder);
  const key = await readKey(logins.keyFile);
  const connection = await Connection.connect({ address: server.address });
  const beat = setInterval(() => void touchClock(db, Date.now()), 2000);
  return {
    db,
    databaseUrl: postgres.url,
    api: createApiClient({ url: api.said['url'] as string, key }),
    inbox,
    temporal: new Client({ connection, namespace: NAMESPACE }),
    now: () => toVirtual(clock, Date.now()),
    standStill: async () => {
      clock = await standClock(db, Date.now(), Date.now() + HOUR);
    },
    stop: async () => {
      clearInterval(beat);
      await api.child.stop();
      await worker.child.stop();
      await connection.close();
      await db.$disconnect();
      await inbox.stop();
      await server.stop();
      await postgres.stop();
    },
  };
}

async function readKey(file: string): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return (await readFile(file, 'utf8')).trim();
}

/** Starts an entry file and waits for its line that says it is ready. */
async function startPart(
  name: 'worker' | 'api',
  env: NodeJS.ProcessEnv,
  folder: string,
): Promise<{ child: Child; said: { [key: string]: unknown } }> {
  const logFile = join(folder, `${name}.log`);
  const args = ['--import', 'tsx', join(repositoryRoot, 'src', name, 'main.ts')];
  const child = await startChild(process.execPath, args, { logFile, env, cwd: repositoryRoot, stdout: 'pipe' });
  const { stdout } = child.process;
  if (stdout === null) throw new Error(`${name} has no output to read`);
  const ready = (async () => {
    for await (const line of createInterface({ input: stdout })) {
      if (line.startsWith('{"ready"')) return JSON.parse(line) as { [key: string]: unknown };
    }
    throw new Error(`${name} ended before it was ready; its log is ${logFile}`);
  })();
  const said = await Promise.race([
    ready,
    child.exited.then(() => Promise.reject(new Error(`${name} ended before it was ready; its log is ${logFile}`))),
  ]);
  stdout.resume();
  return { child, said };
}
