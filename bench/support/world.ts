import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, stat } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { loadConfig, repositoryRoot } from '../../src/config/env.js';
import { type Db, openDb } from '../../src/db/client.js';
import { applyMigrations } from '../../src/db/migrate.js';
import { type Guard, startGuard } from '../../src/dev/guard.js';
import { startPostgres } from '../../src/dev/postgres.js';
import { ensureTemporalCli } from '../../src/dev/temporal-cli.js';
import { databaseFile, startTemporalServer } from '../../src/dev/temporal-server.js';
import { SEARCH_ATTRIBUTES } from '../../src/domain/journey/search-attributes.js';
import { openTemporal } from '../../src/temporal/connection.js';
import { startRealWorker } from '../../test/support/real-worker.js';
import { makeFolder } from './folder.js';

import { processorTime } from './processor-time.js';

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The embedded services on a folder of their own, with the settings of production, for one bench. */
export class World {
  readonly taskQueue = 'bench';
  private readonly children: ChildProcess[] = [];

  private constructor(
    readonly folder: string,
    readonly databaseUrl: string,
    readonly db: Db,
    readonly target: { readonly address: string; readonly namespace: string },
    readonly client: Client,
    readonly inbox: { readonly url: string },
    readonly pids: { readonly postgres: number; readonly temporal: number },
    private readonly parts: readonly { stop(): Promise<void> }[],
    private readonly guard: Guard,
  ) {}

  static async start(): Promise<World> {
    const folder = await makeFolder();
    const guard = startGuard();
    const parts: { stop(): Promise<void> }[] = [{ stop: () => rm(folder, { recursive: true, force: true }) }];
    const keep = <P extends { readonly pid: number; stop(): Promise<void> }>(part: P): P => {
      guard.add(part.pid);
      parts.unshift(part);
      return part;
    };
    try {
      const { cacheDir, temporal } = loadConfig(process.env);
      const buildFiles = path.join(repositoryRoot, 'tools/temporal-cli');
      const cli = await ensureTemporalCli({
        ...{ cliPath: temporal.cliPath, cacheDir, environment: process.env, buildFiles, say },
      });
      const namespace = 'bench';
      const dataDir = path.join(folder, 'temporal');
      const postgres = keep(
        await startPostgres({
          ...{ dataDir: path.join(folder, 'postgres'), port: 0, environment: process.env, database: 'bench' },
        }),
      );
      const server = keep(
        await startTemporalServer({
          ...{ cli, dataDir, namespace, port: 0, uiPort: 0, searchAttributes: SEARCH_ATTRIBUTES },
        }),
      );
      await applyMigrations(postgres.url);
      const target = { address: server.address, namespace };
      const client = await openTemporal({ ...target, tls: null, apiKey: null });
      parts.unshift({ stop: () => client.connection.close() });
      const db = openDb(postgres.url, 10);
      parts.unshift({ stop: () => db.$disconnect() });
      const sink = run('sink.ts', []);
      parts.unshift({ stop: () => end(sink) });
      const [port] = (await once(sink.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
      const inbox = { url: `smtp://127.0.0.1:${String(port).trim()}?tls=off` };
      const pids = { postgres: postgres.pid, temporal: server.pid };
      return new World(folder, postgres.url, db, target, client, inbox, pids, parts, guard);
    } catch (error) {
      for (const part of parts) await part.stop();
      guard.release();
      throw error;
    }
  }

  /** The worker of production (src/worker/main.ts) with all its loops. */
  async startWorker(environment: { readonly [name: string]: string } = {}): Promise<RunningWorker> {
    const data = path.join(this.folder, 'data');
    const child = await startRealWorker(this, { FOLLOWTHROUGH_DATA: data, ...environment });
    this.children.push(child);
    return new RunningWorker(child);
  }

  /** Another program of this folder, of which a first line says that it is ready. */
  async startProgram(file: string, args: readonly string[]): Promise<ChildProcess> {
    const child = run(file, args);
    this.children.push(child);
    const died = once(child, 'exit').then(([code]) => {
      throw new Error(`${file} ended with ${code} before it worked`);
    });
    await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), died]);
    died.catch(() => {});
    return child;
  }

  /** Processor time so far, ms, of a worker, of the two services, and of the bench itself, which stands for the API. */
  async processorTimes(worker: ChildProcess): Promise<ProcessorTimes> {
    const { postgres, temporal } = this.pids;
    const pids = [worker.pid as number, temporal, postgres];
    const [ofWorker, ofTemporal, ofPostgres] = await Promise.all(pids.map(processorTime));
    const { user, system } = process.cpuUsage();
    return {
      ...{ worker: ofWorker as number, temporal: ofTemporal as number, postgres: ofPostgres as number },
      asking: (user + system) / 1_000,
    };
  }

  /** Bytes of all tables with their indexes, once what was deleted has been cleared away. */
  async postgresBytes(): Promise<number> {
    await this.db.$executeRawUnsafe('VACUUM');
    const [row] = await this.db.$queryRaw<{ bytes: bigint }[]>`
      SELECT sum(pg_total_relation_size(oid)) AS bytes FROM pg_class
      WHERE relkind = 'r' AND relnamespace::regnamespace::text IN ('public', 'kept')`;
    return Number(row?.bytes ?? 0);
  }

  /** Bytes of Temporal's database file with the log before it. */
  async temporalBytes(): Promise<number> {
    const file = databaseFile(path.join(this.folder, 'temporal'));
    const log = await stat(`${file}-wal`).catch(() => ({ size: 0 }));
    return (await stat(file)).size + log.size;
  }

  async stop(): Promise<void> {
    for (const child of this.children) await end(child);
    for (const part of this.parts) await part.stop();
    this.guard.release();
  }
}

