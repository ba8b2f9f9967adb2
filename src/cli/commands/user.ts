import { Option } from 'commander';
import { LANGUAGES, role as ROLE } from '../../api/contracts/common.js';
import {
  createUser,
  inviteUser,
  listUsers,
  type UserChanges,
  type UserDetailView,
  type UserView,
  updateUser,
} from '../../api/contracts/users.js';
import { examples, type Register } from '../command.js';
import { wrongUse } from '../failure.js';
import { userOf } from '../lookups.js';
import { documented, listed, type Outcome } from '../outcome.js';
import { colleague, everybody, lastDay, orNone } from '../people-lookups.js';
import type { Deps } from '../ports.js';
import { counted, table } from '../table.js';

interface Fields {
  readonly email?: string;
  readonly name?: string;
  readonly role?: UserView['role'];
  readonly manager?: string;
  readonly phone?: string;
  readonly language?: (typeof LANGUAGES)[number] | 'none';
  readonly timezone?: string;
  readonly calendar?: string;
}

/** The options as the API has them; the manager is named by id or address. */
async function bodyOf(api: Awaited<ReturnType<Deps['api']>>, { manager, ...rest }: Fields): Promise<UserChanges> {
  const who = orNone(manager);
  const { language, phone, timezone, calendar, ...plain } = rest;
  return {
    ...plain,
    ...(who === undefined ? {} : { managerId: who === null ? null : await userOf(api, who) }),
    ...(language === undefined ? {} : { language: language === 'none' ? null : language }),
    ...(phone === undefined ? {} : { phone: orNone(phone) }),
    ...(timezone === undefined ? {} : { timezone: orNone(timezone) }),
    ...(calendar === undefined ? {} : { calendar: orNone(calendar) }),
  };
}

async function runUserAdd(options: Fields & Required<Pick<Fields, 'email' | 'name' | 'role'>>, deps: Deps) {
  const api = await deps.api();
  const { email, name, role } = options;
  const made = await api.call(createUser, { body: { ...(await bodyOf(api, options)), email, name, role } });
  const { user, invitation } = made;
  return documented(
    made,
    [
      `Made ${user.name} as ${user.id}, ${user.role}.`,
      `Until ${invitation.until} the password can be chosen at ${invitation.url}`,
      'Hand this link to them alone; it is not shown again (`followthrough user invite` makes a new one).',
    ].join('\n'),
  );
}

async function runUserSet(who: string, options: Fields & { active?: boolean }, deps: Deps): Promise<Outcome> {
  const { active, ...fields } = options;
  if (Object.keys(options).length === 0) throw wrongUse('Nothing is to be changed.', 'Give at least one option.');
  const api = await deps.api();
  const body = { ...(await bodyOf(api, fields)), ...(active === undefined ? {} : { active }) };
  const user = await api.call(updateUser, { params: { id: await userOf(api, who) }, body });
  return documented(user, `Changed ${user.name} (${user.id}).`);
}

async function runUserInvite(who: string, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const invitation = await api.call(inviteUser, { params: { id: await userOf(api, who) } });
  return documented(invitation, `Until ${invitation.until} the password can be chosen at ${invitation.url}`);
}

async function runUserList({ all }: { readonly all?: boolean }, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const users: UserView[] = [];
  const query = all === true ? {} : { active: 'true' as const };
  for await (const user of api.each(listUsers, { query })) users.push(user);
  const people = await everybody(api);
  const rows = users.map((user) => [
    user.id,
    user.name,
    user.email,
    user.role,
    user.managerId === null ? '-' : (people.get(user.managerId)?.name ?? user.managerId),
    user.teams.join(' ') || '-',
    stateOf(user),
  ]);
  const columns = ['USER', 'NAME', 'ADDRESS', 'ROLE', 'MANAGER', 'TEAMS', 'STATE'].map((title) => ({ title }));
  return listed(users, [table(columns, rows, deps.style), '', `${counted(users.length, 'user')}.`].join('\n'));
}

function stateOf(user: UserView): string {
  if (!user.active) return 'left';
  const { absence, timezone } = user;
  if (absence === null) return user.canSignIn ? 'here' : 'here, no password yet';
  const until = absence.to === null ? '' : ` until ${lastDay(absence.to, timezone ?? 'UTC')}`;
  return absence.isNow ? `away${until}` : `here, away from ${absence.from.slice(0, 10)}${until}`;
}

