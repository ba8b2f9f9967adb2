import { type DifferenceView, rebuildRecords, verifyRecords } from '../../api/contracts/records.js';
import { examples, type Register } from '../command.js';
import { documented, listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted } from '../table.js';

/** Every difference, page by page. Exits 1 if there is one; doubts are told, and are none. */
async function runVerify(deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const differences: DifferenceView[] = [];
  const doubts: DifferenceView[] = [];
  let journeys = 0;
  let runs = 0;
  let cursor: string | undefined;
  do {
    const page = await api.call(verifyRecords, { query: { cursor } });
    journeys += page.journeys;
    runs += page.runs;
    differences.push(...page.data);
    doubts.push(...page.doubts);
    cursor = page.nextCursor ?? undefined;
    deps.progress(`${counted(journeys, 'journey')}, ${counted(runs, 'run')}: ${differences.length} differ`);
  } while (cursor !== undefined);
  const end = `${counted(journeys, 'journey')} and ${counted(runs, 'open run')} compared: ${counted(differences.length, 'difference')}, ${counted(doubts.length, 'message')} in doubt.`;
  const text = [...told(differences), ...told(doubts), end].join('\n');
  return documented({ journeys, runs, differences, doubts }, text, differences.length === 0 ? 0 : 1);
}

/** By code: what it means and what to do is said once. */
function told(differences: readonly DifferenceView[]): string[] {
  return [...new Set(differences.map(({ code }) => code))].flatMap((code) => {
    const group = differences.filter((difference) => difference.code === code);
    const [first] = group;
    const lines = group.map(({ journeyId, id, detail }) =>
      ['  ', ...[journeyId, id, detail].filter((part) => part !== null)].join('  '),
    );
    return [`${code}: ${first?.title ?? ''} (${group.length})`, `  ${first?.fix ?? ''}`, ...lines, ''];
  });
}

async function runRebuild(options: { readonly dryRun?: boolean }, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const dryRun = options.dryRun === true;
  const rebuilt: { readonly journeyId: string; readonly columns: readonly string[] }[] = [];
  const contacts: { readonly contactId: string; readonly figures: readonly string[] }[] = [];
  let journeys = 0;
  let cursor: string | undefined;
  do {
    const page = await api.call(rebuildRecords, { body: { cursor, dryRun } });
    journeys += page.journeys;
    rebuilt.push(...page.data);
    contacts.push(...page.contacts);
    cursor = page.nextCursor ?? undefined;
    deps.progress(`${counted(journeys, 'journey')} looked at, ${rebuilt.length} wrong`);
  } while (cursor !== undefined);
  const lines = [
    ...rebuilt.map(({ journeyId, columns }) => `${journeyId}  ${columns.join(', ')}`),
    ...contacts.map(({ contactId, figures }) => `${contactId}  ${figures.join(', ')}`),
  ];
  const did = dryRun ? 'would be made again. A dry run: nothing was written.' : 'made again.';
  const end = `Of ${counted(journeys, 'journey')}, ${counted(rebuilt.length, 'row')}, and the figures of ${counted(contacts.length, 'contact')} ${did}`;
  return listed([...rebuilt, ...contacts], [...lines, end].join('\n'));
}

export const verify: Register = (parent, run) =>
  parent
    .command('verify')
    .summary('compare the records with Temporal')
    .description(
      'Compare the journeys with their decisions, the journal, the ledger and Temporal, and report every difference with what to do about it. Works while everything runs: what differs is looked at twice. Nothing is written. Exits 1 if anything differs.',
    )
    .addHelpText('after', examples('verify', 'verify --json'))
    .action(() => run(runVerify));

export const rebuild: Register = (parent, run) =>
  parent
    .command('rebuild')
    .summary('make the rows of journeys again from their decisions, and the figures of contacts')
    .description(
      'Make what lists and pages show of journeys again from their last decisions, in Postgres and in Temporal, and the figures that conditions ask of contacts from their events and deals. Works while they move; what is right is left alone, so it can be said again.',
    )
    .option('--dry-run', 'say what is wrong, write nothing')
    .addHelpText('after', examples('rebuild --dry-run', 'rebuild'))
    .action((options: { readonly dryRun?: boolean }) => run((deps) => runRebuild(options, deps)));
