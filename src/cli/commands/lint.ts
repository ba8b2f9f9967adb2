import { type Finding, formatFinding } from '../../domain/definition/finding.js';
import { isPublishable, lintSource } from '../../domain/definition/lint.js';
import { examples, type Register } from '../command.js';
import { CommandFailure } from '../failure.js';
import { listed, type Outcome } from '../outcome.js';
import type { Deps, LintPlaces } from '../ports.js';
import { counted } from '../table.js';

/** Judges definition files on this machine: one line a finding, exit 1 on any error. */
async function runLint(files: readonly string[], places: LintPlaces, deps: Deps): Promise<Outcome> {
  const world = await deps.lintWorld(places);
  if (!world.ok) {
    const first = world.error[0];
    const where =
      first === undefined ? '' : ` First: ${first.file}:${first.line}:${first.column}  ${first.code}  ${first.message}`;
    throw new CommandFailure({
      code: first?.code ?? 'bad-surroundings',
      cause: `What the definitions refer to has ${counted(world.error.length, 'fault')} itself.${where}`,
      fix: 'Correct that file first: definitions are judged against it.',
    });
  }
  const findings: Finding[] = [];
  for (const file of files) {
    const text = await deps.readText(file);
    const found = lintSource({ file, text }, world.value).findings;
    if (found.length === 0) deps.note(`${file}: nothing to object to`);
    findings.push(...found);
  }
  return listed(findings, findings.map(formatFinding).join('\n'), isPublishable(findings) ? 0 : 1);
}

export const lint: Register = (parent, run) =>
  parent
    .command('lint')
    .summary('judge definition files')
    .description(
      'Judge definition files without a server: `file:line:column  error|warning  code  message`, one line a finding, all findings at once. Exits 1 on any error. docs/error-codes.md explains every code.',
    )
    .argument('<file...>', 'definition files, YAML or JSON')
    .option('--templates <folder>', "another folder of templates than the project's")
    .option('--calendars <folder>', "another folder of calendars than the project's")
    .option('--fields <file>', "another fields.yaml than the project's")
    .option('--event-types <file>', "another events.yaml than the project's")
    .addHelpText('after', examples('lint definitions/*.yaml', 'lint my-journey.yaml --templates my-templates --json'))
    .action((files: readonly string[], places: LintPlaces) => run((deps) => runLint(files, places, deps)));
