import { readNumbers } from '../../bench/support/options.js';
import { median, percentile } from '../../bench/support/statistics.js';
import { doubtsOf, findCampaignFaults } from './campaign-check.js';
import { type CampaignFigures, CampaignRun } from './campaign-run.js';
import { naiveDuplicates } from './control.js';
import { TEMPLATE } from './load.js';
import { randomFrom } from './options.js';
import { silences } from './silences.js';
import { World } from './world.js';

/*
 * A campaign under chaos (campaign-run.ts). Afterwards its rows are held against what the mail server took: nobody twice,
 * nobody missed, the sum holds at every look, and every mail of which nobody knows is listed as in doubt. A naive sender shows
 * how many would come twice. Ends with 1 when a fault is found, or when the control shows none.
 * `npm run chaos:campaign -- --recipients 100000 --kills 100 --postgres 5 --temporal 5 --seed 1`; `--rate 6000` a minute.
 */

const asked = readNumbers(process.argv.slice(2), {
  ...{
    recipients: 100_000,
    kills: 100,
    postgres: 5,
    temporal: 5,
    workers: 3,
    rate: 0,
    control: 40,
    seed: 1,
    minutes: 60,
  },
});
/** History events for a thousand recipients, where nothing is killed; fewer people have the same few events. */
const MOST_EVENTS = 12;
const MANY = 10_000;
const say = (line: string) => process.stdout.write(`${line}\n`);
const random = randomFrom(asked.seed);

const world = await World.start(TEMPLATE, asked.seed);
const run = new CampaignRun(world, { ...asked, perMinute: asked.rate }, random, say);
let ending = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(1));

let kept = false;
try {
  const figures = await run.run();
  kept = report(figures, asked.control === 0 ? null : await naiveDuplicates(world, asked.control, random));
} catch (error) {
  say(`the run failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}
say(kept ? 'kept' : 'BROKEN');
await end(kept ? 0 : 1);

function report(figures: CampaignFigures, doubles: number | null): boolean {
  const { records, sum, history, slow } = figures;
  const found = findCampaignFaults(records);
  const faults = [...figures.faults, ...found.map(({ code, of }) => `${code}: ${of}`)];
  const of = (code: string) => found.filter((fault) => fault.code === code).length;
  const doubts = doubtsOf(records);
  const perThousand = (history.events * 1000) / sum.audience;
  const calm = asked.kills + asked.postgres + asked.temporal === 0;
  if (calm && sum.audience >= MANY && perThousand > MOST_EVENTS) faults.push('too many events in its history');
  if (doubles === 0) faults.push('the naive control shows no mail twice, so this run would not either');
  const killed = [...figures.killedAt.values()].reduce((all, n) => all + n, 0);
  say(
    `${sum.audience} recipients in ${figures.seconds.toFixed(0)} s; ${killed} kills of workers, ${asked.postgres} of Postgres, ` +
      `${asked.temporal} of Temporal; ${figures.ended} workers ended by themselves; ${figures.looks} looks at the sum`,
  );
  say(`a worker took ${seconds(median(figures.starts))} to start, at most ${seconds(Math.max(...figures.starts))}`);
  for (const [what, ms] of Object.entries(figures.away))
    if (ms.length > 0) say(`${what} was away for ${seconds(median(ms))}, at most ${seconds(Math.max(...ms))}`);
  say(`where workers were killed: ${[...figures.killedAt].map(([at, n]) => `${at} ${n}`).join(', ')}`);
  say(`parts: ${JSON.stringify(sum.parts)}`);
  say(`reasons: ${sum.reasons.map(({ part, reason, count }) => `${part} ${reason} ${count}`).join(', ')}`);
  say(`${records.mails.length} mails taken: ${of('twice')} twice, ${of('missed')} missed, ${of('unlisted')} unlisted`);
  say(`${doubts.all} in doubt, of whom ${doubts.arrived} got it; ${doubts.byServer} by the mail server's own doing`);
  say(`${records.acknowledged.size} said no under way; paused for cause ${figures.pausedForCause} times`);
  say(`slowed to 50 a second for ${(slow.ms / 1000).toFixed(1)} s: ${slow.taken} mails`);
  for (const [what, waits] of silences(figures.takenAt, figures.strokes, records.rests))
    say(
      `longest without a mail after ${what}: median ${seconds(median(waits))}, 95 of 100 ${seconds(percentile(waits, 0.95))}, ` +
        `most ${seconds(Math.max(...waits))}`,
    );
  say(`history: ${history.events} events in ${history.runs} runs, ${perThousand.toFixed(2)} for 1,000 recipients`);
  if (doubles !== null)
    say(`control: ${doubles} mails twice of ${asked.control * 60} of a naive sender, killed ${asked.control} times`);
  for (const fault of faults.slice(0, 40)) say(`FAULT: ${fault}`);
  return faults.length === 0;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  await run.stop();
  await world.stop(process.env['CHAOS_KEEP'] !== undefined);
  process.exit(code);
}
