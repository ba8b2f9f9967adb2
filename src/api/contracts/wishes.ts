import { z } from 'zod';
import { LIFTINGS } from '../../domain/suppression.js';
import { idOf, instant, line, name, prose } from './common.js';
import { contract } from './contract.js';

const topic = z.string().describe('`*` is all');

export const wishes = z
  .object({
    suppressions: z
      .array(
        z.object({
          channel: z.enum(['email', 'phone']),
          reason: z.string().describe('hard-bounce, complaint, stop, erased or by-hand'),
          source: z.string(),
          at: instant,
          lifting: z.enum(LIFTINGS).describe('what it takes to lift it'),
        }),
      )
      .describe('why nothing is sent to the present address and number, each cause by itself; newest first'),
    suppressed: z
      .object({
        reason: z.string().describe('hard-bounce, complaint, stop, erased or by-hand'),
        source: z.string(),
        at: instant,
      })
      .nullable()
      .describe('the newest of the address; of `erased` no advertising'),
    optOuts: z.array(z.object({ topic, source: z.string(), at: instant })).describe('in force now; newest first'),
    consents: z
      .array(
        z.object({
          id: z.string(),
          topic,
          granted: z.boolean().describe('false: it was taken back'),
          source: z.string(),
          text: z.string().nullable().describe('what was agreed to, in the words of then'),
          at: instant,
        }),
      )
      .describe('all that was ever said, newest first'),
  })
  .meta({ id: 'Wishes' });
export type WishesView = z.output<typeof wishes>;

export const contactWishes = contract({
  operationId: 'contactWishes',
  method: 'GET',
  path: '/v1/contacts/:id/wishes',
  tag: 'Contacts',
  summary: 'What a contact has agreed to and refused, with source and time.',
  params: z.object({ id: idOf('contact') }),
  response: wishes,
});

/** What a person has agreed to, with what shows it. */
export const consentGiven = z.strictObject({
  topic: z
    .union([z.literal('*'), name])
    .default('*')
    .describe('`*` is all'),
  source: line().describe('where it was given: form:trial, trade-show-2027, phone'),
  text: prose(2_000)
    .refine((text) => text.trim() !== '', 'expected the words')
    .describe('what the person agreed to, in its words'),
  at: instant.optional().describe('when it was given; now if it isn’t said'),
});

export const recordConsent = contract({
  operationId: 'recordConsent',
  method: 'POST',
  path: '/v1/contacts/:id/consents',
  tag: 'Contacts',
  summary:
    'Keep a consent with its source, time and words. An earlier refusal of the same topic ends with it; a later one stays in force.',
  params: z.object({ id: idOf('contact') }),
  body: consentGiven,
  response: wishes,
  status: 201,
});
export type NewConsent = z.output<typeof recordConsent.body>;
