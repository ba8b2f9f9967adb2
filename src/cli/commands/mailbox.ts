import { createMailbox, listMailboxes, updateMailbox } from '../../api/contracts/mailboxes.js';
import { examples, type Register } from '../command.js';
import { wrongUse } from '../failure.js';
import { userNames, userOf } from '../lookups.js';
import { documented, listed, type Outcome } from '../outcome.js';
import { orNone } from '../people-lookups.js';
import type { Deps } from '../ports.js';
import { counted, table } from '../table.js';

interface MailboxOptions {
  readonly name?: string;
  readonly address?: string;
  readonly owner?: string;
  readonly active?: boolean;
}

async function bodyOf(api: Awaited<ReturnType<Deps['api']>>, { owner, ...rest }: MailboxOptions) {
  const who = orNone(owner);
  return { ...rest, ...(who === undefined ? {} : { ownerId: who === null ? null : await userOf(api, who) }) };
}

async function runMailboxAdd(id: string, options: MailboxOptions & { address: string }, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const body = { name: id, ...(await bodyOf(api, options)), id, address: options.address };
  const mailbox = await api.call(createMailbox, { body });
  return documented(mailbox, `Made the mailbox ${mailbox.id}: ${mailbox.name} <${mailbox.address}>.`);
}

async function runMailboxSet(id: string, options: MailboxOptions, deps: Deps): Promise<Outcome> {
  if (Object.keys(options).length === 0) throw wrongUse('Nothing is to be changed.', 'Give at least one option.');
  const api = await deps.api();
  const mailbox = await api.call(updateMailbox, { params: { id }, body: await bodyOf(api, options) });
  const state = mailbox.active ? '' : ', which nothing is sent from';
  return documented(mailbox, `Changed the mailbox ${mailbox.id}: ${mailbox.name} <${mailbox.address}>${state}.`);
}

async function runMailboxList(deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const { data } = await api.call(listMailboxes);
  const nameOf = await userNames(api);
  const columns = ['MAILBOX', 'NAME', 'ADDRESS', 'OWNER', 'ACTIVE'].map((title) => ({ title }));
  const rows = data.map(({ id, name, address, ownerId, active }) => [
    id,
    name,
    address,
    ownerId === null ? '-' : nameOf(ownerId),
    active ? 'yes' : 'no',
  ]);
  return listed(
    data,
    [table(columns, rows, deps.style), '', `${counted(data.length, 'mailbox', 'mailboxes')}.`].join('\n'),
  );
}

export const mailboxList: Register = (parent, run) =>
  parent
    .command('list')
    .summary('list mailboxes')
    .description('List the shared addresses that definitions send from. A person sends from their own address.')
    .addHelpText('after', examples('mailbox list'))
    .action(() => run(runMailboxList));

export const mailboxAdd: Register = (parent, run) =>
  parent
    .command('add')
    .summary('make a mailbox')
    .description('Make a mailbox. Definitions name it by its id, as in `from: marketing`.')
    .argument('<id>', 'what definitions call it')
    .requiredOption('--address <address>', 'its e-mail address')
    .option('--name <name>', 'its name as receivers see it')
    .option('--owner <id|email|none>', 'who looks after it')
    .addHelpText('after', examples('mailbox add marketing --address news@example.com --name "Example News"'))
    .action((id: string, options: MailboxOptions & { address: string }) =>
      run((deps) => runMailboxAdd(id, options, deps)),
    );

export const mailboxSet: Register = (parent, run) =>
  parent
    .command('set')
    .summary('change a mailbox')
    .description('Change a mailbox.')
    .argument('<id>', 'which mailbox')
    .option('--address <address>', 'its e-mail address')
    .option('--name <name>', 'its name as receivers see it')
    .option('--owner <id|email|none>', 'who looks after it')
    .option('--active', 'it is sent from again')
    .option('--no-active', 'nothing is sent from it')
    .addHelpText('after', examples('mailbox set marketing --no-active'))
    .action((id: string, options: MailboxOptions) => run((deps) => runMailboxSet(id, options, deps)));
