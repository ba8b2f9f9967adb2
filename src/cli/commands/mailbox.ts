import { type Command, InvalidArgumentError, Option } from 'commander';
import { createMailbox, type MailboxSettingsView, updateMailbox } from '../../api/contracts/mailboxes.js';
import { MAILBOX_KINDS } from '../../domain/mailbox.js';
import { examples, type Register } from '../command.js';
import { wrongUse } from '../failure.js';
import { instantText, wholeNumber } from '../option-values.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { bodyOf, type MailboxOptions } from './mailbox-options.js';

async function runMailboxAdd(id: string, options: MailboxOptions & { address: string }, deps: Deps): Promise<Outcome> {
  const body = { name: id, ...(await bodyOf(options, deps, Date.now())), id, address: options.address };
  const mailbox = await (await deps.api()).call(createMailbox, { body });
  return documented(
    mailbox,
    [`Made the mailbox ${mailbox.id}: ${mailbox.name} <${mailbox.address}>.`, ...toPublish(mailbox, options)].join(
      '\n',
    ),
  );
}

async function runMailboxSet(id: string, options: MailboxOptions, deps: Deps): Promise<Outcome> {
  if (Object.keys(options).length === 0) throw wrongUse('Nothing is to be changed.', 'Give at least one option.');
  const body = await bodyOf(options, deps, Date.now());
  const mailbox = await (await deps.api()).call(updateMailbox, { params: { id }, body });
  const state = mailbox.active ? '' : ', which nothing is sent from';
  return documented(
    mailbox,
    [
      `Changed the mailbox ${mailbox.id}: ${mailbox.name} <${mailbox.address}>${state}.`,
      ...toPublish(mailbox, options),
    ].join('\n'),
  );
}

/** What a new signature needs of whoever has the domain. */
const toPublish = ({ dkim }: MailboxSettingsView, options: MailboxOptions): string[] =>
  options.dkim === undefined || dkim?.record.value == null
    ? []
    : ['Its mail is signed. Publish this TXT record:', `  ${dkim.record.name}`, `  ${dkim.record.value}`];

const quota = (text: string): number | 'none' => (text === 'none' ? text : wholeNumber(1, 1_000_000)(text));

function growth(text: string): string {
  if (text === 'none' || /^\d{1,6}x\d{1,2}(\.\d+)?$/.test(text)) return text;
  throw new InvalidArgumentError(
    'Expected 20x1.3 (20 on the first day, 1.3 times as many on each further one) or none.',
  );
}

/** What both commands take. */
const withSettings = (command: Command): Command =>
  command
    .addOption(new Option('--kind <kind>', 'whose it is').choices(MAILBOX_KINDS))
    .option('--name <name>', 'its name as receivers see it')
    .option('--owner <id|email|none>', 'who looks after it; of a personal one whose it is')
    .option('--team <id|none>', 'whose it is, of a team’s')
    .option('--smtp <url|none>', 'the server it sends by: smtps://user@host:465, smtp://host?tls=offered')
    .option('--imap <url|none>', 'the server it is read from: imaps://user@host:993')
    .option('--password-stdin', 'their password comes on standard input')
    .option('--plus-addresses', 'what is sent to name+anything@ arrives too')
    .option('--no-plus-addresses', 'it does not')
    .option('--daily <n|none>', 'most messages in 24 hours', quota)
    .option('--hourly <n|none>', 'most messages in an hour', quota)
    .option('--warm-up <n>x<growth>', 'less in the first days, such as 20x1.3; none: no less', growth)
    .option('--warm-up-from <instant>', 'when the first of these days begins; now if it isn’t given', instantText)
    .option('--dkim <domain>/<selector>', 'sign what it sends; none: don’t')
    .option('--dkim-key <file>', 'with this private key; one is made if it isn’t given');

export const mailboxAdd: Register = (parent, run) =>
  withSettings(
    parent
      .command('add')
      .summary('make a mailbox')
      .description(
        'Make a mailbox. Definitions name it by its id, as in `from: marketing`; `from: owner` finds a personal one.',
      )
      .argument('<id>', 'what definitions call it')
      .requiredOption('--address <address>', 'its e-mail address'),
  )
    .addHelpText(
      'after',
      examples(
        'mailbox add marketing --address news@example.com --name "Example News" --kind marketing',
        'mailbox add ada --kind personal --owner ada@example.com --address ada@example.com --smtp smtps://ada@mail.example.com --password-stdin',
      ),
    )
    .action((id: string, options: MailboxOptions & { address: string }) =>
      run((deps) => runMailboxAdd(id, options, deps)),
    );

export const mailboxSet: Register = (parent, run) =>
  withSettings(
    parent
      .command('set')
      .summary('change a mailbox')
      .description('Change a mailbox. A server’s password stays as it is while the server stays the same.')
      .argument('<id>', 'which mailbox')
      .option('--address <address>', 'its e-mail address')
      .option('--active', 'it is sent from again')
      .option('--no-active', 'nothing is sent from it'),
  )
    .addHelpText(
      'after',
      examples(
        'mailbox set marketing --no-active',
        'mailbox set marketing --smtp smtps://news@mail.example.com:465 --password-stdin --daily 500',
        'mailbox set marketing --warm-up 20x1.3 --dkim example.com/followthrough',
      ),
    )
    .action((id: string, options: MailboxOptions) => run((deps) => runMailboxSet(id, options, deps)));
