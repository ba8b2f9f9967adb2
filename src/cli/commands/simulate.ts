import { journeyIn } from '../../domain/definition/campaign-journey.js';
import type { JourneyDefinition } from '../../domain/definition/definition.js';
import { estimatedHolidays } from '../../domain/definition/estimated-holidays.js';
import { formatFinding } from '../../domain/definition/finding.js';
import { isPublishable, lintSource } from '../../domain/definition/lint.js';
import { DAY, type Instant, parseInstant } from '../../domain/instant.js';
import { compileProgram, type Program } from '../../domain/journey/program.js';
import { ok, type Result } from '../../domain/result.js';
import { parseEvents, type VirtualEvent } from '../../domain/simulate/events.js';
import { otherGuests } from '../../domain/simulate/other-guests.js';
import { entriesOf, simulate as run } from '../../domain/simulate/simulate.js';
import { parseSubject, type Subject } from '../../domain/simulate/subject.js';
import { parseSubjects } from '../../domain/simulate/subjects.js';
import { Totals } from '../../domain/simulate/totals.js';
import { examples, type Register } from '../command.js';
import { CommandFailure, wrongUse } from '../failure.js';
import { listed, type Outcome } from '../outcome.js';
import type { Deps, FileFault, LintPlaces, SimulationWorld } from '../ports.js';
import { renderSimulation, renderTotals } from '../simulation.js';
import { messageFiles } from '../simulation-files.js';
import { counted } from '../table.js';

interface SimulateOptions extends LintPlaces {
  readonly contact: string;
  readonly events?: string;
  readonly start: string;
  readonly until?: string;
  readonly days?: string;
  readonly render?: string;
}

/** All that a simulation is of, beside whom it is about. */
interface Setting {
  readonly program: Program;
  readonly world: SimulationWorld;
  readonly start: Instant;
  readonly until: Instant;
  readonly events: readonly VirtualEvent[];
}

/** An error unless it says that it is a warning. */
type Fault = FileFault & { readonly severity?: 'error' | 'warning' };

/** A fault in what the user gave: told line by line, exit 1. */
class Faults extends Error {
  constructor(readonly findings: readonly Fault[]) {
    super('the input has faults');
  }
}

async function runSimulate(file: string, options: SimulateOptions, asJson: boolean, deps: Deps): Promise<Outcome> {
  try {
    const { start, until } = span(options);
    const world = await worldOf(options, deps);
    const program = compileProgram(await definitionOf(file, world, deps));
    const many = /\.csv$/i.test(options.contact);
    if (many && options.render !== undefined)
      throw wrongUse('--render is of one contact.', 'Give --contact a JSON file.');
    const events = await eventsOf(options, { program, world, start }, deps);
    const people = many ? await peopleOf(options.contact, world, deps) : await personOf(options.contact, world, deps);
    if (!events.ok || !people.ok) throw new Faults([...faultsOf(people), ...faultsOf(events)]);
    const setting = { program, world, start, until, events: events.value };
    const [subject] = people.value;
    return many || subject === undefined
      ? await simulateMany(setting, people.value, deps)
      : await simulateOne(setting, subject, options.render, deps);
  } catch (error) {
    if (!(error instanceof Faults)) throw error;
    const lines = error.findings.map(printed);
    // With --json standard output has entries only.
    if (!asJson) return listed([], lines.join('\n'), 1);
    for (const line of lines) deps.note(line);
    return listed([], '', 1);
  }
}

const printed = ({ file, line, column, severity = 'error', code, message }: Fault): string =>
  `${file}:${line}:${column}  ${severity}  ${code}  ${message}`;

function span({ start: from, until: to, days }: SimulateOptions): { readonly start: Instant; readonly until: Instant } {
  const start = instantOf('--start', from);
  if ((to === undefined) === (days === undefined))
    throw wrongUse('Give --until or --days, one of the two.', 'For example: --days 90');
  const until = to === undefined ? start + daysOf(days ?? '') * DAY : instantOf('--until', to);
  if (until < start) throw wrongUse(`--until ${to} is before --start ${from}.`, 'Give a later instant.');
  return { start, until };
}

function instantOf(option: string, text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined)
    throw wrongUse(
      `${option} ${text} is no instant.`,
      'Write a date, a time and Z or an offset: 2027-01-04T09:00:00Z.',
    );
  return instant;
}

const MOST_DAYS = 36_525;

function daysOf(text: string): number {
  const days = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || days > MOST_DAYS)
    throw wrongUse(`--days ${text} is no number of days.`, `Give a number from 0 to ${MOST_DAYS}.`);
  return days;
}

async function worldOf(places: LintPlaces, deps: Deps): Promise<SimulationWorld> {
  const world = await deps.simulationWorld(places);
  if (!world.ok) throw new Faults(world.error);
  return world.value;
}

async function definitionOf(file: string, { lint }: SimulationWorld, deps: Deps): Promise<JourneyDefinition> {
  const { parsed, findings } = lintSource({ file, text: await deps.readText(file) }, lint);
  if (!isPublishable(findings)) throw new Faults(findings);
  for (const finding of findings) deps.note(formatFinding(finding));
  for (const { line, column, message } of [...estimatedHolidays(parsed, lint.calendars), ...otherGuests(parsed)])
    deps.note(`${file}:${line}:${column}  note  ${message}`);
  const { definition } = parsed;
  const journey = definition === null ? null : journeyIn(definition);
  if (journey !== null) return journey;
  throw new CommandFailure({
    code: 'not-a-journey',
    cause: `${file} is a ${definition?.kind ?? 'file of no kind'}; only journeys and campaigns run.`,
    fix: 'Give the file of a journey or a campaign.',
  });
}

