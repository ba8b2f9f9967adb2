import { z } from 'zod';
import { idOf, instant, line, listOf, name, names, pageOf, paging, prose, search } from './common.js';
import { contract } from './contract.js';

const PHASES = ['starting', 'active', 'paused', 'held', 'ended'] as const;
export const journeyStatus = z.enum(['open', 'ended']);
export const journeyPhase = z.enum(PHASES);

export const journey = z
  .object({
    id: z.string(),
    definitionId: z.string(),
    definitionVersion: z.number().int(),
    contactId: z.string(),
    contactName: z.string(),
    ownerId: z.string().nullable(),
    n: z.number().int().describe('the how-manieth run of this definition for this contact'),
    status: journeyStatus,
    phase: journeyPhase,
    outcome: z.string().nullable(),
    stage: z.string().nullable(),
    stageSince: instant.nullable(),
    startedAt: instant,
    endedAt: instant.nullable(),
    goalAt: instant.nullable(),
    nextAt: instant.nullable().describe('when time alone moves it on; null: only an event does'),
    attention: z.string().nullable().describe('why a person should look'),
  })
  .meta({ id: 'Journey' });
export type JourneyView = z.output<typeof journey>;

export const startJourney = contract({
  operationId: 'startJourney',
  method: 'POST',
  path: '/v1/journeys',
  tag: 'Journeys',
  summary: 'Start the current version of a definition for one contact.',
  body: z.strictObject({ definition: name, contactId: idOf('contact'), stage: name.optional() }),
  response: journey,
  status: 201,
});

export const listJourneys = contract({
  operationId: 'listJourneys',
  method: 'GET',
  path: '/v1/journeys',
  tag: 'Journeys',
  summary:
    'Journeys, newest first, or what is next due first (`sort=nextAt`, which leaves out those without an instant).',
  query: z.strictObject({
    ...paging,
    sort: z.enum(['newest', 'nextAt']).default('newest'),
    definition: name.optional(),
    stage: names.optional(),
    status: journeyStatus.optional(),
    phase: listOf(PHASES).optional(),
    owner: line(64).optional(),
    contact: idOf('contact').optional(),
    attention: z.enum(['true', 'false']).optional(),
    q: search,
  }),
  response: pageOf(journey),
});

const one = { params: z.object({ id: idOf('journey') }) };

export const getJourney = contract({
  operationId: 'getJourney',
  method: 'GET',
  path: '/v1/journeys/:id',
  tag: 'Journeys',
  summary: 'One journey.',
  ...one,
  response: journey,
});

const storyLine = z
  .object({
    at: instant,
    local: z.string().describe('the same instant on the wall clock of the journey’s zone'),
    realAt: instant,
    stage: z.string().nullable(),
    track: z.string().nullable(),
    step: z.string().nullable(),
    action: z.string(),
    decision: z.string(),
    reason: z.string().nullable(),
    until: instant.nullable(),
    untilLocal: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'StoryLine' });
export type StoryLine = z.output<typeof storyLine>;

const upcoming = z
  .object({
    track: z.string(),
    step: z.string().nullable(),
    waitsFor: z.string().describe('timer, event, task, desk, message, uncertain or repeat'),
    at: instant.nullable().describe('null: only an event ends it'),
    local: z.string().nullable(),
  })
  .meta({ id: 'Upcoming' });
export type Upcoming = z.output<typeof upcoming>;

export const journeyStory = contract({
  operationId: 'journeyStory',
  method: 'GET',
  path: '/v1/journeys/:id/story',
  tag: 'Journeys',
  summary: 'What happened and why, oldest first, and what is next and when, in the journey’s zone.',
  ...one,
  query: z.strictObject(paging),
  response: z.object({
    journey,
    timezone: z.string(),
    next: z.array(upcoming),
    data: z.array(storyLine),
    nextCursor: z.string().nullable(),
    hasMore: z.boolean(),
  }),
});

const why = {
  reason: prose(500).min(1).describe('kept on the audit log'),
  requestId: line(100).optional().describe('the same request id takes effect once; made up if absent'),
};
const state = z.object({ id: z.string(), phase: z.string(), stage: z.string().nullable() });

export const pauseJourney = contract({
  operationId: 'pauseJourney',
  method: 'POST',
  path: '/v1/journeys/:id/pause',
  tag: 'Journeys',
  summary: 'Stop the clock of a journey; events are kept for its resume.',
  ...one,
  body: z.strictObject(why),
  response: state,
});

export const resumeJourney = contract({
  operationId: 'resumeJourney',
  method: 'POST',
  path: '/v1/journeys/:id/resume',
  tag: 'Journeys',
  summary: 'Let a paused journey go on.',
  ...one,
  body: z.strictObject(why),
  response: state,
});

export const exitJourney = contract({
  operationId: 'exitJourney',
  method: 'POST',
  path: '/v1/journeys/:id/exit',
  tag: 'Journeys',
  summary: 'End a journey, from whatever it waits for.',
  ...one,
  body: z.strictObject({ ...why, outcome: name.default('exited') }),
  response: state,
});

export const retryJourney = contract({
  operationId: 'retryJourney',
  method: 'POST',
  path: '/v1/journeys/:id/retry',
  tag: 'Journeys',
  summary: 'Let a journey that is held for attention try again.',
  ...one,
  body: z.strictObject(why),
  response: state,
});
