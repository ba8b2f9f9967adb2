import {
  getSegment,
  listSegments,
  type SegmentSizeView,
  segmentSizes,
  type ValueClassesView,
  valueClasses,
} from '../../api/contracts/segments.js';
import { examples, type Register } from '../command.js';
import { endOfRows, firstRows } from '../first-rows.js';
import { tableTime } from '../local-time.js';
import { wholeNumber } from '../option-values.js';
import { documented, listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { table } from '../table.js';

const right = (title: string) => ({ title, align: 'right' as const });

async function runList(deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const { shown, more } = await firstRows(1000, (rowsAPage) => api.each(listSegments, { query: { limit: rowsAPage } }));
  if (shown.length === 0) return listed(shown, 'No segments are published.');
  const rows = shown.map(({ id, version, last }) => [
    id,
    String(version),
    last === null ? '-' : String(last.size),
    last === null ? '-' : String(last.of),
    last === null ? '-' : tableTime(last.countedAt),
  ]);
  const head = [{ title: 'SEGMENT' }, right('VERSION'), right('SIZE'), right('OF'), { title: 'COUNTED (UTC)' }];
  return listed(shown, [table(head, rows, deps.style), '', endOfRows(shown.length, more, 'segment')].join('\n'));
}

const sizeWords = (last: SegmentSizeView | null): string =>
  last === null
    ? 'Nobody has counted it yet.'
    : `${last.size} of ${last.of} contacts, counted ${tableTime(last.countedAt)}.`;

async function runShow(id: string, deps: Deps): Promise<Outcome> {
  const segment = await (await deps.api()).call(getSegment, { params: { id } });
  const head = `${segment.id}, version ${segment.version}, published ${tableTime(segment.publishedAt)}.`;
  return documented(segment, [head, sizeWords(segment.last), '', segment.condition.trimEnd()].join('\n'));
}

async function runHistory(id: string, { limit }: { readonly limit: number }, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const { shown, more } = await firstRows(limit, (rowsAPage) =>
    api.each(segmentSizes, { params: { id }, query: { limit: rowsAPage } }),
  );
  if (shown.length === 0) return listed(shown, 'Nobody has counted it yet.');
  const rows = shown.map(({ day, size, of, version }) => [day, String(size), String(of), String(version)]);
  const head = [{ title: 'DAY (UTC)' }, right('SIZE'), right('OF'), right('VERSION')];
  return listed(shown, [table(head, rows, deps.style), '', endOfRows(shown.length, more, 'day')].join('\n'));
}

async function runClasses(deps: Deps): Promise<Outcome> {
  const { classes } = await (await deps.api()).call(valueClasses, {});
  if (classes === null) return documented(classes, 'Nobody has looked at what contacts buy yet.');
  return documented(classes, classesTable(classes, deps));
}

function classesTable({ recency, frequency, value, buyers, at }: ValueClassesView, { style }: Deps): string {
  const rows = [2, 3, 4, 5].map((number, i) => {
    const since = recency[i];
    return [String(number), since === undefined ? '-' : tableTime(since), ...[frequency[i], value[i]].map(orDash)];
  });
  const head = [{ title: 'CLASS FROM' }, { title: 'LAST PURCHASE (UTC)' }, right('PURCHASES'), right('VALUE')];
  const told = `Below is class 1. ${buyers} contacts ever bought, as of ${tableTime(at)}.`;
  return [table(head, rows, style), '', told].join('\n');
}

const orDash = (figure: number | undefined): string => (figure === undefined ? '-' : String(figure));

export const segmentList: Register = (parent, run) =>
  parent
    .command('list')
    .summary('list the published segments with their sizes')
    .description('List the published segments, each with its size as it was counted last.')
    .addHelpText('after', examples('segment list', 'segment list --json'))
    .action(() => run(runList));

export const segmentShow: Register = (parent, run) =>
  parent
    .command('show')
    .summary('show the condition of a segment')
    .description('Show a published segment: its version, its latest size and its condition.')
    .argument('<segment>', 'its id')
    .addHelpText('after', examples('segment show active-customers'))
    .action((id: string) => run((deps) => runShow(id, deps)));

export const segmentHistory: Register = (parent, run) =>
  parent
    .command('history')
    .summary('show the sizes of a segment by day')
    .description('Show how many a segment chose on each day, the newest first.')
    .argument('<segment>', 'its id')
    .option('--limit <days>', 'so many days', wholeNumber(1, 10_000), 30)
    .addHelpText('after', examples('segment history active-customers', 'segment history active-customers --limit 365'))
    .action((id: string, options: { readonly limit: number }) => run((deps) => runHistory(id, options, deps)));

export const segmentClasses: Register = (parent, run) =>
  parent
    .command('classes')
    .summary('show where the value classes begin')
    .description('Show from which purchase on a contact is in which class of rfm.recency, rfm.frequency and rfm.value.')
    .addHelpText('after', examples('segment classes'))
    .action(() => run(runClasses));
