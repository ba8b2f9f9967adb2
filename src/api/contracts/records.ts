import { z } from 'zod';
import { contract } from './contract.js';

const count = z.number().int();
/** Long enough for a page token of Temporal's. */
const cursor = z.string().max(2_000);

const difference = z
  .object({
    code: z.string().describe('see docs/error-codes.md'),
    journeyId: z.string().nullable(),
    id: z.string().nullable().describe('what it is about, if not the journey itself'),
    detail: z.string().nullable().describe('columns, numbers or a state'),
    title: z.string(),
    fix: z.string().describe('what to do about it'),
  })
  .meta({ id: 'Difference' });
export type DifferenceView = z.output<typeof difference>;

export const verifyRecords = contract({
  operationId: 'verifyRecords',
  method: 'GET',
  path: '/v1/records/differences',
  tag: 'Records',
  summary:
    'Compare journeys, decisions, journal, ledger and Temporal, a page at a time: first the journeys, then Temporal’s runs, what was told to nobody, and the figures of contacts that conditions ask. Nothing is written; what differs is looked at twice, so that nothing that is merely in motion is told.',
  query: z.strictObject({ cursor: cursor.optional().describe('`nextCursor` of the page before') }),
  response: z.object({
    journeys: count.describe('looked at on this page'),
    runs: count.describe('of Temporal, looked at on this page'),
    data: z.array(difference),
    doubts: z.array(difference).describe('messages of which nobody knows whether they arrived: no differences'),
    nextCursor: z.string().nullable(),
  }),
});

export const rebuildRecords = contract({
  operationId: 'rebuildRecords',
  method: 'POST',
  path: '/v1/records/rebuild',
  tag: 'Records',
  summary:
    'Make the rows of journeys again from their last decisions, and then the figures of contacts that conditions ask, a page at a time and while they move. What is right is left alone; a journey whose row may have let an event pass is woken.',
  body: z.strictObject({
    cursor: cursor.optional().describe('`nextCursor` of the page before'),
    dryRun: z.boolean().default(false).describe('say what is wrong, write nothing'),
  }),
  response: z.object({
    journeys: count.describe('looked at on this page'),
    data: z.array(z.object({ journeyId: z.string(), columns: z.array(z.string()).describe('that were wrong') })),
    contacts: z
      .array(z.object({ contactId: z.string(), figures: z.array(z.string()).describe('that were wrong') }))
      .describe('whose figures were wrong'),
    nextCursor: z.string().nullable(),
  }),
});
