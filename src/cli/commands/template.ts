import { Option } from 'commander';
import { ApiProblem } from '../../api/client.js';
import type { Answer } from '../../api/contracts/contract.js';
import {
  checkTemplate,
  getTemplateFile,
  listTemplates,
  listTemplateVersions,
  previewTemplate,
  publishTemplate,
  type TemplateProblemView,
} from '../../api/contracts/templates.js';
import { TEMPLATE_POLICIES, type TemplatePolicy } from '../../domain/template/versions.js';
import { examples, type Register } from '../command.js';
import { lineChanges } from '../line-changes.js';
import { tableTime } from '../local-time.js';
import { contactOf, userNames } from '../lookups.js';
import { wholeNumber } from '../option-values.js';
import { documented, listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted, table } from '../table.js';

const columns = (...titles: string[]) => titles.map((title) => ({ title }));

const problemLine = ({ file, line, column, code, message, definition, step }: TemplateProblemView): string =>
  `${file}:${line}:${column}  ${code}  ${definition === null ? '' : `${definition}, ${step}: `}${message}`;

const MOST_VERSION = 1_000_000_000;

async function runList(deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const { data } = await api.call(listTemplates, {});
  const nameOf = await userNames(api);
  const rows = data.flatMap(({ name, files, uses, problems }) =>
    files.map(({ file, version, publishedAt, publishedBy }) => [
      file,
      String(version),
      publishedAt === null ? '-' : tableTime(publishedAt),
      publishedBy === null ? '-' : nameOf(publishedBy),
      uses.length === 0 ? '-' : [...new Set(uses.map(({ definition }) => definition))].join(', '),
      problems.filter((problem) => problem.file === file || name === file).length === 0 ? '-' : 'has faults',
    ]),
  );
  const head = columns('FILE', 'VERSION', 'PUBLISHED', 'BY', 'SAID BY', 'FAULTS');
  const told = `${counted(rows.length, 'file')} of ${counted(data.length, 'template, layout or partial', 'templates, layouts and partials')}.`;
  return listed(data, [table(head, rows, deps.style), '', told].join('\n'));
}

async function runShow(file: string, version: number | undefined, deps: Deps): Promise<Outcome> {
  const shown = await (await deps.api()).call(getTemplateFile, { query: { file, version } });
  return documented(shown, shown.source.replace(/\n$/, ''));
}

async function runVersions(file: string, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const { data, hasMore } = await api.call(listTemplateVersions, { query: { file, limit: 200 } });
  const nameOf = await userNames(api);
  const rows = data.map(({ version, policy, publishedAt, publishedBy, note }) => [
    String(version),
    policy ?? 'the folder’s',
    publishedAt === null ? '-' : tableTime(publishedAt),
    publishedBy === null ? '-' : nameOf(publishedBy),
    note ?? '',
  ]);
  const told = hasMore ? 'These are the newest.' : `${counted(rows.length, 'version')}.`;
  return listed(
    data,
    [table(columns('VERSION', 'POLICY', 'PUBLISHED', 'BY', 'NOTE'), rows, deps.style), '', told].join('\n'),
  );
}

interface DiffOptions {
  readonly from?: number;
  readonly to?: number;
}

/** The newest version and the one before it, if nothing is said. */
async function runDiff(file: string, { from, to }: DiffOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const newer = await api.call(getTemplateFile, { query: { file, version: to } });
  const older = await api.call(getTemplateFile, { query: { file, version: from ?? Math.max(0, newer.version - 1) } });
  const changes = lineChanges(older.source, newer.source);
  const value = { file, from: older.version, to: newer.version, changes };
  const head = [`--- ${file} version ${older.version}`, `+++ ${file} version ${newer.version}`];
  const lines = changes.map(({ type, text }) => `${{ same: ' ', removed: '-', added: '+' }[type]}${text}`);
  return documented(value, [...head, ...lines].join('\n'));
}

