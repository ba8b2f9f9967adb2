import { z } from 'zod';
import { fields, idOf, instant, line } from './common.js';
import { contract } from './contract.js';

const newEvent = z
  .strictObject({
    type: z
      .string()
      .max(100)
      .regex(/^[A-Za-z][\w-]*(\.[A-Za-z][\w-]*)+$/, 'expected a type such as order.placed'),
    at: instant.optional().describe('when it happened; a future instant becomes the time of receipt'),
    contactId: idOf('contact').optional(),
    accountId: idOf('account').optional(),
    dealId: idOf('deal').optional(),
    messageId: line(300)
      .optional()
      .describe('of an `email.` event, in place of `contactId` and the step: the Message-ID of the mail it is about'),
    fields: fields.default({}),
    externalId: line(200).optional().describe('the source’s own id: the same event sent twice is one event'),
    source: line(100).optional().describe('who says so; absent: the key'),
  })
  .meta({ id: 'NewEvent' });
export type NewEventBody = z.output<typeof newEvent>;

export const MOST_EVENTS = 1_000;

const taken = z.object({
  eventId: z.string().nullable(),
  duplicate: z.boolean(),
  woken: z.number().int(),
  started: z.array(z.string()),
  refused: z.object({ code: z.string(), detail: z.string() }).nullable(),
});
export type TakenEvent = z.output<typeof taken>;

export const postEvents = contract({
  operationId: 'postEvents',
  method: 'POST',
  path: '/v1/events',
  tag: 'Events',
  summary:
    'Take in one event, or a list of at most 1,000. Each is stored by itself; `results` has one line for each, in order.',
  body: z.union([newEvent, z.array(newEvent).min(1).max(MOST_EVENTS)]),
  response: z.object({
    stored: z.number().int(),
    duplicates: z.number().int(),
    refused: z.number().int(),
    results: z.array(taken),
  }),
});
