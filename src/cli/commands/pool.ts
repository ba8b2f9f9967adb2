import { Option } from 'commander';
import { updateContact } from '../../api/contracts/contacts.js';
import {
  claimLead,
  giveLead,
  listPoolLeads,
  listPools,
  type PoolLeadView,
  type PoolView,
  returnLead,
} from '../../api/contracts/pools.js';
import { examples, type Register } from '../command.js';
import { tableTime } from '../local-time.js';
import { contactOf, isId, userNames, userOf } from '../lookups.js';
import { wholeNumber } from '../option-values.js';
import { documented, listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted, table } from '../table.js';

/** Pools that one may see, with what is in them. */
async function runPoolList(deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const { data, holdLimit } = await api.call(listPools);
  if (data.length === 0) return listed([], 'No pools. `followthrough pool create --help` says how to make one.');
  const columns = [
    { title: 'POOL' },
    { title: 'NAME', atMost: 30 },
    { title: 'TEAM' },
    { title: 'FREE', align: 'right' },
    { title: 'TAKEN', align: 'right' },
    { title: 'UNWORKED', align: 'right' },
    { title: 'FOLLOW UP WITHIN' },
    { title: 'YOURS' },
  ] as const;
  const rows = data.map((pool) => [
    pool.id,
    pool.name,
    pool.teamId,
    String(pool.leads.free),
    String(pool.leads.taken),
    String(pool.leads.unworked),
    pool.followUpWithin ?? '-',
    minePart(pool),
  ]);
  const all = holdLimit === null ? [] : ['', `At most ${counted(holdLimit, 'lead')} of all pools together for each.`];
  return listed(data, [table(columns, rows, deps.style), ...all].join('\n'));
}

/** `1 of 3 unworked, 4 of 10 held`. */
function minePart({ mine, unworkedLimit, holdLimit }: PoolView): string {
  if (mine === null) return '-';
  const of = (limit: number | null) => (limit === null ? '' : ` of ${limit}`);
  return `${mine.unworked}${of(unworkedLimit)} unworked, ${mine.held}${of(holdLimit)} held`;
}

export const poolList: Register = (parent, run) =>
  parent
    .command('list')
    .summary('list pools, with what is in them')
    .description('List the pools that you may see: a rep those of their teams, everybody else all.')
    .addHelpText('after', examples('pool list', 'pool list --json'))
    .action(() => run(runPoolList));

interface ShowOptions {
  readonly show: 'free' | 'taken' | 'mine';
  readonly limit: number;
}

/** Leads of a pool, newest first. */
async function runPoolShow(pool: string, { show, limit }: ShowOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const leads: PoolLeadView[] = [];
  for await (const lead of api.each(listPoolLeads, { params: { id: pool }, query: { show } })) {
    if (leads.push(lead) > limit) break;
  }
  const shown = leads.slice(0, limit);
  if (shown.length === 0) return listed([], show === 'free' ? 'No lead of this pool is free.' : 'None.');
  const lastColumns =
    show === 'free'
      ? [{ title: 'BEFORE', atMost: 40 }, { title: 'YOURS FROM (UTC)' }]
      : [{ title: 'OWNER', atMost: 24 }, { title: 'WORKED (UTC)' }, { title: 'TAKEN BACK (UTC)' }];
  const columns = [
    { title: 'CONTACT' },
    { title: 'NAME', atMost: 28 },
    { title: 'COMPANY', atMost: 28 },
    ...lastColumns,
  ];
  const rows = shown.map((lead) => [lead.contactId, lead.name, lead.company ?? '-', ...lastCells(lead, show)]);
  const more = leads.length > limit ? ['', `The first ${limit}; there are more: --limit shows them.`] : [];
  return listed(shown, [table(columns, rows, deps.style), ...more].join('\n'));
}

function lastCells(lead: PoolLeadView, show: ShowOptions['show']): string[] {
  const { last } = lead;
  if (show !== 'free') return [lead.ownerName ?? '-', tableTime(lead.workedAt) || 'no', tableTime(lead.dueAt) || '-'];
  const before =
    last === null ? '-' : `${last.ownerName}, ${last.ended}${last.reason === null ? '' : `: ${last.reason}`}`;
  return [before, tableTime(lead.claimableAt) || 'now'];
}

