import path from 'node:path';
import { estimatedHolidays } from '../../domain/definition/estimated-holidays.js';
import { type Finding, formatFinding } from '../../domain/definition/finding.js';
import { isPublishable, lintSource } from '../../domain/definition/lint.js';
import type { LintContext } from '../../domain/definition/lint-context.js';
import { parseDefinition, type Source } from '../../domain/definition/parse.js';
import { stepMeanings } from '../../domain/definition/step-meanings.js';
import { checkScenarios } from '../../domain/scenarios/lint-scenarios.js';
import { parseScenarios } from '../../domain/scenarios/parse-scenarios.js';
import { isScenarioFile } from '../../domain/scenarios/scenario.js';
import { examples, type Register } from '../command.js';
import { CommandFailure, failureOf, printFailure, wrongUse } from '../failure.js';
import { documented, listed, type Outcome, print } from '../outcome.js';
import type { Deps, LintPlaces } from '../ports.js';
import { sarifLog } from '../sarif.js';
import { counted } from '../table.js';

interface LintOptions extends LintPlaces {
  readonly published?: string;
  readonly sarif?: boolean;
  readonly watch?: boolean;
}

/** Judges definition files on this machine: one line a finding, exit 1 on any error. */
async function runLint(files: readonly string[], options: LintOptions, deps: Deps): Promise<Outcome> {
  const context = await contextOf(options, deps);
  const published = options.published === undefined ? undefined : await deps.readText(options.published);
  const findings: Finding[] = [];
  for (const file of files) {
    const text = await deps.readText(file);
    if (isScenarioFile(file)) {
      findings.push(...(await scenarioFindings({ file, text }, context, deps)));
      continue;
    }
    const { parsed, findings: found } = lintSource({ file, text }, since(published, text, context));
    for (const { line, column, message } of estimatedHolidays(parsed, context.calendars))
      deps.note(`${file}:${line}:${column}  note  ${message}`);
    if (found.length === 0) deps.note(`${file}: nothing to object to`);
    findings.push(...found);
  }
  const exit = isPublishable(findings) ? 0 : 1;
  if (!options.sarif) return listed(findings, findings.map(formatFinding).join('\n'), exit);
  const log = sarifLog(findings, deps.uriOf);
  return documented(log, JSON.stringify(log, null, 2), exit);
}

/** Scenarios are judged with the definition that they are for; what is wrong in that is said of its own file. */
async function scenarioFindings(source: Source, context: LintContext, deps: Deps): Promise<readonly Finding[]> {
  const parsed = parseScenarios(source);
  if (!parsed.ok) return parsed.error;
  const file = path.join(path.dirname(source.file), parsed.value.file.definition);
  const { definition } = parseDefinition({ file, text: await deps.readText(file) });
  const checked = definition === null ? null : checkScenarios(parsed.value, definition, context);
  if (checked?.ok === false) return checked.error;
  deps.note(`${source.file}: nothing to object to`);
  return [];
}

async function contextOf(places: LintPlaces, deps: Deps): Promise<LintContext> {
  const world = await deps.lintWorld(places);
  if (world.ok) return world.value;
  const first = world.error[0];
  const where =
    first === undefined ? '' : ` First: ${first.file}:${first.line}:${first.column}  ${first.code}  ${first.message}`;
  throw new CommandFailure({
    code: first?.code ?? 'bad-surroundings',
    cause: `What the definitions refer to has ${counted(world.error.length, 'fault')} itself.${where}`,
    fix: 'Correct that file first: definitions are judged against it.',
  });
}

/** The context with the meanings of ids in the published version, if it is one of the same definition. */
function since(published: string | undefined, text: string, context: LintContext): LintContext {
  if (published === undefined) return context;
  const [old, current] = [published, text].map((each) => parseDefinition({ file: '', text: each }).draft?.id);
  return old === current ? { ...context, published: stepMeanings([published]) } : context;
}

/** Judges now and after every change, until Ctrl-C. What can't be read for the moment is said, and may come right. */
async function watch(files: readonly string[], options: LintOptions, deps: Deps, asJson: boolean): Promise<Outcome> {
  const look = async (): Promise<void> => {
    try {
      const outcome = await runLint(files, options, deps);
      deps.say(print(outcome, asJson));
      deps.note(
        `${counted(files.length, 'file')}, ${outcome.exit === 0 ? 'no errors' : 'errors'}; watching for changes, Ctrl-C ends`,
      );
    } catch (error) {
      const failure = failureOf(error);
      if (failure === null) throw error;
      deps.note(printFailure(failure, asJson).trimEnd());
    }
  };
  const changes = await deps.lintChanges(files, options);
  await look();
  for await (const _ of changes) await look();
  return listed([], '');
}

export const lint: Register = (parent, run) => {
  const command = parent
    .command('lint')
    .summary('judge definition files')
    .description(
      'Judge definition files without a server: `file:line:column  error|warning  code  message`, one line a finding, all findings at once. Exits 1 on any error. docs/lint.md explains every code.',
    )
    .argument('<file...>', 'definition files, YAML or JSON')
    .option('--templates <folder>', "another folder of templates than the project's")
    .option('--calendars <folder>', "another folder of calendars than the project's")
    .option('--fields <file>', "another fields.yaml than the project's")
    .option('--event-types <file>', "another events.yaml than the project's")
    .option('--published <file>', 'the published version, whose step ids keep their meaning')
    .option('--sarif', 'print a SARIF 2.1.0 log, for code review')
    .option('--watch', 'judge again whenever a file, template or calendar changes, until Ctrl-C')
    .addHelpText(
      'after',
      examples(
        'lint definitions/*.yaml',
        'lint my-journey.yaml --templates my-templates --json',
        'lint my-journey.yaml --watch',
        'lint definitions/*.yaml --sarif > lint.sarif',
      ),
    );
  return command.action((files: readonly string[], options: LintOptions) => {
    if (options.watch && options.sarif)
      throw wrongUse('--sarif is one log, and --watch never ends.', 'Give one of the two.');
    const asJson = parent.opts<{ json?: boolean }>().json === true;
    return run((deps) => (options.watch ? watch(files, options, deps, asJson) : runLint(files, options, deps)));
  });
};
