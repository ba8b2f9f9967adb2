import { Option } from 'commander';
import { listCampaignRecipients } from '../../api/contracts/campaigns.js';
import { PARTS } from '../../domain/campaign/recipient.js';
import { examples, type Register } from '../command.js';
import { endOfRows, firstRows } from '../first-rows.js';
import { tableTime } from '../local-time.js';
import { wholeNumber } from '../option-values.js';
import { listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { table } from '../table.js';

interface Options {
  readonly part?: (typeof PARTS)[number];
  readonly reason?: string;
  readonly limit: number;
}

async function runRecipients(id: string, { part, reason, limit }: Options, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const { shown, more } = await firstRows(limit, (rowsAPage) =>
    api.each(listCampaignRecipients, { params: { id }, query: { part, reason, limit: rowsAPage } }),
  );
  if (shown.length === 0) return listed(shown, 'There are no such recipients.');
  const columns = [
    { title: 'N', align: 'right' as const },
    { title: 'CONTACT' },
    { title: 'NAME', atMost: 30 },
    { title: 'PART' },
    { title: 'WHY', atMost: 24 },
    { title: 'DUE (UTC)' },
  ];
  const cells = shown.map((each) => [
    String(each.n),
    each.contactId,
    each.contactName,
    each.part,
    each.reason ?? '',
    tableTime(each.dueAt),
  ]);
  const end = endOfRows(shown.length, more, 'recipient');
  return listed(shown, [table(columns, cells, deps.style), '', end].join('\n'));
}

export const campaignRecipients: Register = (parent, run) =>
  parent
    .command('recipients')
    .summary('list who is in any part of the sum')
    .description('List who is in any part of the sum, in the order in which they are written to, and why.')
    .argument('<campaign>', "the campaign's id")
    .addOption(new Option('--part <part>', 'this part only').choices(PARTS))
    .option('--reason <code>', 'for this reason only')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 1_000_000), 50)
    .addHelpText(
      'after',
      examples(
        'campaign recipients mid-autumn-2027 --part skipped',
        'campaign recipients mid-autumn-2027 --part uncertain',
      ),
    )
    .action((id: string, options: Options) => run((deps) => runRecipients(id, options, deps)));
