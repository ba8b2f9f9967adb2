import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { hashPassword, makeKey, parseKey } from '../api/auth/secrets.js';
import { parseClockRate } from '../config/duration.js';
import { type Config, ConfigError, loadConfig, repositoryRoot } from '../config/env.js';
import { checkMachine } from './checks-before.js';
import { claimDataFolder, removeData } from './data-folder.js';
import { type DemoLogin, ensureDemoLogins } from './demo-logins.js';
import { generateClient } from './generate-client.js';
import { entryFile, startNodeProcess } from './node-process.js';
import { createParts, type Parts } from './parts.js';
import { endLeftovers } from './pid-book.js';
import { removeRuntime, runningSystem, writeRuntime } from './runtime-file.js';
import { seedSample } from './sample.js';
import {
  type LinkSettings,
  type MailService,
  provideDatabase,
  provideLinks,
  provideMail,
  provideTemporal,
  type StartContext,
  type TemporalService,
} from './services.js';
import { createStages } from './stages.js';
import { parseStartOptions, START_HELP, type StartOptions } from './start-options.js';
import { summaryLines } from './summary.js';

/** What the whole stop may take; then everything is ended the hard way. */
const STOP_MS = 4_700;
const CHILD_STOP = [
  { signal: 'SIGTERM', waitMs: 2_000 },
  { signal: 'SIGKILL', waitMs: 300 },
] as const;

const write = (line: string) => void process.stdout.write(`${line}\n`);

class UsageError extends Error {}

function readOptions(): { readonly options: StartOptions; readonly config: Config } {
  const parsed = parseStartOptions(process.argv.slice(2));
  if (!parsed.ok) throw new UsageError(parsed.error);
  const { value } = parsed;
  const rate = value.clock === undefined ? undefined : parseClockRate(value.clock);
  if (value.clock !== undefined && rate === undefined) {
    throw new UsageError(`--clock ${value.clock}: expected virtual=real time, such as 1d=15s`);
  }
  const told = {
    ...(rate === undefined ? {} : { CLOCK_RATE: String(rate) }),
    ...(value.hibernateAfter === undefined ? {} : { HIBERNATE_AFTER: value.hibernateAfter }),
    ...(value.data === undefined ? {} : { FOLLOWTHROUGH_DATA: path.resolve(value.data) }),
  };
  return { options: value, config: loadConfig({ ...process.env, ...told }) };
}

interface World {
  readonly databaseUrl: string;
  readonly temporal: TemporalService;
  readonly mail: MailService;
  readonly links: LinkSettings;
}

/** Database contents that the processes count on: migrations, the clock, and in embedded mode the demo's logins. */
async function prepareDatabase(
  context: StartContext,
  config: Config,
  databaseUrl: string,
): Promise<readonly DemoLogin[]> {
  const { stages } = context;
  // Imported only now: these need the generated client.
  const { applyMigrations } = await import('../db/migrate.js');
  await stages.run(
    'Migrations',
    () => applyMigrations(databaseUrl),
    ({ applied }) => (applied.length === 0 ? 'none to apply' : `${applied.length} applied`),
  );
  const { openDb } = await import('../db/client.js');
  const { pokeOpenJourneys, startClock } = await import('../db/clock.js');
  const { createLoginStore } = await import('../db/login-store.js');
  const db = openDb(databaseUrl, 2);
  try {
    await startClock(db, Date.now(), config.clockRate);
    // What waits was timed on the old map.
    await pokeOpenJourneys(db, Date.now());
    if (config.mode !== 'embedded') return [];
    const store = createLoginStore(db, { makeKey, parseKey });
    const options = { now: Date.now(), dataDir: config.dataDir, hashPassword };
    return (await stages.run('Demo logins', () => ensureDemoLogins(store, options))).logins;
  } finally {
    await db.$disconnect();
  }
}

function childEnvironment(config: Config, world: World): Record<string, string | undefined> {
  return {
    ...process.env,
    FOLLOWTHROUGH_MODE: config.mode,
    FOLLOWTHROUGH_PARENT: String(process.pid),
    FOLLOWTHROUGH_DATA: config.dataDir,
    DATABASE_URL: world.databaseUrl,
    TEMPORAL_ADDRESS: world.temporal.address,
    TEMPORAL_NAMESPACE: config.temporal.namespace,
    TASK_QUEUE: config.temporal.taskQueue,
    SMTP_URL: world.mail.smtpUrl,
    API_PORT: String(world.links.apiPort),
    PUBLIC_URL: world.links.publicUrl,
    LINK_SECRET: world.links.linkSecret,
    HIBERNATE_AFTER: String(config.hibernateAfterMs),
    CLOCK_RATE: String(config.clockRate),
  };
}

