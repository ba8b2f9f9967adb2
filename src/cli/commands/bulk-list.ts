import { Option } from 'commander';
import {
  abortBulk,
  type BulkDetail,
  type BulkItemView,
  getBulk,
  listBulkItems,
  listBulks,
} from '../../api/contracts/bulks.js';
import { explainCode } from '../../domain/errors.js';
import { examples, type Register } from '../command.js';
import { endOfRows, firstRows } from '../first-rows.js';
import { tableTime } from '../local-time.js';
import { wholeNumber } from '../option-values.js';
import { documented, listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted, table } from '../table.js';
import { REASON } from './journey-commands.js';

/* What is known of bulks, and how one is stopped. */

const STATES = ['running', 'done', 'aborted'] as const;

interface ListOptions {
  readonly state?: (typeof STATES)[number];
  readonly limit: number;
}

async function runBulkList({ state, limit }: ListOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const query = { state };
  const { shown, more } = await firstRows(limit, (rowsAPage) =>
    api.each(listBulks, { query: { ...query, limit: rowsAPage } }),
  );
  if (shown.length === 0) return listed(shown, 'There are no such bulks.');
  const columns = [
    { title: 'BULK' },
    { title: 'COMMAND' },
    { title: 'STATE' },
    { title: 'JOURNEYS', align: 'right' as const },
    { title: 'DONE', align: 'right' as const },
    { title: 'REFUSED', align: 'right' as const },
    { title: 'FAILED', align: 'right' as const },
    { title: 'MADE (UTC)' },
    { title: 'BY', atMost: 24 },
    { title: 'REASON', atMost: 40 },
  ];
  const cells = shown.map((bulk) => [
    bulk.id,
    bulk.kind,
    bulk.state,
    String(bulk.total),
    String(bulk.done),
    String(bulk.refused),
    String(bulk.failed),
    tableTime(bulk.createdAt),
    bulk.actorName ?? bulk.actorId,
    bulk.reason,
  ]);
  const end = endOfRows(shown.length, more, 'bulk');
  return listed(shown, [table(columns, cells, deps.style), '', end].join('\n'));
}

export const bulkList: Register = (parent, run) =>
  parent
    .command('list')
    .summary('list bulks, newest first')
    .description('List bulks that you may see, newest first, and how far each is.')
    .addOption(new Option('--state <state>', 'in this state').choices(STATES))
    .option('--limit <n>', 'at most so many', wholeNumber(1, 100_000), 50)
    .addHelpText('after', examples('bulk list', 'bulk list --state running'))
    .action((options: ListOptions) => run((deps) => runBulkList(options, deps)));

/** Of what refused or failed, no more than these are named; --json has them all. */
const MOST_NAMED = 20;

async function runBulkShow(id: string, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const bulk = await api.call(getBulk, { params: { id } });
  const missed: BulkItemView[] = [];
  if (bulk.refused + bulk.failed > 0)
    for await (const item of api.each(listBulkItems, { params: { id }, query: { state: 'refused,failed' } }))
      missed.push(item);
  return documented({ ...bulk, missed }, showText(bulk, missed));
}

function showText(bulk: BulkDetail, missed: readonly BulkItemView[]): string {
  const { id, kind, state, total, done, refused, failed, waiting, ratePerMinute, actorName, actorId, reason } = bulk;
  const rest = state === 'aborted' ? `${waiting} left alone` : `${waiting} waiting`;
  const minutes = Math.ceil(waiting / ratePerMinute);
  return [
    `${id}: ${kind}, ${state}`,
    `  ${counted(total, 'journey')}: ${done} done, ${refused} refused, ${failed} failed, ${rest}`,
    ...(state === 'running' ? [`  at ${ratePerMinute} a minute: about ${counted(minutes, 'more minute')}`] : []),
    `  by ${actorName ?? actorId}: ${reason}`,
    ...(bulk.abortReason === null ? [] : [`  aborted: ${bulk.abortReason}`]),
    ...bulk.codes.map(({ code, count }) => `  ${count} × ${code}: ${explainCode(code)?.title ?? code}`),
    ...missed.slice(0, MOST_NAMED).map((item) => `    ${item.journeyId}  ${item.contactName}: ${item.code ?? ''}`),
    ...(missed.length > MOST_NAMED ? [`    and ${missed.length - MOST_NAMED} more: --json lists them`] : []),
  ].join('\n');
}

export const bulkShow: Register = (parent, run) =>
  parent
    .command('show')
    .summary('show how far a bulk is, and what refused')
    .description('Show how far a bulk is, and which journeys refused or failed, and why.')
    .argument('<bulk>', "the bulk's id")
    .addHelpText('after', examples('bulk show blk_01j8z...', 'bulk show blk_01j8z... --json'))
    .action((id: string) => run((deps) => runBulkShow(id, deps)));

async function runBulkAbort(id: string, reason: string, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const bulk = await api.call(abortBulk, { params: { id }, body: { reason } });
  const text = `${bulk.id} is stopped: ${bulk.done} of ${counted(bulk.total, 'journey')} were reached, ${bulk.waiting} are left alone.`;
  return documented(bulk, text);
}

export const bulkAbort: Register = (parent, run) =>
  parent
    .command('abort')
    .summary('stop a bulk')
    .description('Stop a bulk: journeys that it has not reached are left alone. What is done stays done.')
    .argument('<bulk>', "the bulk's id")
    .requiredOption(...REASON)
    .addHelpText('after', examples('bulk abort blk_01j8z... --reason "the wrong stage"'))
    .action((id: string, { reason }: { readonly reason: string }) => run((deps) => runBulkAbort(id, reason, deps)));