async function eventsOf(
  { events: file }: SimulateOptions,
  { program, world, start }: Pick<Setting, 'program' | 'world' | 'start'>,
  deps: Deps,
): Promise<Read<readonly VirtualEvent[]>> {
  if (file === undefined) return ok([]);
  const text = await deps.readText(file);
  return parseEvents({ file, text }, { program, eventTypes: world.lint.eventTypes, fields: world.lint.fields, start });
}

/** What a file says, or its faults: those of all files are told at once. */
type Read<T> = Result<T, readonly Fault[]>;
const faultsOf = (read: Read<unknown>): readonly Fault[] => (read.ok ? [] : read.error);

async function personOf(file: string, { lint }: SimulationWorld, deps: Deps): Promise<Read<readonly Subject[]>> {
  const parsed = parseSubject({ file, text: await deps.readText(file) }, lint.fields);
  return parsed.ok ? ok([parsed.value]) : parsed;
}

async function peopleOf(file: string, { lint }: SimulationWorld, deps: Deps): Promise<Read<readonly Subject[]>> {
  const table = await deps.readCsv(file);
  const parsed = table.ok ? parseSubjects(file, table.value, lint.fields) : table;
  if (!parsed.ok) return parsed;
  for (const warning of parsed.value.warnings) deps.note(printed(warning));
  return ok(parsed.value.subjects);
}

async function simulateOne(
  setting: Setting,
  subject: Subject,
  render: string | undefined,
  deps: Deps,
): Promise<Outcome> {
  const { program, world } = setting;
  let written = 0;
  const simulation = await run({
    ...setting,
    deployment: world.deployment,
    subject,
    render: async (message) => {
      const rendered = await world.render(program, message);
      if (rendered.outcome !== 'ok') deps.note(`${message.intent.stepId}: ${rendered.outcome}: ${rendered.why}`);
      return rendered.outcome;
    },
    onSend: async (message) => {
      if (render === undefined) return;
      written += 1;
      for (const { name, text } of messageFiles(written, message, await world.render(program, message)))
        await deps.writeInto(render, name, text);
    },
  });
  if (render !== undefined) deps.note(`${counted(written, 'message')} rendered into ${render}`);
  if (simulation.held !== null) throw held(simulation.held);
  for (const why of simulation.unheard) deps.note(why);
  return listed(entriesOf(simulation.lines), renderSimulation(program, subject, simulation, deps.style));
}

const held = (why: string): CommandFailure =>
  new CommandFailure({
    code: 'held',
    cause: `The journey came to a hold that a person would have to end: ${why}.`,
    fix: 'Look at the last line above: a ring of steps without a wait, or a defect worth a report.',
  });

async function simulateMany(setting: Setting, people: readonly Subject[], deps: Deps): Promise<Outcome> {
  const { program, world } = setting;
  const totals = new Totals();
  for (const [nth, subject] of people.entries()) {
    const simulation = await run({
      ...setting,
      deployment: world.deployment,
      subject,
      render: async (message) => (await world.render(program, message)).outcome,
      onLine: (line, facts) => totals.count(program, line, facts),
    });
    totals.end(simulation);
    if (nth % 100 === 99) deps.progress(`${nth + 1} of ${people.length} people`);
  }
  return listed(totals.rows(), renderTotals(totals, deps.style));
}

export const simulate: Register = (parent, runCommand) =>
  parent
    .command('simulate')
    .summary('run a definition on a virtual clock')
    .description(
      'Run a definition for one contact, or for a CSV of many, with the planner and the gate of the live engine on a virtual clock. Nothing is sent or stored, and no server is needed. With --json one entry a line. Exits 1 on any finding in the files.',
    )
    .argument('<file>', 'a journey or a campaign, YAML or JSON')
    .requiredOption(
      '--contact <file>',
      'JSON: { "contact": {...}, "account"?, "deal"?, "owner"? }; or a CSV of many people',
    )
    .option('--events <file>', 'one JSON object a line: { "at", "type", ...fields }')
    .requiredOption('--start <instant>', 'when the contact enters, such as 2027-01-04T09:00:00Z')
    .option('--until <instant>', 'the last instant')
    .option('--days <n>', 'so many days from the start')
    .option('--render <folder>', 'write each message that is sent: HTML, text and headers')
    .option('--templates <folder>', "another folder of templates than the project's")
    .option('--calendars <folder>', "another folder of calendars than the project's")
    .option('--fields <file>', "another fields.yaml than the project's")
    .option('--event-types <file>', "another events.yaml than the project's")
    .option('--policy <file>', "another policy.yaml than the project's")
    .addHelpText(
      'after',
      examples(
        'simulate definitions/lead-to-customer.yaml --contact ada.json --start 2027-01-04T09:00:00Z --days 90',
        'simulate my-journey.yaml --contact ada.json --events replies.jsonl --start 2027-01-04T09:00:00Z --days 30 --json',
        'simulate my-journey.yaml --contact trade-show.csv --start 2027-01-04T09:00:00Z --days 14',
        'simulate my-journey.yaml --contact ada.json --start 2027-01-04T09:00:00Z --days 90 --render out/',
      ),
    )
    .action((file: string, options: SimulateOptions) => {
      const asJson = parent.opts<{ json?: boolean }>().json === true;
      return runCommand((deps) => runSimulate(file, options, asJson, deps));
    });
