import { type Command, Option } from 'commander';
import type { ApiClient } from '../../api/client.js';
import {
  type BulkCommandInput,
  type BulkFilter,
  type BulkPreview,
  type BulkView,
  createBulk,
  previewBulk,
} from '../../api/contracts/bulks.js';
import { MISSED, PHASES } from '../../api/contracts/journeys.js';
import { examples, type Register } from '../command.js';
import { wrongUse } from '../failure.js';
import { contactOf, userOf } from '../lookups.js';
import { collect, instantText, wholeNumber } from '../option-values.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted } from '../table.js';
import { REASON } from './journey-commands.js';

/* One command for many journeys: `bulk pause`, `bulk move` and so on. What is known of bulks is in bulk-list.ts. */

interface BulkOptions {
  readonly definition?: string;
  readonly stage?: readonly string[];
  readonly phase?: readonly (typeof PHASES)[number][];
  readonly owner?: string;
  readonly contact?: string;
  readonly attention?: boolean;
  readonly late?: boolean;
  readonly journey?: readonly string[];
  readonly all?: boolean;
  readonly reason: string;
  readonly expect?: number;
  readonly yes?: boolean;
  readonly rate?: number;
}

/** Whom the options mean. Nobody by mistake: all there are must be said. */
async function filterOf(api: ApiClient, options: BulkOptions): Promise<BulkFilter> {
  const { definition, stage, phase, owner, contact, attention, late, journey: ids, all } = options;
  const filter = {
    ...(definition === undefined ? {} : { definition }),
    ...(stage === undefined ? {} : { stage: [...stage] }),
    ...(phase === undefined ? {} : { phase: [...phase] }),
    ...(owner === undefined ? {} : { owner: await userOf(api, owner) }),
    ...(contact === undefined ? {} : { contact: (await contactOf(api, contact)).id }),
    ...(attention === true ? { attention } : {}),
    ...(late === true ? { late } : {}),
    ...(ids === undefined ? {} : { ids: [...ids] }),
  };
  if ((Object.keys(filter).length === 0) !== (all === true))
    throw wrongUse(
      'It is not clear which journeys are meant.',
      'Choose with --definition, --stage, --phase, --owner, --contact, --attention, --late or --journey; or give --all.',
    );
  return filter;
}

/** Shows whom it would be for; with `--yes`, or a number that still holds, makes it. */
async function runBulk(command: BulkCommandInput, options: BulkOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const filter = await filterOf(api, options);
  const { reason, rate: ratePerMinute, yes } = options;
  const preview = await api.call(previewBulk, { body: { filter } });
  if (options.expect === undefined && yes !== true) return documented(preview, previewText(command, preview));
  if (preview.count === 0) return documented(preview, 'No open journeys fit. Nothing was done.');
  const expect = options.expect ?? preview.count;
  const bulk = await api.call(createBulk, { body: { command, filter, expect, reason, ratePerMinute } });
  return documented(bulk, startedText(bulk));
}

function previewText({ kind }: BulkCommandInput, { count, over, unknown, groups }: BulkPreview): string {
  const lines = groups.map((group) => {
    const stage = group.stage === null ? '' : `, stage ${group.stage}`;
    return `  ${group.count} in ${group.definitionId}, version ${group.definitionVersion}${stage}`;
  });
  return [
    `${kind} would be for ${counted(count, 'journey')}. Nothing has been done yet.`,
    ...lines,
    ...(over > 0 ? [`  ${over} more fit and have ended.`] : []),
    ...(unknown > 0 ? [`  ${unknown} of those named are unknown, or not yours to see.`] : []),
    ...(count > 0 ? [`Say it again with --expect ${count} to do it.`] : []),
  ].join('\n');
}

const startedText = ({ id, kind, total, ratePerMinute }: BulkView): string =>
  [
    `${id}: ${kind} for ${counted(total, 'journey')}, at ${ratePerMinute} a minute.`,
    `How far it is: followthrough bulk show ${id}`,
    `To stop it: followthrough bulk abort ${id} --reason "..."`,
  ].join('\n');

/** What every bulk takes beside what its command needs. */
const withTargets = (command: Command): Command =>
  command
    .requiredOption(...REASON)
    .option('--definition <id>', 'journeys of this definition')
    .option('--stage <id>', 'in this stage; may be given several times', collect)
    .addOption(new Option('--phase <phase...>', 'in these phases').choices(PHASES))
    .option('--owner <id|email>', 'of this owner')
    .option('--contact <id|email>', 'of this contact')
    .option('--attention', 'that need a person')
    .option('--late', 'that are late')
    .option('--journey <id>', 'this journey; may be given several times', collect)
    .option('--all', 'all open journeys that you may see')
    .option('--expect <n>', 'do it, if it is for exactly so many', wholeNumber(1, 100_000_000))
    .option('--yes', 'do it, for however many it is')
    .option('--rate <n>', 'journeys a minute (default: 600)', wholeNumber(1, 6_000));