async function runUserShow(who: string, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const user = await colleague(api, who);
  const people = await everybody(api);
  const nameOf = (id: string | null) => (id === null ? '-' : (people.get(id)?.name ?? id));
  return documented(user, pageOf(user, nameOf));
}

function pageOf(user: UserDetailView, nameOf: (id: string | null) => string): string {
  const { work } = user;
  const lines: readonly (readonly [string, string])[] = [
    ['address', user.email],
    ['role', user.role],
    ['state', stateOf(user)],
    ['deputy', nameOf(user.deputyId)],
    ['manager', nameOf(user.managerId)],
    ['teams', user.teams.join(', ') || '-'],
    ['phone', user.phone ?? '-'],
    ['language', user.language ?? '-'],
    ['time zone', user.timezone ?? '-'],
    ['calendar', user.calendar ?? '-'],
    ['in charge of', counted(user.reports, 'person', 'people')],
    [
      'in hand',
      [
        counted(work.contacts, 'contact'),
        counted(work.accounts, 'account'),
        counted(work.deals, 'open deal'),
        counted(work.journeys, 'open journey'),
        counted(work.tasks, 'open task'),
      ].join(', '),
    ],
  ];
  return [`${user.name} (${user.id})`, ...lines.map(([title, text]) => `  ${title.padEnd(14)}${text}`)].join('\n');
}

const fieldOptions = (command: ReturnType<Register>): ReturnType<Register> =>
  command
    .option('--manager <id|email|none>', 'whose charge they are in')
    .option('--phone <number|none>', 'phone number')
    .addOption(new Option('--language <code>', 'what the page speaks to them').choices([...LANGUAGES, 'none']))
    .option('--timezone <zone|none>', 'IANA zone: their tasks appear and fall due by it')
    .option('--calendar <id|none>', 'working calendar, one of the folder calendars');

export const userAdd: Register = (parent, run) =>
  fieldOptions(
    parent
      .command('add')
      .summary('make a user')
      .description('Make a user. Prints the link by which they choose their password.')
      .requiredOption('--email <address>', 'their address: they sign in by it, and their mails come from it')
      .requiredOption('--name <name>', 'their name')
      .addOption(new Option('--role <role>', 'what they may').choices(ROLE.options).makeOptionMandatory()),
  )
    .addHelpText(
      'after',
      examples(
        'user add --email grace@example.com --name "Grace Hopper" --role rep --manager max@example.com',
        'user add --email xm@example.com --name 王小明 --role rep --language zh-CN --timezone Asia/Shanghai --calendar cn-office',
      ),
    )
    .action((options: Parameters<typeof runUserAdd>[0]) => run((deps) => runUserAdd(options, deps)));

export const userSet: Register = (parent, run) =>
  fieldOptions(
    parent
      .command('set')
      .summary('change a user')
      .description('Change a user. `none` takes something away.')
      .argument('<id|email>', 'whom')
      .option('--email <address>', 'their address')
      .option('--name <name>', 'their name')
      .addOption(new Option('--role <role>', 'what they may').choices(ROLE.options)),
  )
    .option('--active', 'they work here again')
    .option('--no-active', 'they have no access from now on; see `user leave` for one who goes for good')
    .addHelpText(
      'after',
      examples('user set grace@example.com --role manager --manager none', 'user set grace@example.com --no-active'),
    )
    .action((who: string, options: Fields & { active?: boolean }) => run((deps) => runUserSet(who, options, deps)));

export const userInvite: Register = (parent, run) =>
  parent
    .command('invite')
    .summary('let a user choose a password anew')
    .description('Make a link by which a user chooses a password. One made before works no longer.')
    .argument('<id|email>', 'whom')
    .addHelpText('after', examples('user invite grace@example.com'))
    .action((who: string) => run((deps) => runUserInvite(who, deps)));

export const userList: Register = (parent, run) =>
  parent
    .command('list')
    .summary('list users')
    .description('List the users who work here, and whether they are away.')
    .option('--all', 'also those who have left')
    .addHelpText('after', examples('user list', 'user list --all --json'))
    .action((options: { readonly all?: boolean }) => run((deps) => runUserList(options, deps)));

export const userShow: Register = (parent, run) =>
  parent
    .command('show')
    .summary('show a user')
    .description('Show a user, and how much is in their hands.')
    .argument('<id|email|me>', 'whom')
    .addHelpText('after', examples('user show grace@example.com', 'user show me'))
    .action((who: string) => run((deps) => runUserShow(who, deps)));
