import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { hashPassword, makeKey, parseKey } from '../api/auth/secrets.js';
import { parseClockRate } from '../config/duration.js';
import { type Config, ConfigError, loadConfig, repositoryRoot } from '../config/env.js';
import { checkMachine } from './checks-before.js';
import { claimDataFolder, removeData } from './data-folder.js';
import type { KeptKind } from './data-kind.js';
import { beginDemo } from './demo.js';
import { CLOCK_RUNS_AFTER_MS, DEMO_START, STANDS_FOR_MS } from './demo-clock.js';
import { type DemoLogin, ensureDemoLogins, keyFileIn } from './demo-logins.js';
import { generateClient } from './generate-client.js';
import { buildPage } from './page.js';
import { createParts, type Parts } from './parts.js';
import { endLeftovers } from './pid-book.js';
import { freePort, LOOPBACK } from './ports.js';
import { removeRuntime, runningSystem, writeRuntime } from './runtime-file.js';
import { provideDatabase, provideLinks, provideMail, provideTemporal, type StartContext } from './services.js';
import { settleKind } from './settle-kind.js';
import { createStages } from './stages.js';
import { parseStartOptions, START_HELP, type StartOptions } from './start-options.js';
import { summaryLines } from './summary.js';
import { type Surroundings, startProcess } from './system-processes.js';

/** What the whole stop may take; then everything is ended the hard way. */
const STOP_MS = 4_700;
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

/** Database contents that the processes count on: migrations, the clock, and in embedded mode the demo's logins. */
async function prepareDatabase(
  context: StartContext,
  config: Config,
  databaseUrl: string,
  { kind }: KeptKind,
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
    const now = Date.now();
    if (kind === 'real') {
      await startClock(db, now, config.clockRate);
      // What waits was timed on the old map.
      await pokeOpenJourneys(db, now);
    } else await startClock(db, now, config.clockRate, DEMO_START, now + STANDS_FOR_MS);
    if (config.mode !== 'embedded') return [];
    const store = createLoginStore(db, { makeKey, parseKey });
    const options = { now: Date.now(), dataDir: config.dataDir, hashPassword };
    return (await stages.run('Demo logins', () => ensureDemoLogins(store, options))).logins;
  } finally {
    await db.$disconnect();
  }
}

async function startAll(context: StartContext, config: Config, kept: KeptKind, began: number): Promise<void> {
  const { stages } = context;
  await stages.run(
    'Prisma client',
    async () => generateClient(repositoryRoot, process.env),
    (made) => (made ? 'generated' : 'up to date'),
  );
  await stages.run(
    'Page',
    () => buildPage(repositoryRoot, context.signal),
    (made) => (made ? 'built' : 'up to date'),
  );
  const databaseUrl = await provideDatabase(context);
  const logins = await prepareDatabase(context, config, databaseUrl, kept);
  const temporal = await provideTemporal(context);
  const mail = await provideMail(context);
  const links = await provideLinks(context);
  const world: Surroundings = { databaseUrl, temporal, mail, links };
  const metricsPort = await workerMetricsPort(config);
  // Beside each other: the worker bundles its workflows while the API reads its templates.
  await Promise.all([
    startProcess(context, config, world, {
      name: 'Worker',
      entry: 'worker/main.ts',
      ...(metricsPort === null ? {} : { more: { WORKER_METRICS_PORT: String(metricsPort) } }),
    }),
    startProcess(context, config, world, { name: 'API', entry: 'api/main.ts' }),
  ]);
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
    workerMetricsUrl: metricsPort === null ? null : `http://${LOOPBACK}:${metricsPort}/metrics`,
  });
  if (kept.kind !== 'real') await runDemo(context, config, world, kept);
  const seconds = (Date.now() - began) / 1000;
  const { dataDir, clockRate } = config;
  const where = { apiUrl, mailUrl: mail.webUrl, temporalUiUrl: temporal.uiUrl, dataDir };
  for (const line of summaryLines({ ...where, kind: kept.kind, clockRate, logins, seconds })) write(line);
}

async function workerMetricsPort({ mode, worker }: Config): Promise<number | null> {
  const wanted = worker.metricsPort ?? (mode === 'embedded' ? 4690 : null);
  // The one that was asked for by name isn't exchanged for another.
  return worker.metricsPort === null || wanted === 0 ? wanted && (await freePort(wanted)) : wanted;
}

/** Lets the demo begin or go on, with the people who play it. */
async function runDemo(context: StartContext, config: Config, world: Surroundings, kept: KeptKind): Promise<void> {
  const { openDb } = await import('../db/client.js');
  const { pokeOpenJourneys, startClock } = await import('../db/clock.js');
  const db = openDb(world.databaseUrl, 1);
  const key = (await readFile(keyFileIn(config.dataDir), 'utf8')).trim();
  const apiUrl = `http://127.0.0.1:${world.links.apiPort}`;
  try {
    await beginDemo({
      stages: context.stages,
      dataDir: config.dataDir,
      kept,
      apiUrl,
      key,
      definitionFile: path.join(repositoryRoot, 'definitions/lead-to-customer.yaml'),
      runClock: async () => {
        const now = Date.now();
        await startClock(db, now, config.clockRate, DEMO_START, now + CLOCK_RUNS_AFTER_MS);
      },
      pokeJourneys: async () => void (await pokeOpenJourneys(db, Date.now())),
    });
  } finally {
    await db.$disconnect();
  }
  if (kept.kind === 'demo') {
    const asPlayer = { FOLLOWTHROUGH_URL: apiUrl, FOLLOWTHROUGH_KEY: key };
    await startProcess(context, config, world, { name: 'Player', entry: 'dev/player/main.ts', more: asPlayer });
  }
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
  const { options, config: asked } = readOptions();
  if (options.help) {
    process.stdout.write(START_HELP);
    return 0;
  }
  const { dataDir } = asked;
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
  const { kept, config, note } = await settleKind(options, asked, process.env);
  if (note !== undefined) write(`    ${note}`);
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
    startAll(context, config, kept, began).then(
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
