import { z } from 'zod';
import { STUCK_REASONS } from '../../domain/stuck.js';
import { idOf, instant, line, listOf, localised, name, names, pageOf, paging, prose, search } from './common.js';
import { contract } from './contract.js';

export const JOURNEY_SORTS = ['newest', 'nextAt', 'stageSince', 'attention'] as const;
export const PHASES = ['starting', 'active', 'paused', 'held', 'ended'] as const;
/** What a resume does about what fell due in the pause. */
export const MISSED = ['now', 'spread', 'skip'] as const;
export const journeyStatus = z.enum(['open', 'ended']);
export const journeyPhase = z.enum(PHASES);

export const journey = z
  .object({
    id: z.string(),
    definitionId: z.string(),
    definitionName: localised.nullable().describe('as its version names it; null: it does not'),
    definitionVersion: z.number().int(),
    contactId: z.string(),
    contactName: z.string(),
    ownerId: z.string().nullable(),
    ownerName: z.string().nullable(),
    n: z.number().int().describe('the how-manieth run of this definition for this contact'),
    status: journeyStatus,
    phase: journeyPhase,
    outcome: z.string().nullable(),
    stage: z.string().nullable(),
    stageName: localised.nullable(),
    stageSince: instant.nullable(),
    startedAt: instant,
    endedAt: instant.nullable(),
    goalAt: instant.nullable(),
    nextAt: instant.nullable().describe('when time alone moves it on; null: only an event does'),
    attention: z.string().nullable().describe('why a person should look: see `ATTENTION`'),
    late: z.boolean().describe('its next instant has passed by more than the engine takes to catch up'),
    enteredBy: z.string().describe('`event`, or the id of the user who started it'),
  })
  .meta({ id: 'Journey' });
export type JourneyView = z.output<typeof journey>;

export const stuckJourney = journey
  .extend({
    why: z
      .enum(STUCK_REASONS)
      .describe(
        'its tasks fail in Temporal, Temporal was not told of it, it has not begun, something is due, or it was woken and has not looked',
      ),
  })
  .meta({ id: 'StuckJourney' });
export type StuckJourneyView = z.output<typeof stuckJourney>;

export const listStuckJourneys = contract({
  operationId: 'listStuckJourneys',
  method: 'GET',
  path: '/v1/stuck-journeys',
  tag: 'Journeys',
  summary:
    'Open journeys that have not moved for a set time though they should, with why. What waits for a person is not among them: see `attention`.',
  query: z.strictObject(paging),
  response: pageOf(stuckJourney),
});

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
    'Journeys, newest first. By `sort`: what is next due first (`nextAt`), longest in their stage first (`stageSince`), or what needs a person, longest first (`attention`); each leaves out those without such an instant.',
  query: z.strictObject({
    ...paging,
    sort: z.enum(JOURNEY_SORTS).default('newest'),
    definition: name.optional(),
    version: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
    stage: names.optional(),
    status: journeyStatus.optional(),
    phase: listOf(PHASES).optional(),
    owner: line(64).optional(),
    contact: idOf('contact').optional(),
    attention: z.enum(['true', 'false']).optional(),
    late: z.enum(['true', 'false']).optional(),
    enteredBy: line(64).optional().describe('`event`, or a user id'),
    q: search,
  }),
  response: pageOf(journey),
});

const one = { params: z.object({ id: idOf('journey') }) };

/** What a person may do to a journey; each is an operation of its own. */
export const JOURNEY_ACTS = [
  'pause',
  'resume',
  'exit',
  'retry',
  'reassign',
  'move',
  'goal',
  'skip',
  'reschedule',
  'send-now',
] as const;
export type JourneyAct = (typeof JOURNEY_ACTS)[number];

export const journeySla = z
  .object({
    stage: z.string(),
    breaksAt: instant.describe('when the stage must be left'),
    broken: z.boolean().describe('it was not left in time'),
  })
  .meta({ id: 'JourneySla' });
export type JourneySla = z.output<typeof journeySla>;

const journeyDetail = journey
  .extend({
    contact: z.object({ id: z.string(), name: z.string(), company: z.string().nullable() }),
    timezone: z.string().describe('the zone that the journey lives in'),
    may: z.array(z.enum(JOURNEY_ACTS)).describe('what the one who asks may do to it now'),
    temporalUrl: z.string().nullable().describe('its run in Temporal’s own UI, where there is one'),
    slas: z.array(journeySla).describe('of the stage it is in, first due first'),
    stages: z.array(z.object({ id: z.string(), name: localised.nullable() })).describe('of its version, in its order'),
  })
  .meta({ id: 'JourneyDetail' });
