import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createVitest } from 'vitest/node';
import type { Mutant } from './mutate.js';

/*
 * Tries one mutant in a copy of the repository (the working folder): `<list> <which> <mode>`. A process for each: in one process some mutants lived on in what the runner keeps of a run that was cut short, and
 * made all that followed look killed. Exits 0 if the tests pass, 1 if not, 3 if they don't come to an end.
 */

export interface Task extends Mutant {
  readonly file: string;
  /** The tests that are about it. */
  readonly tests: readonly string[];
  /** Tests of what is made of it, for a mutant that survived those. */
  readonly further: readonly string[];
}

/** Which tests, and whether of the mutant or of the file as it is. */
export type Mode = 'mutant' | 'baseline' | 'further' | 'further-baseline';

/** Of the processor: on a busy machine the clock on the wall would take slow tests for such without end. */
const PATIENCE_MS = 120_000;

const [list = '', which = '0', mode = 'mutant'] = process.argv.slice(2);
const { file, start, end, text, tests, further } = (JSON.parse(readFileSync(list, 'utf8')) as Task[])[
  Number(which)
] as Task;
const full = path.resolve(file);
const source = readFileSync(full, 'utf8');
const finish = (code: number): never => {
  writeFileSync(full, source);
  process.exit(code);
};
setInterval(() => {
  const { user, system } = process.cpuUsage();
  if ((user + system) / 1000 > PATIENCE_MS) finish(3);
}, 1000);
if (mode === 'mutant' || mode === 'further') writeFileSync(full, source.slice(0, start) + text + source.slice(end));
const vitest = await createVitest('test', {
  watch: false,
  project: ['pure'],
  bail: 1,
  testTimeout: 80_000,
  pool: 'threads',
  maxWorkers: 1,
  // Nothing is to be kept apart: the tests of the domain leave nothing behind.
  isolate: false,
  reporters: [{}],
  silent: true,
});
await vitest.standalone();
const specifications = await vitest.globTestSpecifications([...(mode.startsWith('further') ? further : tests)]);
const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
// A run that was cut short at its first failure may leave the failed file out: what didn't pass has failed.
const passed =
  testModules.length === specifications.length &&
  testModules.every((module) => module.state() === 'passed') &&
  unhandledErrors.length === 0 &&
  vitest.state.getCountOfFailedTests() === 0;
finish(passed ? 0 : 1);
