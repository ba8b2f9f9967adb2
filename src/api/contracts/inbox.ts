import { z } from 'zod';
import { instant, line, pageOf, paging } from './common.js';
import { contract } from './contract.js';

/*
 * Mail that the catcher of the embedded system kept. Not what we say we sent (that is the ledger) but what arrived.
 * Against a real mail server there is no such inbox: 404 `not-embedded`.
 */

const caught = {
  id: z.string(),
  at: instant.describe('real time'),
  from: z.string(),
  to: z.array(z.string()).describe('of the envelope'),
  subject: z.string(),
};

const inboxRow = z.object({ ...caught, size: z.number().int() }).meta({ id: 'InboxRow' });
export type InboxRow = z.output<typeof inboxRow>;

export const listInbox = contract({
  operationId: 'listInbox',
  method: 'GET',
  path: '/v1/inbox',
  tag: 'Inbox',
  summary: 'Caught mail, newest first. Only of the embedded system.',
  query: z.strictObject({
    ...paging,
    q: line(100).optional().describe('part of a recipient, the sender or the subject'),
  }),
  response: pageOf(inboxRow),
});

const inboxMail = z
  .object({
    ...caught,
    html: z.string().nullable().describe('as the sender wrote it: show it in a sandbox'),
    text: z.string().nullable(),
    headers: z.array(z.object({ name: z.string(), value: z.string() })),
    messageId: z.string().nullable(),
  })
  .meta({ id: 'InboxMail' });
export type InboxMail = z.output<typeof inboxMail>;

export const getInboxMail = contract({
  operationId: 'getInboxMail',
  method: 'GET',
  path: '/v1/inbox/:id',
  tag: 'Inbox',
  summary: 'One caught mail, taken apart.',
  params: z.object({ id: z.string().regex(/^[1-9]\d{0,8}$/, 'expected the number of a caught mail') }),
  response: inboxMail,
});
