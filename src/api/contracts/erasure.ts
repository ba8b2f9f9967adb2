import { z } from 'zod';
import { idOf, instant, prose } from './common.js';
import { contract } from './contract.js';

const count = z.number().int();
const counts = z
  .object({
    journeys: count,
    openJourneys: count.describe('of those: they end'),
    messages: count,
    waitingMessages: count.describe('of those: they are not sent'),
    incomingMails: count,
    tasks: count,
    openTasks: count.describe('of those: they are withdrawn'),
    events: count,
    deals: count,
    consents: count.describe('their topic, source and time stay as proof'),
    addresses: count.describe('addresses and numbers that get no advertising any more, kept as hashes'),
  })
  .meta({ id: 'ErasedCounts' });

const params = z.object({ id: idOf('contact') });

const preview = z
  .object({
    contactId: z.string(),
    name: z.string(),
    takes: counts,
    alike: z
      .array(z.object({ id: z.string(), name: z.string(), email: z.string().nullable() }))
      .describe('other contacts with the same name or number, which may be the same person: each is erased by itself'),
  })
  .meta({ id: 'ErasurePreview' });
export type ErasurePreview = z.output<typeof preview>;

export const previewErasure = contract({
  operationId: 'previewErasure',
  method: 'GET',
  path: '/v1/contacts/:id/erasure',
  tag: 'Contacts',
  summary: 'What erasing a contact would take; nothing is changed.',
  params,
  response: preview,
});

const erasure = z
  .object({
    contactId: z.string(),
    at: instant,
    by: z.string(),
    reason: z.string(),
    took: counts,
  })
  .meta({ id: 'Erasure' });
export type ErasureView = z.output<typeof erasure>;

export const eraseContact = contract({
  operationId: 'eraseContact',
  method: 'POST',
  path: '/v1/contacts/:id/erasure',
  tag: 'Contacts',
  summary:
    'Erase a contact for good: its journeys end, nothing more is sent, and nothing that tells who it was is kept. What is counted stays, and a hash of its addresses, so that they get no advertising. The same again changes nothing.',
  params,
  body: z.strictObject({ reason: prose(500).min(1).describe('kept on the audit log, without what names the person') }),
  response: erasure,
});
