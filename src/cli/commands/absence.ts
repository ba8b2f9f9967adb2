import { endAbsence, endMyAbsence, setAbsence, setMyAbsence, type UserView } from '../../api/contracts/users.js';
import { examples, type Register } from '../command.js';
import { userOf } from '../lookups.js';
import { documented, type Outcome } from '../outcome.js';
import { colleague, edgeOf, lastDay, orNone } from '../people-lookups.js';
import type { Deps } from '../ports.js';

interface AbsentOptions {
  readonly from?: string;
  readonly to?: string;
  readonly deputy: string;
}

/** Says when somebody is away, and who does the work. */
async function runAbsent(who: string, { from, to, deputy }: AbsentOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const user = await colleague(api, who);
  const zone = user.timezone ?? 'UTC';
  const standIn = orNone(deputy);
  const body = {
    ...(from === undefined ? {} : { from: edgeOf(from, zone, 'first') }),
    to: to === undefined ? null : edgeOf(to, zone, 'last'),
    deputyId: standIn == null ? null : await userOf(api, standIn),
  };
  const away =
    who === 'me'
      ? await api.call(setMyAbsence, { body })
      : await api.call(setAbsence, { params: { id: user.id }, body });
  return documented(away, `${sentenceOf(away, zone)} ${deputyIn(away, deputy)}`);
}

function sentenceOf({ name, absence }: UserView, zone: string): string {
  const to = absence?.to == null ? 'until further notice' : `until ${lastDay(absence.to, zone)}, that day included`;
  return `${name} is away ${absence?.isNow === true ? '' : `from ${absence?.from ?? ''} `}${to} (${zone}).`;
}

const deputyIn = ({ deputyId }: UserView, deputy: string): string =>
  deputyId === null ? 'The manager has the work on the desk.' : `${deputy} has the work on the desk.`;

async function runBack(who: string, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const user =
    who === 'me'
      ? await api.call(endMyAbsence)
      : await api.call(endAbsence, { params: { id: await userOf(api, who) } });
  return documented(user, `${user.name} is here; what is theirs is on their own desk.`);
}

export const userAbsent: Register = (parent, run) =>
  parent
    .command('absent')
    .summary('say when a user is away')
    .description(
      'Say when a user is away, in place of what was said before. Meanwhile their work is on the deputy’s desk, and they are assigned nothing; afterwards what is left of it is on their own again. Days are those of the user’s time zone.',
    )
    .argument('<id|email|me>', 'whom')
    .option('--from <day|instant>', 'the first day away; from now on, if absent')
    .option('--to <day|instant>', 'the last day away, or the instant they are back; until further notice, if absent')
    .requiredOption('--deputy <id|email|none>', 'who does the work; `none`: the manager')
    .addHelpText(
      'after',
      examples(
        'user absent me --from 2027-08-02 --to 2027-08-13 --deputy sam@example.com',
        'user absent grace@example.com --deputy none',
      ),
    )
    .action((who: string, options: AbsentOptions) => run((deps) => runAbsent(who, options, deps)));

export const userBack: Register = (parent, run) =>
  parent
    .command('back')
    .summary('say that a user is back')
    .description('Say that a user is back, or doesn’t go away after all.')
    .argument('<id|email|me>', 'whom')
    .addHelpText('after', examples('user back me', 'user back grace@example.com'))
    .action((who: string) => run((deps) => runBack(who, deps)));