export type JourneyDetailView = z.output<typeof journeyDetail>;

export const getJourney = contract({
  operationId: 'getJourney',
  method: 'GET',
  path: '/v1/journeys/:id',
  tag: 'Journeys',
  summary: 'One journey, with what the one who asks may do to it.',
  ...one,
  response: journeyDetail,
});

const storyLine = z
  .object({
    at: instant,
    local: z.string().describe('the same instant on the wall clock of the journey’s zone'),
    realAt: instant,
    stage: z.string().nullable(),
    track: z.string().nullable(),
    step: z.string().nullable(),
    action: z.string().describe('see `JOURNAL_ACTIONS` in contracts/journal.ts'),
    decision: z.string().describe('see `JOURNAL_DECISIONS`'),
    reason: z
      .string()
      .nullable()
      .describe('see `JOURNAL_REASONS`; of some actions free: an event type, an outcome, an arm'),
    until: instant.nullable(),
    untilLocal: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()).nullable(),
    law: z.string().nullable().describe('of `no-consent`: the country and the law that asks for it'),
    person: z
      .object({ id: z.string(), name: z.string().nullable(), reason: z.string() })
      .nullable()
      .describe('who did it and why, of what a person did'),
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
  summary:
    'What happened and why, oldest first (`order=desc`: newest first), and what is next and when, in the journey’s zone.',
  ...one,
  query: z.strictObject({ ...paging, order: z.enum(['asc', 'desc']).default('asc') }),
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
  body: z.strictObject({
    ...why,
    missed: z
      .enum(MISSED)
      .default('spread')
      .describe(
        'what fell due in the pause: done at once, spread over the send window where it has a `spread` (else at once), or left out',
      ),
  }),
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

const step = name.optional().describe('the step of the wait that is meant; needed where there are several');

export const retryJourney = contract({
  operationId: 'retryJourney',
  method: 'POST',
  path: '/v1/journeys/:id/retry',
  tag: 'Journeys',
  summary:
    'Let a journey that is held for attention try again, and send again the messages in doubt; with `step`, that one only.',
  ...one,
  body: z.strictObject({ ...why, step }),
  response: state,
});

export const skipJourney = contract({
  operationId: 'skipJourney',
  method: 'POST',
  path: '/v1/journeys/:id/skip',
  tag: 'Journeys',
  summary:
    'Leave out what a journey waits for: a wait ends as if its time had come, a task is withdrawn, a message or the next pass of a repeat is left out. Without `step`, messages in doubt count as arrived.',
  ...one,
  body: z.strictObject({ ...why, step }),
  response: state,
});

export const rescheduleJourney = contract({
  operationId: 'rescheduleJourney',
  method: 'POST',
  path: '/v1/journeys/:id/reschedule',
  tag: 'Journeys',
  summary: 'Give a wait another due instant. Then neither a pause nor a changed date moves it.',
  ...one,
  body: z.strictObject({ ...why, step, due: instant }),
  response: state,
});

export const sendJourneyNow = contract({
  operationId: 'sendJourneyNow',
  method: 'POST',
  path: '/v1/journeys/:id/send-now',
  tag: 'Journeys',
  summary:
    'Send a message that was put off. Its send window is set aside; whatever else holds messages back still does.',
  ...one,
  body: z.strictObject({ ...why, step }),
  response: state,
});

export const moveJourney = contract({
  operationId: 'moveJourney',
  method: 'POST',
  path: '/v1/journeys/:id/move',
  tag: 'Journeys',
  summary: 'Move a journey to another stage of its definition. Open tasks of the stage left are withdrawn.',
  ...one,
  body: z.strictObject({ ...why, stage: name }),
  response: state,
});

export const reachJourneyGoal = contract({
  operationId: 'reachJourneyGoal',
  method: 'POST',
  path: '/v1/journeys/:id/goal',
  tag: 'Journeys',
  summary: 'End a journey as having reached its goal.',
  ...one,
  body: z.strictObject(why),
  response: state,
});

export const reassignJourney = contract({
  operationId: 'reassignJourney',
  method: 'POST',
  path: '/v1/journeys/:id/reassign',
  tag: 'Journeys',
  summary:
    'Give a journey’s contact to another owner. The contact’s open journeys, and the open tasks that the old owner had of them, follow; `contact.changed` is emitted.',
  ...one,
  body: z.strictObject({ ...why, ownerId: line(64) }),
  response: z.object({
    id: z.string(),
    contactId: z.string(),
    ownerId: z.string(),
    journeys: z.number().int().describe('open journeys of the contact that have the new owner now'),
    tasks: z.number().int().describe('open tasks that moved to the new owner'),
  }),
});
