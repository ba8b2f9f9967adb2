import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Random } from '../test/domain/definition/fuzz/random.js';
import { mutantsOf } from './mutation/mutate.js';
import type { Mode, Task } from './mutation/run-mutants.js';

/**
 * Changes the domain in small ways and looks whether its tests notice: `npm run mutants -- [--sample 200] [--seed 1]
 * [--only calendar]`. Works in a copy of the repository. A mutant that no test notices has survived; the list of survivors
 * is for reading, since some change nothing that anybody could see.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
});

/** The tests of each folder of the domain; those that only ask more of the same are left out, for their time. */
const SLOW = ['second-implementation.test.ts', 'lunar-second-source.test.ts', 'lint-fuzz.test.ts', 'bad-input.test.ts'];
const testsIn = (folder: string, options: { readonly deep: boolean } = { deep: true }): string[] =>
  readdirSync(path.join(root, folder), { recursive: options.deep, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && !SLOW.includes(path.basename(name)))
    .map((name) => `${folder}/${name.split(path.sep).join('/')}`);
const TESTS: { readonly [folder: string]: readonly string[] } = {
  calendar: testsIn('test/domain/calendar'),
  condition: [...testsIn('test/domain/condition'), ...testsIn('test/domain/definition')],
  definition: testsIn('test/domain/definition'),
  journey: testsIn('test/domain/journey'),
  records: [...testsIn('test/domain/records'), ...testsIn('test/domain/simulate')],
};
/** Whoever survives those meets these: what is made of the domain, which is slower to ask. */
const FURTHER: readonly string[] = [
  ...testsIn('test/domain/simulate'),
  ...testsIn('test/domain/graph'),
  ...testsIn('test/definitions'),
  ...['lint', 'simulate', 'test-command', 'segment', 'story'].map((name) => `test/cli/${name}.test.ts`),
];
const REST = [
  ...testsIn('test/domain', { deep: false }),
  ...testsIn('test/domain/calendar'),
  ...testsIn('test/domain/definition'),
];
function testsOf(file: string): readonly string[] {
  const folder = file.split('/')[2] ?? '';
  const own = `test/domain/${folder}`;
  return TESTS[folder] ?? (existsSync(path.join(root, own)) ? testsIn(own) : REST);
}

const files = readdirSync(path.join(root, 'src/domain'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.startsWith('error-codes') && name.includes(values.only))
  .map((name) => `src/domain/${name.split(path.sep).join('/')}`)
  .sort();
const all: Task[] = files.flatMap((file) =>
  mutantsOf(readFileSync(path.join(root, file), 'utf8')).map((mutant) => ({
    ...mutant,
    file,
    tests: testsOf(file),
    further: FURTHER,
  })),
);
const random = new Random(Number(values.seed));
const chosen =
  values.sample === undefined
    ? all
    : all
        .map((task) => ({ task, order: random.next() }))
        .sort((a, b) => a.order - b.order)
        .slice(0, Number(values.sample))
        .map(({ task }) => task)
        .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.start - b.start));
process.stdout.write(`${all.length} mutants in ${files.length} files, ${chosen.length} tried\n`);

const copy = mkdtempSync(path.join(tmpdir(), 'followthrough-mutants-'));
for (const name of readdirSync(root))
  if (!['node_modules', '.git', '.followthrough', 'dist'].includes(name))
    cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
const list = path.join(copy, 'mutants.json');
writeFileSync(list, JSON.stringify(chosen));

type Result = 'killed' | 'survived' | 'timeout';
const results: Result[] = [];

/** One mutant, or with `baseline` its tests without it, in a process of its own; its exit code. */
function run(which: number, mode: Mode): Promise<number> {
  const script = path.join(copy, 'tools/mutation/run-mutants.ts');
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script, list, String(which), mode], {
    cwd: copy,
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

/** The tests that pass without any mutant: only of those says a failure something. */
const passing = new Set<string>();
async function tryMutant(which: number): Promise<void> {
  if (passing.size === 0 && (await run(which, 'further-baseline')) !== 0)
    throw new Error(`these tests fail without any mutant: ${FURTHER.join(' ')}`);
  const task = chosen[which] as Task;
  const key = task.tests.join();
  if (!passing.has(key) && (await run(which, 'baseline')) !== 0)
    throw new Error(`these tests fail without any mutant: ${task.tests.join(' ')}`);
  passing.add(key);
  let code = await run(which, 'mutant');
  if (code === 0) code = await run(which, 'further');
  results.push(code === 0 ? 'survived' : code === 3 ? 'timeout' : 'killed');
  if (code === 0) tell(task);
  if (results.length % 10 === 0) process.stderr.write(`${results.length} of ${chosen.length} tried\n`);
}

function tell({ file, line, start, end, text }: Task): void {
  const source = readFileSync(path.join(root, file), 'utf8');
  const was = source.slice(start, end).replace(/\s+/g, ' ').slice(0, 70);
  process.stdout.write(`survived  ${file}:${line}  ${was}  ->  ${text.replace(/\s+/g, ' ').slice(0, 70)}\n`);
}

try {
  for (const which of chosen.keys()) await tryMutant(which);
} finally {
  rmSync(copy, { recursive: true, force: true });
}
const count = (wanted: Result): number => results.filter((result) => result === wanted).length;
const score = ((100 * (count('killed') + count('timeout'))) / results.length).toFixed(1);
process.stdout.write(
  `${results.length} mutants: ${count('killed')} killed, ${count('timeout')} without end, ${count('survived')} survived; score ${score} %\n`,
);
