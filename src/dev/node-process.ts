import { stat, truncate } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Child, lastLines, startChild } from './child.js';

// Not import.meta.resolve: the test runner's module loader doesn't have it.
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const READY_MS = 120_000;
const BIG_LOG_BYTES = 50 * 1024 * 1024;

export interface NodeProcess {
  readonly name: string;
  readonly child: Child;
  readonly logFile: string;
  /** What the process said of itself in its ready line. */
  readonly ready: Readonly<Record<string, unknown>>;
}

/**
 * Starts an entry file of ours as a process, and waits for its line {"ready":true} on standard output.
 * Throws with its last lines when it ends before, or is not ready in two minutes.
 */
export async function startNodeProcess(options: {
  readonly name: string;
  readonly entry: string;
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Told as soon as there is a process, before it is ready. */
  readonly started: (child: Child) => void;
}): Promise<NodeProcess> {
  const logFile = path.join(options.dataDir, `${options.name}.log`);
  if (((await stat(logFile).catch(() => undefined))?.size ?? 0) > BIG_LOG_BYTES) await truncate(logFile);
  const child = await startChild(process.execPath, ['--import', TSX, options.entry], {
    logFile,
    env: options.env,
    stdout: 'pipe',
  });
  options.started(child);
  const ready = await readyLine(child);
  if (ready !== undefined) return { name: options.name, child, logFile, ready };
  const ended = child.exit() !== undefined;
  await child.stop();
  const what = ended ? 'ended before it was ready' : `was not ready in ${READY_MS / 1000} s`;
  throw new Error(`The ${options.name} ${what}. Its last lines (${logFile}):\n${await lastLines(logFile)}`);
}

/** The path of one of our entry files, such as worker/main.ts. */
export const entryFile = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));

function readyLine(child: Child): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { stdout } = child.process;
  if (stdout === null) throw new Error('the process was started without a pipe for its output');
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), READY_MS);
    const settle = (value: Readonly<Record<string, unknown>> | undefined) => {
      clearTimeout(timer);
      resolve(value);
    };
    // Reading goes on after the line: a full pipe would stop the process.
    createInterface({ input: stdout }).on('line', (line) => {
      const said = parseObject(line);
      if (said?.['ready'] === true) settle(said);
    });
    void child.exited.then(() => settle(undefined));
  });
}

function parseObject(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}
