import { z } from 'zod';
import { contract } from './contract.js';

/** One thing that was written. What it is now, its own read tells, if it is the reader's to see. */
export const streamChange = z
  .object({
    kind: z.enum(['campaign', 'contact', 'deal', 'definition', 'journey', 'message', 'notice', 'task', 'template']),
    id: z.string().nullable().describe('null: so many of this kind that they are not named'),
    contactId: z.string().nullable().describe('whom it is about'),
  })
  .meta({ id: 'StreamChange' });
export type StreamChange = z.output<typeof streamChange>;

/** The data of an event `change`. An event `reset` has none. */
export const changeBatch = z.array(streamChange).meta({ id: 'ChangeBatch' });
export type ChangeBatch = z.output<typeof changeBatch>;

export const stream = contract({
  operationId: 'stream',
  method: 'GET',
  path: '/v1/stream',
  tag: 'System',
  summary:
    'Server-sent events: `change` with what was written (a ChangeBatch), half a second later at most; `reset` when the position is not known any more and all must be read anew. Resumes after `Last-Event-ID`. A rep’s are of their own, and everybody’s notices.',
  query: z.strictObject({
    after: z.string().max(100).optional().describe('where to go on from, if no `Last-Event-ID` says so'),
  }),
  response: z.string(),
  contentType: 'text/event-stream',
});
