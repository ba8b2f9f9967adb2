import { type CampaignPreview, previewCampaign, testCampaign } from '../../api/contracts/campaign-looks.js';
import { explainCode } from '../../domain/errors.js';
import { examples, type Register } from '../command.js';
import { contactOf } from '../lookups.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';

/* A campaign's message looked at before it goes out. */

interface PreviewOptions {
  readonly contact?: string;
  readonly step?: string;
  readonly locale?: string;
  readonly html?: boolean;
}

async function runPreview(id: string, { contact, step, locale, html }: PreviewOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const contactId = contact === undefined ? undefined : (await contactOf(api, contact)).id;
  const mail = await api.call(previewCampaign, { params: { id }, query: { contactId, step, locale } });
  const text = html === true && mail.html !== null ? mail.html : previewText(mail);
  return documented(mail, text, mail.outcome === 'ok' ? 0 : 1);
}

function previewText({
  outcome,
  detail,
  missing,
  subject,
  preheader,
  text,
  locale,
  contact,
  fate,
}: CampaignPreview): string {
  const held = {
    ok: [],
    'missing-variable': [`It would not be sent: ${missing.join(', ')} has no value.`],
    'render-failed': [`It would not be sent: ${detail ?? 'it can’t be rendered'}`],
  }[outcome];
  const shown =
    subject === null ? [] : [`Subject: ${subject}`, ...(preheader === null ? [] : [`Preheader: ${preheader}`])];
  const head = [`For ${contact?.name ?? 'somebody made up'}, in ${locale ?? 'no language'}`, ...fateLines(fate)];
  return [...held, ...head, '', ...shown, '', text ?? ''].join('\n').trimEnd();
}

function fateLines(fate: CampaignPreview['fate']): string[] {
  if (fate === null) return [];
  if (!fate.inAudience) return ['Not in the audience.'];
  if (fate.heldOut) return ['Held out: gets nothing, for comparison.'];
  const { answer, code, dueAt, until } = fate;
  const why = code === null ? '' : `, ${code}: ${explainCode(code)?.title ?? code}`;
  switch (answer) {
    case null:
      return [`In the audience; due at ${dueAt}.`];
    case 'send':
      return [`Would get it at ${dueAt}.`];
    case 'skip':
      return [`Would be left out${why}.`];
    case 'defer':
      return [`Would be put off until ${until}${why}.`];
  }
}

export const campaignPreview: Register = (parent, run) =>
  parent
    .command('preview')
    .summary('show its message as anybody would get it')
    .description(
      'Show its message as a contact would get it, and what would become of them. Links of ours lead nowhere.',
    )
    .argument('<campaign>', "the campaign's id")
    .option('--contact <id or address>', 'for whom; absent: for somebody made up')
    .option('--step <id>', 'of a campaign with steps: which message')
    .option('--locale <locale>', 'in this language')
    .option('--html', 'print the HTML')
    .addHelpText(
      'after',
      examples('campaign preview mid-autumn-2027', 'campaign preview mid-autumn-2027 --contact ada@example.com'),
    )
    .action((id: string, options: PreviewOptions) => run((deps) => runPreview(id, options, deps)));

interface TestOptions {
  readonly as?: string;
  readonly to?: string[];
}

async function runTest(id: string, { as, to }: TestOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const contactId = as === undefined ? undefined : (await contactOf(api, as)).id;
  const sent = await api.call(testCampaign, { params: { id }, body: { contactId, to } });
  return documented(sent, `Sent "${sent.subject}" as for ${sent.contact.name} to ${sent.sentTo.join(', ')}.`);
}

export const campaignTest: Register = (parent, run) =>
  parent
    .command('test')
    .summary('send its mail to people who work here')
    .description(
      'Send its mail to people who work here, as a contact would get it: marked as a test, with links of ours that lead nowhere. Nothing counts it.',
    )
    .argument('<campaign>', "the campaign's id")
    .option('--as <id or address>', 'as which contact; absent: the first of the audience')
    .option('--to <addresses...>', 'addresses of people who work here; absent: your own')
    .addHelpText(
      'after',
      examples(
        'campaign test mid-autumn-2027',
        'campaign test mid-autumn-2027 --as ada@example.com --to ops@example.com',
      ),
    )
    .action((id: string, options: TestOptions) => run((deps) => runTest(id, options, deps)));
