import { createContact } from '../../api/contracts/contacts.js';
import { examples, type Register } from '../command.js';
import { wrongUse } from '../failure.js';
import { userOf } from '../lookups.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted } from '../table.js';

interface LeadOptions {
  readonly email?: string;
  readonly lastName?: string;
  readonly firstName?: string;
  readonly company?: string;
  readonly phone?: string;
  readonly source?: string;
  readonly country?: string;
  readonly language?: string;
  readonly timezone?: string;
  readonly owner?: string;
}

/** Adds a lead. The journeys whose `enter` it fits begin. */
async function runLeadAdd(options: LeadOptions, deps: Deps): Promise<Outcome> {
  if (options.email === undefined && options.lastName === undefined)
    throw wrongUse('A lead needs an address or a last name.', 'Give --email, --last-name, or both.');
  const api = await deps.api();
  const { owner, country, ...fields } = options;
  const ownerId = owner === undefined ? undefined : await userOf(api, owner);
  const answer = await api.call(createContact, { body: { ...fields, country: country?.toUpperCase(), ownerId } });
  const { contact, started } = answer;
  const journeys =
    started.length === 0
      ? 'It began no journey: no published definition enters such a lead.'
      : `It began ${counted(started.length, 'journey')}:`;
  const lines = started.map((id) => `  followthrough journey ${id}`);
  return documented(answer, [`Added ${contact.name} as ${contact.id}.`, journeys, ...lines].join('\n'));
}

export const leadAdd: Register = (parent, run) =>
  parent
    .command('add')
    .summary('add a lead')
    .description('Add a lead. The event `lead.created` begins the journeys that it fits.')
    .option('--email <address>', 'e-mail address')
    .option('--last-name <name>', 'last name')
    .option('--first-name <name>', 'first name')
    .option('--company <name>', 'company')
    .option('--phone <number>', 'phone number')
    .option('--source <text>', 'where the lead comes from')
    .option('--country <code>', 'two letters, such as DE')
    .option('--language <code>', 'language of the mails, such as en or zh-CN')
    .option('--timezone <zone>', 'IANA zone, such as Europe/Berlin')
    .option('--owner <id|email|me>', 'the user who looks after the lead')
    .addHelpText(
      'after',
      examples(
        'lead add --email ada@example.com --last-name Lovelace --country GB',
        'lead add --last-name 王 --first-name 小明 --email xm@example.com --language zh-CN --timezone Asia/Shanghai --owner me',
      ),
    )
    .action((options: LeadOptions) => run((deps) => runLeadAdd(options, deps)));
