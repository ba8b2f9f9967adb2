import { Option } from 'commander';
import {
  type FormDetailView,
  type FormSubmissionView,
  formLinks,
  getForm,
  listFormSubmissions,
  listForms,
} from '../../api/contracts/forms.js';
import { examples, type Register } from '../command.js';
import { endOfRows, firstRows } from '../first-rows.js';
import { tableTime } from '../local-time.js';
import { wholeNumber } from '../option-values.js';
import { documented, listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted, table } from '../table.js';

const right = (title: string) => ({ title, align: 'right' as const });

async function runList(deps: Deps): Promise<Outcome> {
  const { data } = await (await deps.api()).call(listForms);
  if (data.length === 0) return listed(data, 'No forms are published.');
  const columns = [
    { title: 'FORM' },
    ...[right('VISITS'), right('SUBMISSIONS'), right('NEW LEADS'), right('NOT TAKEN')],
    { title: 'LAST (UTC)' },
  ];
  const rows = data.map(({ id, visits, submissions, newContacts, blocked, lastAt }) => [
    id,
    ...[visits, submissions, newContacts, blocked].map(String),
    lastAt === null ? '-' : tableTime(lastAt),
  ]);
  return listed(data, [table(columns, rows, deps.style), '', 'Of the last 30 days.'].join('\n'));
}

export const formList: Register = (parent, run) =>
  parent
    .command('list')
    .summary('list the published forms with what came by them')
    .description('List the published forms with their visits, submissions and new leads of the last 30 days.')
    .addHelpText('after', examples('form list', 'form list --json'))
    .action(() => run(runList));

async function runShow(id: string, deps: Deps): Promise<Outcome> {
  const form = await (await deps.api()).call(getForm, { params: { id } });
  return documented(
    form,
    [...headOf(form), ...asksOf(form), ...campaignsOf(form, deps), ...refusedOf(form, deps)].join('\n'),
  );
}

function headOf(form: FormDetailView): readonly string[] {
  const { id, version, publishedAt, visits, machineVisits, submissions, newContacts, blocked } = form;
  return [
    `${id}, version ${version}, published ${tableTime(publishedAt)}.`,
    `In 30 days: ${counted(visits, 'visit')}, ${machineVisits} by programs; ${counted(submissions, 'submission')}, ${counted(newContacts, 'new lead')}; ${blocked} not taken.`,
  ];
}

function asksOf({ fields, consent }: FormDetailView): readonly string[] {
  const asked = fields.map(({ id, required }) => (required ? `${id} (required)` : id));
  return [`Asks: ${asked.join(', ')}.`, ...(consent === null ? [] : [`Consent: ${consent.topic}.`])];
}

function campaignsOf({ campaigns }: FormDetailView, { style }: Deps): readonly string[] {
  if (campaigns.length === 0) return [];
  const columns = [{ title: 'BY THE LINK OF' }, right('VISITS'), right('SUBMISSIONS'), right('NEW LEADS')];
  const rows = campaigns.map(({ id, visits, submissions, newContacts }) => [
    id,
    ...[visits, submissions, newContacts].map(String),
  ]);
  return ['', table(columns, rows, style)];
}

function refusedOf({ refusals }: FormDetailView, { style }: Deps): readonly string[] {
  if (refusals.length === 0) return [];
  const rows = refusals.map(({ reason, count, lastAt }) => [reason, String(count), tableTime(lastAt)]);
  return ['', table([{ title: 'NOT TAKEN' }, right('TIMES'), { title: 'LAST (UTC)' }], rows, style)];
}

export const formShow: Register = (parent, run) =>
  parent
    .command('show')
    .summary('show what came by a form and what was refused')
    .description('Show what a form asks, what came by it in the last 30 days, by campaign, and what was refused.')
    .argument('<form>', 'its id')
    .addHelpText('after', examples('form show contact-us'))
    .action((id: string) => run((deps) => runShow(id, deps)));

interface LinksOptions {
  readonly campaign?: string;
  readonly lang?: 'en' | 'zh-CN';
}

async function runLinks(id: string, { campaign, lang }: LinksOptions, deps: Deps): Promise<Outcome> {
  const query = { ...(campaign === undefined ? {} : { campaign }), ...(lang === undefined ? {} : { lang }) };
  const links = await (await deps.api()).call(formLinks, { params: { id }, query });
  const { page, landing, frame, embed } = links;
  return documented(links, [landing ?? page, '', frame, '', embed.trimEnd()].join('\n'));
}

export const formLinksOf: Register = (parent, run) =>
  parent
    .command('links')
    .summary('print where a form is, and the HTML for other sites')
    .description(
      'Print the address of a form, or the landing link of a campaign, and the HTML to put it into another site.',
    )
    .argument('<form>', 'its id')
    .option('--campaign <id>', 'with this campaign as the source')
    .addOption(new Option('--lang <language>', 'of the HTML').choices(['en', 'zh-CN']))
    .addHelpText('after', examples('form links contact-us', 'form links contact-us --campaign mid-autumn-2027'))
    .action((id: string, options: LinksOptions) => run((deps) => runLinks(id, options, deps)));

interface SubmissionsOptions {
  readonly campaign?: string;
  readonly limit: number;
}

async function runSubmissions(
  form: string | undefined,
  { campaign, limit }: SubmissionsOptions,
  deps: Deps,
): Promise<Outcome> {
  const api = await deps.api();
  const filter = { ...(form === undefined ? {} : { form }), ...(campaign === undefined ? {} : { campaign }) };
  const { shown, more } = await firstRows(limit, (rowsAPage) =>
    api.each(listFormSubmissions, { query: { ...filter, limit: rowsAPage } }),
  );
  if (shown.length === 0) return listed(shown, 'Nobody has sent anything.');
  const columns = [
    { title: 'AT (UTC)' },
    { title: 'FORM' },
    { title: 'WHO', atMost: 28 },
    { title: 'LEAD' },
    { title: 'CAMPAIGN' },
    { title: 'CONSENT' },
    { title: 'ANSWERS', atMost: 80 },
  ] as const;
  const rows = shown.map(rowOf);
  return listed(shown, [table(columns, rows, deps.style), '', endOfRows(shown.length, more, 'submission')].join('\n'));
}

const rowOf = ({ at, formId, contact, isNew, campaignId, consent, answers }: FormSubmissionView): string[] => [
  tableTime(at),
  formId,
  contact.name,
  isNew ? 'new' : 'known',
  campaignId ?? '-',
  consent === null ? '-' : `${consent.topic} (${consent.state})`,
  Object.entries(answers)
    .map(([id, value]) => `${id}: ${value}`)
    .join(', '),
];

export const formSubmissions: Register = (parent, run) =>
  parent
    .command('submissions')
    .summary('list what people sent by forms')
    .description('List what people sent, newest first; --json has every answer and the consent as the page showed it.')
    .argument('[form]', 'its id; of all forms if absent')
    .option('--campaign <id>', 'only by the landing link of this campaign')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 100_000), 50)
    .addHelpText(
      'after',
      examples('form submissions contact-us', 'form submissions --campaign mid-autumn-2027 --limit 500 --json'),
    )
    .action((form: string | undefined, options: SubmissionsOptions) =>
      run((deps) => runSubmissions(form, options, deps)),
    );
