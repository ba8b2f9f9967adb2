import {
  type IncomingMailView,
  listIncomingMails,
  listMailboxReadings,
  retryIncomingMail,
} from '../../api/contracts/incoming-mails.js';
import { examples, type Register } from '../command.js';
import { endOfRows, firstRows } from '../first-rows.js';
import { tableTime } from '../local-time.js';
import { contactOf } from '../lookups.js';
import { wholeNumber } from '../option-values.js';
import { documented, listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { table } from '../table.js';

interface ReceivedOptions {
  readonly contact?: string;
  readonly journey?: string;
  readonly mailbox?: string;
  readonly unhandled?: boolean;
  readonly limit: number;
}

async function runReceived(
  { contact, limit, unhandled = false, ...rest }: ReceivedOptions,
  deps: Deps,
): Promise<Outcome> {
  const api = await deps.api();
  const about = contact === undefined ? {} : { contact: (await contactOf(api, contact)).id };
  const ofKind = unhandled ? { kind: 'unhandled' } : {};
  const { shown, more } = await firstRows(limit, (rowsAPage) =>
    api.each(listIncomingMails, { query: { ...rest, ...about, ...ofKind, limit: rowsAPage } }),
  );
  if (shown.length === 0) return listed(shown, 'No mail has come in.');
  const end = endOfRows(shown.length, more, 'mail');
  if (unhandled) return listed(shown, unhandledTable(shown, end, deps));
  const columns = [
    { title: 'AT (UTC)' },
    { title: 'MAILBOX' },
    { title: 'KIND' },
    { title: 'EFFECT' },
    { title: 'FROM', atMost: 32 },
    { title: 'STEP' },
    { title: 'TEXT', atMost: 60 },
  ];
  const lines = shown.map(
    ({ at, channel, mailboxId, kind, effect, noEffect, fromAddress, otherAddress, step, text, subject }) => [
      tableTime(at),
      mailboxId ?? channel,
      kind,
      noEffect ?? effect,
      `${fromAddress ?? ''}${otherAddress ? ' (another address)' : ''}`,
      step ?? '',
      (text ?? subject ?? '').replace(/\s+/g, ' '),
    ],
  );
  return listed(shown, [table(columns, lines, deps.style), '', end].join('\n'));
}

function unhandledTable(rows: readonly IncomingMailView[], end: string, deps: Deps): string {
  const columns = ['ID', 'AT (UTC)', 'MAILBOX', 'WHY', 'RETRY'].map((title) => ({ title }));
  const lines = rows.map(({ id, at, mailboxId, why, retry }) => [
    ...[id, tableTime(at), mailboxId ?? '', why],
    retry === null ? '' : RETRIES[retry],
  ]);
  const next = 'followthrough mail retry <id> has one fetched and handled again.';
  return [table(columns, lines, deps.style), '', `${end} ${next}`].join('\n');
}

const RETRIES: { readonly [retry in NonNullable<IncomingMailView['retry']>]: string } = {
  asked: 'it is to be tried again',
  gone: 'the server has it no more',
  renumbered: 'the server has numbered its mails anew; which it was can’t be told',
  failed: 'it failed again',
};

async function runRetry(id: string, deps: Deps): Promise<Outcome> {
  const mail = await (await deps.api()).call(retryIncomingMail, { params: { id } });
  if (mail.kind !== 'unhandled')
    return documented(mail, `It was handled: ${mail.kind}, ${mail.noEffect ?? mail.effect}.`);
  return documented(
    mail,
    'It is fetched and handled again within seconds; mail received --unhandled shows what came of it.',
  );
}

export const mailRetry: Register = (parent, run) =>
  parent
    .command('retry')
    .summary('have a mail that could not be handled tried again')
    .description(
      'Have a mail that could not be handled fetched again from its server, exactly that one, and handled. Once more changes nothing.',
    )
    .argument('<id>', 'as `mail received --unhandled` lists it')
    .addHelpText('after', examples('mail retry inm_01J8ZK3Q8M4V7T2N5B6C9D0E1F'))
    .action((id: string) => run((deps) => runRetry(id, deps)));

async function runReadings(deps: Deps): Promise<Outcome> {
  const { data } = await (await deps.api()).call(listMailboxReadings);
  if (data.length === 0) return listed([], 'No mailbox has a server to be read from.');
  const columns = ['MAILBOX', 'CONNECTED SINCE', 'LAST MAIL', 'TROUBLE', 'SINCE'].map((title) => ({ title }));
  const time = (at: string | null) => (at === null ? '' : tableTime(at));
  const rows = data.map(({ mailboxId, connectedSince, lastMailAt, trouble, troubleSince }) => [
    mailboxId,
    time(connectedSince),
    time(lastMailAt),
    trouble ?? '',
    time(troubleSince),
  ]);
  return listed(data, table(columns, rows, deps.style));
}

export const mailReceived: Register = (parent, run) =>
  parent
    .command('received')
    .summary('list mails and answers to SMS that came in')
    .description('List the mails that came into mailboxes and the answers to SMS, newest first, with what each did.')
    .option('--contact <id|email>', 'of this contact')
    .option('--journey <id>', 'about mails of this journey')
    .option('--mailbox <id>', 'into this mailbox')
    .option('--unhandled', 'only those that could not be handled, with their ids')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 10_000), 50)
    .addHelpText('after', examples('mail received', 'mail received --contact ada@example.com'))
    .action((options: ReceivedOptions) => run((deps) => runReceived(options, deps)));

export const mailReadings: Register = (parent, run) =>
  parent
    .command('readings')
    .summary('say how the reading of mailboxes goes')
    .description(
      'Say of each mailbox that has a server to be read from since when it is connected, or why it can’t be read.',
    )
    .addHelpText('after', examples('mail readings'))
    .action(() => run(runReadings));
