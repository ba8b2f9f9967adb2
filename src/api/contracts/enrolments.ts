import { z } from 'zod';
import { name } from './common.js';
import { contract } from './contract.js';

/**
 * Enrolling many is a walk in batches: each request starts the next `limit` contacts that fit, says how many it passed to
 * find them (`seen`), and hands back where to go on. So no request is long, and a walk that broke off goes on where it stood.
 */
export const enrol = contract({
  operationId: 'enrol',
  method: 'POST',
  path: '/v1/enrolments',
  tag: 'Journeys',
  summary: 'Start a definition for the contacts that fit a condition, a batch at a time, oldest contact first.',
  body: z.strictObject({
    definition: name,
    if: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('a condition of the definition format; absent: everybody'),
    stage: name.optional(),
    dryRun: z.boolean().default(false).describe('count those that fit, start none'),
    cursor: z.string().max(500).optional(),
    limit: z.number().int().min(1).max(500).default(200),
  }),
  response: z.object({
    seen: z.number().int(),
    matched: z.number().int(),
    started: z.number().int(),
    refused: z.record(z.string(), z.number().int()),
    nextCursor: z.string().nullable(),
    hasMore: z.boolean(),
  }),
});
