import { campaignHistory as contract } from '../../api/contracts/campaign-history.js';
import { explainCode } from '../../domain/errors.js';
import { examples, type Register } from '../command.js';
import { endOfRows, firstRows } from '../first-rows.js';
import { tableTime } from '../local-time.js';
import { wholeNumber } from '../option-values.js';
import { listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { table } from '../table.js';

async function runHistory(id: string, limit: number, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const { shown, more } = await firstRows(limit, (rowsAPage) =>
    api.each(contract, { params: { id }, query: { limit: rowsAPage } }),
  );
  if (shown.length === 0) return listed(shown, 'Nothing was done with it.');
  const columns = [
    { title: 'WHEN (UTC)' },
    { title: 'DEED' },
    { title: 'BY', atMost: 24 },
    { title: 'WHY', atMost: 50 },
  ];
  const cells = shown.map(({ at, deed, actorId, actorName, reason }) => [
    tableTime(at),
    deed,
    actorName ?? actorId,
    reason === null ? '' : (explainCode(reason)?.title ?? reason),
  ]);
  return listed(shown, [table(columns, cells, deps.style), '', endOfRows(shown.length, more, 'deed')].join('\n'));
}

export const campaignHistory: Register = (parent, run) =>
  parent
    .command('history')
    .summary('list who did what with it')
    .description('List who did what with a campaign, and why, newest first.')
    .argument('<campaign>', "the campaign's id")
    .option('--limit <n>', 'at most so many', wholeNumber(1, 100_000), 50)
    .addHelpText('after', examples('campaign history mid-autumn-2027'))
    .action((id: string, { limit }: { readonly limit: number }) => run((deps) => runHistory(id, limit, deps)));
