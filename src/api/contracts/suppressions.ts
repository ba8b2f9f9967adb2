import { z } from 'zod';
import { idOf, instant, name, prose } from './common.js';
import { contract } from './contract.js';
import { consentGiven, wishes } from './wishes.js';

const CHANNELS = ['email', 'phone'] as const;
const channel = z.enum(CHANNELS).describe('the address, or the number');
const params = z.object({ id: idOf('contact') });
const reason = prose(1_000)
  .refine((text) => text.trim() !== '', 'expected why')
  .describe('why; kept on the audit log');

export const suppressAddress = contract({
  operationId: 'suppressAddress',
  method: 'POST',
  path: '/v1/contacts/:id/suppressions',
  tag: 'Contacts',
  summary: 'Send nothing more to a contact’s present address or number, whoever has it.',
  params,
  body: z.strictObject({ channel: channel.default('email'), reason }),
  response: wishes,
  status: 201,
});

/** What its holder refused altogether ends by a consent to all of it, expressly, and given since. */
const generalConsent = consentGiven.extend({
  topic: z.union([z.literal('*'), name]).describe('`*` is all, and nothing less lifts it'),
  at: instant.describe('when it was given: after what it lifts, and not still to come'),
});

export const liftSuppression = contract({
  operationId: 'liftSuppression',
  method: 'POST',
  path: '/v1/contacts/:id/suppressions/lift',
  tag: 'Contacts',
  summary:
    'End a cause for which nothing is sent to a contact’s present address or number. A dead address and one suppressed by hand need a reason; a complaint and a word that ended SMS also a consent to all marketing that is newer, which is kept. Of an erased person it stays.',
  params,
  body: z.strictObject({
    channel: channel.default('email'),
    cause: z.string().min(1).max(40).describe('as in `suppressions` of the contact’s wishes'),
    reason,
    consent: generalConsent.optional().describe('of a complaint, or of a word that ended SMS'),
  }),
  response: wishes,
});
