import { Option } from 'commander';
import {
  type JourneyView,
  listJourneys,
  listStuckJourneys,
  type StuckJourneyView,
} from '../../api/contracts/journeys.js';
import { examples, type Register } from '../command.js';
import { wrongUse } from '../failure.js';
import { endOfRows, firstRows } from '../first-rows.js';
import { tableTime } from '../local-time.js';
import { contactOf, type NameOf, userNames, userOf } from '../lookups.js';
import { wholeNumber } from '../option-values.js';
import { listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { table } from '../table.js';

const PHASES = ['starting', 'active', 'paused', 'held', 'ended'] as const;

interface JourneysOptions {
  readonly definition?: string;
  readonly stage?: string;
  readonly phase?: (typeof PHASES)[number];
  readonly owner?: string;
  readonly contact?: string;
  readonly attention?: boolean;
  readonly next?: boolean;
  readonly stuck?: boolean;
  readonly limit: number;
}

/** Journeys, newest first or what is due first, as a table. */
async function runJourneys(options: JourneysOptions, deps: Deps): Promise<Outcome> {
  if (options.stuck === true) return await runStuck(options, deps);
  const api = await deps.api();
  const { definition, stage, phase, owner, contact, attention, next, limit } = options;
  const query = {
    definition,
    stage,
    phase,
    owner: owner === undefined ? undefined : await userOf(api, owner),
    contact: contact === undefined ? undefined : (await contactOf(api, contact)).id,
    attention: attention ? ('true' as const) : undefined,
    sort: next ? ('nextAt' as const) : undefined,
  };
  const { shown, more } = await firstRows(limit, (rowsAPage) =>
    api.each(listJourneys, { query: { ...query, limit: rowsAPage } }),
  );
  return listed(shown, tableOf(shown, more, await userNames(api), deps));
}

/** Those that do not move though they should; what is wrong stands where else stands why a person should look. */
async function runStuck({ limit, stuck: _, ...others }: JourneysOptions, deps: Deps): Promise<Outcome> {
  if (Object.values(others).some((value) => value !== undefined))
    throw wrongUse('--stuck lists all that is stuck.', 'Give it alone, or with --limit.');
  const api = await deps.api();
  const { shown, more } = await firstRows(limit, (rowsAPage) =>
    api.each(listStuckJourneys, { query: { limit: rowsAPage } }),
  );
  if (shown.length === 0) return listed([], 'No journey is stuck.');
  const told = shown.map((journey) => ({ ...journey, attention: STUCK_WORDS[journey.why] }));
  return listed(shown, tableOf(told, more, await userNames(api), deps));
}

const STUCK_WORDS: { readonly [why in StuckJourneyView['why']]: string } = {
  failing: 'fails in Temporal',
  untold: 'Temporal not told',
  'not-begun': 'has not begun',
  due: 'due and not done',
  unheard: 'woken, has not looked',
};

function tableOf(journeys: readonly JourneyView[], more: boolean, nameOf: NameOf, { style }: Deps): string {
  if (journeys.length === 0) return 'No journeys fit.';
  const columns = [
    { title: 'JOURNEY' },
    { title: 'CONTACT', atMost: 28 },
    { title: 'DEFINITION', atMost: 28 },
    { title: 'STAGE', atMost: 20 },
    { title: 'PHASE' },
    { title: 'NEXT (UTC)' },
    { title: 'OWNER', atMost: 30 },
    { title: 'ATTENTION', atMost: 24 },
  ];
  const rows = journeys.map((journey) => [
    journey.id,
    journey.contactName,
    `${journey.definitionId} v${journey.definitionVersion}`,
    journey.stage ?? '-',
    journey.phase === 'ended' ? `ended: ${journey.outcome ?? '?'}` : journey.phase,
    tableTime(journey.nextAt) || '-',
    journey.ownerId === null ? '-' : nameOf(journey.ownerId),
    journey.attention ?? '',
  ]);
  const end = endOfRows(journeys.length, more, 'journey');
  return [table(columns, rows, style), '', end].join('\n');
}

export const journeys: Register = (parent, run) =>
  parent
    .command('journeys')
    .summary('list journeys')
    .description('List journeys, newest first. `followthrough journey <id>` tells the story of one.')
    .option('--definition <id>', 'of this definition')
    .option('--stage <stage>', 'in this stage, or one of several, with commas')
    .addOption(new Option('--phase <phase>', 'in this phase').choices(PHASES))
    .option('--owner <id|email|me>', 'of this owner')
    .option('--contact <id|email>', 'of this contact')
    .option('--attention', 'only those that a person should look at')
    .option('--stuck', 'only those that do not move though they should, with why; alone or with --limit')
    .option('--next', 'what is due first, in place of the newest; leaves out what only waits for an event')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 100_000), 50)
    .addHelpText(
      'after',
      examples(
        'journeys',
        'journeys --stage proposal,negotiation --owner rep@demo.example',
        'journeys --attention',
        'journeys --stuck',
        'journeys --next --limit 20 --json',
      ),
    )
    .action((options: JourneysOptions) => run((deps) => runJourneys(options, deps)));
