import { z } from 'zod';
import { idOf, instant, line, listOf, pageOf, paging, search } from './common.js';
import { contract } from './contract.js';
import { renderedVersions } from './templates.js';

export const MESSAGE_STATES = [
  'intended',
  'claimed',
  'handed-over',
  'accepted',
  'refused',
  'bounced',
  'skipped',
  'uncertain',
] as const;

export const message = z
  .object({
    id: z.string(),
    journeyId: z.string(),
    contactId: z.string(),
    contactName: z.string(),
    step: z.string(),
    occurrence: z.number().int(),
    state: z.enum(MESSAGE_STATES),
    reason: z.string().nullable(),
    channel: z.string(),
    purpose: z.string(),
    topic: z.string().nullable(),
    template: z.string(),
    templateVersions: renderedVersions,
    locale: z.string().nullable(),
    subject: z.string().nullable(),
    fromAddress: z.string().nullable(),
    toAddress: z.string().nullable(),
    messageId: z.string(),
    attempts: z.number().int(),
    intendedAt: instant,
    claimedAt: instant.nullable(),
    acceptedAt: instant.nullable(),
    repliedAt: instant.nullable(),
    openedAt: instant.nullable().describe('first seen by a person, where the deployment tracks'),
    clickedAt: instant.nullable().describe('a link first followed by a person'),
    evidence: z
      .object({ answer: z.string(), at: instant })
      .nullable()
      .describe(
        'of a message in doubt: what was found when a copy of it was looked for, and when; null: nobody looked yet',
      ),
    machineVisits: z.number().int().describe('visits by scanners and mail programs, which count as neither'),
  })
  .meta({ id: 'Message' });
export type MessageView = z.output<typeof message>;

export const listMessages = contract({
  operationId: 'listMessages',
  method: 'GET',
  path: '/v1/messages',
  tag: 'Messages',
  summary: 'The ledger: every message that was intended, newest first, without its body.',
  query: z.strictObject({
    ...paging,
    journey: idOf('journey').optional(),
    contact: idOf('contact').optional(),
    state: listOf(MESSAGE_STATES).optional(),
    owner: line(64).optional().describe('of the journey'),
    q: search,
  }),
  response: pageOf(message),
});

export const getMessage = contract({
  operationId: 'getMessage',
  method: 'GET',
  path: '/v1/messages/:id',
  tag: 'Messages',
  summary: 'One message of the ledger, without its body.',
  params: z.object({ id: idOf('message') }),
  response: message,
});

export const getMessageRaw = contract({
  operationId: 'getMessageRaw',
  method: 'GET',
  path: '/v1/messages/:id/raw',
  tag: 'Messages',
  summary: 'The bytes as they went out.',
  params: z.object({ id: idOf('message') }),
  response: z.string(),
  contentType: 'message/rfc822',
});

/** A mail as a reader shows it: some headers, and the bodies. `html` is what a sender wrote: show it in a sandbox. */
export const mailContent = {
  subject: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  date: instant.nullable(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  html: z.string().nullable(),
  text: z.string().nullable(),
};

const messageBody = z.object(mailContent).meta({ id: 'MessageContent' });
export type MessageContentView = z.output<typeof messageBody>;

export const messageContent = contract({
  operationId: 'messageContent',
  method: 'GET',
  path: '/v1/messages/:id/content',
  tag: 'Messages',
  summary: 'One message as it went out, taken apart: 404 if it was never made.',
  params: z.object({ id: idOf('message') }),
  response: messageBody,
});