function startProcess(context: StartContext, config: Config, world: World, name: 'Worker' | 'API', entry: string) {
  const file = entryFile(entry);
  return context.stages.run(name, () =>
    startNodeProcess({
      name: name.toLowerCase(),
      entry: file,
      dataDir: config.dataDir,
      env: childEnvironment(config, world),
      started: (child) => {
        const logFile = path.join(config.dataDir, `${name.toLowerCase()}.log`);
        const { pid, exited } = child;
        void context.parts.add({ name, rank: 2, pid, exited, logFile, mark: file, stop: () => child.stop(CHILD_STOP) });
      },
    }),
  );
}

async function startAll(context: StartContext, config: Config, options: StartOptions, began: number): Promise<void> {
  const { stages } = context;
  await stages.run(
    'Prisma client',
    async () => generateClient(repositoryRoot, process.env),
    (made) => (made ? 'generated' : 'up to date'),
  );
  const databaseUrl = await provideDatabase(context);
  const logins = await prepareDatabase(context, config, databaseUrl);
  const temporal = await provideTemporal(context);
  const mail = await provideMail(context);
  const links = await provideLinks(context);
  const world: World = { databaseUrl, temporal, mail, links };
  await startProcess(context, config, world, 'Worker', 'worker/main.ts');
  await startProcess(context, config, world, 'API', 'api/main.ts');
  const apiUrl = `http://127.0.0.1:${links.apiPort}`;
  await writeRuntime(config.dataDir, {
    pid: process.pid,
    startedAt: Date.now(),
    apiUrl,
    databaseUrl,
    smtpUrl: mail.smtpUrl,
    mailUrl: mail.webUrl,
    temporalAddress: temporal.address,
    temporalNamespace: config.temporal.namespace,
    taskQueue: config.temporal.taskQueue,
    temporalUiUrl: temporal.uiUrl,
    publicUrl: links.publicUrl,
  });
  if (options.sample && config.mode === 'embedded') {
    const key = (await readFile(path.join(config.dataDir, 'api-key'), 'utf8').catch(() => '')).trim();
    await stages.run(
      'Sample data',
      (say) =>
        seedSample({
          apiUrl,
          key: key === '' ? null : key,
          definitionFile: path.join(repositoryRoot, 'definitions/lead-to-customer.yaml'),
          say,
        }),
      (note) => note,
    );
  }
  const seconds = (Date.now() - began) / 1000;
  const { dataDir } = config;
  const shown = { apiUrl, mailUrl: mail.webUrl, temporalUiUrl: temporal.uiUrl, logins, dataDir, seconds };
  for (const line of summaryLines(shown)) write(line);
}

/** Ends everything, in order while there is time. */
async function stopEverything(parts: Parts, dataDir: string): Promise<void> {
  const late = setTimeout(() => {
    parts.killAll();
    process.exit(1);
  }, STOP_MS);
  await removeRuntime(dataDir);
  await parts.stopAll();
  clearTimeout(late);
}

/** Waits for what ends a run: a signal (0), or a part that died (1). */
function whatEndsIt(parts: Parts, abort: AbortController): Promise<number> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (abort.signal.aborted) return;
        write('\nStopping…');
        abort.abort(new Error('stopped'));
        resolve(0);
      });
    }
    void parts.died.then((message) => {
      if (!abort.signal.aborted) process.stderr.write(`\n${message}\n`);
      abort.abort(new Error('a part died'));
      resolve(1);
    });
  });
}

async function main(): Promise<number> {
  const began = Date.now();
  const { options, config } = readOptions();
  if (options.help) {
    process.stdout.write(START_HELP);
    return 0;
  }
  const { dataDir } = config;
  const running = await runningSystem(dataDir);
  if (running !== undefined) {
    throw new Error(`Followthrough runs already on ${dataDir} (process ${running.pid}): ${running.apiUrl}`);
  }
  const stages = createStages(write, Date.now);
  await stages.run(
    'Machine',
    () => checkMachine(dataDir),
    () => `Node ${process.versions.node}`,
  );
  await claimDataFolder(dataDir);
  const ended = await endLeftovers(dataDir);
  if (ended.length > 0) write(`    ended what a killed start had left: ${ended.join(', ')}`);
  if (options.clean) {
    await removeData(dataDir);
    await claimDataFolder(dataDir);
  }
  const parts = createParts(dataDir);
  const abort = new AbortController();
  const end = whatEndsIt(parts, abort);
  const context: StartContext = {
    settings: config,
    repositoryRoot,
    environment: process.env,
    stages,
    parts,
    signal: abort.signal,
  };
  const failed = await Promise.race([
    end,
    startAll(context, config, options, began).then(
      () => undefined,
      (error: unknown) => error,
    ),
  ]);
  if (failed instanceof Error && !abort.signal.aborted) {
    process.stderr.write(`\n${failed.message}\n`);
    abort.abort(failed);
    await stopEverything(parts, dataDir);
    return 1;
  }
  const code = await end;
  await stopEverything(parts, dataDir);
  if (code === 0) write(`Stopped. The data is kept in ${dataDir}.`);
  return code;
}

try {
  process.exit(await main());
} catch (error) {
  const isUsage = error instanceof UsageError || error instanceof ConfigError;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(isUsage ? 2 : 1);
}
