import { postEvents } from '../../api/contracts/events.js';
import { examples, type Register } from '../command.js';
import { CommandFailure } from '../failure.js';
import { contactOf } from '../lookups.js';
import { collect, eventFields, instantText } from '../option-values.js';
import { documented, type Outcome } from '../outcome.js';
import type { Deps } from '../ports.js';
import { counted } from '../table.js';

interface EventOptions {
  readonly contact?: string;
  readonly deal?: string;
  readonly field?: readonly string[];
  readonly at?: string;
  readonly externalId?: string;
}

/** Sends one event, as the outside world would. */
async function runEvent(type: string, options: EventOptions, deps: Deps): Promise<Outcome> {
  const fields = eventFields(type, options.field);
  const api = await deps.api();
  const { contact: subject, deal: dealId, at, externalId } = options;
  const contactId = subject === undefined ? undefined : (await contactOf(api, subject)).id;
  const answer = await api.call(postEvents, { body: { type, contactId, dealId, at, externalId, fields } });
  const [taken] = answer.results;
  if (taken === undefined) throw new Error('the API answered an event without a result; expected one for each');
  if (taken.refused !== null) {
    const { code, detail } = taken.refused;
    throw new CommandFailure({
      code,
      cause: `The event was refused: ${detail}`,
      fix: FIXES[code] ?? 'Correct the event, then send it again.',
    });
  }
  if (taken.duplicate) return documented(taken, 'This event was taken before; nothing changed.');
  const heard = `${counted(taken.woken, 'journey')} woken, ${taken.started.length} begun.`;
  const began = taken.started.map((id) => `  followthrough journey ${id}`);
  return documented(taken, [`Taken as ${taken.eventId ?? '?'}: ${heard}`, ...began].join('\n'));
}

const FIXES: { readonly [code: string]: string } = {
  'unknown-contact': 'Check the id or address.',
  'unknown-event': 'Use an event type of the format page, or declare it in events.yaml.',
};

export const event: Register = (parent, run) =>
  parent
    .command('event')
    .summary('send an event')
    .description(
      'Send an event, as a shop, a CRM or a mailbox would: it is stored, wakes the journeys that wait for it, and begins those that it enters.',
    )
    .argument('<type>', 'such as order.placed')
    .option('--contact <id|email>', 'whom it is about')
    .option('--deal <id>', 'the deal it is about')
    .option('--field <name=value>', 'a field; `name:=<JSON>` for lists and maps; may be given several times', collect)
    .option('--at <instant>', 'when it happened (default: now)', instantText)
    .option('--external-id <id>', "the source's own id: the same event sent twice is one event")
    .addHelpText(
      'after',
      examples(
        'event email.replied --contact ada@example.com --field step=hello',
        'event order.placed --contact ada@example.com --field amount=120 --external-id order-4711',
        `event contact.changed --contact ada@example.com --field 'set:={"status":"customer"}'`,
      ),
    )
    .action((type: string, options: EventOptions) => run((deps) => runEvent(type, options, deps)));
