import { Option } from 'commander';
import {
  type CampaignResultsView,
  campaignResults,
  campaignResultsBy,
  exportCampaignResults,
  RESULT_PARTS,
  type ResultPart,
} from '../../api/contracts/campaign-results.js';
import { examples, type Register } from '../command.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted, table } from '../table.js';

/* What a campaign brought. */

type Comparison = NonNullable<CampaignResultsView['comparison']>;

const perCent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const sideText = (name: string, { people, converted, share }: Comparison['assigned']): string =>
  `  ${name}: ${converted} of ${people}${share === null ? '' : `, ${perCent(share.value)} (${perCent(share.low)} to ${perCent(share.high)})`}`;

function comparisonLines({ assigned, heldOut, difference, more, isClear }: Comparison): string[] {
  const sides = [sideText('with it', assigned), sideText('held out', heldOut)];
  if (difference === null || more === null) return [...sides, '  Nobody to compare with: nobody was held out.'];
  const [low, value, high] = [more.low, more.value, more.high].map((each) => String(Math.round(each)));
  const brought = `  It brought ${value} more (${low} to ${high}), a difference of ${perCent(difference.value)}.`;
  return [...sides, brought, ...(isClear ? [] : ['  That can’t be told from chance.'])];
}

async function runResults(id: string, deps: Deps): Promise<Outcome> {
  const results = await (await deps.api()).call(campaignResults, { params: { id } });
  const { counts, machines, links, goal, comparison } = results;
  const { recipients, sent, delivered, opened, clicked, replied, away } = counts;
  const within = goal?.within == null ? '' : ` within ${goal.within}`;
  const lines = [
    `${id}: ${counted(recipients, 'recipient')}, ${sent} sent.`,
    `  ${delivered} known as delivered; ${counts.bounced} bounced, ${counts.bouncedForGood} of them for good`,
    `  ${opened} opened by a person, ${machines.opened} by machines alone`,
    `  ${clicked} clicked by a person, ${machines.clicked} by machines alone`,
    ...links.map(({ link, clicked: times }) => `    ${times} × ${link}`),
    `  ${replied} replied, ${away} by a machine that they are away`,
    `  ${counts.unsubscribed} want no more, ${counts.complained} complained`,
    ...(goal === null
      ? ['Its definition has no goal.']
      : [
          `${goal.on.join(', ')}${within}${goal.isFinal ? '' : goal.endsAt === null ? '; more may come' : `; more may come until ${goal.endsAt}`}:`,
        ]),
    ...(comparison === null ? [] : comparisonLines(comparison)),
  ];
  return documented(results, lines.join('\n'));
}

interface ByOptions {
  readonly by: ResultPart;
  readonly segments?: string;
}

const right = (title: string) => ({ title, align: 'right' as const });

async function runBreakdown(id: string, { by, segments }: ByOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const broken = await api.call(campaignResultsBy, { params: { id }, query: { part: by, segments } });
  const head = [
    { title: by.toUpperCase(), atMost: 30 },
    ...['RECIPIENTS', 'SENT', 'OPENED', 'CLICKED', 'REPLIED', 'NO MORE', 'BOUNCED', 'CONVERTED', 'HELD OUT'].map(right),
  ];
  const rows = broken.groups.map(({ key, counts, comparison }) => [
    key ?? '-',
    ...[counts.recipients, counts.sent, counts.opened, counts.clicked, counts.replied].map(String),
    ...[counts.unsubscribed, counts.bounced].map(String),
    ...(comparison === null ? ['-', '-'] : [shareText(comparison.assigned), shareText(comparison.heldOut)]),
  ]);
  const others = broken.others === 0 ? [] : ['', `${counted(broken.others, 'smaller group')} left out.`];
  return documented(broken, [table(head, rows, deps.style), ...others].join('\n'));
}

const shareText = ({ share }: Comparison['assigned']): string => (share === null ? '-' : perCent(share.value));

async function runExport(id: string, { out }: { readonly out: string }, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  await deps.writeText(out, api.parts(exportCampaignResults, { params: { id } }));
  return documented({ file: out }, `Wrote ${out}.`);
}

const ID = ['<campaign>', "the campaign's id"] as const;

export const campaignResultsOf: Register = (parent, run) =>
  parent
    .command('results')
    .summary('say what a campaign brought')
    .description(
      'Say what came back for a campaign, and what it brought against those who were held out, as a whole or in parts.',
    )
    .argument(...ID)
    .addOption(new Option('--by <part>', 'in parts').choices(RESULT_PARTS))
    .option('--segments <ids>', 'with --by segment: which, with commas between')
    .addHelpText(
      'after',
      examples('campaign results mid-autumn-2027', 'campaign results mid-autumn-2027 --by segment --segments vip,new'),
    )
    .action((id: string, { by, ...options }: Partial<ByOptions>) =>
      run((deps) => (by === undefined ? runResults(id, deps) : runBreakdown(id, { by, ...options }, deps))),
    );

export const campaignExport: Register = (parent, run) =>
  parent
    .command('export')
    .summary('write a row for each recipient to a file')
    .description('Write a row for each recipient as CSV: who, in which part of the sum and why, and what came back.')
    .argument(...ID)
    .requiredOption('--out <file>', 'where to')
    .addHelpText('after', examples('campaign export mid-autumn-2027 --out mid-autumn.csv'))
    .action((id: string, options: { readonly out: string }) => run((deps) => runExport(id, options, deps)));
