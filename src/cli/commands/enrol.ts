import type { ApiClient } from '../../api/client.js';
import { enrol as enrolOperation } from '../../api/contracts/enrolments.js';
import { startJourney } from '../../api/contracts/journeys.js';
import { examples, type Register } from '../command.js';
import { wrongUse } from '../failure.js';
import { contactOf } from '../lookups.js';
import { conditionOf } from '../option-values.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted } from '../table.js';
import { reasonWords } from '../words.js';

interface EnrolOptions {
  readonly contact?: string;
  readonly if?: string;
  readonly all?: boolean;
  readonly stage?: string;
  readonly dryRun?: boolean;
}

/** Starts a definition for one contact, for those that fit a condition, or for all. */
async function runEnrol(definition: string, options: EnrolOptions, deps: Deps): Promise<Outcome> {
  const { contact, if: condition, all, stage, dryRun } = options;
  if ([contact !== undefined, condition !== undefined, all === true].filter(Boolean).length !== 1)
    throw wrongUse('It is not clear whom to enrol.', 'Give exactly one of --contact, --if and --all.');
  if (contact === undefined) {
    const filter = condition === undefined ? undefined : conditionOf(condition);
    return await enrolMany(await deps.api(), { definition, if: filter, stage, dryRun: dryRun === true }, deps);
  }
  if (dryRun) throw wrongUse('--dry-run counts those that fit a condition.', 'Leave it out, or use --if or --all.');
  const api = await deps.api();
  const { id, name } = await contactOf(api, contact);
  const journey = await api.call(startJourney, { body: { definition, contactId: id, stage } });
  return documented(
    journey,
    `Started ${journey.id}: ${name} in ${journey.definitionId}, version ${journey.definitionVersion}.`,
  );
}

interface Request {
  readonly definition: string;
  readonly if: { readonly [key: string]: unknown } | undefined;
  readonly stage: string | undefined;
  readonly dryRun: boolean;
}

/** A walk in batches, so that no request is long; one that breaks off can be made again, whoever is in is refused. */
async function enrolMany(api: ApiClient, request: Request, deps: Deps): Promise<Outcome> {
  const sum = { seen: 0, matched: 0, started: 0, refused: {} as { [code: string]: number } };
  let cursor: string | undefined;
  do {
    const answer = await api.call(enrolOperation, { body: { ...request, cursor } });
    sum.seen += answer.seen;
    sum.matched += answer.matched;
    sum.started += answer.started;
    for (const [code, count] of Object.entries(answer.refused)) sum.refused[code] = (sum.refused[code] ?? 0) + count;
    cursor = answer.nextCursor ?? undefined;
    deps.progress(`${sum.seen} seen, ${sum.matched} fit, ${sum.started} started`);
  } while (cursor !== undefined);
  const head = request.dryRun
    ? `Of ${counted(sum.seen, 'contact')}, ${sum.matched} fit. A dry run: none was started.`
    : `Of ${counted(sum.seen, 'contact')}, ${sum.matched} fit, ${counted(sum.started, 'journey')} started.`;
  const refusals = Object.entries(sum.refused)
    .sort(([, a], [, b]) => b - a)
    .map(([code, count]) => `  ${count} refused: ${reasonWords(code, { country: null })}`);
  return documented({ definition: request.definition, dryRun: request.dryRun, ...sum }, [head, ...refusals].join('\n'));
}

export const enrol: Register = (parent, run) =>
  parent
    .command('enrol')
    .summary('start a definition for contacts')
    .description(
      'Start the current version of a definition for one contact, for all that fit a condition of the definition format, or for all there are. Whoever is in it already is counted as refused, so it can be said again.',
    )
    .argument('<definition>', "the definition's id")
    .option('--contact <id|email>', 'one contact')
    .option('--if <condition>', 'all that fit: YAML or JSON, as in definitions')
    .option('--all', 'all there are')
    .option('--stage <stage>', 'begin in this stage, whatever `enter.at` says')
    .option('--dry-run', 'with --if and --all: count those that fit, start none')
    .addHelpText(
      'after',
      examples(
        'enrol lead-to-customer --contact ada@example.com',
        "enrol lead-to-customer --if '{ contact.country: DE }' --dry-run",
        "enrol lead-to-customer --if '{ all: [ { contact.source: Trade fair }, { contact.email: { exists: true } } ] }'",
        'enrol lead-to-customer --all',
      ),
    )
    .action((definition: string, options: EnrolOptions) => run((deps) => runEnrol(definition, options, deps)));
