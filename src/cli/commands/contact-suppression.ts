import { Option } from 'commander';
import { liftSuppression, suppressAddress } from '../../api/contracts/suppressions.js';
import { examples, type Register } from '../command.js';
import { wrongUse } from '../failure.js';
import { contactOf } from '../lookups.js';
import { instantText } from '../option-values.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';

type Channel = 'email' | 'phone';

interface SuppressOptions {
  readonly channel: Channel;
  readonly reason: string;
}

interface LiftOptions extends SuppressOptions {
  readonly cause: string;
  readonly source?: string;
  readonly text?: string;
  readonly topic?: string;
  readonly at?: string;
}

const WORDS = { email: 'address', phone: 'number' } as const;

async function runSuppress(who: string, { channel, reason }: SuppressOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const { id, name } = await contactOf(api, who);
  const wishes = await api.call(suppressAddress, { params: { id }, body: { channel, reason } });
  return documented(wishes, `Nothing more goes to the ${WORDS[channel]} of ${name}.`);
}

async function runLift(who: string, options: LiftOptions, deps: Deps): Promise<Outcome> {
  const { channel, cause, reason, source, text, topic, at } = options;
  // One without the others is refused with what it lacks.
  const given = [source, text, at, topic].some((part) => part !== undefined);
  if (given && (at === undefined || topic === undefined))
    throw wrongUse(
      'it is not said when they agreed, or to what',
      'Give --at, and --topic "*": only a consent to all lifts it.',
    );
  const consent = { topic: topic ?? '', source: source ?? '', text: text ?? '', at: at ?? '' };
  const api = await deps.api();
  const { id, name } = await contactOf(api, who);
  const wishes = await api.call(liftSuppression, {
    params: { id },
    body: { channel, cause, reason, ...(given ? { consent } : {}) },
  });
  const left = wishes.suppressions.filter((each) => each.channel === channel).map((each) => each.reason);
  const rest = left.length === 0 ? 'Messages go there again.' : `It stays suppressed: ${left.join(', ')}.`;
  return documented(wishes, `Lifted: ${cause} of the ${WORDS[channel]} of ${name}. ${rest}`);
}

const channelOption = () =>
  new Option('--channel <channel>', 'the address (email) or the number (phone)')
    .choices(['email', 'phone'])
    .default('email');

export const contactSuppress: Register = (parent, run) =>
  parent
    .command('suppress')
    .summary('send nothing more to an address or number')
    .description('Send nothing more to the present address or number of a contact, by whatever journey or campaign.')
    .argument('<id|email>', 'who')
    .addOption(channelOption())
    .requiredOption('--reason <text>', 'why; kept on the audit log')
    .addHelpText('after', examples('contact suppress ada@example.com --reason "asked us on the phone"'))
    .action((who: string, options: SuppressOptions) => run((deps) => runSuppress(who, options, deps)));

export const contactLift: Register = (parent, run) =>
  parent
    .command('lift')
    .summary('end a cause for which nothing is sent to an address or number')
    .description(
      'End one cause for which nothing is sent to the present address or number of a contact. `consent show` lists the causes. A complaint, and a word that ended SMS, need a consent to all marketing that is newer; it is kept.',
    )
    .argument('<id|email>', 'who')
    .requiredOption('--cause <cause>', 'hard-bounce, by-hand, complaint or stop')
    .addOption(channelOption())
    .requiredOption('--reason <text>', 'why; kept on the audit log')
    .option('--source <text>', 'where they agreed since: form:trial, phone')
    .option('--text <text>', 'what they agreed to, in its words')
    .option('--topic <topic>', 'to what: "*" is all, and nothing less lifts it')
    .option('--at <instant>', 'when they agreed', instantText)
    .addHelpText(
      'after',
      examples(
        'contact lift ada@example.com --cause hard-bounce --reason "her mailbox was full, she says"',
        'contact lift ada@example.com --cause complaint --reason "clicked by mistake" --source phone --text "Yes, keep sending me all your news." --topic "*" --at 2027-01-04T09:00:00Z',
      ),
    )
    .action((who: string, options: LiftOptions) => run((deps) => runLift(who, options, deps)));
