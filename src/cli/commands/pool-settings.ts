import { type Command, InvalidArgumentError } from 'commander';
import type { ApiClient } from '../../api/client.js';
import { createPool, limitPools, type PoolSettings, type PoolView, updatePool } from '../../api/contracts/pools.js';
import { defined } from '../../domain/defined.js';
import { examples, type Register } from '../command.js';
import { wrongUse } from '../failure.js';
import { userOf } from '../lookups.js';
import { collect, wholeNumber } from '../option-values.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';

/** The word for no value. It becomes null late: commander takes a null that it is given for an empty text. */
const NONE = 'none';
type None = typeof NONE;

const limit = (text: string): number | None => (text === NONE ? NONE : wholeNumber(1, 1_000_000)(text));

const orNull = <T>(value: T | None): T | null => (value === NONE ? null : (value as T));

function yesOrNo(given: string): boolean {
  if (given === 'yes' || given === 'no') return given === 'yes';
  throw new InvalidArgumentError('Expected yes or no.');
}

interface Options {
  readonly name?: string;
  readonly team?: string;
  readonly admin?: string;
  readonly claimable?: boolean;
  readonly unworkedLimit?: number | None;
  readonly holdLimit?: number | None;
  readonly followUpWithin?: string;
  readonly remindBefore?: string;
  readonly coolDown?: string;
  readonly calendar?: string;
  readonly timezone?: string;
  readonly missedOutcome?: readonly string[];
  readonly notifyOnClaim?: boolean;
}

const withSettings = (command: Command): Command =>
  command
    .option('--name <text>', 'what people call it')
    .option('--team <id>', 'the team whose members are its members')
    .option('--admin <id|email|none>', 'who hears of claims and gives leads out')
    .option('--claimable <yes|no>', 'no: its leads are given out only', yesOrNo)
    .option('--unworked-limit <n|none>', 'leads that a member may have without having worked them', limit)
    .option('--hold-limit <n|none>', 'leads that a member may have', limit)
    .option('--follow-up-within <duration|none>', 'by when a lead is worked, such as "2 business days"')
    .option('--remind-before <duration|none>', 'how long before that its owner is reminded')
    .option('--cool-down <duration|none>', 'how long who had a lead leaves it to others')
    .option('--calendar <id|none>', 'of the business time')
    .option('--timezone <zone|none>', 'of the business time')
    .option(
      '--missed-outcome <id>',
      'an outcome that reached nobody; may be given several times, "none" for none',
      collect,
    )
    .option('--notify-on-claim <yes|no>', 'whether the admin hears of claims', yesOrNo);

async function settingsOf(api: ApiClient, options: Options): Promise<PoolSettings> {
  const { team, admin, missedOutcome, ...rest } = options;
  const adminId = admin === undefined || admin === NONE ? admin : await userOf(api, admin);
  const given = defined({ ...rest, teamId: team, adminId });
  const values = Object.entries(given).map(([field, value]) => [field, orNull(value)] as const);
  const missedOutcomes = missedOutcome?.filter((outcome) => outcome !== NONE);
  return { ...Object.fromEntries(values), ...defined({ missedOutcomes }) };
}

async function runCreate(id: string, options: Options, deps: Deps): Promise<Outcome> {
  const { name, team } = options;
  if (name === undefined || team === undefined)
    throw wrongUse('A pool needs a name and a team.', 'Give --name and --team.');
  const api = await deps.api();
  const pool = await api.call(createPool, { body: { ...(await settingsOf(api, options)), id, name, teamId: team } });
  return documented(pool, [`Made the pool ${pool.id}.`, ...linesOf(pool)].join('\n'));
}

async function runSet(id: string, options: Options, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const body = await settingsOf(api, options);
  if (Object.keys(body).length === 0) throw wrongUse('There is nothing to set.', 'See --help for what there is.');
  const pool = await api.call(updatePool, { params: { id }, body });
  const again =
    pool.leads.unworked === 0 ? [] : [`Clocks that run go by it, from when they began: ${pool.leads.unworked}.`];
  return documented(pool, [...linesOf(pool), ...again].join('\n'));
}

function linesOf(pool: PoolView): string[] {
  const line = (what: string, value: string | number | null) => `  ${what.padEnd(20)}${value ?? 'none'}`;
  return [
    line('name', pool.name),
    line('team', pool.teamId),
    line('admin', pool.adminId),
    line('claimable', pool.claimable ? 'yes' : 'no'),
    line('unworked limit', pool.unworkedLimit),
    line('hold limit', pool.holdLimit),
    line('follow up within', pool.followUpWithin),
    line('remind before', pool.remindBefore),
    line('cool-down', pool.coolDown),
    line('calendar', pool.calendar),
    line('time zone', pool.timezone),
    line('missed outcomes', pool.missedOutcomes.join(', ') || null),
    line('notify on claim', pool.notifyOnClaim ? 'yes' : 'no'),
  ];
}

export const poolCreate: Register = (parent, run) =>
  withSettings(parent.command('create'))
    .summary('make a pool for a team')
    .description('Make a pool of leads for a team. Managers and ops may.')
    .argument('<id>', 'a name without spaces')
    .addHelpText(
      'after',
      examples(
        'pool create inbound --name "Inbound leads" --team emea --follow-up-within "2 business days" --remind-before "4 business hours" --unworked-limit 5 --cool-down "30 days"',
      ),
    )
    .action((id: string, options: Options) => run((deps) => runCreate(id, options, deps)));

export const poolSet: Register = (parent, run) =>
  withSettings(parent.command('set'))
    .summary('change a pool')
    .description('Change a pool. Clocks that run are reckoned by the new rule; none begins anew.')
    .argument('<id>', "the pool's id")
    .addHelpText('after', examples('pool set inbound --unworked-limit 8', 'pool set inbound --admin none'))
    .action((id: string, options: Options) => run((deps) => runSet(id, options, deps)));

export const poolLimit: Register = (parent, run) =>
  parent
    .command('limit')
    .summary('limit the leads of all pools that a member may have')
    .description('Say how many leads of all pools together a member may have at once. Managers and ops may.')
    .argument('<n|none>', 'how many', limit)
    .addHelpText('after', examples('pool limit 40', 'pool limit none'))
    .action((most: number | None) =>
      run(async (deps) => {
        const said = await (await deps.api()).call(limitPools, { body: { holdLimit: orNull(most) } });
        return documented(
          said,
          said.holdLimit === null ? 'No limit over all pools.' : `At most ${said.holdLimit} leads.`,
        );
      }),
    );
