import { z } from 'zod';
import { idOf, instant, line, listOf, localised, name, pageOf, paging, prose, search } from './common.js';
import { contract } from './contract.js';
import { MISSED, PHASES } from './journeys.js';

/*
 * A bulk: one command for many journeys. Whom it is for is frozen when it is made; the worker then gives the command to
 * one after the other, at the set rate.
 */

const STATES = ['running', 'done', 'aborted'] as const;
const ITEM_STATES = ['waiting', 'done', 'refused', 'failed'] as const;
export const MOST_IDS = 1_000;
const DEFAULT_RATE = 600;
const HIGHEST_RATE = 6_000;

const step = name.optional();

/** What the single operations take, by the same names. */
const bulkCommand = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('pause') }),
    z.strictObject({ kind: z.literal('resume'), missed: z.enum(MISSED).default('spread') }),
    z.strictObject({ kind: z.literal('exit'), outcome: name.default('exited') }),
    z.strictObject({ kind: z.literal('retry') }),
    z.strictObject({ kind: z.literal('skip'), step }),
    z.strictObject({ kind: z.literal('reschedule'), due: instant, step }),
    z.strictObject({ kind: z.literal('send-now'), step }),
    z.strictObject({ kind: z.literal('move'), stage: name }),
    z.strictObject({ kind: z.literal('goal') }),
    z.strictObject({ kind: z.literal('reassign'), ownerId: line(64) }),
  ])
  .meta({ id: 'BulkCommand' });
export type BulkCommandInput = z.output<typeof bulkCommand>;
export type BulkKind = BulkCommandInput['kind'];

const bulkFilter = z
  .strictObject({
    ids: z.array(idOf('journey')).min(1).max(MOST_IDS).optional().describe('these journeys only'),
    definition: name.optional(),
    version: z.number().int().min(1).max(2_147_483_647).optional(),
    stage: z.array(name).min(1).max(100).optional(),
    phase: z.array(z.enum(PHASES)).min(1).optional(),
    owner: line(64).optional(),
    contact: idOf('contact').optional(),
    attention: z.boolean().optional(),
    late: z.boolean().optional(),
    enteredBy: line(64).optional(),
    q: search,
  })
  .describe('as the list of journeys takes it; of what fits, the open journeys that the one who asks may see');
export type BulkFilter = z.output<typeof bulkFilter>;

export const previewBulk = contract({
  operationId: 'previewBulk',
  method: 'POST',
  path: '/v1/bulks/preview',
  tag: 'Journeys',
  summary: 'How many journeys a command would be for, and where they are. Nothing is changed.',
  body: z.strictObject({ filter: bulkFilter }),
  response: z
    .object({
      count: z.number().int().describe('what `expect` must say when the bulk is made'),
      over: z.number().int().describe('journeys that fit and have ended: nothing would be done to them'),
      unknown: z
        .number()
        .int()
        .describe('of `ids`: those that there are none of, or that are another’s, or do not fit'),
      phases: z.record(z.string(), z.number().int()),
      groups: z.array(
        z.object({
          definitionId: z.string(),
          definitionName: localised.nullable(),
          definitionVersion: z.number().int(),
          stage: z.string().nullable(),
          stageName: localised.nullable(),
          count: z.number().int(),
        }),
      ),
    })
    .meta({ id: 'BulkPreview' }),
});
export type BulkPreview = z.output<typeof previewBulk.response>;

const bulk = z
  .object({
    id: z.string(),
    kind: z.string().describe('of the command'),
    input: z.record(z.string(), z.unknown()).describe('what the command has beside its kind'),
    filter: z.record(z.string(), z.unknown()),
    reason: z.string(),
    actorId: z.string(),
    actorName: z.string().nullable(),
    ratePerMinute: z.number().int(),
    state: z.enum(STATES),
    total: z.number().int().describe('done, refused, failed and waiting together'),
    done: z.number().int(),
    refused: z.number().int().describe('journeys that were in no state for it'),
    failed: z.number().int().describe('journeys that gave no answer'),
    waiting: z.number().int().describe('once it is aborted: those that were left alone'),
    createdAt: instant,
    finishedAt: instant.nullable(),
    abortedBy: z.string().nullable(),
    abortReason: z.string().nullable(),
  })
  .meta({ id: 'Bulk' });
export type BulkView = z.output<typeof bulk>;

export const createBulk = contract({
  operationId: 'createBulk',
  method: 'POST',
  path: '/v1/bulks',
  tag: 'Journeys',
  summary: 'Give one command to many journeys, at a set rate. Whom it is for is frozen now.',
  body: z.strictObject({
    command: bulkCommand,
    filter: bulkFilter,
    expect: z.number().int().min(1).describe('how many journeys it is for, as the preview says; else it is refused'),
    reason: prose(500).min(1).describe('kept on the audit log, of each journey too'),
    ratePerMinute: z.number().int().min(1).max(HIGHEST_RATE).default(DEFAULT_RATE),
    requestId: line(100).optional().describe('the same request id makes one bulk; made up if absent'),
  }),
  response: bulk,
  status: 201,
});

export const listBulks = contract({
  operationId: 'listBulks',
  method: 'GET',
  path: '/v1/bulks',
  tag: 'Journeys',
  summary: 'Bulks, newest first.',
  query: z.strictObject({ ...paging, state: z.enum(STATES).optional() }),
  response: pageOf(bulk),
});

const one = { params: z.object({ id: idOf('bulk') }) };

export const getBulk = contract({
  operationId: 'getBulk',
  method: 'GET',
  path: '/v1/bulks/:id',
  tag: 'Journeys',
  summary: 'How far one bulk is, and why journeys refused.',
  ...one,
  response: bulk
    .extend({
      codes: z.array(
        z.object({ state: z.enum(ITEM_STATES), code: z.string(), count: z.number().int() }).meta({ id: 'BulkCode' }),
      ),
    })
    .meta({ id: 'BulkDetail' }),
});
export type BulkDetail = z.output<typeof getBulk.response>;

const bulkItem = z
  .object({
    journeyId: z.string(),
    contactId: z.string(),
    contactName: z.string(),
    definitionId: z.string(),
    stage: z.string().nullable().describe('where it is now'),
    state: z.enum(ITEM_STATES),
    code: z.string().nullable().describe('why it was refused, or has failed'),
    attempts: z.number().int(),
  })
  .meta({ id: 'BulkItem' });
export type BulkItemView = z.output<typeof bulkItem>;

export const listBulkItems = contract({
  operationId: 'listBulkItems',
  method: 'GET',
  path: '/v1/bulks/:id/items',
  tag: 'Journeys',
  summary: 'The journeys of one bulk and what came of it for each.',
  ...one,
  query: z.strictObject({ ...paging, state: listOf(ITEM_STATES).optional() }),
  response: pageOf(bulkItem),
});

export const abortBulk = contract({
  operationId: 'abortBulk',
  method: 'POST',
  path: '/v1/bulks/:id/abort',
  tag: 'Journeys',
  summary: 'Stop a bulk: journeys that it has not reached are left alone. What is done stays done.',
  ...one,
  body: z.strictObject({ reason: prose(500).min(1).describe('kept on the audit log') }),
  response: bulk,
});
