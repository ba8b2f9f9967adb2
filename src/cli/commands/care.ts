import {
  type CareDayView,
  type CareExclusionView,
  type CareItemView,
  type CarePersonView,
  careCalendar,
  listCare,
  listCareCampaignPeople,
  listCareExclusions,
  takeOutOfCare,
  undoCareExclusion,
} from '../../api/contracts/care.js';
import { world } from '../../api/contracts/world.js';
import { examples, type Register } from '../command.js';
import { endOfRows, firstRows } from '../first-rows.js';
import { shortTime } from '../local-time.js';
import { contactOf } from '../lookups.js';
import { wholeNumber } from '../option-values.js';
import { documented, listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted, table } from '../table.js';

interface CalendarOptions {
  readonly from?: string;
  readonly to?: string;
  readonly definition?: string;
}

/** The month of a day, or the next if none is given. */
function spanOf({ from, to }: CalendarOptions, now: Date): { readonly from: string; readonly to: string } {
  const day = (year: number, month: number, date: number): string =>
    new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);
  const next = day(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
  const first = from ?? next;
  const [year = 0, month = 1] = first.split('-').map(Number);
  return { from: first, to: to ?? day(year, month, 0) };
}

async function runCalendar(options: CalendarOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const { definition } = options;
  // Which month is next is business time's affair: the demo's runs ahead of ours.
  const { now } = await api.call(world);
  const span = spanOf(options, new Date(now));
  const { data } = await api.call(careCalendar, {
    query: { ...span, ...(definition === undefined ? {} : { definition }) },
  });
  const days = data.filter(({ total, campaigns }) => total > 0 || campaigns.length > 0);
  if (days.length === 0) return listed(data, `No care comes from ${span.from} to ${span.to}.`);
  const columns = [
    { title: 'DAY' },
    { title: 'PEOPLE', align: 'right' },
    { title: 'TAKEN OUT', align: 'right' },
    { title: 'WHAT', atMost: 100 },
  ] as const;
  const rows = days.map((each) => [each.day, String(each.total), String(each.takenOut), whatOf(each)]);
  return listed(data, table(columns, rows, deps.style));
}

const whatOf = ({ parts, festivals, campaigns }: CareDayView): string =>
  [
    ...festivals.map((festival) => `[${festival}]`),
    ...campaigns.map(({ id, state, expected }) => `campaign ${id} (${state}): ${expected ?? 'not counted'}`),
    ...parts.map(({ kind, about, step, count }) => `${kind === 'festival' ? (about ?? kind) : kind} ${step}: ${count}`),
  ].join(', ');

export const careCalendarCommand: Register = (parent, run) =>
  parent
    .command('calendar')
    .summary('what care comes on each day')
    .description(
      'What care comes by itself on each day, and what campaigns are planned: without --from, of the next month.',
    )
    .option('--from <day>', 'from this day on')
    .option('--to <day>', 'up to this day; the end of its month if absent')
    .option('--definition <id>', 'only of this definition')
    .addHelpText('after', examples('care calendar', 'care calendar --from 2027-05-01 --to 2027-07-31'))
    .action((options: CalendarOptions) => run((deps) => runCalendar(options, deps)));

async function runDay(day: string, { limit }: { readonly limit: number }, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const items: CareItemView[] = [];
  for await (const item of api.each(listCare, { query: { day } })) if (items.push(item) > limit) break;
  const shown = items.slice(0, limit);
  if (shown.length === 0) return listed([], `No care comes on ${day}.`);
  const columns = [
    { title: 'AT (THEIRS)' },
    { title: 'WHOM', atMost: 28 },
    { title: 'OCCASION' },
    { title: 'STEP' },
    { title: 'JOURNEY' },
    { title: 'NOTE', atMost: 60 },
  ] as const;
  const rows = shown.map((item) => [
    shortTime(isoOf(item.local)),
    item.contactName,
    item.kind === 'festival' ? (item.about ?? item.kind) : item.kind,
    `${item.step} (${item.action})`,
    item.journeyId,
    noteOf(item),
  ]);
  const more = items.length > limit ? ['', `The first ${limit}; there are more: --limit shows them.`] : [];
  return listed(shown, [table(columns, rows, deps.style), ...more].join('\n'));
}

/** `2027-05-17 09:00:00 +08:00` as the text that times are shown from. */
const isoOf = (local: string): string => local.replace(' ', 'T').replace(' ', '');

function noteOf({ takenOut, expected, open, phase }: CareItemView): string {
  if (takenOut !== null) return `taken out by ${takenOut.by.name ?? takenOut.by.id}: ${takenOut.reason}`;
  return [phase === 'paused' ? 'paused' : null, expected ? 'expected' : null, open ? 'maybe' : null]
    .filter((part) => part !== null)
    .join(', ');
}

export const careDay: Register = (parent, run) =>
  parent
    .command('day')
    .summary('whom we care for on a day, with what')
    .description('Whom we care for on a day, at what hour of theirs, with which message or task.')
    .argument('<day>', 'such as 2027-05-17')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 100_000), 50)
    .addHelpText('after', examples('care day 2027-05-17', 'care day 2027-05-17 --json'))
    .action((day: string, options: { readonly limit: number }) => run((deps) => runDay(day, options, deps)));

async function runPeople(id: string, { limit }: { readonly limit: number }, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const { shown, more } = await firstRows(limit, (rowsAPage) =>
    api.each(listCareCampaignPeople, { params: { id }, query: { limit: rowsAPage } }),
  );
  if (shown.length === 0) return listed([], 'Nobody is in it.');
  const columns = [
    { title: 'AT (THEIRS)' },
    { title: 'CONTACT' },
    { title: 'WHOM', atMost: 40 },
    { title: 'OWNER', atMost: 28 },
    { title: 'NOTE', atMost: 60 },
  ] as const;
  const rows = shown.map((person) => [
    shortTime(isoOf(person.local)),
    person.contactId,
    [person.contactName, person.company].filter((part) => part !== null).join(', '),
    person.ownerName ?? '-',
    personNote(person),
  ]);
  return listed(shown, [table(columns, rows, deps.style), '', endOfRows(shown.length, more, 'person')].join('\n'));
}

