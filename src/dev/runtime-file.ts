import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { commandOf } from './processes.js';

/** What the running embedded system says of itself to the command line. It holds a password: only its owner reads it. */
export interface RuntimeInfo {
  readonly pid: number;
  /** Real epoch milliseconds. */
  readonly startedAt: number;
  readonly apiUrl: string;
  readonly databaseUrl: string;
  readonly smtpUrl: string;
  /** null where mail goes to a server of the environment's. */
  readonly mailUrl: string | null;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly taskQueue: string;
  readonly temporalUiUrl: string | null;
  readonly publicUrl: string;
  /** Figures of the worker, for Prometheus; null: it serves none. */
  readonly workerMetricsUrl: string | null;
}

const fileIn = (dataDir: string) => path.join(dataDir, 'runtime.json');

export async function writeRuntime(dataDir: string, info: RuntimeInfo): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const draft = `${fileIn(dataDir)}.new`;
  await writeFile(draft, `${JSON.stringify(info, null, 2)}\n`, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, fileIn(dataDir));
}

export const removeRuntime = (dataDir: string) => rm(fileIn(dataDir), { force: true });

/** The system that runs on this data folder now; undefined when there is none, or it died. */
export async function runningSystem(dataDir: string): Promise<RuntimeInfo | undefined> {
  try {
    const info = JSON.parse(await readFile(fileIn(dataDir), 'utf8')) as RuntimeInfo;
    const command = await commandOf(info.pid);
    return command !== undefined && /dev[\\/]main/.test(command) ? info : undefined;
  } catch {
    return undefined;
  }
}
