import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { type Child, lastLines, startChild } from './child.js';
import { freePort, LOOPBACK } from './ports.js';
import type { EndStep } from './processes.js';

export interface EmbeddedTemporal {
  /** host:port of the server. */
  readonly address: string;
  readonly uiUrl: string;
  readonly pid: number;
  readonly exited: Child['exited'];
  readonly logFile: string;
  stop(): Promise<void>;
}

export interface TemporalServerOptions {
  /** Path of the Temporal CLI. */
  readonly cli: string;
  /** Holds the database file and the log; made if it is not there. */
  readonly dataDir: string;
  readonly namespace: string;
  readonly port?: number;
  readonly uiPort?: number;
  /** Search attributes to register, as in { FtStage: 'Keyword' }. */
  readonly searchAttributes?: Readonly<Record<string, string>>;
}

/**
 * One partition for each task queue instead of four: one worker's pollers sit on some partitions for up to a minute while
 * the backlog of the others waits, which made due journeys minutes late under load.
 */
const SETTINGS = {
  'matching.numTaskqueueReadPartitions': '1',
  'matching.numTaskqueueWritePartitions': '1',
};

const STOP_STEPS: readonly EndStep[] = [
  { signal: 'SIGTERM', waitMs: 1_700 },
  { signal: 'SIGKILL', waitMs: 500 },
];

/** The database file of the embedded server; it also tells its process from others. */
export const databaseFile = (dataDir: string) => path.join(dataDir, 'temporal.db');

/**
 * Starts the Temporal dev server on loopback, on a database file that is kept, and waits until it answers for the
 * namespace. Throws with the server's own last lines when it does not come up.
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<EmbeddedTemporal> {
  await mkdir(options.dataDir, { recursive: true });
  const logFile = path.join(options.dataDir, 'temporal.log');
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(attempt === 1 ? (options.port ?? 7233) : 0);
    const uiPort = await freePort(attempt === 1 ? (options.uiPort ?? 8233) : 0);
    const child = await startChild(options.cli, serverArguments(options, port, uiPort), {
      logFile,
      cwd: options.dataDir,
    });
    const address = `${LOOPBACK}:${port}`;
    if (await ready(child, address, options.namespace)) {
      return {
        address,
        uiUrl: `http://${LOOPBACK}:${uiPort}`,
        pid: child.pid,
        exited: child.exited,
        logFile,
        stop: () => child.stop(STOP_STEPS),
      };
    }
    await child.stop(STOP_STEPS);
    if (attempt >= 3) {
      throw new Error(`The Temporal server did not start. Its last lines:\n${await lastLines(logFile)}`);
    }
  }
}

function serverArguments(options: TemporalServerOptions, port: number, uiPort: number): string[] {
  const pairs = (flag: string, values: Readonly<Record<string, string>> | undefined) =>
    Object.entries(values ?? {}).flatMap(([name, value]) => [flag, `${name}=${value}`]);
  return [
    ...['server', 'start-dev', '--ip', LOOPBACK, '--port', String(port), '--ui-port', String(uiPort)],
    ...['--db-filename', databaseFile(options.dataDir), '--namespace', options.namespace],
    // Three times faster than SQLite's defaults here; a crash of the machine may lose the last transactions only.
    ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal'],
    ...['--log-level', 'warn', '--color', 'never', '--disable-config-file', '--disable-config-env'],
    ...pairs('--search-attribute', options.searchAttributes),
    ...pairs('--dynamic-config-value', SETTINGS),
  ];
}

async function ready(child: Child, address: string, namespace: string): Promise<boolean> {
  const until = Date.now() + 60_000;
  while (Date.now() < until && child.exit() === undefined) {
    if (await answersFor(address, namespace)) return true;
    await sleep(100);
  }
  return false;
}

/** Whether a Temporal server answers there and has the namespace. */
export async function answersFor(address: string, namespace: string): Promise<boolean> {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: '2s' });
    await connection.workflowService.describeNamespace({ namespace });
    return true;
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}