interface Kind {
  readonly name: string;
  readonly summary: string;
  readonly example: string;
}

const SHOWN_FIRST =
  'Without --expect or --yes it shows whom it would be for and does nothing. With them, whom it is for is frozen, and the worker gives the command to one after the other.';

/** Adds a bulk command; `more` adds its own arguments and options. */
const bulkOf = <O extends BulkOptions>(
  { name, summary, example }: Kind,
  more: (command: Command) => Command,
  commandOf: (args: readonly string[], options: O, api: () => Promise<ApiClient>) => Promise<BulkCommandInput>,
): Register => {
  return (parent, run) =>
    withTargets(
      more(parent.command(name).summary(summary).description(`For many journeys: ${summary}. ${SHOWN_FIRST}`)),
    )
      .addHelpText('after', examples(`bulk ${example}`, `bulk ${example} --expect 42`))
      .action((...given: unknown[]) => {
        // Commander gives the arguments, then the options, then the command.
        const args = given.slice(0, -2).map(String);
        const options = given.at(-2) as O;
        return run(async (deps) => await runBulk(await commandOf(args, options, deps.api), options, deps));
      });
};

const none = (command: Command): Command => command;
const step = (command: Command): Command => command.option('--step <id>', 'the step of the wait that is meant');
type Stepped = BulkOptions & { readonly step?: string };
const stepOf = ({ step }: Stepped) => (step === undefined ? {} : { step });

export const BULK_COMMANDS: readonly Register[] = [
  bulkOf(
    {
      name: 'pause',
      summary: 'stop the clock',
      example: 'pause --definition lead-to-customer --reason "trade fair week"',
    },
    none,
    async () => ({ kind: 'pause' }),
  ),
  bulkOf<BulkOptions & { readonly missed: (typeof MISSED)[number] }>(
    {
      name: 'resume',
      summary: 'let paused journeys go on',
      example: 'resume --phase paused --missed skip --reason "the fair is over"',
    },
    (command) =>
      command.addOption(
        new Option('--missed <how>', 'what fell due meanwhile: do it now, spread it over the window, or skip it')
          .choices(MISSED)
          .default('spread'),
      ),
    async (_, { missed }) => ({ kind: 'resume', missed }),
  ),
  bulkOf<BulkOptions & { readonly outcome: string }>(
    {
      name: 'exit',
      summary: 'end journeys',
      example: 'exit --definition spring-offer --outcome withdrawn --reason "offer withdrawn"',
    },
    (command) => command.option('--outcome <outcome>', 'how they ended, one word', 'exited'),
    async (_, { outcome }) => ({ kind: 'exit', outcome }),
  ),
  bulkOf(
    {
      name: 'retry',
      summary: 'let held journeys try again',
      example: 'retry --attention --reason "template corrected"',
    },
    none,
    async () => ({ kind: 'retry' }),
  ),
  bulkOf<Stepped>(
    {
      name: 'skip',
      summary: 'leave out what journeys wait for',
      example: 'skip --definition lead-to-customer --step call --reason "called all of them"',
    },
    step,
    async (_, options) => ({ kind: 'skip', ...stepOf(options) }),
  ),
  bulkOf<Stepped>(
    {
      name: 'reschedule',
      summary: 'give waits another due instant',
      example: 'reschedule 2027-01-04T09:00:00Z --definition renewal --step remind --reason "new price list"',
    },
    (command) => step(command.argument('<instant>', 'when they are due, such as 2027-01-04T09:00:00Z', instantText)),
    async ([due = ''], options) => ({ kind: 'reschedule', due, ...stepOf(options) }),
  ),
  bulkOf<Stepped>(
    {
      name: 'send-now',
      summary: 'send messages that were put off',
      example: 'send-now --definition recall --step notice --reason "cannot wait for Monday"',
    },
    step,
    async (_, options) => ({ kind: 'send-now', ...stepOf(options) }),
  ),
  bulkOf(
    {
      name: 'move',
      summary: 'move journeys to another stage',
      example: 'move nurture --definition lead-to-customer --stage proposal --reason "price list withdrawn"',
    },
    (command) => command.argument('<to>', "the stage's id"),
    async ([stage = '']) => ({ kind: 'move', stage }),
  ),
  bulkOf(
    {
      name: 'goal',
      summary: 'end journeys as having reached their goal',
      example: 'goal --definition webinar --stage attended --reason "list from the organiser"',
    },
    none,
    async () => ({ kind: 'goal' }),
  ),
  bulkOf(
    {
      name: 'reassign',
      summary: 'give the contacts of journeys to another owner',
      example: 'reassign rep@demo.example --owner lee@demo.example --reason "Lee has left"',
    },
    (command) => command.argument('<to>', 'the new owner: an id or an e-mail address'),
    async ([to = ''], _, api) => ({ kind: 'reassign', ownerId: await userOf(await api(), to) }),
  ),
];
