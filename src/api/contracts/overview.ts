import { z } from 'zod';
import { instant, localised, name } from './common.js';
import { contract } from './contract.js';
import { journey, stuckJourney } from './journeys.js';
import { message } from './messages.js';
import { task } from './tasks.js';

const count = z.number().int();
const some = <T extends z.ZodType>(item: T) => z.object({ count, first: z.array(item) });

const breakingSla = z
  .object({
    journeyId: z.string(),
    definitionId: z.string(),
    contactId: z.string(),
    contactName: z.string(),
    ownerId: z.string().nullable(),
    ownerName: z.string().nullable(),
    stage: z.string(),
    stageName: localised.nullable(),
    breaksAt: instant.describe('when the stage must be left; may have passed'),
    broken: z.boolean(),
  })
  .meta({ id: 'BreakingSla' });
export type BreakingSla = z.output<typeof breakingSla>;

export const overview = contract({
  operationId: 'overview',
  method: 'GET',
  path: '/v1/overview',
  tag: 'Overview',
  summary: 'What needs the one who asks, each with its count and the first five. A rep’s is of their own.',
  response: z
    .object({
      at: instant.describe('business time'),
      tasks: z.object({
        overdue: some(task),
        today: some(task).describe('due later today, by the zone of the one who asks'),
      }),
      held: some(journey).describe('held: a person must look'),
      late: some(journey).describe('open, and behind what was due by more than the engine takes to catch up'),
      stuck: some(stuckJourney).describe('open, and have not moved for a set time though they should'),
      refused: some(message).describe('refused or bounced in the last 7 business days'),
      uncertain: some(message).describe('nobody knows whether they arrived'),
      slas: some(breakingSla).describe('breaking within 24 hours, or broken within the last 24; by instant'),
      lately: z
        .object({ sent: count, replied: count, unsubscribed: count, won: count, entered: count })
        .describe('in the last 24 hours of business time'),
    })
    .meta({ id: 'Overview' }),
});
export type OverviewView = z.output<typeof overview.response>;

const boardStage = z
  .object({
    stage: z.string(),
    name: localised.nullable(),
    final: z.boolean(),
    open: count,
    late: count,
    held: count,
    entered: count.describe('times the stage was entered in the last 30 days'),
    visitors: count.describe('journeys that were ever here: what `conversion` is a share of'),
    conversion: z
      .number()
      .nullable()
      .describe(
        'of the journeys that were ever here, the share that went on to a later stage or reached the goal; null: nobody was',
      ),
    medianMs: z
      .number()
      .nullable()
      .describe('median time from entering the stage to leaving it, last 30 days; null: nobody left'),
    first: z.array(journey).describe('five of those in it, those that need a person first, then longest in it'),
  })
  .meta({ id: 'BoardStage' });
export type BoardStage = z.output<typeof boardStage>;

export const board = contract({
  operationId: 'board',
  method: 'GET',
  path: '/v1/board',
  tag: 'Overview',
  summary:
    'The stages of a definition’s current version, in its order, with counts, conversion and time. A rep’s own only.',
  query: z.strictObject({ definition: name }),
  response: z
    .object({
      at: instant,
      definition: z.object({ id: z.string(), version: z.number().int(), name: localised.nullable() }),
      stages: z.array(boardStage),
      elsewhere: count.describe(
        'open journeys in stages that the current version no longer has, or that have not begun',
      ),
      ended: z
        .array(z.object({ outcome: z.string(), count }))
        .describe('journeys that ended in the last 30 days, by outcome, most first'),
    })
    .meta({ id: 'Board' }),
});
export type BoardView = z.output<typeof board.response>;