/** What is told of a file that is looked at: its faults, and how large its mails are. */
async function runCheck(path: string, as: string, deps: Deps): Promise<Outcome> {
  const source = await deps.readText(path);
  const checked = await (await deps.api()).call(checkTemplate, { body: { file: as, source } });
  const { size, problems, publishable } = checked;
  const bytes = size === null ? [] : [`HTML of at least ${size.htmlBytes} bytes; Gmail clips at ${size.clipsAt}.`];
  const told = publishable ? 'It may be published.' : `${counted(problems.length, 'fault')}.`;
  return documented(checked, [...problems.map(problemLine), ...bytes, told].join('\n'), publishable ? 0 : 1);
}

interface PreviewOptions {
  readonly source?: string;
  readonly contact?: string;
  readonly journey?: string;
  readonly locale?: string;
  readonly template?: string;
  readonly html?: boolean;
}

async function runPreview(file: string, options: PreviewOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const { contact, journey: journeyId, locale, template, html } = options;
  const source = options.source === undefined ? undefined : await deps.readText(options.source);
  const contactId = contact === undefined ? undefined : (await contactOf(api, contact)).id;
  const body = { file, source, contactId, journeyId, locale, template };
  const mail = await api.call(previewTemplate, { body });
  const exit = mail.outcome === 'ok' ? 0 : 1;
  return documented(mail, html === true && mail.html !== null ? mail.html : previewText(mail), exit);
}

function previewText(mail: Answer<typeof previewTemplate>): string {
  const { outcome, detail, missing, subject, preheader, text, locale, size, contact, problems } = mail;
  const held = {
    ok: [],
    'missing-variable': [`It would not be sent: ${missing.join(', ')} has no value.`],
    'render-failed': [`It would not be sent: ${detail ?? 'it can’t be rendered'}`],
  }[outcome];
  const head = [
    `For ${contact?.name ?? 'somebody made up'}, in ${locale ?? 'no language'}`,
    ...(size === null ? [] : [`HTML of ${size.htmlBytes} bytes; Gmail clips at ${size.clipsAt}.`]),
  ];
  const shown =
    subject === null ? [] : [`Subject: ${subject}`, ...(preheader === null ? [] : [`Preheader: ${preheader}`])];
  return [...problems.map(problemLine), ...held, ...head, '', ...shown, '', text ?? ''].join('\n').trimEnd();
}

interface PublishOptions {
  readonly as: string;
  readonly policy?: TemplatePolicy;
  readonly note?: string;
  readonly against?: number;
}

async function runPublish(
  path: string,
  { as: file, policy, note, against }: PublishOptions,
  deps: Deps,
): Promise<Outcome> {
  const api = await deps.api();
  const source = await deps.readText(path);
  const expectedVersion = against ?? (await newestOf(deps, file));
  try {
    const done = await api.call(publishTemplate, { body: { file, source, expectedVersion, policy, note } });
    const told = done.created
      ? `Published ${file} as version ${done.version}${policy === 'follow' ? ', for journeys in flight too.' : ', for journeys that begin from now on.'}`
      : `${file} is published already: version ${done.version} has this text.`;
    return documented({ published: true, ...done }, told);
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.problem.code !== 'template-has-faults') throw error;
    const { problems } = await api.call(checkTemplate, { body: { file, source } });
    const told = `Not published: ${counted(problems.length, 'fault')}.`;
    return documented({ published: false, file, problems }, [...problems.map(problemLine), told].join('\n'), 1);
  }
}

/** Of a file that nobody has heard of yet: none. */
async function newestOf(deps: Deps, file: string): Promise<number> {
  try {
    return (await (await deps.api()).call(listTemplateVersions, { query: { file, limit: 1 } })).data[0]?.version ?? 0;
  } catch (error) {
    if (error instanceof ApiProblem && error.problem.code === 'not-found') return 0;
    throw error;
  }
}

const version = wholeNumber(0, MOST_VERSION);
const FILE = 'its path in the templates folder, such as lead/hello.en.hbs';

