import { Option } from 'commander';
import { retryJourney, skipJourney } from '../../api/contracts/journeys.js';
import { getMessage, listMessages, MESSAGE_STATES, type MessageView } from '../../api/contracts/messages.js';
import { examples, type Register } from '../command.js';
import { wrongUse } from '../failure.js';
import { endOfRows, firstRows } from '../first-rows.js';
import { tableTime } from '../local-time.js';
import { contactOf } from '../lookups.js';
import { wholeNumber } from '../option-values.js';
import { listed, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { table } from '../table.js';
import { reasonWords } from '../words.js';
import { outcomeOf, REASON } from './journey-commands.js';

interface MessageListOptions {
  readonly state?: MessageView['state'];
  readonly contact?: string;
  readonly journey?: string;
  readonly limit: number;
}

/** The ledger of messages, newest first. */
async function runMessageList(options: MessageListOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const { state, journey, limit } = options;
  const contact = options.contact === undefined ? undefined : (await contactOf(api, options.contact)).id;
  const query = { state, contact, journey };
  const { shown, more } = await firstRows(limit, (rowsAPage) =>
    api.each(listMessages, { query: { ...query, limit: rowsAPage } }),
  );
  return listed(shown, tableOf(shown, more, deps));
}

function tableOf(messages: readonly MessageView[], more: boolean, { style }: Deps): string {
  if (messages.length === 0) return 'No messages fit.';
  const columns = [
    { title: 'MESSAGE' },
    { title: 'INTENDED (UTC)' },
    { title: 'STATE' },
    { title: 'CONTACT', atMost: 24 },
    { title: 'SUBJECT', atMost: 40 },
    { title: 'WHY' },
  ];
  const rows = messages.map((message) => [
    message.id,
    tableTime(message.intendedAt) || '-',
    message.state,
    message.contactName,
    message.subject ?? '-',
    whyOf(message),
  ]);
  const end = endOfRows(messages.length, more, 'message');
  return [table(columns, rows, style), '', end].join('\n');
}

function whyOf({ state, reason, evidence }: MessageView): string {
  const code = state === 'uncertain' ? evidence?.answer : reason;
  if (code !== undefined && code !== null) return reasonWords(code, { country: null });
  return state === 'uncertain' ? 'nobody has looked for it yet' : '-';
}

export const messageList: Register = (parent, run) =>
  parent
    .command('list')
    .summary('list messages, the newest first, with why where they are not sent')
    .description(
      'List messages of journeys that you may see. Of one in doubt it says what was found when it was looked for.',
    )
    .addOption(new Option('--state <state>', 'in this state').choices(MESSAGE_STATES))
    .option('--contact <id|email>', 'to this contact')
    .option('--journey <id>', 'of this journey')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 100_000), 50)
    .addHelpText('after', examples('message list --state uncertain', 'message list --contact ada@example.com --json'))
    .action((options: MessageListOptions) => run((deps) => runMessageList(options, deps)));

/** The message, which must be in doubt: else there is nothing to settle. */
async function doubtful(id: string, deps: Deps): Promise<MessageView> {
  const message = await (await deps.api()).call(getMessage, { params: { id } });
  if (message.state === 'uncertain') return message;
  throw wrongUse(
    `${id} is ${message.state}, not in doubt.`,
    '`followthrough message list --state uncertain` lists those that are.',
  );
}

const settles = (
  name: string,
  summary: string,
  description: string,
  example: string,
  settle: (api: Awaited<ReturnType<Deps['api']>>, of: { id: string; step: string }, reason: string) => Promise<Outcome>,
): Register => {
  return (parent, run) =>
    parent
      .command(name)
      .summary(summary)
      .description(description)
      .argument('<message>', "the message's id")
      .requiredOption(...REASON)
      .addHelpText('after', examples(example))
      .action((id: string, { reason }: { readonly reason: string }) =>
        run(async (deps) => {
          const { journeyId, step } = await doubtful(id, deps);
          return await settle(await deps.api(), { id: journeyId, step }, reason);
        }),
      );
};

export const messageArrived = settles(
  'arrived',
  'say that a message in doubt has arrived',
  'Say that a message in doubt has arrived: it is not sent again, and its journey goes on.',
  'message arrived msg_01j8z... --reason "is in the sent folder"',
  async (api, { id, step }, reason) =>
    outcomeOf(await api.call(skipJourney, { params: { id }, body: { reason, step } })),
);

export const messageResend = settles(
  'resend',
  'send a message in doubt again',
  'Send a message in doubt again, as it is. If it did arrive the first time, the contact has it twice.',
  'message resend msg_01j8z... --reason "not in the log of the server"',
  async (api, { id, step }, reason) =>
    outcomeOf(await api.call(retryJourney, { params: { id }, body: { reason, step } })),
);
