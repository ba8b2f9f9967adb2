import { ApiProblem } from '../../api/client.js';
import type { Answer } from '../../api/contracts/contract.js';
import { publishDefinition, validateDefinition } from '../../api/contracts/definitions.js';
import { examples, type Register } from '../command.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted } from '../table.js';

type Found = Answer<typeof validateDefinition>['findings'][number];

const lineOf = ({ file, line, column, severity, code, message }: Found): string =>
  `${file}:${line}:${column}  ${severity}  ${code}  ${message}`;

/** Publishes a definition as its next version; a refusal prints its findings as `lint` does, and exits 1. */
async function runPublish(file: string, options: { readonly note?: string }, deps: Deps): Promise<Outcome> {
  const text = await deps.readText(file);
  const api = await deps.api();
  const source = { file: file.slice(-300), text };
  try {
    const answer = await api.call(publishDefinition, { body: { ...source, note: options.note } });
    const told = answer.created
      ? `Published ${answer.id} as version ${answer.version}.`
      : `${answer.id} is published already: version ${answer.version} has this text.`;
    return documented({ published: true, ...answer }, [...answer.findings.map(lineOf), told].join('\n'));
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.problem.code !== 'definition-has-errors') throw error;
    // The problem names places but no severities; validation is the same judgement in full.
    const { id, findings } = await api.call(validateDefinition, { body: source });
    const errors = findings.filter((finding) => finding.severity === 'error').length;
    const told = `Not published: ${counted(errors, 'error')}.`;
    return documented({ published: false, id, findings }, [...findings.map(lineOf), told].join('\n'), 1);
  }
}

export const publish: Register = (parent, run) =>
  parent
    .command('publish')
    .summary('publish a definition as its next version')
    .description(
      'Publish a definition: the next version, which never changes. Journeys under way stay on theirs. A definition with errors, or with steps that this version cannot run yet, is refused; the same text again changes nothing.',
    )
    .argument('<file>', 'a definition file, YAML or JSON')
    .option('--note <text>', 'what changed and why, kept with the version')
    .addHelpText(
      'after',
      examples('publish definitions/lead-to-customer.yaml', 'publish my-journey.yaml --note "calls two days later"'),
    )
    .action((file: string, options: { readonly note?: string }) => run((deps) => runPublish(file, options, deps)));