export const templateList: Register = (parent, run) =>
  parent
    .command('list')
    .summary('list templates, layouts and partials')
    .description(
      'List the files that mails are made of: their versions, who published them, and which definitions say them.',
    )
    .addHelpText('after', examples('template list'))
    .action(() => run(runList));

export const templateShow: Register = (parent, run) =>
  parent
    .command('show')
    .summary('show a file as written')
    .description('Show a file of the templates as written, in its newest version or another.')
    .argument('<file>', FILE)
    .option('--of <version>', 'which version; 0 is the folder’s own', version)
    .addHelpText('after', examples('template show lead/hello.en.hbs', 'template show lead/hello.en.hbs --of 0'))
    .action((file: string, { of }: { of?: number }) => run((deps) => runShow(file, of, deps)));

export const templateVersions: Register = (parent, run) =>
  parent
    .command('versions')
    .summary('list the versions of a file')
    .description('List the versions of a file, newest first, with their notes and whom they hold for.')
    .argument('<file>', FILE)
    .addHelpText('after', examples('template versions lead/hello.en.hbs'))
    .action((file: string) => run((deps) => runVersions(file, deps)));

export const templateDiff: Register = (parent, run) =>
  parent
    .command('diff')
    .summary('show what a version changed')
    .description('Show what the newest version of a file changed in the one before it, or any version in another.')
    .argument('<file>', FILE)
    .option('--from <version>', 'the older one', version)
    .option('--to <version>', 'the newer one', version)
    .addHelpText(
      'after',
      examples('template diff lead/hello.en.hbs', 'template diff lead/hello.en.hbs --from 0 --to 3'),
    )
    .action((file: string, options: DiffOptions) => run((deps) => runDiff(file, options, deps)));

export const templateCheck: Register = (parent, run) =>
  parent
    .command('check')
    .summary('find the faults of a file')
    .description('Find the faults of a file without publishing it, also what published definitions could not give it.')
    .argument('<path>', 'the file')
    .requiredOption('--as <file>', FILE)
    .addHelpText('after', examples('template check hello.hbs --as lead/hello.en.hbs'))
    .action((path: string, { as }: { as: string }) => run((deps) => runCheck(path, as, deps)));

export const templatePreview: Register = (parent, run) =>
  parent
    .command('preview')
    .summary('show a mail as it would be sent')
    .description('Show a mail as it would be sent, for a contact or for somebody made up. Nothing is sent.')
    .argument('<file>', FILE)
    .option('--source <path>', 'a file with what is not published yet')
    .option('--contact <id|email>', 'for whom')
    .option('--journey <id>', 'where they stand')
    .option('--locale <locale>', 'in which language')
    .option('--template <name>', 'of a layout or partial: in which template')
    .option('--html', 'print the HTML instead of the text')
    .addHelpText(
      'after',
      examples(
        'template preview lead/hello.en.hbs --contact ada@example.com',
        'template preview lead/hello.zh-CN.hbs --html',
      ),
    )
    .action((file: string, options: PreviewOptions) => run((deps) => runPreview(file, options, deps)));

export const templatePublish: Register = (parent, run) =>
  parent
    .command('publish')
    .summary('publish a file as its next version')
    .description(
      'Publish a file: the next version, which never changes. With pin it holds for journeys that begin from now on, with follow for those in flight too. One with faults is refused; the same text again makes no new version.',
    )
    .argument('<path>', 'the file')
    .requiredOption('--as <file>', FILE)
    .addOption(new Option('--policy <policy>', 'whom it holds for').choices([...TEMPLATE_POLICIES]))
    .option('--note <text>', 'what changed and why, kept with the version')
    .option('--against <version>', 'the version it was written against; absent: the newest', version)
    .addHelpText(
      'after',
      examples(
        'template publish hello.hbs --as lead/hello.en.hbs --note "shorter"',
        'template publish hello.hbs --as lead/hello.en.hbs --policy follow',
      ),
    )
    .action((path: string, options: PublishOptions) => run((deps) => runPublish(path, options, deps)));
