import { Option } from 'commander';
import { createRobot, listRobots, type NewRobot, removeRobot, testRobot } from '../../api/contracts/robots.js';
import { ROBOT_KINDS, type RobotKind } from '../../domain/robot.js';
import { examples, type Register } from '../command.js';
import { wrongUse } from '../failure.js';
import { tableTime } from '../local-time.js';
import { userNames, userOf } from '../lookups.js';
import { documented, listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted, table } from '../table.js';

interface RobotOptions {
  readonly kind: RobotKind;
  readonly user?: string;
  readonly team?: string;
  readonly name?: string;
  readonly signed?: boolean;
}

/** Address and secret come on standard input, a line each: arguments are seen by everybody on the machine. */
async function runRobotAdd({ kind, user, team, name, signed }: RobotOptions, deps: Deps): Promise<Outcome> {
  if ((user === undefined) === (team === undefined))
    throw wrongUse('Whose notices it says is not clear.', 'Give either --user or --team.');
  const [address = '', secret = ''] = (await deps.readInput()).split('\n').map((each) => each.trim());
  if (address === '' || (signed === true && secret === ''))
    throw wrongUse(
      signed === true ? 'An address and a secret are needed.' : 'An address is needed.',
      'Give it on standard input; with --signed the secret is its second line.',
    );
  const api = await deps.api();
  const whose: NewRobot['whose'] =
    user !== undefined ? { type: 'user', userId: await userOf(api, user) } : { type: 'team', teamId: team ?? '' };
  const body = { kind, name: name ?? kind, whose, address, secret: signed === true ? secret : null };
  const made = await api.call(createRobot, { body });
  return documented(made, `Made ${made.id}. Try it: followthrough robot test ${made.id}`);
}

async function runRobotList(deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const { data } = await api.call(listRobots, {});
  if (data.length === 0) return listed([], 'There are no robots.');
  const nameOf = await userNames(api);
  const columns = ['ROBOT', 'KIND', 'NAME', 'SAYS THE NOTICES OF', 'LAST', 'WHAT CAME OF IT'].map((title) => ({
    title,
  }));
  const rows = data.map(({ id, kind, name, userId, teamId, last }) => [
    id,
    kind,
    name,
    userId === null ? `team ${teamId ?? '-'}` : nameOf(userId),
    last === null ? '-' : tableTime(last.at),
    last === null ? '-' : wordsOf(last.code),
  ]);
  return listed(data, [table(columns, rows, deps.style), '', `${counted(data.length, 'robot')}.`].join('\n'));
}

async function runRobotTest(id: string, deps: Deps): Promise<Outcome> {
  const answer = await (await deps.api()).call(testRobot, { params: { id } });
  return documented(answer, answer.said ? 'It has said a sentence in its room.' : `Not said: ${wordsOf(answer.code)}.`);
}

async function runRobotRemove(id: string, deps: Deps): Promise<Outcome> {
  await (await deps.api()).call(removeRobot, { params: { id } });
  return documented({ id }, `Removed ${id}.`);
}

const WORDS: { readonly [code: string]: string } = {
  'bad-robot': 'the service knows no such robot; make it anew in the chat program and add its new address',
  'bad-signature': 'the signature was refused; the secret is another one, or this machine’s clock is off',
  'keyword-missing': 'the robot takes only messages with its keyword; let it check signatures instead',
  'address-not-allowed': 'the robot takes messages from other addresses only; add this system’s to its list',
  'rate-limited': 'the robot has said as much as it may for now; try again in a minute',
  busy: 'the service was busy',
  unreachable: 'the service could not be reached',
  timeout: 'the service could not be reached in time',
  uncertain: 'the service did not answer; look whether it was said',
  refused: 'the service refused it',
  locked: 'its address was sealed with another MAILBOX_SECRET; set that one, or add the robot again',
};
const wordsOf = (code: string | null): string => (code === null ? 'said' : (WORDS[code] ?? code));

export const robotAdd: Register = (parent, run) =>
  parent
    .command('add')
    .summary('let a chat robot say notices')
    .description(
      'Let a robot of a chat program say the notices of a user, or of all members of a team who have none. Its address comes on standard input.',
    )
    .addOption(new Option('--kind <kind>', 'which chat program').choices(ROBOT_KINDS).makeOptionMandatory())
    .option('--user <id|email|me>', 'whose notices it says')
    .option('--team <id>', 'or of which team')
    .option('--name <text>', 'what it is called here')
    .option('--signed', 'it checks signatures; the secret is the second line of the input')
    .addHelpText(
      'after',
      examples('robot add --kind wecom --team sales', 'robot add --kind dingtalk --user ada@example.com --signed'),
    )
    .action((options: RobotOptions) => run((deps) => runRobotAdd(options, deps)));

export const robotList: Register = (parent, run) =>
  parent
    .command('list')
    .summary('list chat robots')
    .description('List the robots that say notices, and what came of the latest one. Addresses are never shown.')
    .addHelpText('after', examples('robot list'))
    .action(() => run((deps) => runRobotList(deps)));

export const robotTest: Register = (parent, run) =>
  parent
    .command('test')
    .summary('let a robot say a sentence')
    .description('Let a robot say a sentence now, and say what came of it.')
    .argument('<id>', 'which robot')
    .addHelpText('after', examples('robot test rbt_01j8z...'))
    .action((id: string) => run((deps) => runRobotTest(id, deps)));

export const robotRemove: Register = (parent, run) =>
  parent
    .command('remove')
    .summary('remove a robot')
    .description('Remove a robot. What it has not said yet is on the page only.')
    .argument('<id>', 'which robot')
    .addHelpText('after', examples('robot remove rbt_01j8z...'))
    .action((id: string) => run((deps) => runRobotRemove(id, deps)));
