import { join } from 'node:path';
import { repositoryRoot } from '../src/config/env.js';
import { loadCalendars } from '../src/db/calendar-files.js';
import { parseDefinition } from '../src/domain/definition/parse.js';
import { DAY, HOUR } from '../src/domain/instant.js';
import { compileProgram } from '../src/domain/journey/program.js';
import { NO_POLICY } from '../src/domain/policy.js';
import { type SimulationInput, simulate } from '../src/domain/simulate/simulate.js';
import { simulatedRendering } from '../src/mail/simulated-rendering.js';
import { loadTemplates } from '../src/mail/template-source.js';

/*
 * Journey-years a second and core: people who go through a definition of ten steps, each for 365 days, with an answer and
 * a call on the way. Once with the planner, the gate and the clock alone, once with every message rendered.
 * `npm run bench:simulate`. CPU time is what counts: a busy machine gives less of it, not slower simulations.
 */

const DEFINITION = `
kind: journey
id: ten-steps
name: Ten steps
calendar: de-office
window: { days: [mon, tue, wed, thu, fri], from: "09:00", to: "18:00" }
steps:
  - id: first
    email: { template: lead/hello, from: owner, purpose: service }
  - wait: { for: { on: email.replied }, upTo: 3 business days }
  - id: call
    task: { kind: call, title: Call, due: 1 business days, outcomes: [reached, missed] }
  - update: { contact.score: { add: 1 } }
  - wait: 30 days
  - id: second
    email: { template: customer/check-in, from: owner, purpose: service }
  - wait: 90 days
  - choose: [ { if: { contact.score: { gt: 0 } }, steps: [] } ]
  - id: third
    email: { template: customer/check-in, from: owner, purpose: service }
  - wait: 230 days
`;

const WARM_UP = 500;
const JOURNEYS = 4_000;

const { definition } = parseDefinition({ file: 'ten-steps.yaml', text: DEFINITION });
if (definition?.kind !== 'journey') throw new Error('the definition of this benchmark is none');
const program = compileProgram(definition);
const { calendars, byCountry } = loadCalendars(join(repositoryRoot, 'calendars'));
const deployment = {
  zone: 'UTC',
  language: 'en',
  calendars,
  calendarByCountry: byCountry,
  catchUp: 300_000,
  policy: NO_POLICY,
};
const library = loadTemplates(join(repositoryRoot, 'templates'), 'en');
const rendering = simulatedRendering(library, deployment);
const start = Date.parse('2027-01-04T08:30:00Z');

/** One person's year. Answers how many lines it has, and how many of its messages were sent. */
async function year(n: number, render: SimulationInput['render']): Promise<{ lines: number; sent: number }> {
  const { lines } = await simulate({
    program,
    deployment,
    subject: {
      contact: { id: `con_${n}`, email: `p${n}@example.com`, firstName: 'Ada', name: 'Ada', timezone: 'Europe/Berlin' },
      account: null,
      deal: null,
      owner: null,
      consents: [],
      optOuts: [],
      suppressed: false,
    },
    events: [
      { at: start + DAY + (n % 600) * 60_000, type: 'email.replied', fields: { step: 'first' } },
      { at: start + 2 * DAY + 2 * HOUR, type: 'task.completed', fields: { step: 'call', outcome: 'reached' } },
    ],
    start,
    until: start + 365 * DAY,
    render,
  });
  return { lines: lines.length, sent: lines.filter(({ decision }) => decision === 'send').length };
}

async function measure(name: string, render: SimulationInput['render']): Promise<void> {
  for (let n = 0; n < WARM_UP; n++) await year(n, render);
  const before = process.cpuUsage();
  const began = performance.now();
  let lines = 0;
  let sent = 0;
  for (let n = 0; n < JOURNEYS; n++) {
    const one = await year(n, render);
    lines += one.lines;
    sent += one.sent;
  }
  const wall = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  const cpu = (user + system) / 1e6;
  const perJourney = `${(lines / JOURNEYS).toFixed(0)} lines and ${(sent / JOURNEYS).toFixed(0)} messages each`;
  process.stdout.write(
    `${name}: ${Math.round(JOURNEYS / cpu)} journey-years a CPU second (${Math.round(JOURNEYS / wall)} a second of wall clock); ${JOURNEYS} journeys, ${perJourney}\n`,
  );
}

await measure('planner, gate and clock', async () => 'ok');
await measure('with every message rendered', async (message) => (await rendering(program, message)).outcome);
