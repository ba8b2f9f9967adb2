import { countContacts, explainContact } from '../../api/contracts/explanations.js';
import { parseDefinition } from '../../domain/definition/parse.js';
import { examples, type Register } from '../command.js';
import { CommandFailure, wrongUse } from '../failure.js';
import { contactOf } from '../lookups.js';
import { conditionOf } from '../option-values.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted } from '../table.js';

interface SegmentOptions {
  readonly if?: string;
  readonly file?: string;
}

type WrittenCondition = { readonly [key: string]: unknown };

/** The condition of `--if`, or of the segment in `--file`. */
async function written(options: SegmentOptions, deps: Deps): Promise<WrittenCondition> {
  const { if: condition, file } = options;
  if ((condition === undefined) === (file === undefined))
    throw wrongUse('It is not clear which condition is meant.', 'Give exactly one of --if and --file.');
  if (condition !== undefined) return conditionOf(condition);
  const { definition, findings, value } = parseDefinition({ file: file ?? '', text: await deps.readText(file ?? '') });
  if (definition?.kind === 'segment') return (value as { readonly if: WrittenCondition }).if;
  const [first] = findings;
  throw new CommandFailure({
    code: first?.code ?? 'wrong-use',
    cause: first
      ? `${first.file}:${first.line}:${first.column}  ${first.message}`
      : `${file} holds a ${definition?.kind ?? 'file'}, not a segment.`,
    fix: first
      ? 'Run `followthrough lint` on the file for all that is wrong in it.'
      : 'Give a file with `kind: segment`.',
  });
}

async function runCount(options: SegmentOptions, deps: Deps): Promise<Outcome> {
  const condition = await written(options, deps);
  const answer = await (await deps.api()).call(countContacts, { body: { if: condition } });
  return documented(answer, `${answer.fit} of ${counted(answer.of, 'contact')} fit.`);
}

async function runExplain(contact: string, options: SegmentOptions, deps: Deps): Promise<Outcome> {
  const condition = await written(options, deps);
  const api = await deps.api();
  const { id, name } = await contactOf(api, contact);
  const answer = await api.call(explainContact, { params: { id }, body: { if: condition } });
  return documented(answer, [`${name} ${answer.fits ? 'fits' : "doesn't fit"}.`, ...answer.lines].join('\n'));
}

const IF = ['--if <condition>', 'YAML or JSON, as in definitions'] as const;
const FILE = ['--file <segment>', 'a file with `kind: segment`'] as const;

export const segmentCount: Register = (parent, run) =>
  parent
    .command('count')
    .summary('count whom a condition chooses')
    .description('Count the contacts that fit a condition, or the one of a segment in a file. Nothing is changed.')
    .option(...IF)
    .option(...FILE)
    .addHelpText(
      'after',
      examples(
        "segment count --if '{ contact.country: DE }'",
        "segment count --if '{ events.order.placed: { atLeast: 2, within: 1 year } }'",
        'segment count --file active-customers.yaml',
      ),
    )
    .action((options: SegmentOptions) => run((deps) => runCount(options, deps)));

export const segmentExplain: Register = (parent, run) =>
  parent
    .command('explain')
    .summary('say why a contact is in or out')
    .description('Say of every part of a condition whether it holds for a contact, what was asked and what was found.')
    .argument('<contact>', 'id or e-mail address')
    .option(...IF)
    .option(...FILE)
    .addHelpText(
      'after',
      examples(
        "segment explain ada@example.com --if '{ contact.score: { gt: 50 } }'",
        'segment explain ada@example.com --file active-customers.yaml --json',
      ),
    )
    .action((contact: string, options: SegmentOptions) => run((deps) => runExplain(contact, options, deps)));
