import { createTeam, listTeams, type TeamView, updateTeam } from '../../api/contracts/teams.js';
import { examples, type Register } from '../command.js';
import { CommandFailure, wrongUse } from '../failure.js';
import { userOf } from '../lookups.js';
import { collect } from '../option-values.js';
import { documented, listed, type Outcome } from '../outcome.js';
import { teamOf } from '../people-lookups.js';
import type { Deps } from '../ports.js';
import { counted, table } from '../table.js';

type Members = { readonly userId: string; readonly territories: string[] }[];

const membersOf = (team: TeamView): Members => team.members.map(({ userId, territories }) => ({ userId, territories }));

async function runTeamList(deps: Deps): Promise<Outcome> {
  const { data } = await (await deps.api()).call(listTeams);
  const columns = ['TEAM', 'NAME', 'TURN', 'MEMBER', 'THERE', 'LOAD', 'TERRITORIES'].map((title) => ({ title }));
  const rows = data.flatMap((team) =>
    team.members.length === 0
      ? [[team.id, team.name, '-', '-', '-', '-', '-']]
      : team.members.map((member, i) => [
          i === 0 ? team.id : '',
          i === 0 ? team.name : '',
          String(i + 1),
          member.name,
          member.isThere ? 'yes' : 'no',
          String(member.contacts),
          member.territories.join(' ') || '-',
        ]),
  );
  return listed(data, [table(columns, rows, deps.style), '', `${counted(data.length, 'team')}.`].join('\n'));
}

async function runTeamAdd(
  id: string,
  { name, member = [] }: { readonly name?: string; readonly member?: readonly string[] },
  deps: Deps,
): Promise<Outcome> {
  const api = await deps.api();
  const members: Members = [];
  for (const who of member) members.push({ userId: await userOf(api, who), territories: [] });
  const team = await api.call(createTeam, { body: { id, name: name ?? id, members } });
  return documented(team, `Made the team ${team.id} with ${counted(team.members.length, 'member')}.`);
}

async function runTeamSet(id: string, { name }: { readonly name?: string }, deps: Deps): Promise<Outcome> {
  if (name === undefined) throw wrongUse('Nothing is to be changed.', 'Give --name.');
  const team = await (await deps.api()).call(updateTeam, { params: { id }, body: { name } });
  return documented(team, `The team ${team.id} is now called ${team.name}.`);
}

/** Changes the members of a team as they are now. */
async function changing(
  id: string,
  who: string,
  deps: Deps,
  change: (members: Members, userId: string) => Members,
  words: (name: string) => string,
): Promise<Outcome> {
  const api = await deps.api();
  const userId = await userOf(api, who);
  const before = await teamOf(api, id);
  const team = await api.call(updateTeam, { params: { id }, body: { members: change(membersOf(before), userId) } });
  const name = [...team.members, ...before.members].find((member) => member.userId === userId)?.name ?? who;
  return documented(team, words(name));
}

interface MemberOptions {
  readonly territory?: readonly string[];
  readonly next?: boolean;
}

function joined(members: Members, userId: string, { territory, next }: MemberOptions): Members {
  const known = members.find((member) => member.userId === userId);
  const territories =
    territory === undefined ? (known?.territories ?? []) : territory.filter((each) => each !== 'none');
  const member = { userId, territories: [...territories] };
  const others = members.filter((each) => each.userId !== userId);
  if (next === true) return [member, ...others];
  return known === undefined ? [...members, member] : members.map((each) => (each === known ? member : each));
}

function left(members: Members, userId: string, id: string): Members {
  const others = members.filter((each) => each.userId !== userId);
  if (others.length < members.length) return others;
  throw new CommandFailure({
    code: 'not-found',
    cause: `They are no member of ${id}.`,
    fix: '`followthrough team list` shows who is.',
  });
}

export const teamList: Register = (parent, run) =>
  parent
    .command('list')
    .summary('list teams with their members')
    .description('List teams with their members in the order of turn, their load and territories.')
    .addHelpText('after', examples('team list', 'team list --json'))
    .action(() => run(runTeamList));

export const teamAdd: Register = (parent, run) =>
  parent
    .command('add')
    .summary('make a team')
    .description('Make a team. Definitions name it by its id, as in `assign: { team: sales, by: roundRobin }`.')
    .argument('<id>', 'what definitions call it')
    .option('--name <name>', 'what people call it')
    .option('--member <id|email>', 'who is in it, in the order of turn; may be given several times', collect)
    .addHelpText('after', examples('team add sales --name Sales --member grace@example.com --member sam@example.com'))
    .action((id: string, options: { name?: string; member?: readonly string[] }) =>
      run((deps) => runTeamAdd(id, options, deps)),
    );

export const teamSet: Register = (parent, run) =>
  parent
    .command('set')
    .summary('rename a team')
    .description('Rename a team. Its id stays: definitions name it by that.')
    .argument('<id>', 'which team')
    .option('--name <name>', 'what people call it')
    .addHelpText('after', examples('team set sales --name "Sales Europe"'))
    .action((id: string, options: { name?: string }) => run((deps) => runTeamSet(id, options, deps)));

export const teamMember: Register = (parent, run) =>
  parent
    .command('member')
    .summary('take somebody into a team, or change what they look after')
    .description('Take somebody into a team, or change what they look after, or whose turn it is.')
    .argument('<id>', 'which team')
    .argument('<user>', 'whom, by id or address')
    .option(
      '--territory <place|none>',
      'what they look after: DE, CN/Zhejiang or CN/Zhejiang/Hangzhou; may be given several times, and replaces what was there',
      collect,
    )
    .option('--next', 'it is their turn')
    .addHelpText(
      'after',
      examples(
        'team member sales grace@example.com --territory DE --territory CN/Zhejiang',
        'team member sales sam@example.com --next',
      ),
    )
    .action((id: string, who: string, options: MemberOptions) =>
      run((deps) =>
        changing(
          id,
          who,
          deps,
          (members, userId) => joined(members, userId, options),
          (name) => `${name} is in ${id}.`,
        ),
      ),
    );

export const teamRemove: Register = (parent, run) =>
  parent
    .command('remove')
    .summary('take somebody out of a team')
    .description('Take somebody out of a team. What they have in hand stays with them.')
    .argument('<id>', 'which team')
    .argument('<user>', 'whom, by id or address')
    .addHelpText('after', examples('team remove sales grace@example.com'))
    .action((id: string, who: string) =>
      run((deps) =>
        changing(
          id,
          who,
          deps,
          (members, userId) => left(members, userId, id),
          (name) => `${name} is no longer in ${id}.`,
        ),
      ),
    );
