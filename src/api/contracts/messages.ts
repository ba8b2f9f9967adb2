import { z } from 'zod';
import { idOf, instant, listOf, pageOf, paging } from './common.js';
import { contract } from './contract.js';

const STATES = [
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
    step: z.string(),
    occurrence: z.number().int(),
    state: z.enum(STATES),
    reason: z.string().nullable(),
    channel: z.string(),
    purpose: z.string(),
    topic: z.string().nullable(),
    template: z.string(),
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
    state: listOf(STATES).optional(),
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
