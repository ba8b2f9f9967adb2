import { z } from 'zod';
import { MOST_UNREAD, NOTICE_KINDS } from '../../domain/notices.js';
import { idOf, instant, localised, pageOf, paging } from './common.js';
import { contract } from './contract.js';

const notice = z
  .object({
    id: z.string(),
    kind: z.enum([...NOTICE_KINDS, 'other']).describe('`other`: one that a newer version wrote'),
    title: z.string().nullable().describe('of a `message`: what it says; the other kinds say it by themselves'),
    text: z.string().nullable().describe('of a `message`'),
    contactId: z.string().nullable(),
    contactName: z.string().nullable(),
    journeyId: z.string().nullable(),
    definitionId: z.string().nullable().describe('of its journey'),
    definitionName: localised.nullable(),
    taskId: z.string().nullable(),
    taskTitle: z.string().nullable(),
    opens: z
      .array(z.enum(['journey', 'task', 'contact']))
      .describe('what of it the one who asks may open now: a lead that was taken back is no longer theirs'),
    at: instant,
    readAt: instant.nullable(),
  })
  .meta({ id: 'Notice' });
export type NoticeView = z.output<typeof notice>;

export const listNotices = contract({
  operationId: 'listNotices',
  method: 'GET',
  path: '/v1/notices',
  tag: 'Notices',
  summary: 'The notices of whoever asks, newest first. Nobody reads another’s.',
  query: z.strictObject({
    ...paging,
    unread: z.enum(['true', 'false']).optional().describe('`true`: only what has not been read'),
  }),
  response: pageOf(notice).extend({
    unread: z.number().int().describe(`how many are unread in all; ${MOST_UNREAD}: that many or more`),
  }),
});

export const readNotice = contract({
  operationId: 'readNotice',
  method: 'POST',
  path: '/v1/notices/:id/read',
  tag: 'Notices',
  summary: 'Mark a notice as read. One that is read stays as it is.',
  params: z.object({ id: idOf('notice') }),
  response: notice,
});

export const readAllNotices = contract({
  operationId: 'readAllNotices',
  method: 'POST',
  path: '/v1/notices/read',
  tag: 'Notices',
  summary: 'Mark notices as read: all, or those up to the newest that was seen.',
  body: z.strictObject({
    upTo: idOf('notice').optional().describe('this one and those before it; what came meanwhile stays unread'),
  }),
  response: z.object({ read: z.number().int().describe('how many were unread') }),
});
