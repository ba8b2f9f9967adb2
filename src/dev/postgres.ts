import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { type Child, lastLines, startChild } from './child.js';
import { freePort, LOOPBACK } from './ports.js';
import { clusterFolder, makeParents, postgresNative, type ServerUser, serverUser } from './postgres-files.js';
import { commandOf, type EndStep, endProcess } from './processes.js';

const run = promisify(execFile);

export interface EmbeddedPostgres {
  /** Address of the database, with its password. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Where the database files are, and a line to show when that is not below the data folder. */
  readonly folder: string;
  readonly note: string | undefined;
  readonly exited: Child['exited'];
  readonly logFile: string;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Holds the database files, the log and the password; made if it is not there. */
  readonly dataDir: string;
  readonly port?: number;
  /** Variables that the server gets, such as process.env. */
  readonly environment: Environment;
  readonly database?: string;
  /** Server settings, such as { fsync: 'off' } for tests. */
  readonly settings?: Readonly<Record<string, string>>;
}

const USER = 'followthrough';
const DEFAULT_PORT = 54_330;
/** SIGINT is Postgres's fast shutdown (with a checkpoint), SIGQUIT leaves recovery to the next start. */
const STOP_STEPS: readonly EndStep[] = [
  { signal: 'SIGINT', waitMs: 1_500 },
  { signal: 'SIGQUIT', waitMs: 500 },
  { signal: 'SIGKILL', waitMs: 500 },
];

/**
 * Starts the embedded Postgres on loopback, on files that are kept, and makes the database if there is none.
 * A server of the same files that an earlier, killed start left running is ended first.
 * Throws with the server's own last lines when it does not come up.
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const user = await serverUser();
  await mkdir(options.dataDir, { recursive: true });
  const native = await postgresNative(user);
  const { folder, closed } = await clusterFolder(options.dataDir, user);
  const password = await keepPassword(options.dataDir);
  await initialise({ native, folder, password, user, environment: options.environment });
  await endLeftover(folder);
  const logFile = path.join(options.dataDir, 'postgres.log');
  const database = options.database ?? USER;
  const { child, port } = await launch({ native, folder, logFile, password, user, options });
  try {
    await makeDatabase(address(port, password, 'postgres'), database);
  } catch (error) {
    await child.stop(STOP_STEPS);
    throw error;
  }
  return {
    url: address(port, password, database),
    port,
    pid: child.pid,
    folder,
    note:
      closed === undefined ? undefined : `${closed} is closed to the user postgres: database files are in ${folder}`,
    exited: child.exited,
    logFile,
    stop: () => child.stop(STOP_STEPS),
  };
}

const address = (port: number, password: string, database: string) =>
  `postgresql://${USER}:${password}@${LOOPBACK}:${port}/${database}`;

async function keepPassword(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'postgres.password');
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch {
    const password = randomBytes(18).toString('base64url');
    await writeFile(file, `${password}\n`, { mode: 0o600, flag: 'wx' });
    return password;
  }
}

async function initialise(plan: Omit<Launch, 'logFile' | 'options'> & { readonly environment: Environment }) {
  const { native, folder, password, user } = plan;
  if (await readFile(path.join(folder, 'PG_VERSION')).catch(() => undefined)) return;
  // Made beside its place and renamed: an interrupted start leaves no half cluster.
  const half = `${folder}.new`;
  await rm(half, { recursive: true, force: true });
  await makeParents(folder);
  await mkdir(half, { mode: 0o700 });
  const passwordFile = path.join(tmpdir(), `followthrough-pw-${randomBytes(8).toString('hex')}`);
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  try {
    if (user !== undefined) {
      await chown(half, user.uid, user.gid);
      await chown(passwordFile, user.uid, user.gid);
    }
    // The built-in locale sorts the same on every machine, whatever its C library.
    const args = ['-D', half, '-U', USER, '-E', 'UTF8', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--no-sync');
    await run(path.join(native, 'bin', 'initdb'), args, {
      cwd: half,
      env: serverEnvironment(plan.environment),
      ...user,
    });
    await rename(half, folder);
  } catch (error) {
    const detail = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new Error(`Postgres could not make its files in ${folder}: ${detail}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** On macOS a server without a valid locale in its environment does not start. */
const serverEnvironment = (given: Environment) => ({ ...given, LC_ALL: 'C', PGDATA: undefined });

/** Ends a server that a killed start left on these files; a pid file that names another process is removed. */
async function endLeftover(folder: string): Promise<void> {
  const file = path.join(folder, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const pid = Number(text?.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 1) return;
  const command = await commandOf(pid);
  if (command?.includes('postgres') && command.includes(folder)) {
    await endProcess(pid, STOP_STEPS);
  } else if (process.platform !== 'win32') {
    await rm(file, { force: true });
  }
}

interface Launch {
  readonly native: string;
  readonly folder: string;
  readonly logFile: string;
  readonly password: string;
  readonly user: ServerUser | undefined;
  readonly options: PostgresOptions;
}

const MB = 1024 * 1024;
const LEAST_BUFFERS_MB = 128;
const MOST_BUFFERS_MB = 3072;

/**
 * A quarter of the memory, as Postgres advises, of the machine or of the container: with its own 128 MB whatever reads many
 * contacts spends a third of its time on copying pages. What nobody reads takes none of it.
 */
function sharedBuffersMb(): number {
  const limit = process.constrainedMemory?.() ?? 0;
  const memory = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  return Math.round(Math.min(Math.max(memory / 4 / MB, LEAST_BUFFERS_MB), MOST_BUFFERS_MB));
}

async function launch(plan: Launch): Promise<{ child: Child; port: number }> {
  const wished = plan.options.port ?? DEFAULT_PORT;
  // More than one try: a port may be taken in between, and a killed server's memory goes a moment after it.
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(attempt === 1 ? wished : 0);
    const settings = Object.entries({
      max_connections: '200',
      shared_buffers: `${sharedBuffersMb()}MB`,
      ...plan.options.settings,
    });
    const args = ['-D', plan.folder, '-p', String(port), '-h', LOOPBACK, '-k', ''];
    args.push(...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]));
    const child = await startChild(path.join(plan.native, 'bin', 'postgres'), args, {
      logFile: plan.logFile,
      cwd: plan.folder,
      env: serverEnvironment(plan.options.environment),
      ...plan.user,
    });
    if (await ready(child, address(port, plan.password, 'postgres'))) return { child, port };
    await child.stop(STOP_STEPS);
    if (attempt >= 4) throw new Error(`Postgres did not start. Its last lines:\n${await lastLines(plan.logFile)}`);
    await sleep(500 * attempt);
  }
}

async function ready(child: Child, url: string): Promise<boolean> {
  // Recovery after a crash of the machine can take long; a process that ended is told at once.
  const until = Date.now() + 120_000;
  while (Date.now() < until && child.exit() === undefined) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === '28P01') {
        throw new Error(
          'Postgres refuses the kept password: postgres.password and the database files do not belong together',
        );
      }
      await sleep(50);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return false;
}

async function makeDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
