import {
  listReturnVisits,
  planReturnVisits,
  type ReturnVisitView,
  type VisitPlaceView,
  type VisitPlanView,
} from '../../api/contracts/return-visits.js';
import { examples, type Register } from '../command.js';
import { endOfRows, firstRows } from '../first-rows.js';
import { tableTime } from '../local-time.js';
import { userOf } from '../lookups.js';
import { wholeNumber } from '../option-values.js';
import { listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { table } from '../table.js';

interface VisitsOptions {
  readonly mine?: true;
  readonly owner?: string;
  readonly week?: string;
  readonly place?: string;
  readonly weeks: number;
  readonly limit: number;
}

async function runVisits(options: VisitsOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const whose = options.mine === true ? 'me' : options.owner;
  const owner = whose === undefined ? {} : { owner: await userOf(api, whose) };
  if (options.week === undefined && options.place === undefined) {
    const plan = await api.call(planReturnVisits, { query: { ...owner, weeks: options.weeks } });
    return listed(plan.data, planText(plan, deps));
  }
  const { week, place, limit } = options;
  const query = { ...owner, week, place };
  const { shown, more } = await firstRows(limit, (rowsAPage) =>
    api.each(listReturnVisits, { query: { ...query, limit: rowsAPage } }),
  );
  return listed(shown, listText(shown, more, deps));
}

function planText({ data, timezone }: VisitPlanView, { style }: Deps): string {
  const weeks = data.filter(({ count }) => count > 0);
  if (weeks.length === 0) return 'There are no return visits to be made.';
  const columns = [
    { title: 'WEEK' },
    { title: 'FROM' },
    { title: 'VISITS', align: 'right' },
    { title: 'WHERE', atMost: 100 },
  ] as const;
  const rows = weeks.map(({ week, from, count, places }) => [
    week,
    from ?? '-',
    String(count),
    places.map((place) => `${placeText(place)}: ${place.count}`).join(', '),
  ]);
  return [table(columns, rows, style), '', `Weeks begin in ${timezone}.`].join('\n');
}

const placeText = ({ country, region, city }: VisitPlaceView): string =>
  [city, region, country].filter((part) => part !== null).join(' ') || 'place unknown';

function listText(visits: readonly ReturnVisitView[], more: boolean, { style }: Deps): string {
  if (visits.length === 0) return 'There are no such visits.';
  const columns = [
    { title: 'WHERE', atMost: 28 },
    { title: 'WHEN (UTC)' },
    { title: 'WHOM', atMost: 30 },
    { title: 'PHONE' },
    { title: 'LAST ORDER' },
    { title: 'OPEN CASES', atMost: 30 },
    { title: 'LAST ANSWERS', atMost: 50 },
    { title: 'TASK' },
  ];
  const rows = visits.map((visit) => [
    placeText(visit.place),
    visit.appointment === null
      ? `by ${tableTime(visit.dueAt) || '-'}`
      : `${tableTime(visit.appointment.begins)} ${visit.appointment.place ?? ''}`,
    [visit.contact?.name ?? visit.title, visit.contact?.company].filter((part) => part != null).join(', '),
    visit.contact?.phone ?? '-',
    orderText(visit),
    casesText(visit),
    answersText(visit),
    visit.taskId,
  ]);
  return [table(columns, rows, style), '', endOfRows(visits.length, more, 'visit')].join('\n');
}

const dayOf = (at: string): string => at.slice(0, 10);

const orderText = ({ lastOrder }: ReturnVisitView): string =>
  lastOrder === null
    ? '-'
    : [dayOf(lastOrder.at), lastOrder.amount, lastOrder.currency].filter((part) => part !== null).join(' ');

function casesText({ openCases: { count, cases } }: ReturnVisitView): string {
  if (count === 0) return '-';
  const subjects = cases.flatMap(({ subject }) => subject ?? []).join('; ');
  return subjects === '' ? String(count) : `${count}: ${subjects}`;
}

const answersText = ({ lastAnswer, lastReply }: ReturnVisitView): string =>
  [
    ...(lastAnswer === null ? [] : [`${dayOf(lastAnswer.at)} ${lastAnswer.score ?? '-'}/10`]),
    ...(lastReply === null ? [] : [`${dayOf(lastReply.at)} ${lastReply.words ?? 'replied'}`]),
  ].join(', ') || '-';

export const taskVisits: Register = (parent, run) =>
  parent
    .command('visits')
    .summary('plan return visits by week and place')
    .description(
      'How many return visits are to be made, by week and by place; with --week or --place the visits themselves, each with the last order, open cases and the last answers.',
    )
    .option('--mine', 'on the desk of whoever the key acts as')
    .option('--owner <id|email>', 'on the desk of this user')
    .option('--week <week>', 'such as 2027-W03, `overdue` or `undated`: its visits')
    .option('--place <key>', 'only there, by a key of --json; of this week, unless --week names another')
    .option('--weeks <n>', 'how many weeks the plan has', wholeNumber(1, 26), 6)
    .option('--limit <n>', 'at most so many visits', wholeNumber(1, 100_000), 50)
    .addHelpText(
      'after',
      examples(
        'task visits',
        'task visits --owner rep@demo.example --week 2027-W03',
        'task visits --week overdue --json',
      ),
    )
    .action((options: VisitsOptions) => run((deps) => runVisits(options, deps)));
