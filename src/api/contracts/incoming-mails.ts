import { z } from 'zod';
import { NO_EFFECTS } from '../../domain/inbound/effect-of.js';
import { MAILBOX_TROUBLES } from '../../domain/inbound/trouble.js';
import { MAIL_KINDS } from '../../domain/sorted-mail.js';
import { idOf, instant, listOf, name, pageOf, paging } from './common.js';
import { contract } from './contract.js';

/** `unhandled`: it could not be taken apart, and was kept. */
export const INCOMING_KINDS = [...MAIL_KINDS, 'unhandled'] as const;
export const EFFECTS = ['replied', 'away', 'bounced', 'complained', 'opted-out', 'answered', 'none'] as const;

export const incomingMail = z
  .object({
    id: z.string(),
    channel: z.enum(['email', 'sms']),
    mailboxId: z.string().nullable().describe('null: an SMS came by the gateway'),
    kind: z.enum(INCOMING_KINDS),
    why: z.string().describe('what it was told by; of one that could not be handled, the code'),
    effect: z.enum(EFFECTS),
    noEffect: z
      .enum([...NO_EFFECTS, 'unhandled'])
      .nullable()
      .describe('why it did nothing'),
    until: z.string().nullable().describe('the first day back, as `2027-01-05`'),
    fromAddress: z.string().nullable().describe('of an SMS the number'),
    otherAddress: z.boolean().describe('an answer from another address than the mail went to'),
    contactId: z.string().nullable(),
    contactName: z.string().nullable(),
    journeyId: z.string().nullable(),
    campaignId: z.string().nullable().describe('the campaign whose mail it is about'),
    step: z.string().nullable(),
    messageId: z.string().nullable().describe('of the ledger: the message that it is about'),
    matchedBy: z.enum(['thread', 'plus-address', 'sender-and-subject']).nullable(),
    subject: z.string().nullable(),
    text: z.string().nullable().describe('what its writer wrote, without what it quotes'),
    retry: z
      .enum(['asked', 'gone', 'renumbered', 'failed'])
      .nullable()
      .describe(
        'of one that could not be handled: it is to be tried again; or what came of it: its server has it no more, has numbered its mails anew, or it failed again',
      ),
    at: instant,
  })
  .meta({ id: 'IncomingMail' });
export type IncomingMailView = z.output<typeof incomingMail>;

export const listIncomingMails = contract({
  operationId: 'listIncomingMails',
  method: 'GET',
  path: '/v1/incoming-mails',
  tag: 'Messages',
  summary:
    'Mails that came into mailboxes and answers to SMS, newest first. Of those that concern no contact only is kept that they came.',
  query: z.strictObject({
    ...paging,
    contact: idOf('contact').optional(),
    journey: idOf('journey').optional(),
    mailbox: name.max(64).optional(),
    kind: listOf(INCOMING_KINDS).optional(),
  }),
  response: pageOf(incomingMail),
});

export const retryIncomingMail = contract({
  operationId: 'retryIncomingMail',
  method: 'POST',
  path: '/v1/incoming-mails/:id/retry',
  tag: 'Messages',
  summary:
    'Have a mail that could not be handled fetched again from its server, exactly that one, and handled within seconds. Of one that was handled nothing is done.',
  params: z.object({ id: idOf('incomingMail') }),
  response: incomingMail,
});

export const mailboxReading = z
  .object({
    mailboxId: z.string(),
    connectedSince: instant.nullable().describe('real time; null: it is not connected now'),
    lastMailAt: instant.nullable().describe('real time'),
    trouble: z.enum(MAILBOX_TROUBLES).nullable().describe('why it can’t be read now'),
    troubleSince: instant.nullable().describe('real time'),
  })
  .meta({ id: 'MailboxReading' });
export type MailboxReadingView = z.output<typeof mailboxReading>;

export const listMailboxReadings = contract({
  operationId: 'listMailboxReadings',
  method: 'GET',
  path: '/v1/mailbox-readings',
  tag: 'People',
  summary: 'How the reading of mailboxes goes: of each that has a server to be read from.',
  response: z.object({ data: z.array(mailboxReading) }),
});
