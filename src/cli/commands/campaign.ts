import { Option } from 'commander';
import {
  approveCampaign,
  type CampaignDetail,
  createCampaign,
  discardCampaign,
  editCampaign,
  getCampaign,
  listCampaigns,
  pauseCampaign,
  putCampaignFile,
  resumeCampaign,
  scheduleCampaign,
  sendBackCampaign,
  setCampaignRate,
  stopCampaign,
  unscheduleCampaign,
} from '../../api/contracts/campaigns.js';
import { CAMPAIGN_STATES } from '../../domain/campaign/life.js';
import { examples, type Register } from '../command.js';
import { endOfRows, firstRows } from '../first-rows.js';
import { tableTime } from '../local-time.js';
import { wholeNumber } from '../option-values.js';
import { documented, listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { table } from '../table.js';
import { campaignText } from './campaign-text.js';
import { REASON } from './journey-commands.js';

/* A campaign from draft to done. Who is in its audience is in campaign-recipients.ts. */

const told = (campaign: CampaignDetail): Outcome => documented(campaign, campaignText(campaign));

interface DraftOptions {
  readonly definition?: string;
  readonly copyOf?: string;
  readonly id?: string;
}

async function runDraft(file: string | undefined, options: DraftOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const text = file === undefined ? undefined : await deps.readText(file);
  return drafted(await api.call(createCampaign, { body: { text, ...options } }));
}

async function runEdit(id: string, file: string, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const text = await deps.readText(file);
  const { revision } = await api.call(getCampaign, { params: { id } });
  return drafted(await api.call(editCampaign, { params: { id }, body: { text, revision } }));
}

/** A draft may have faults; the exit code says whether it can go out. */
function drafted(campaign: CampaignDetail & { readonly findings: readonly Finding[] }): Outcome {
  const lines = campaign.findings.map(
    ({ line, column, severity, code, message }) => `  ${line}:${column}  ${severity}  ${code}  ${message}`,
  );
  const faulty = campaign.findings.some(({ severity }) => severity === 'error');
  return documented(campaign, [campaignText(campaign), ...lines].join('\n'), faulty ? 1 : 0);
}

interface Finding {
  readonly line: number;
  readonly column: number;
  readonly severity: string;
  readonly code: string;
  readonly message: string;
}

export const campaignDraft: Register = (parent, run) =>
  parent
    .command('draft')
    .summary('begin a draft')
    .description('Begin a draft of a file, of a published campaign definition, or as a copy of another campaign.')
    .argument('[file]', 'the definition (kind: campaign)')
    .option('--definition <id>', 'of a published campaign definition')
    .option('--copy-of <id>', 'as a copy of another campaign')
    .option('--id <id>', 'of a copy: its id')
    .addHelpText(
      'after',
      examples('campaign draft spring.yaml', 'campaign draft --copy-of mid-autumn-2027 --id mid-autumn-2028'),
    )
    .action((file: string | undefined, options: DraftOptions) => run((deps) => runDraft(file, options, deps)));

export const campaignEdit: Register = (parent, run) =>
  parent
    .command('edit')
    .summary('change the text of a draft')
    .description('Put another text in place of a draft. What awaited approval is a draft again.')
    .argument('<campaign>', "the campaign's id")
    .argument('<file>', 'its definition')
    .addHelpText('after', examples('campaign edit spring spring.yaml'))
    .action((id: string, file: string) => run((deps) => runEdit(id, file, deps)));

interface ListOptions {
  readonly state?: (typeof CAMPAIGN_STATES)[number];
  readonly limit: number;
}

async function runList({ state, limit }: ListOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const { shown, more } = await firstRows(limit, (rowsAPage) =>
    api.each(listCampaigns, { query: { state, limit: rowsAPage } }),
  );
  if (shown.length === 0) return listed(shown, 'There are no such campaigns.');
  const columns = [
    { title: 'CAMPAIGN' },
    { title: 'STATE' },
    { title: 'WHY', atMost: 24 },
    { title: 'PEOPLE', align: 'right' as const },
    { title: 'STARTS (UTC)' },
    { title: 'BY', atMost: 24 },
  ];
  const cells = shown.map((campaign) => [
    campaign.id,
    campaign.state,
    campaign.reason ?? '',
    String(campaign.audience ?? campaign.expected ?? ''),
    campaign.startsAt === null ? '' : tableTime(campaign.startsAt),
    campaign.createdByName ?? campaign.createdBy,
  ]);
  const end = endOfRows(shown.length, more, 'campaign');
  return listed(shown, [table(columns, cells, deps.style), '', end].join('\n'));
}

export const campaignList: Register = (parent, run) =>
  parent
    .command('list')
    .summary('list campaigns, newest first')
    .description('List campaigns, newest first, and where each stands.')
    .addOption(new Option('--state <state>', 'in this state').choices(CAMPAIGN_STATES))
    .option('--limit <n>', 'at most so many', wholeNumber(1, 100_000), 50)
    .addHelpText('after', examples('campaign list', 'campaign list --state sending'))
    .action((options: ListOptions) => run((deps) => runList(options, deps)));

export const campaignShow: Register = (parent, run) =>
  parent
    .command('show')
    .summary('show a campaign and the sum of its audience')
    .description('Show where a campaign stands, and how many of its audience are in each part of the sum.')
    .argument('<campaign>', "the campaign's id")
    .addHelpText('after', examples('campaign show mid-autumn-2027', 'campaign show mid-autumn-2027 --json'))
    .action((id: string) => run(async (deps) => told(await (await deps.api()).call(getCampaign, { params: { id } }))));

interface SendOptions {
  readonly revision?: number;
  readonly reason?: string;
}

const SENDS = {
  schedule: {
    contract: scheduleCampaign,
    summary: 'let a draft go out at its time',
    description:
      'Let a draft go out at its time, at once if it has none. Above the size that policy.yaml sets it awaits another person.',
  },
  approve: {
    contract: approveCampaign,
    summary: 'approve what somebody else wants to send',
    description: 'Approve what somebody else wants to send. With --revision only the text that you looked at.',
  },
} as const;

const sends =
  (name: keyof typeof SENDS): Register =>
  (parent, run) =>
    parent
      .command(name)
      .summary(SENDS[name].summary)
      .description(SENDS[name].description)
      .argument('<campaign>', "the campaign's id")
      .option('--revision <n>', 'only if its text is still this one', wholeNumber(1, 1_000_000))
      .option(...REASON)
      .addHelpText('after', examples(`campaign ${name} mid-autumn-2027`))
      .action((id: string, options: SendOptions) =>
        run(async (deps) => {
          const api = await deps.api();
          const revision = options.revision ?? (await api.call(getCampaign, { params: { id } })).revision;
          return told(
            await api.call(SENDS[name].contract, { params: { id }, body: { revision, reason: options.reason } }),
          );
        }),
      );

export const campaignSchedule = sends('schedule');
export const campaignApprove = sends('approve');

const COMMANDS = {
  discard: { contract: discardCampaign, summary: 'throw a draft away', why: 'not this year' },
  'send-back': { contract: sendBackCampaign, summary: 'do not approve it: it is a draft again', why: 'wrong price' },
  unschedule: { contract: unscheduleCampaign, summary: 'take back what has not started', why: 'a day later' },
  pause: { contract: pauseCampaign, summary: 'let nothing of it go out for now', why: 'a broken link' },
  resume: { contract: resumeCampaign, summary: 'let a paused one go on', why: 'the link works' },
  stop: { contract: stopCampaign, summary: 'end it for good', why: 'the fair is off' },
} as const;

const tells =
  (name: keyof typeof COMMANDS): Register =>
  (parent, run) =>
    parent
      .command(name)
      .summary(COMMANDS[name].summary)
      .description(`${COMMANDS[name].summary.charAt(0).toUpperCase()}${COMMANDS[name].summary.slice(1)}.`)
      .argument('<campaign>', "the campaign's id")
      .requiredOption(...REASON)
      .addHelpText('after', examples(`campaign ${name} mid-autumn-2027 --reason "${COMMANDS[name].why}"`))
      .action((id: string, { reason }: { readonly reason: string }) =>
        run(async (deps) =>
          told(await (await deps.api()).call(COMMANDS[name].contract, { params: { id }, body: { reason } })),
        ),
      );

export const CAMPAIGN_COMMANDS: readonly Register[] = (
  ['discard', 'send-back', 'unschedule', 'pause', 'resume', 'stop'] as const
).map(tells);

export const campaignRate: Register = (parent, run) =>
  parent
    .command('rate')
    .summary('change its rate, also while it sends')
    .description('Change how many recipients a minute has, also while it sends.')
    .argument('<campaign>', "the campaign's id")
    .argument('[n]', 'recipients a minute; absent: no limit', wholeNumber(1, 1_000_000))
    .requiredOption(...REASON)
    .addHelpText('after', examples('campaign rate mid-autumn-2027 600 --reason "slower for qq.com"'))
    .action((id: string, perMinute: number | undefined, { reason }: { readonly reason: string }) =>
      run(async (deps) => {
        const body = { perMinute: perMinute ?? null, reason };
        return told(await (await deps.api()).call(setCampaignRate, { params: { id }, body }));
      }),
    );

export const campaignUpload: Register = (parent, run) =>
  parent
    .command('upload')
    .summary('bring a list of people')
    .description(
      'Bring the list that its definition names: one address or contact id a line, or a CSV with such a column.',
    )
    .argument('<campaign>', "the campaign's id")
    .argument('<name>', 'as the definition names it')
    .argument('<file>', 'where it is')
    .addHelpText('after', examples('campaign upload vip-2027 vip.csv ./vip.csv'))
    .action((id: string, name: string, file: string) =>
      run(async (deps) => {
        const list = await deps.readText(file);
        const read = await (await deps.api()).call(putCampaignFile, { params: { id, file: name }, body: list });
        const { lines, found, duplicates, strangers, broken } = read;
        const text = `${read.name}: of ${lines} lines ${found} are contacts, ${duplicates} name one again, ${strangers} are strangers, ${broken} are broken.`;
        return documented(read, text);
      }),
    );
