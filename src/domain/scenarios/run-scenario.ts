import { formatLocal } from '../calendar/zone.js';
import type { DocPath, Finding, LintCode } from '../definition/finding.js';
import type { EventCatalogue } from '../events.js';
import type { FieldCatalogue } from '../fields.js';
import { parseInstant } from '../instant.js';
import { type Deployment, zoneOf } from '../journey/place.js';
import type { Program } from '../journey/program.js';
import { err, ok, type Result } from '../result.js';
import { parseEvents, type VirtualEvent } from '../simulate/events.js';
import { type SimulationInput, type SimulationLine, simulate } from '../simulate/simulate.js';
import { parseSubject, type Subject } from '../simulate/subject.js';
import { type DiffLine, diffLines } from './diff-lines.js';
import { expectedLine, inOneSpace } from './expected-lines.js';
import type { ParsedScenarios } from './parse-scenarios.js';
import type { RecordKind, Scenario } from './scenario.js';

/** What a scenario runs in. */
export interface ScenarioWorld {
  readonly program: Program;
  readonly deployment: Deployment;
  readonly render: SimulationInput['render'];
}

export interface ScenarioResult {
  readonly scenario: Scenario;
  /** What came, as expected lines are written. */
  readonly actual: readonly string[];
  readonly diff: readonly DiffLine[];
  readonly passed: boolean;
}

export interface CheckedScenario {
  readonly scenario: Scenario;
  readonly subject: Subject;
  readonly events: readonly VirtualEvent[];
}

interface Parts {
  readonly program: Program;
  readonly fields: FieldCatalogue;
  readonly eventTypes: EventCatalogue;
}

/** What can be said of a scenario without running it: its records and events, as `simulate` judges them. */
export function checkScenario(
  scenario: Scenario,
  find: ParsedScenarios['find'],
  world: Parts,
): Result<CheckedScenario, readonly Finding[]> {
  const path: DocPath = ['scenarios', scenario.index];
  const subject = parseSubject({ file: '', text: JSON.stringify(scenario.records) }, world.fields);
  const text = scenario.events.map((event) => JSON.stringify(event)).join('\n');
  const events = parseEvents({ file: '', text }, { ...world, start: scenario.start });
  if (subject.ok && events.ok) return ok({ scenario, subject: subject.value, events: events.value });
  const findings = [
    ...(subject.ok ? [] : subject.error).map(({ code, message }) =>
      find(lintCode(code), recordPath(path, message), message),
    ),
    ...(events.ok ? [] : events.error).map(({ code, message, line }) =>
      find(lintCode(code), [...path, 'events', line - 1], message),
    ),
  ];
  return err(findings);
}

/** Messages about records begin with the field: `contact.timezone is …`. */
function recordPath(path: DocPath, message: string): DocPath {
  const [, kind, field] = /^(contact|account|deal|owner)\.(\S+)/.exec(message) ?? [];
  return kind === undefined || field === undefined ? path : [...path, kind as RecordKind, field];
}

const LINT_CODES: ReadonlySet<string> = new Set<LintCode>([
  'unknown-path',
  'unknown-event',
  'unknown-step',
  'wrong-type',
]);
const lintCode = (code: string): LintCode => (LINT_CODES.has(code) ? (code as LintCode) : 'wrong-type');

/** Runs a scenario through the simulator and compares. */
export async function runScenario(
  { scenario, subject, events }: CheckedScenario,
  world: ScenarioWorld,
): Promise<ScenarioResult> {
  const { program, deployment, render } = world;
  const { start, until } = scenario;
  const { lines, held } = await simulate({ program, deployment, subject, events, start, until, render });
  const { only } = scenario;
  const shown = lines.filter((line) => only === null || only.includes(line.action));
  const actual = [...shown.map((line) => lineOf(line, subject, world)), ...(held === null ? [] : [`held: ${held}`])];
  const diff = diffLines(scenario.expect.map(inOneSpace), actual);
  return { scenario, actual, diff, passed: diff.every((line) => line.type === 'same') };
}

function lineOf(line: SimulationLine, subject: Subject, { program, deployment }: ScenarioWorld): string {
  if (line.until === null) return expectedLine(line, null);
  const { contact, account, deal, owner } = subject;
  const zone = zoneOf(
    program.definition,
    { contact, account, deal, owner, events: [], answers: {}, teams: {} },
    deployment,
  );
  const at = parseInstant(line.until);
  return expectedLine(line, at === undefined ? line.until : formatLocal(at, zone));
}
