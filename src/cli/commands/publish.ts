import { type Command, Option } from 'commander';
import { ApiProblem } from '../../api/client.js';
import type { Answer } from '../../api/contracts/contract.js';
import { getDefinitionVersion, publishDefinition, validateDefinition } from '../../api/contracts/definitions.js';
import { definitionImpact, POLICIES, type Policy } from '../../api/contracts/versions.js';
import { examples, type Register } from '../command.js';
import { impactText } from '../impact-words.js';
import { collect, stepMap, wholeNumber } from '../option-values.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted } from '../table.js';

type Found = Answer<typeof validateDefinition>['findings'][number];

const lineOf = ({ file, line, column, severity, code, message }: Found): string =>
  `${file}:${line}:${column}  ${severity}  ${code}  ${message}`;

interface MoveOptions {
  readonly note?: string;
  readonly policy?: Policy;
  readonly map?: readonly string[];
  readonly mapStage?: readonly string[];
  readonly rate?: number;
  readonly confirm?: string;
}

interface Source {
  readonly file: string;
  readonly text: string;
}

/** Publishes a text as the next version; a refusal prints its findings as `lint` does, and exits 1. */
async function publishText(source: Source, options: MoveOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const { note, policy = 'pin', rate: ratePerMinute, confirm: token } = options;
  const map = { steps: stepMap(options.map ?? [], '--map'), stages: stagesOf(options.mapStage ?? []) };
  const move = { policy, map };
  try {
    if (policy !== 'pin' && token === undefined) {
      const impact = await api.call(definitionImpact, { body: { ...source, ...move } });
      if (impact.token !== null) {
        const next = `Nothing is published yet. To publish this, say it again with --confirm ${impact.token}`;
        return documented({ published: false, impact }, [impactText(impact, deps.style), '', next].join('\n'));
      }
    }
    const answer = await api.call(publishDefinition, { body: { ...source, ...move, note, token, ratePerMinute } });
    return documented({ published: true, ...answer }, [...answer.findings.map(lineOf), ...toldOf(answer)].join('\n'));
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.problem.code !== 'definition-has-errors') throw error;
    // The problem names places but no severities; validation is the same judgement in full.
    const { id, findings } = await api.call(validateDefinition, { body: source });
    const errors = findings.filter((finding) => finding.severity === 'error').length;
    const told = `Not published: ${counted(errors, 'error')}.`;
    return documented({ published: false, id, findings }, [...findings.map(lineOf), told].join('\n'), 1);
  }
}

function toldOf({ id, version, created, people, bulkId }: Answer<typeof publishDefinition>): string[] {
  const told = created
    ? `Published ${id} as version ${version}.`
    : `${id} is published already: version ${version} has this text.`;
  if (bulkId === null) return [told];
  return [told, `${counted(people, 'journey')} in flight go on in it, one after the other: bulk show ${bulkId}`];
}

function stagesOf(pairs: readonly string[]): { [stage: string]: string } {
  const stages: { [stage: string]: string } = {};
  for (const [old, now] of Object.entries(stepMap(pairs, '--map-stage'))) if (now !== null) stages[old] = now;
  return stages;
}

const withMoves = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--policy <policy>',
        'what becomes of those in flight: pin (they stay on their version), follow (they go on in the new one), migrate (the same, with a map of all that is gone)',
      ).choices([...POLICIES]),
    )
    .option('--map <old=new>', 'a step that is gone and what it is now; nothing after the =: go on after it', collect)
    .option('--map-stage <old=new>', 'a stage that is gone and what it is now', collect)
    .option('--rate <n>', 'at most so many journeys move in a minute', wholeNumber(1, 6_000))
    .option('--confirm <token>', 'of the impact that was looked at: publish')
    .option('--note <text>', 'what changed and why, kept with the version');

export const publish: Register = (parent, run) =>
  withMoves(
    parent
      .command('publish')
      .summary('publish a definition as its next version')
      .description(
        'Publish a definition: the next version, which never changes. Journeys under way stay on theirs unless --policy says otherwise; then what becomes of them is shown first, with the token that confirms it. A definition with errors, or with steps that this version cannot run yet, is refused; the same text again makes no new version.',
      )
      .argument('<file>', 'a definition file, YAML or JSON'),
  )
    .addHelpText(
      'after',
      examples(
        'publish definitions/lead-to-customer.yaml',
        'publish my-journey.yaml --note "calls two days later"',
        'publish my-journey.yaml --policy follow',
        'publish my-journey.yaml --policy migrate --map old-call=new-call --confirm K3v...27',
      ),
    )
    .action((file: string, options: MoveOptions) =>
      run(async (deps) => publishText({ file: file.slice(-300), text: await deps.readText(file) }, options, deps)),
    );

interface RollbackOptions extends MoveOptions {
  readonly to: number;
}

export const rollback: Register = (parent, run) =>
  withMoves(
    parent
      .command('rollback')
      .summary('publish an earlier version of a definition again')
      .description(
        'Publish the text of an earlier version again, as the next one. Those in flight go back to it as --policy says; follow if nothing is said.',
      )
      .argument('<definition>', "the definition's id")
      .requiredOption('--to <version>', 'the number of the version', wholeNumber(1, 2_147_483_647)),
  )
    .addHelpText('after', examples('rollback lead-to-customer --to 3', 'rollback lead-to-customer --to 3 --policy pin'))
    .action((id: string, { to, policy = 'follow', note, ...options }: RollbackOptions) =>
      run(async (deps) => {
        const api = await deps.api();
        const { text } = await api.call(getDefinitionVersion, { params: { id, version: to } });
        const said = { ...options, policy, note: note ?? `Rolled back to version ${to}` };
        return publishText({ file: `${id}@${to}`, text }, said, deps);
      }),
    );
