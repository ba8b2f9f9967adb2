import path from 'node:path';
import { type Finding, formatFinding } from '../../domain/definition/finding.js';
import { isPublishable, lintSource } from '../../domain/definition/lint.js';
import { checkScenarios } from '../../domain/scenarios/lint-scenarios.js';
import { type ParsedScenarios, parseScenarios } from '../../domain/scenarios/parse-scenarios.js';
import { runScenario, type ScenarioResult, type ScenarioWorld } from '../../domain/scenarios/run-scenario.js';
import { examples, type Register } from '../command.js';
import { wrongUse } from '../failure.js';
import { listed, type Outcome } from '../outcome.js';
import type { Deps, LintPlaces, SimulationWorld } from '../ports.js';
import { renderScenario, scenarioReport } from '../scenario-report.js';
import { counted } from '../table.js';
import { withExpected } from '../update-scenarios.js';

interface TestOptions extends LintPlaces {
  readonly update?: boolean;
}

/** A file's results, or what is wrong with it. */
interface FileResult {
  readonly file: string;
  readonly findings: readonly Finding[];
  readonly results: readonly ScenarioResult[];
  /** The file's scenarios as parsed, for places; null if it has findings. */
  readonly parsed: ParsedScenarios | null;
}

/** Runs scenarios, and says of each whether its definition still answers with the expected lines. */
async function runTest(places: readonly string[], options: TestOptions, deps: Deps): Promise<Outcome> {
  const world = await deps.simulationWorld(options);
  if (!world.ok) return findingsOutcome(world.error.map((fault) => ({ ...fault, severity: 'error' as const })));
  const files = (await Promise.all(places.map((place) => deps.scenarioFiles(place)))).flat();
  if (files.length === 0)
    throw wrongUse(
      `There are no scenarios in ${places.join(', ')}.`,
      'Scenarios stand beside their definition, in <definition>.scenarios.yaml: see docs/scenarios.md.',
    );
  const all: FileResult[] = [];
  for (const file of [...new Set(files)]) {
    const result = await runFile(file, world.value, deps);
    all.push(options.update ? await update(result, deps) : result);
  }
  return outcomeOf(all, deps);
}

const findingsOutcome = (findings: readonly Omit<Finding, 'pointer' | 'code'>[]): Outcome =>
  listed(findings, findings.map((finding) => formatFinding(finding as Finding)).join('\n'), 1);

async function runFile(file: string, world: SimulationWorld, deps: Deps): Promise<FileResult> {
  const failed = (findings: readonly Finding[]): FileResult => ({ file, findings, results: [], parsed: null });
  const parsed = parseScenarios({ file, text: await deps.readText(file) });
  if (!parsed.ok) return failed(parsed.error);
  const definitionFile = path.join(path.dirname(file), parsed.value.file.definition);
  const linted = lintSource({ file: definitionFile, text: await deps.readText(definitionFile) }, world.lint);
  const { definition } = linted.parsed;
  // What lint objects to in the definition is told first: its scenarios say nothing then.
  if (definition === null || !isPublishable(linted.findings)) return failed(linted.findings);
  const ready = checkScenarios(parsed.value, definition, world.lint);
  if (!ready.ok) return failed(ready.error);
  const { program, checked } = ready.value;
  const { deployment } = world;
  const render: ScenarioWorld['render'] = async (message) => (await world.render(program, message)).outcome;
  const results: ScenarioResult[] = [];
  for (const each of checked) results.push(await runScenario(each, { program, deployment, render }));
  return { file, findings: [], results, parsed: parsed.value };
}

/** Writes what came as what is expected, where they differ. */
async function update(result: FileResult, deps: Deps): Promise<FileResult> {
  const failed = result.results.filter(({ passed }) => !passed);
  if (failed.length === 0) return result;
  const lines = new Map(failed.map(({ scenario, actual }) => [scenario.index, actual]));
  await deps.writeText(result.file, withExpected(await deps.readText(result.file), lines));
  deps.note(`${result.file}: ${counted(failed.length, 'scenario')} updated; look at the difference before you keep it`);
  return { ...result, results: result.results.map((each) => ({ ...each, passed: true, diff: [] })) };
}

function outcomeOf(all: readonly FileResult[], deps: Deps): Outcome {
  const findings = all.flatMap((result) => result.findings);
  const results = all.flatMap(({ file, results: ran, parsed }) =>
    ran.map((result) => scenarioReport(file, result, parsed)),
  );
  const failed = results.filter(({ passed }) => !passed);
  const summary = `${counted(results.length, 'scenario')} in ${counted(all.length, 'file')}: ${
    failed.length === 0 ? 'all as expected' : `${failed.length} not as expected`
  }${findings.length === 0 ? '' : `, ${counted(findings.length, 'finding')}`}`;
  const text = [
    ...findings.map(formatFinding),
    ...failed.map((report) => renderScenario(report, deps.style)),
    summary,
  ].join('\n');
  return listed([...findings, ...results], text, findings.length + failed.length === 0 ? 0 : 1);
}

export const test: Register = (parent, run) =>
  parent
    .command('test')
    .summary('run the scenarios beside definitions')
    .description(
      'Run scenarios: somebody, what happens to them, and the lines that the definition must answer with. They stand beside a definition in <definition>.scenarios.yaml; docs/scenarios.md explains them. No server is needed. Exits 1 if one is not as expected.',
    )
    .argument('<folder|file...>', 'folders with scenarios, files of scenarios, or definitions that have them')
    .option('--update', 'write what came as what is expected')
    .option('--templates <folder>', "another folder of templates than the project's")
    .option('--calendars <folder>', "another folder of calendars than the project's")
    .option('--fields <file>', "another fields.yaml than the project's")
    .option('--event-types <file>', "another events.yaml than the project's")
    .option('--policy <file>', "another policy.yaml than the project's")
    .addHelpText('after', examples('test definitions', 'test definitions/renewal.scenarios.yaml --update'))
    .action((places: readonly string[], options: TestOptions) => run((deps) => runTest(places, options, deps)));
