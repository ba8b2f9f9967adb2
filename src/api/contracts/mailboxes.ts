import { z } from 'zod';
import { line, name } from './common.js';
import { contract } from './contract.js';

const fields = {
  name: line().describe('as receivers see it'),
  address: line(320),
  ownerId: line(64).nullable(),
  active: z.boolean(),
};

export const mailbox = z.object({ id: z.string(), ...fields }).meta({ id: 'Mailbox' });
export type MailboxView = z.output<typeof mailbox>;

export const listMailboxes = contract({
  operationId: 'listMailboxes',
  method: 'GET',
  path: '/v1/mailboxes',
  tag: 'People',
  summary: 'The shared addresses that definitions send from. A person sends from their own.',
  response: z.object({ data: z.array(mailbox) }),
});

export const createMailbox = contract({
  operationId: 'createMailbox',
  method: 'POST',
  path: '/v1/mailboxes',
  tag: 'People',
  summary: 'Make a mailbox. Definitions name it by its id, as in `from: marketing`.',
  body: z.strictObject({
    id: name.max(64),
    ...fields,
    ownerId: fields.ownerId.default(null),
    active: fields.active.default(true),
  }),
  response: mailbox,
  status: 201,
});

export const updateMailbox = contract({
  operationId: 'updateMailbox',
  method: 'PATCH',
  path: '/v1/mailboxes/:id',
  tag: 'People',
  summary: 'Change a mailbox. Nothing is sent from one that is not active.',
  params: z.object({ id: name.max(64) }),
  body: z.strictObject(fields).partial(),
  response: mailbox,
});
