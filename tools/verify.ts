import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateClient } from '../src/dev/generate-client.js';

const root = fileURLToPath(new URL('..', import.meta.url));

const bin = (name: string) => path.join(root, 'node_modules', name);

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Runs a program of node_modules with its output on ours; resolves with its exit code. */
function run(file: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [file, ...args], { cwd: root, stdio: 'inherit' });
    child.once('exit', (code) => resolve(code ?? 1));
    child.once('error', () => resolve(1));
  });
}

async function check(name: string, work: () => Promise<boolean> | boolean): Promise<Counts> {
  const began = Date.now();
  process.stdout.write(`\n== ${name}\n`);
  let passed = false;
  try {
    passed = await work();
  } catch (error) {
    process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
  process.stdout.write(`== ${name}: ${passed ? 'ok' : 'FAILED'} (${((Date.now() - began) / 1000).toFixed(1)} s)\n`);
  return passed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function tests(): Promise<Counts> {
  const folder = mkdtempSync(path.join(tmpdir(), 'followthrough-verify-'));
  const report = path.join(folder, 'vitest.json');
  process.stdout.write('\n== tests\n');
  const code = await run(bin('vitest/vitest.mjs'), [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ]);
  const found = readReport(report);
  rmSync(folder, { recursive: true, force: true });
  return countTests(found, code);
}

function readReport(report: string): unknown {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Counts of a vitest report. A run that failed without a failed test (a file that did not load) counts as one. */
export function countTests(found: unknown, code: number): Counts {
  const field = (name: string) => {
    const value = typeof found === 'object' && found !== null ? Reflect.get(found, name) : undefined;
    return typeof value === 'number' ? value : 0;
  };
  const failed = field('numFailedTests');
  const passed = field('numPassedTests');
  // A run without any test has proved nothing.
  const silent = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: silent ? 1 : failed };
}

async function main(): Promise<void> {
  const counts = [
    await check('Prisma client', () => generateClient(root, process.env) || true),
    await check('types', async () => (await run(bin('typescript/bin/tsc'), ['--noEmit'])) === 0),
    await check(
      'types of the page',
      async () => (await run(bin('typescript/bin/tsc'), ['--noEmit', '-p', 'src/web'])) === 0,
    ),
    await check('lint and format', async () => (await run(bin('@biomejs/biome/bin/biome'), ['check'])) === 0),
    await tests(),
  ];
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  process.exitCode = failed === 0 ? 0 : 1;
  // CI reads this line: alone, and the last.
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
