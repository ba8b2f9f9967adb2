import { z } from 'zod';
import { idOf } from './common.js';
import { contract } from './contract.js';

const condition = z
  .record(z.string(), z.unknown())
  .describe("a condition of the definition format, such as a segment's");

/** How many contacts a condition chooses: what a segment comes to before anybody is enrolled or written to. */
export const countContacts = contract({
  operationId: 'countContacts',
  method: 'POST',
  path: '/v1/contacts/count',
  tag: 'Contacts',
  summary: 'How many of the contacts that you see fit a condition.',
  body: z.strictObject({ if: condition }),
  response: z.object({ fit: z.number().int(), of: z.number().int() }),
});

/** Why one contact fits a condition or doesn't: every part of it with what was asked and what was found. */
export const explainContact = contract({
  operationId: 'explainContact',
  method: 'POST',
  path: '/v1/contacts/:id/explanation',
  tag: 'Contacts',
  summary: 'Why a contact fits a condition or does not, part by part.',
  params: z.object({ id: idOf('contact') }),
  body: z.strictObject({ if: condition }),
  response: z.object({
    fits: z.boolean(),
    lines: z.array(z.string()).describe('one for each part, in words; what decides is indented under what it decides'),
  }),
});