function personNote({ takenOut, heldOut, part }: CarePersonView): string {
  if (takenOut !== null) return `taken out by ${takenOut.by.name ?? takenOut.by.id}: ${takenOut.reason}`;
  return heldOut ? 'held out' : (part ?? '');
}

export const carePeople: Register = (parent, run) =>
  parent
    .command('people')
    .summary('whom a planned campaign goes to')
    .description('Whom a planned campaign goes to: its audience once that is frozen, before who would be in it now.')
    .argument('<campaign>', 'an id of `care calendar`')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 100_000), 50)
    .addHelpText('after', examples('care people mid-autumn-2027', 'care people mid-autumn-2027 --json'))
    .action((id: string, options: { readonly limit: number }) => run((deps) => runPeople(id, options, deps)));

interface OutOptions {
  readonly reason: string;
  readonly day?: string;
  readonly campaign?: string;
  readonly step?: string;
}

async function runOut(who: string, { reason, day, campaign, step }: OutOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  if (campaign !== undefined) {
    const { id } = await contactOf(api, who);
    const taken = await api.call(takeOutOfCare, {
      body: { of: 'campaign', campaignId: campaign, contactId: id, reason },
    });
    return documented(taken, `${id} is taken out of ${campaign}: ${taken.id}`);
  }
  const what = { journeyId: who, step: step ?? '', reason };
  const body = day === undefined ? { of: 'kind' as const, ...what } : { of: 'occasion' as const, ...what, day };
  const taken = await api.call(takeOutOfCare, { body });
  const of = day === undefined ? `all such occasions as ${what.step}` : `${what.step} on ${day}`;
  return documented(taken, `${taken.contactName ?? taken.contactId} is taken out of ${of}: ${taken.id}`);
}

export const careOut: Register = (parent, run) =>
  parent
    .command('out')
    .summary('take one person out of care')
    .description(
      'Take one person out: of an occasion on a day, without --day of all such, or of a campaign. It holds at once.',
    )
    .argument('<journey|contact>', 'a journey of `care day`; with --campaign a contact')
    .option('--step <id>', 'the message or task, as `care day` names it')
    .option('--day <day>', 'only of this day’s; the next one comes again')
    .option('--campaign <id>', 'of a campaign that has not begun')
    .requiredOption('--reason <text>', 'why: kept on the audit log and told in the story')
    .addHelpText(
      'after',
      examples(
        'care out jrn_01j8z... --step birthday --day 2027-05-17 --reason "in mourning"',
        'care out jrn_01j8z... --step birthday --reason "asked for no wishes"',
        'care out ada@example.com --campaign mid-autumn-2027 --reason "has a complaint open"',
      ),
    )
    .action((who: string, options: OutOptions) => run((deps) => runOut(who, options, deps)));

async function runBack(id: string, { reason }: { readonly reason?: string }, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const body = reason === undefined ? {} : { reason };
  const undone = await api.call(undoCareExclusion, { params: { id }, body });
  return documented(undone, `${undone.contactName ?? undone.contactId} has it again, as far as it is still to come.`);
}

export const careBack: Register = (parent, run) =>
  parent
    .command('back')
    .summary('put somebody back who was taken out')
    .description('Let somebody who was taken out have it again, as far as it is still to come.')
    .argument('<exclusion>', 'an id of `care list`')
    .option('--reason <text>', 'why')
    .addHelpText('after', examples('care back cex_01j8z... --reason "a mistake"'))
    .action((id: string, options: { readonly reason?: string }) => run((deps) => runBack(id, options, deps)));

interface ListOptions {
  readonly contact?: string;
  readonly all?: true;
  readonly limit: number;
}

async function runList({ contact, all, limit }: ListOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const who = contact === undefined ? {} : { contact: (await contactOf(api, contact)).id };
  const query = { ...who, standing: all === true ? ('false' as const) : ('true' as const) };
  const found: CareExclusionView[] = [];
  for await (const each of api.each(listCareExclusions, { query })) if (found.push(each) > limit) break;
  const shown = found.slice(0, limit);
  if (shown.length === 0) return listed([], 'Nobody is taken out.');
  const columns = [
    { title: 'ID' },
    { title: 'WHOM', atMost: 28 },
    { title: 'OF WHAT', atMost: 50 },
    { title: 'BY', atMost: 24 },
    { title: 'WHY', atMost: 60 },
  ] as const;
  const rows = shown.map((each) => [
    each.id,
    each.contactName ?? each.contactId,
    [each.definitionId, each.occasion, each.day].filter((part) => part !== null).join(' '),
    `${each.by.name ?? each.by.id}${each.undoneAt === null ? '' : ' (undone)'}`,
    each.reason,
  ]);
  const more = found.length > limit ? ['', `The first ${counted(limit, 'exclusion')}; --limit shows more.`] : [];
  return listed(shown, [table(columns, rows, deps.style), ...more].join('\n'));
}

export const careList: Register = (parent, run) =>
  parent
    .command('list')
    .summary('list who was taken out of what')
    .description('List who was taken out of what, by whom and why, newest first.')
    .option('--contact <id|email>', 'only of this contact')
    .option('--all', 'also what was undone')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 100_000), 50)
    .addHelpText('after', examples('care list', 'care list --contact ada@example.com --all'))
    .action((options: ListOptions) => run((deps) => runList(options, deps)));
