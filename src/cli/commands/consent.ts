import { contactWishes, recordConsent, type WishesView } from '../../api/contracts/wishes.js';
import { examples, type Register } from '../command.js';
import { contactOf } from '../lookups.js';
import { instantText } from '../option-values.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { table } from '../table.js';

interface ConsentOptions {
  readonly contact: string;
  readonly topic?: string;
  readonly source: string;
  readonly text: string;
  readonly at?: string;
}

async function runConsentAdd({ contact: of, topic, source, text, at }: ConsentOptions, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const contact = await contactOf(api, of);
  const answer = await api.call(recordConsent, { params: { id: contact.id }, body: { topic, source, text, at } });
  return documented(answer, `Kept: ${contact.name} agrees to ${said(topic ?? '*')}.`);
}

async function runConsentShow({ contact: of }: Pick<ConsentOptions, 'contact'>, deps: Deps): Promise<Outcome> {
  const api = await deps.api();
  const contact = await contactOf(api, of);
  const wishes = await api.call(contactWishes, { params: { id: contact.id } });
  return documented(wishes, listed(contact.name, wishes, deps));
}

function listed(name: string, { suppressions, optOuts, consents }: WishesView, deps: Deps): string {
  const rows = [
    ...suppressions.map(({ channel, at, reason, source }) => [at, blocked(channel, reason), source, '']),
    ...optOuts.map(({ at, topic, source }) => [at, `refuses ${said(topic)}`, source, '']),
    ...consents.map(({ at, topic, granted, source, text }) => [
      ...[at, `${granted ? 'agreed to' : 'took back'} ${said(topic)}`, source],
      text ?? '',
    ]),
  ];
  if (rows.length === 0) return `${name} has neither agreed to anything nor refused it.`;
  return table([{ title: 'when' }, { title: 'what' }, { title: 'source' }, { title: 'words' }], rows, deps.style);
}

const blocked = (channel: 'email' | 'phone', reason: string): string => {
  const what = channel === 'email' ? 'mail' : 'SMS';
  return reason === 'erased' ? `no advertising by ${what}: its holder was erased` : `no ${what} at all: ${reason}`;
};

const said = (topic: string): string => (topic === '*' ? 'all' : topic);

export const consentAdd: Register = (parent, run) =>
  parent
    .command('add')
    .summary('keep a consent with its source, time and words')
    .description(
      'Keep that a contact has agreed to marketing. It ends an earlier refusal of the same topic, never a later one.',
    )
    .requiredOption('--contact <id|email>', 'who')
    .requiredOption('--source <text>', 'where it was given: form:trial, trade-show-2027, phone')
    .requiredOption('--text <text>', 'what they agreed to, in its words')
    .option('--topic <topic>', 'to what (default: all)')
    .option('--at <instant>', 'when it was given (default: now)', instantText)
    .addHelpText(
      'after',
      examples(
        'consent add --contact ada@example.com --source form:trial --text "Send me news about your pumps." --topic news --at 2027-01-04T09:00:00Z',
      ),
    )
    .action((options: ConsentOptions) => run((deps) => runConsentAdd(options, deps)));

export const consentShow: Register = (parent, run) =>
  parent
    .command('show')
    .summary('what a contact has agreed to and refused')
    .description('What a contact has agreed to and refused, with source and time, newest first.')
    .requiredOption('--contact <id|email>', 'who')
    .addHelpText('after', examples('consent show --contact ada@example.com'))
    .action((options: Pick<ConsentOptions, 'contact'>) => run((deps) => runConsentShow(options, deps)));
