import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Narrator } from './narrator.js';
import { buildCli } from './temporal-cli-build.js';
import { downloadCli } from './temporal-cli-download.js';

const run = promisify(execFile);

/** The pinned Temporal CLI, the one that tools/temporal-cli builds; it carries this server. */
export const CLI_VERSION = '1.8.2';
const OLDEST_SERVER = [1, 31] as const;

export interface CliSearch extends Narrator {
  /** A program named in the environment; null: none. */
  readonly cliPath: string | null;
  readonly cacheDir: string;
  /** The folder with the pinned go.mod and go.sum. */
  readonly buildFiles: string;
  /** Variables that a build gets, such as process.env. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** One way to come by the program: returns its path, or throws with the reason in one line. */
export interface CliAttempt {
  readonly name: string;
  /** Finding nothing here is common: worth a line only when the quick ways are all used up. */
  readonly usual?: boolean;
  find(): Promise<string>;
}

const PROGRAM = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

/** Where a downloaded or built program is kept for the next start. */
export const cachedCli = (cacheDir: string) => path.join(cacheDir, 'temporal-cli', CLI_VERSION, PROGRAM);

/**
 * Finds or makes a Temporal CLI whose server is new enough: the path given, the PATH, our cache, the official
 * download, a build from source. Each failure is said in one line; if all fail, the error says what to do.
 */
export async function ensureTemporalCli(search: CliSearch): Promise<string> {
  const cached = cachedCli(search.cacheDir);
  const attempts: CliAttempt[] = [
    ...quickAttempts(search),
    { name: 'download', find: () => downloadCli(CLI_VERSION, cached, search).then(() => usable(cached)) },
    { name: 'build', find: () => buildCli(search.buildFiles, cached, search).then(() => usable(cached)) },
  ];
  return firstThatWorks(attempts, search);
}

/** The ways that look at this machine only. */
function quickAttempts({ cliPath, cacheDir }: Pick<CliSearch, 'cliPath' | 'cacheDir'>): CliAttempt[] {
  const attempts: CliAttempt[] = [
    { name: 'PATH', usual: true, find: () => usable(PROGRAM, 'no `temporal` on the PATH') },
    { name: 'cache', usual: true, find: () => usable(cachedCli(cacheDir), 'nothing kept from an earlier start') },
  ];
  if (cliPath !== null) {
    attempts.unshift({ name: 'FOLLOWTHROUGH_TEMPORAL_CLI', find: () => usable(cliPath, `no program at ${cliPath}`) });
  }
  return attempts;
}

/** A Temporal CLI that is on this machine already; undefined when there is none that can be used. */
export async function installedCli(search: Pick<CliSearch, 'cliPath' | 'cacheDir'>): Promise<string | undefined> {
  for (const attempt of quickAttempts(search)) {
    const found = await attempt.find().catch(() => undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Asks one attempt after the other. Exported for its test. */
export async function firstThatWorks(attempts: readonly CliAttempt[], options: Narrator): Promise<string> {
  const held: string[] = [];
  for (const attempt of attempts) {
    options.signal?.throwIfAborted();
    if (attempt.usual !== true) for (const line of held.splice(0)) options.say(line);
    try {
      return await attempt.find();
    } catch (error) {
      options.signal?.throwIfAborted();
      const line = `Temporal from ${attempt.name}: ${oneLine(error)}`;
      if (attempt.usual === true) held.push(line);
      else options.say(line);
    }
  }
  throw new Error(
    [
      'No Temporal server could be had. Any one of these helps, then start again:',
      `  - install the Temporal CLI ${CLI_VERSION} or newer (\`brew install temporal\`, or https://temporal.io/setup/install-temporal-cli)`,
      '  - install Go (1.21 or newer): the start then builds the CLI by itself, once, in some minutes',
      '  - FOLLOWTHROUGH_TEMPORAL_CLI=/path/to/temporal npm start',
      '  - TEMPORAL_ADDRESS=host:7233 npm start   (a server that runs already)',
    ].join('\n'),
  );
}

/** The server version that the output of `temporal --version` names; undefined when it names none. */
export function serverVersion(output: string): readonly [number, number] | undefined {
  const match = /Server (\d+)\.(\d+)/.exec(output);
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
}

async function usable(program: string, absent = 'the program is missing'): Promise<string> {
  if (path.isAbsolute(program)) {
    await access(program).catch(() => {
      throw new Error(absent);
    });
  }
  const { stdout } = await run(program, ['--version'], { timeout: 20_000 }).catch((error: NodeJS.ErrnoException) => {
    throw new Error(error.code === 'ENOENT' ? absent : `${program} does not run: ${oneLine(error)}`);
  });
  const version = serverVersion(stdout);
  const [major, minor] = version ?? [0, 0];
  if (major > OLDEST_SERVER[0] || (major === OLDEST_SERVER[0] && minor >= OLDEST_SERVER[1])) return program;
  throw new Error(
    `too old: server ${version?.join('.') ?? 'of unknown version'}, expected ${OLDEST_SERVER.join('.')} or newer`,
  );
}

function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll(/\s*\n\s*/g, ' ').slice(0, 300);
}
