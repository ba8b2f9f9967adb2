import { Option } from 'commander';
import {
  getLeaving,
  type HandoverTarget,
  type LeavingPreview,
  type LeavingView,
  leaveUser,
  previewLeaving,
} from '../../api/contracts/leaving.js';
import type { WorkView } from '../../api/contracts/users.js';
import { examples, type Register } from '../command.js';
import { wrongUse } from '../failure.js';
import { userOf } from '../lookups.js';
import { documented, type Outcome } from '../outcome.js';
import { colleague } from '../people-lookups.js';
import type { Deps } from '../ports.js';
import { counted, table } from '../table.js';

const BY = { turn: 'roundRobin', load: 'leastLoaded', territory: 'territory' } as const;

interface LeaveOptions {
  readonly to?: string;
  readonly team?: string;
  readonly by: keyof typeof BY;
  readonly reason?: string;
  readonly dryRun?: boolean;
}

async function targetOf(
  api: Awaited<ReturnType<Deps['api']>>,
  { to, team, by }: LeaveOptions,
): Promise<HandoverTarget> {
  if ((to === undefined) === (team === undefined))
    throw wrongUse('It must be said who gets what is theirs.', 'Give --to a user, or --team a team.');
  return to === undefined
    ? { type: 'team', teamId: team ?? '', by: BY[by] }
    : { type: 'user', userId: await userOf(api, to) };
}

async function runLeave(who: string, options: LeaveOptions, deps: Deps): Promise<Outcome> {
  const { reason, dryRun } = options;
  if (dryRun !== true && reason === undefined)
    throw wrongUse('A reason is needed; it is kept.', 'Give --reason, or --dry-run to see what would go to whom.');
  const api = await deps.api();
  const user = await colleague(api, who);
  const to = await targetOf(api, options);
  const params = { id: user.id };
  if (dryRun === true) {
    const preview = await api.call(previewLeaving, { params, body: { to } });
    return documented(preview, previewWords(user.name, preview, deps));
  }
  const begun = await api.call(leaveUser, { params, body: { to, reason: reason ?? '' } });
  return documented(
    begun,
    `${user.name} has left: no access any more. What is theirs goes to others, ${counted(begun.total, 'thing')}; \`followthrough user leaving ${who}\` shows how far that is.`,
  );
}

function previewWords(name: string, preview: LeavingPreview, { style }: Deps): string {
  const { work, gets, reports, reportsTo, deputyOf, teams, mailboxes, keys, definitions } = preview;
  const columns = ['WHO GETS IT', 'CONTACTS', 'ACCOUNTS', 'DEALS', 'TASKS'].map((title) => ({ title }));
  const rows = gets.map((each) => [
    each.isThere ? each.name : `${each.name} (away)`,
    ...[each.contacts, each.accounts, each.deals, each.tasks].map(String),
  ]);
  const charge =
    reports.length === 0
      ? []
      : [`In their charge: ${namesOf(reports)}; then in that of ${reportsTo?.name ?? 'nobody'}.`];
  const more = [
    ...charge,
    ...(deputyOf.length === 0 ? [] : [`Deputy of: ${namesOf(deputyOf)}.`]),
    ...(teams.length === 0 ? [] : [`Taken out of: ${teams.join(', ')}.`]),
    ...(mailboxes.length === 0 ? [] : [`Mailboxes: ${mailboxes.join(', ')}.`]),
    ...(keys === 0 ? [] : [`${counted(keys, 'API key')} would be revoked.`]),
    ...(definitions.length === 0 ? [] : [`Named in: ${definitions.join(', ')}.`]),
  ];
  return [`${name} has ${workWords(work)}.`, '', table(columns, rows, style), '', ...more, 'Nothing was changed.'].join(
    '\n',
  );
}

const namesOf = (people: readonly { readonly name: string }[]): string => people.map(({ name }) => name).join(', ');

const workWords = (work: WorkView): string =>
  [
    counted(work.contacts, 'contact'),
    counted(work.accounts, 'account'),
    counted(work.deals, 'open deal'),
    counted(work.journeys, 'open journey'),
    counted(work.tasks, 'open task'),
  ].join(', ');

async function runLeaving(who: string, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const leaving = await api.call(getLeaving, { params: { id: await userOf(api, who) } });
  return documented(leaving, progressWords(leaving));
}

function progressWords({ state, done, total, left, code }: LeavingView): string {
  const moved = `${done} of ${counted(total, 'thing')} moved.`;
  if (state === 'done') return `Done: ${moved} Nothing is left.`;
  const why = code === null ? '' : ` It waits: ${code}.`;
  return `Under way: ${moved} Left: ${workWords(left)}.${why}`;
}

export const userLeave: Register = (parent, run) =>
  parent
    .command('leave')
    .summary('a user leaves, and what is theirs goes to others')
    .description(
      'A user leaves: their access ends at once, and their contacts with journeys, accounts, open deals and open tasks go to one successor, or are shared out in a team. Those of one account stay together.',
    )
    .argument('<id|email>', 'who leaves')
    .option('--to <id|email>', 'the successor')
    .option('--team <id>', 'the team to share it out in')
    .addOption(
      new Option('--by <how>', 'how it is shared out in the team')
        .choices(['turn', 'load', 'territory'])
        .default('turn'),
    )
    .option('--reason <text>', 'why; kept on the audit log, of each contact too')
    .option('--dry-run', 'only show what would go to whom')
    .addHelpText(
      'after',
      examples(
        'user leave grace@example.com --to sam@example.com --dry-run',
        'user leave grace@example.com --team sales --by territory --reason "new job"',
      ),
    )
    .action((who: string, options: LeaveOptions) => run((deps) => runLeave(who, options, deps)));

export const userLeaving: Register = (parent, run) =>
  parent
    .command('leaving')
    .summary('show how far the handover of a user who leaves is')
    .description('Show how far the handover of a user who leaves is, and what is left.')
    .argument('<id|email>', 'who leaves')
    .addHelpText('after', examples('user leaving grace@example.com'))
    .action((who: string) => run((deps) => runLeaving(who, deps)));
