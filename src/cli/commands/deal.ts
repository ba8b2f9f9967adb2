import type { ApiClient } from '../../api/client.js';
import { createDeal, type DealView, getDeal, listDeals, updateDeal } from '../../api/contracts/deals.js';
import { examples, type Register } from '../command.js';
import { CommandFailure, wrongUse } from '../failure.js';
import { contactOf, isId } from '../lookups.js';
import { amount, instantText, wholeNumber } from '../option-values.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';

interface DealOptions {
  readonly stage?: string;
  readonly amount?: number;
  readonly currency?: string;
  readonly probability?: number;
  readonly product?: string;
  readonly expectedClose?: string;
  readonly name?: string;
  readonly won?: boolean;
  readonly lost?: boolean;
  readonly reason?: string;
}

/** Changes a deal, or the one open deal of a contact; opens one for a contact that has none. */
async function runDealSet(subject: string, options: DealOptions, deps: Deps): Promise<Outcome> {
  check(options);
  const api = await deps.api();
  const found = isId('dea', subject)
    ? await api.call(getDeal, { params: { id: subject } })
    : await openDealOf(api, subject);
  const { won, lost, reason, expectedClose, currency, ...rest } = options;
  const fields = { ...rest, currency: currency?.toUpperCase(), expectedCloseAt: expectedClose };
  const status = won ? ('won' as const) : lost ? ('lost' as const) : undefined;
  if ('contactId' in found && !('id' in found)) {
    const opened = await api.call(createDeal, { body: { ...fields, contactId: found.contactId } });
    if (status === undefined) return told('Opened', opened.deal, opened.events);
    const decided = await api.call(updateDeal, { params: { id: opened.deal.id }, body: { status, reason } });
    return told('Opened', decided.deal, [...opened.events, ...decided.events]);
  }
  const changed = await api.call(updateDeal, { params: { id: found.id }, body: { ...fields, status, reason } });
  return told('Changed', changed.deal, changed.events);
}

function check(options: DealOptions): void {
  if (options.won && options.lost) throw wrongUse('A deal is not both won and lost.', 'Give one of --won and --lost.');
  if (options.reason !== undefined && !options.lost)
    throw wrongUse('--reason says why a deal was lost.', 'Give --lost with it.');
  if (Object.keys(options).length === 0)
    throw wrongUse(
      'There is nothing to set.',
      'Give at least one of --stage, --amount, --won, --lost and the others; see --help.',
    );
}

interface NoDeal {
  readonly contactId: string;
}

async function openDealOf(api: ApiClient, subject: string): Promise<DealView | NoDeal> {
  const contact = await contactOf(api, subject);
  const { data } = await api.call(listDeals, { query: { contact: contact.id, status: 'open' } });
  const [deal, second] = data;
  if (deal === undefined) return { contactId: contact.id };
  if (second === undefined) return deal;
  throw new CommandFailure({
    code: 'several-deals',
    cause: `${contact.name} has ${data.length} open deals: ${data.map((each) => `${each.id} (${each.name})`).join(', ')}.`,
    fix: 'Name the deal by its id.',
    exit: 2,
  });
}

function told(verb: string, deal: DealView, events: readonly { readonly type: string }[]): Outcome {
  const worth = deal.amount === null ? '' : `, ${deal.amount}${deal.currency === null ? '' : ` ${deal.currency}`}`;
  const heard = events.length === 0 ? '' : `\nTold its journeys: ${events.map((event) => event.type).join(', ')}.`;
  return documented(
    { deal, events },
    `${verb} ${deal.id}, ${deal.name}: stage ${deal.stage ?? '-'}, ${deal.status}${worth}.${heard}`,
  );
}

export const dealSet: Register = (parent, run) =>
  parent
    .command('set')
    .summary('change a deal, or open one')
    .description(
      'Change a deal, or the one open deal of a contact; a contact that has none gets one. Its journeys hear of it, as `deal.created`, `deal.changed`, `deal.won` and `deal.lost`.',
    )
    .argument('<deal|contact>', "a deal's id, or a contact's id or address")
    .option('--stage <stage>', 'such as proposal')
    .option('--amount <n>', 'what it is worth', amount)
    .option('--currency <code>', 'three letters, such as EUR')
    .option('--probability <percent>', 'from 0 to 100', wholeNumber(0, 100))
    .option('--product <text>', 'what it is about')
    .option('--expected-close <instant>', 'when it should be decided', instantText)
    .option('--name <text>', 'what to call it')
    .option('--won', 'it is won')
    .option('--lost', 'it is lost')
    .option('--reason <text>', 'with --lost: why')
    .addHelpText(
      'after',
      examples(
        'deal set ada@example.com --stage proposal --amount 12000 --currency EUR',
        'deal set dea_01j8z... --won',
        'deal set dea_01j8z... --lost --reason "bought elsewhere"',
      ),
    )
    .action((subject: string, options: DealOptions) => run((deps) => runDealSet(subject, options, deps)));
