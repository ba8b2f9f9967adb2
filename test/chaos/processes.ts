import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { repositoryRoot } from '../../src/config/env.js';

export type Child = ChildProcess & { readonly pid: number };

const here = fileURLToPath(new URL('.', import.meta.url));
const NAMES = ['worker', 'engine-process', 'sink', 'naive', 'campaign-worker'] as const;

/** Programs of this folder as plain JavaScript: a worker of it is there in half the time. */
export interface Programs {
  readonly of: { readonly [name in (typeof NAMES)[number]]: string };
  remove(): Promise<void>;
}

/** Builds them into a folder of `dist`: from there they find the packages, and what lies in the repository as `src/<folder>` does. */
export async function buildPrograms(): Promise<Programs> {
  const outDir = path.join(repositoryRoot, 'dist', `chaos-${process.pid}`);
  await mkdir(outDir, { recursive: true });
  await build({
    configFile: false,
    root: repositoryRoot,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir,
      target: 'node20',
      minify: false,
      rollupOptions: {
        input: Object.fromEntries(NAMES.map((name) => [name, path.join(here, `${name}.ts`)])),
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
  const of = (name: string) => path.join(outDir, `${name}.mjs`);
  return {
    of: {
      ...{ worker: of('worker'), 'engine-process': of('engine-process'), sink: of('sink'), naive: of('naive') },
      'campaign-worker': of('campaign-worker'),
    },
    remove: () => rm(outDir, { recursive: true, force: true }),
  };
}

interface Surroundings {
  readonly channel?: 'ipc' | 'ignore';
  /** Variables beside our own. */
  readonly variables?: { readonly [name: string]: string };
}

/** Starts a program as a process of ours that ends when we do. */
export function startProcess(
  program: string,
  args: readonly string[],
  { channel = 'ignore', variables = {} }: Surroundings = {},
): Child {
  const errors = process.env['CHAOS_ERRORS'] === undefined ? 'ignore' : 'inherit';
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['pipe', 'pipe', errors, channel],
    env: { ...process.env, ...variables },
  });
  child.stdin?.on('error', () => undefined);
  if (child.pid === undefined) throw new Error(`${program} could not be started`);
  return child as ChildProcess as Child;
}
