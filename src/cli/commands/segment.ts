import { countContacts, explainContact } from '../../api/contracts/explanations.js';
import { countSegment, getSegment, sampleWritten } from '../../api/contracts/segments.js';
import { parseDefinition } from '../../domain/definition/parse.js';
import { examples, type Register } from '../command.js';
import { CommandFailure, wrongUse } from '../failure.js';
import { contactOf } from '../lookups.js';
import { conditionOf, wholeNumber } from '../option-values.js';
import { documented, listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted, table } from '../table.js';

interface SegmentOptions {
  readonly segment?: string;
  readonly if?: string;
  readonly file?: string;
}

type WrittenCondition = { readonly [key: string]: unknown };

/** The condition of a published segment, of `--if`, or of the segment in `--file`. */
async function written(options: SegmentOptions, deps: Deps): Promise<WrittenCondition> {
  const { segment, if: condition, file } = options;
  if ([segment, condition, file].filter((given) => given !== undefined).length !== 1)
    throw wrongUse('It is not clear which condition is meant.', 'Give exactly one of --segment, --if and --file.');
  if (condition !== undefined) return conditionOf(condition);
  if (segment !== undefined) {
    const { condition: text } = await (await deps.api()).call(getSegment, { params: { id: segment } });
    return conditionOf(text);
  }
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
  const { segment, ...others } = options;
  // That of a published segment is kept as its size of today.
  const ofSegment = segment !== undefined && Object.keys(others).length === 0;
  const answer = ofSegment
    ? await (await deps.api()).call(countSegment, { params: { id: segment } })
    : await countOf(await written(options, deps), deps);
  return documented(answer, `${answer.fit} of ${counted(answer.of, 'contact')} fit.`);
}

const countOf = async (condition: WrittenCondition, deps: Deps) =>
  await (await deps.api()).call(countContacts, { body: { if: condition } });

async function runSample(options: SegmentOptions & { readonly limit: number }, deps: Deps): Promise<Outcome> {
  const condition = await written(options, deps);
  const body = { text: JSON.stringify(condition), limit: options.limit };
  const { contacts } = await (await deps.api()).call(sampleWritten, { body });
  if (contacts.length === 0) return listed(contacts, 'Nobody fits.');
  const columns = [
    { title: 'CONTACT' },
    { title: 'NAME', atMost: 30 },
    { title: 'COMPANY', atMost: 30 },
    { title: 'ADDRESS' },
  ];
  const rows = contacts.map(({ id, name, company, email }) => [id, name, company ?? '-', email ?? '-']);
  return listed(contacts, table(columns, rows, deps.style));
}

async function runExplain(contact: string, options: SegmentOptions, deps: Deps): Promise<Outcome> {
  const condition = await written(options, deps);
  const api = await deps.api();
  const { id, name } = await contactOf(api, contact);
  const answer = await api.call(explainContact, { params: { id }, body: { if: condition } });
  return documented(answer, [`${name} ${answer.fits ? 'fits' : "doesn't fit"}.`, ...answer.lines].join('\n'));
}

const SEGMENT = ['--segment <id>', 'a published segment'] as const;
const IF = ['--if <condition>', 'YAML or JSON, as in definitions'] as const;
const FILE = ['--file <segment>', 'a file with `kind: segment`'] as const;

export const segmentCount: Register = (parent, run) =>
  parent
    .command('count')
    .summary('count whom a condition chooses')
    .description(
      'Count the contacts that fit a condition, a published segment’s or one in a file. Of a published one the size is kept.',
    )
    .option(...SEGMENT)
    .option(...IF)
    .option(...FILE)
    .addHelpText(
      'after',
      examples(
        'segment count --segment active-customers',
        "segment count --if '{ contact.country: DE }'",
        "segment count --if '{ events.order.placed: { atLeast: 2, within: 1 year } }'",
        'segment count --file active-customers.yaml',
      ),
    )
    .action((options: SegmentOptions) => run((deps) => runCount(options, deps)));

export const segmentSample: Register = (parent, run) =>
  parent
    .command('sample')
    .summary('show some of whom a condition chooses')
    .description('Show some contacts that fit a condition, others each time.')
    .option(...SEGMENT)
    .option(...IF)
    .option(...FILE)
    .option('--limit <n>', 'at most so many', wholeNumber(1, 50), 10)
    .addHelpText(
      'after',
      examples('segment sample --segment active-customers', "segment sample --if '{ rfm.value: 5 }' --limit 3"),
    )
    .action((options: SegmentOptions & { readonly limit: number }) => run((deps) => runSample(options, deps)));

export const segmentExplain: Register = (parent, run) =>
  parent
    .command('explain')
    .summary('say why a contact is in or out')
    .description('Say of every part of a condition whether it holds for a contact, what was asked and what was found.')
    .argument('<contact>', 'id or e-mail address')
    .option(...SEGMENT)
    .option(...IF)
    .option(...FILE)
    .addHelpText(
      'after',
      examples(
        "segment explain ada@example.com --if '{ contact.score: { gt: 50 } }'",
        'segment explain ada@example.com --segment active-customers',
        'segment explain ada@example.com --file active-customers.yaml --json',
      ),
    )
    .action((contact: string, options: SegmentOptions) => run((deps) => runExplain(contact, options, deps)));
