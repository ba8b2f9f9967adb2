import fc from 'fast-check';
import { AGREEMENTS, ZONES } from '../test/domain/calendar/agreement.js';

/**
 * Asks the calendar and its second implementation the same: `npm run prove:calendar -- [how many]`. Exits 1, with the case
 * and its seed, where they disagree.
 */
const cases = Number(process.argv[2] ?? 100_000);
let asked = 0;
for (const { name, share, property } of AGREEMENTS) {
  const began = performance.now();
  const numRuns = Math.round((cases * share) / 100);
  const { failed, numRuns: done, ...rest } = fc.check(property as fc.IProperty<unknown>, { numRuns });
  asked += done;
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  process.stdout.write(`${name}: ${done} cases, ${failed ? 'DISAGREE' : 'agree'} (${seconds} s)\n`);
  if (!failed) continue;
  process.stdout.write(`seed ${rest.seed}: ${JSON.stringify(rest.counterexample)} ${String(rest.errorInstance)}\n`);
  process.exitCode = 1;
}
process.stdout.write(`${asked} cases over ${ZONES.length} zones\n`);