export type ProcessorTimes = { readonly [part in 'worker' | 'temporal' | 'postgres' | 'asking']: number };

/** What each of `n` took between two readings: `worker 22.1 ms, temporal 36.0 ms, …`. */
export const processorTimeEach = (before: ProcessorTimes, after: ProcessorTimes, n: number): string =>
  (['worker', 'temporal', 'postgres', 'asking'] as const)
    .map((part) => `${part} ${((after[part] - before[part]) / n).toFixed(1)} ms`)
    .join(', ');

/** A worker's process, its memory, and what it complained of. */
export class RunningWorker {
  private said = '';

  constructor(readonly process: ChildProcess) {
    process.stderr?.on('data', (chunk: Buffer) => {
      this.said += chunk;
    });
  }

  /** Resident memory, bytes. */
  async memory(): Promise<number> {
    const status = await readFile(`/proc/${this.process.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1024;
  }

  /** What the SDK warns of: a task that failed is among it. */
  warnings(): string[] {
    return this.said.split('\n').filter((line) => /\b(WARN|ERROR)\b/.test(line));
  }
}

function run(file: string, args: readonly string[]): ChildProcess {
  const program = fileURLToPath(new URL(`./${file}`, import.meta.url));
  return spawn(process.execPath, ['--import', 'tsx', program, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await gone;
  clearTimeout(timer);
}

/** Of a machine with other work the figures are another's. */
export const machine = (): string =>
  `${cpus().length} cores, load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`;

/** Runs a bench: `work` says whether all its checks held. Cleans up and ends the process, with 1 if not. */
export async function bench(name: string, work: (world: World) => Promise<boolean>): Promise<never> {
  say(`${name}: ${machine()} at the start`);
  const world = await World.start();
  const interrupt = () => void world.stop().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
  let held = false;
  try {
    held = await work(world);
  } catch (error) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  say(`${name}: ${machine()} at the end`);
  await world.stop();
  say(`${name}: ${held ? 'kept' : 'BROKEN'}`);
  process.exit(held ? 0 : 1);
}
