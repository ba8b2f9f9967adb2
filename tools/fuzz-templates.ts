import { fuzzTemplates } from '../test/mail/fuzz/templates.js';

/** Checks and renders made-up templates: `npm run fuzz:templates -- [how many] [first seed]`. Exits 1 on any fault. */
const [count = '50000', seed = '1'] = process.argv.slice(2);
const began = performance.now();
const { faults, refused, rendered, heldBack, slowestMs } = await fuzzTemplates(Number(count), Number(seed));
for (const fault of faults.slice(0, 20)) process.stdout.write(`${fault.seed}: ${fault.what}\n`);
const seconds = ((performance.now() - began) / 1000).toFixed(0);
process.stdout.write(
  `${count} templates from seed ${seed} in ${seconds} s: ${rendered} rendered, ${heldBack} held back, ${refused} refused; the slowest took ${slowestMs.toFixed(0)} ms; ${faults.length} faults\n`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
