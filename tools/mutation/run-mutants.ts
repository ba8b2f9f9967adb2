import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import { createVitest } from 'vitest/node';
import type { Mutant } from './mutate.js';

/*
 * Tries mutants one after another in one process, in a copy of the repository (the working folder): `<list> <first>`.
 * Prints one line of JSON for each. A mutant that goes round for ever can't be ended from inside, so the process says so
 * and ends; whoever started it goes on with the next.
 */

export interface Task extends Mutant {
  readonly file: string;
  /** The tests that are about it. */
  readonly tests: readonly string[];
}

const PATIENCE_MS = 90_000;

const [list = '', first = '0'] = process.argv.slice(2);
const tasks = JSON.parse(readFileSync(list, 'utf8')) as Task[];
/** The tests that pass without any change: only of those says a failure something. */
const passing = new Set<string>();
const say = (n: number, result: string): void => writeFileSync(1, `${JSON.stringify({ n, result })}\n`);

const vitest = await createVitest('test', {
  watch: false,
  project: ['pure'],
  bail: 1,
  testTimeout: 80_000,
  pool: 'threads',
  maxWorkers: 1,
  reporters: [{}],
  silent: true,
});
await vitest.standalone();
/** Forgets every module: of what was only told to forget one file, some mutants lived on in the next run. */
async function forgetAll(): Promise<void> {
  await setTimeoutPromise(50);
  for (const { vite } of vitest.projects)
    for (const { moduleGraph } of Object.values(vite.environments)) moduleGraph.invalidateAll();
  vitest.vite.moduleGraph.invalidateAll();
}

let lastFailure = '';
async function pass(tests: readonly string[]): Promise<boolean> {
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(
    await vitest.globTestSpecifications([...tests]),
  );
  lastFailure = testModules
    .flatMap((module) => [
      ...module.errors().map(({ message }) => `${module.moduleId}: ${message}`),
      ...[...module.children.allTests('failed')].map(
        (test) => `${test.fullName}: ${test.result().errors?.[0]?.message}`,
      ),
    ])
    .concat(unhandledErrors.map(String))
    .join('\n');
  return testModules.length > 0 && testModules.every((module) => module.ok()) && unhandledErrors.length === 0;
}

for (let n = Number(first); n < tasks.length; n++) {
  const { file, start, end, text, tests } = tasks[n] as Task;
  const key = tests.join();
  // Asked again from time to time: a mutant that lived on would make all that follow look killed.
  if (n % 20 === 0) passing.clear();
  if (!passing.has(key)) {
    if (!(await pass(tests))) throw new Error(`these tests fail without any mutant: ${lastFailure}`);
    passing.add(key);
  }
  const full = path.resolve(file);
  const source = readFileSync(full, 'utf8');
  const timer = setTimeout(() => {
    writeFileSync(full, source);
    say(n, 'timeout');
    process.exit(3);
  }, PATIENCE_MS);
  try {
    writeFileSync(full, source.slice(0, start) + text + source.slice(end));
    vitest.invalidateFile(full);
    await forgetAll();
    say(n, (await pass(tests)) ? 'survived' : 'killed');
  } finally {
    clearTimeout(timer);
    writeFileSync(full, source);
    vitest.invalidateFile(full);
    await forgetAll();
  }
}
await vitest.close();
process.exit(0);
