import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Random } from '../test/domain/definition/fuzz/random.js';
import { mutantsOf } from './mutation/mutate.js';
import type { Task } from './mutation/run-mutants.js';

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
const testsIn = (folder: string): string[] =>
  readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.test.ts') && !SLOW.includes(name))
    .map((name) => `${folder}/${name}`);
const TESTS: { readonly [folder: string]: readonly string[] } = {
  calendar: testsIn('test/domain/calendar'),
  condition: [...testsIn('test/domain/condition'), ...testsIn('test/domain/definition')],
  definition: testsIn('test/domain/definition'),
  journey: [...testsIn('test/domain/journey'), ...testsIn('test/definitions')],
};
const REST = [...testsIn('test/domain'), ...testsIn('test/domain/calendar'), ...testsIn('test/domain/definition')];
const testsOf = (file: string): readonly string[] => TESTS[file.split('/')[2] ?? ''] ?? REST;

const files = readdirSync(path.join(root, 'src/domain'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.startsWith('error-codes') && name.includes(values.only))
  .map((name) => `src/domain/${name.split(path.sep).join('/')}`)
  .sort();
const all: Task[] = files.flatMap((file) =>
  mutantsOf(readFileSync(path.join(root, file), 'utf8')).map((mutant) => ({ ...mutant, file, tests: testsOf(file) })),
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

const results = new Map<number, string>();
/** One process from mutant `first` on; it ends with the last, or at one that doesn't come to an end. */
function runFrom(first: number): Promise<void> {
  const script = path.join(copy, 'tools/mutation/run-mutants.ts');
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), script, list, String(first)], {
    cwd: copy,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter((each) => each.startsWith('{"n"'))) {
      const { n, result } = JSON.parse(line) as { n: number; result: string };
      results.set(n, result);
      if (result === 'survived') tell(chosen[n] as Task);
      if (results.size % 10 === 0) process.stderr.write(`${results.size} of ${chosen.length} tried\n`);
    }
  });
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

function tell({ file, line, start, end, text }: Task): void {
  const source = readFileSync(path.join(root, file), 'utf8');
  const was = source.slice(start, end).replace(/\s+/g, ' ').slice(0, 70);
  process.stdout.write(`survived  ${file}:${line}  ${was}  ->  ${text.replace(/\s+/g, ' ').slice(0, 70)}\n`);
}

try {
  while (results.size < chosen.length) {
    const before = results.size;
    await runFrom(results.size);
    if (results.size === before) throw new Error(`mutant ${before} could not be tried`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
const count = (wanted: string): number => [...results.values()].filter((result) => result === wanted).length;
const score = ((100 * (count('killed') + count('timeout'))) / results.size).toFixed(1);
process.stdout.write(
  `${results.size} mutants: ${count('killed')} killed, ${count('timeout')} without end, ${count('survived')} survived; score ${score} %\n`,
);
