import { MOST_PER_PAGE } from '../../api/contracts/common.js';
import { type IncomingMailView, listIncomingMails, listMailboxReadings } from '../../api/contracts/incoming-mails.js';
import { examples, type Register } from '../command.js';
import { tableTime } from '../local-time.js';
import { contactOf } from '../lookups.js';
import { wholeNumber } from '../option-values.js';
import { listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted, table } from '../table.js';

interface ReceivedOptions {
  readonly contact?: string;
  readonly journey?: string;
  readonly mailbox?: string;
  readonly limit: number;
}

async function runReceived({ contact, limit, ...rest }: ReceivedOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const about = contact === undefined ? {} : { contact: (await contactOf(api, contact)).id };
  const rows: IncomingMailView[] = [];
  for await (const row of api.each(listIncomingMails, {
    query: { ...rest, ...about, limit: Math.min(limit, MOST_PER_PAGE) },
  })) {
    rows.push(row);
    if (rows.length >= limit) break;
  }
  if (rows.length === 0) return listed([], 'No mail has come in.');
  const columns = [
    { title: 'AT (UTC)' },
    { title: 'MAILBOX' },
    { title: 'KIND' },
    { title: 'EFFECT' },
    { title: 'FROM', atMost: 32 },
    { title: 'STEP' },
    { title: 'TEXT', atMost: 60 },
  ];
  const lines = rows.map(
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
  return listed(rows, [table(columns, lines, deps.style), '', `${counted(rows.length, 'mail')}.`].join('\n'));
}

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
