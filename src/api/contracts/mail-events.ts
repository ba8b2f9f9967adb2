import { z } from 'zod';
import { EVENT_CALL_FAULTS, EVENT_FORMS } from '../../domain/inbound/provider-event.js';
import { instant } from './common.js';
import { contract } from './contract.js';

/*
 * What those who carry our mail tell of what became of it: Twilio SendGrid's signed Event Webhook, Mailgun's webhooks, and
 * Standard Webhooks for relays of one's own. The signature is all the authority there is.
 */

const count = z.number().int();
const form = z.enum(EVENT_FORMS);

export const takeMailEvents = contract({
  operationId: 'takeMailEvents',
  method: 'POST',
  path: '/v1/mail/events/:form',
  tag: 'Events',
  summary:
    'Takes in what a mail provider tells of our mails (docs/operations.md, “Providers’ events”): delivered, bounced, complained, unsubscribed. Each has its effect once; those about no mail of ours change nothing. 401: the signature is missing or wrong, or was used before. 503: it may be understood later.',
  params: z.strictObject({ form }),
  // As it came: it is what was signed.
  body: z.unknown().describe('as the form has it'),
  response: z.object({
    taken: count,
    repeated: count.describe('told before'),
    notOurs: count.describe('about no mail of ours, or about another address than it went to'),
    ignored: count.describe('opens, clicks, and what can’t be read'),
  }),
});

const refusal = z.object({ why: z.enum(EVENT_CALL_FAULTS), count, lastAt: instant.describe('real time') });

export const mailEventForm = z
  .object({
    form,
    lastAt: instant.nullable().describe('real time at which a call was last taken; null: none in seven days'),
    calls: count.describe('calls taken in the last seven days'),
    refused: z.array(refusal).describe('calls refused in the last seven days, by why; what they said isn’t kept'),
  })
  .meta({ id: 'MailEventForm' });
export type MailEventFormView = z.output<typeof mailEventForm>;

export const listMailEventForms = contract({
  operationId: 'listMailEventForms',
  method: 'GET',
  path: '/v1/mail/events',
  tag: 'Events',
  summary: 'By which forms providers’ events are taken here, and how their calls went in the last seven days.',
  response: z.object({ data: z.array(mailEventForm) }),
});