export const poolShow: Register = (parent, run) =>
  parent
    .command('show')
    .summary('list the leads of a pool')
    .description('List the leads of a pool, newest first: those that are free, taken, or yours.')
    .argument('<pool>', "the pool's id")
    .addOption(new Option('--show <which>', 'which leads').choices(['free', 'taken', 'mine']).default('free'))
    .option('--limit <n>', 'at most so many', wholeNumber(1, 100_000), 50)
    .addHelpText('after', examples('pool show inbound', 'pool show inbound --show mine', 'pool show inbound --json'))
    .action((pool: string, options: ShowOptions) => run((deps) => runPoolShow(pool, options, deps)));

/** A free lead is not the claimant's to look up by address: then its id is what the pool's list shows. */
const leadOf = async (deps: Deps, text: string): Promise<string> =>
  isId('con', text) ? text : (await contactOf(await deps.api(), text)).id;

async function runClaim(pool: string, lead: string, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const moved = await api.call(claimLead, { params: { id: pool }, body: { contactId: await leadOf(deps, lead) } });
  return documented(moved, `${moved.contactId} is yours.`);
}

export const poolClaim: Register = (parent, run) =>
  parent
    .command('claim')
    .summary('take a lead out of a pool')
    .description(
      "Take a lead out of a pool. Its limits hold, and of two at once one has it. From now on the pool's clock runs.",
    )
    .argument('<pool>', "the pool's id")
    .argument('<contact>', "the lead's id")
    .addHelpText('after', examples('pool claim inbound con_01j8z...'))
    .action((pool: string, lead: string) => run((deps) => runClaim(pool, lead, deps)));

async function runGive(pool: string, lead: string, to: string, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const body = { contactId: await leadOf(deps, lead), userId: await userOf(api, to) };
  const moved = await api.call(giveLead, { params: { id: pool }, body });
  const nameOf = await userNames(api);
  return documented(moved, `${moved.contactId} is with ${nameOf(moved.ownerId ?? '')}.`);
}

export const poolGive: Register = (parent, run) =>
  parent
    .command('give')
    .alias('assign')
    .summary('give a lead of a pool to a member')
    .description("Give a lead of a pool to a member, within the pool's limits. The pool's admin, managers and ops may.")
    .argument('<pool>', "the pool's id")
    .argument('<contact>', "the lead's id or address")
    .requiredOption('--to <id|email>', 'the member')
    .addHelpText('after', examples('pool give inbound con_01j8z... --to rep@demo.example'))
    .action((pool: string, lead: string, { to }: { readonly to: string }) =>
      run((deps) => runGive(pool, lead, to, deps)),
    );

async function runReturn(pool: string, lead: string, reason: string, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const body = { contactId: await leadOf(deps, lead), reason };
  const moved = await api.call(returnLead, { params: { id: pool }, body });
  return documented(moved, `${moved.contactId} is free again.`);
}

export const poolReturn: Register = (parent, run) =>
  parent
    .command('return')
    .summary('give a lead back to its pool')
    .description("Give a lead back to its pool, with the reason. Its owner, the pool's admin, managers and ops may.")
    .argument('<pool>', "the pool's id")
    .argument('<contact>', "the lead's id or address")
    .requiredOption('--reason <text>', 'why')
    .addHelpText('after', examples('pool return inbound con_01j8z... --reason "no budget this year"'))
    .action((pool: string, lead: string, { reason }: { readonly reason: string }) =>
      run((deps) => runReturn(pool, lead, reason, deps)),
    );

async function runPut(lead: string, poolId: string | null, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const contact = await api.call(updateContact, { params: { id: await leadOf(deps, lead) }, body: { poolId } });
  const where = contact.poolId === null ? 'in no pool any more' : `in the pool ${contact.poolId}`;
  return documented(contact, `${contact.id} is ${where}.`);
}

export const poolAdd: Register = (parent, run) =>
  parent
    .command('add')
    .summary('put a contact into a pool')
    .description(
      'Put a contact into a pool. Who has no owner can be claimed at once; of who has one the clock runs from now on.',
    )
    .argument('<pool>', "the pool's id")
    .argument('<contact>', "the contact's id or address")
    .addHelpText('after', examples('pool add inbound ada@example.com'))
    .action((pool: string, lead: string) => run((deps) => runPut(lead, pool, deps)));

export const poolRemove: Register = (parent, run) =>
  parent
    .command('remove')
    .summary('take a contact out of its pool')
    .description('Take a contact out of its pool. The owner, if there is one, stays; no clock runs any more.')
    .argument('<contact>', "the contact's id or address")
    .addHelpText('after', examples('pool remove ada@example.com'))
    .action((lead: string) => run((deps) => runPut(lead, null, deps)));
