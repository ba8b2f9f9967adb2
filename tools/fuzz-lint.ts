import { lintSource } from '../src/domain/definition/lint.js';
import { longJourney } from '../test/domain/definition/fuzz/long-journey.js';
import { fuzzLint, processorTime } from '../test/domain/definition/fuzz/run.js';
import { shippedWorld } from '../test/domain/definition/fuzz/world.js';

/**
 * Lints made-up files: `npm run fuzz:lint -- [how many] [first seed]`. Prints a table by kind, and how long a journey of
 * 500 steps takes; exits 1 on any fault.
 */
const [count = '100000', seed = '1'] = process.argv.slice(2);
const world = shippedWorld();
const began = performance.now();
const { faults, kinds } = fuzzLint(Number(count), Number(seed), world);
const row = (cells: readonly string[]): string => `${cells.map((cell) => cell.padStart(12)).join('')}\n`;
process.stdout.write(row(['kind', 'files', 'clean', 'findings', 'ms a file', 'slowest ms']));
for (const [kind, { files, findings, clean, total, slowest }] of Object.entries(kinds)) {
  const mean = (total / Math.max(1, files)).toFixed(2);
  process.stdout.write(row([kind, `${files}`, `${clean}`, `${findings}`, mean, slowest.toFixed(0)]));
}
for (const { kind, seed: of, what } of faults.slice(0, 20)) process.stdout.write(`${kind} ${of}: ${what}\n`);
const text = longJourney(500);
const times = Array.from({ length: 20 }, () => {
  const start = processorTime();
  lintSource({ file: 'f.yaml', text }, world);
  return processorTime() - start;
}).sort((a, b) => a - b);
process.stdout.write(
  `500 steps, ${text.split('\n').length} lines: ${times[10]?.toFixed(0)} ms of the processor (median of 20)\n`,
);
const seconds = ((performance.now() - began) / 1000).toFixed(0);
process.stdout.write(`${count} files from seed ${seed} in ${seconds} s: ${faults.length} faults\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
