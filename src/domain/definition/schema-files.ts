import { z } from 'zod';
import { parseLocalTime } from '../calendar/date-value.js';
import { form } from './schema-form.js';
import { email, sms, steps } from './schema-steps.js';
import {
  condition,
  duration,
  eventTypes,
  id,
  name,
  ofAccount,
  oneOrMany,
  positiveDuration,
  strict,
  text,
  timezone,
  variables,
  window,
} from './schema-values.js';

/** The kinds of files as users write them. */

const event = { on: eventTypes, if: condition.optional(), of: ofAccount.optional() };

const enter = strict({
  on: eventTypes.optional(),
  if: condition.optional(),
  again: z.union([z.enum(['never', 'always']), strict({ after: duration })]).optional(),
  at: oneOrMany(strict({ if: condition, stage: id })).optional(),
});

const exit = strict({
  on: eventTypes.optional(),
  if: condition.optional(),
  of: ofAccount.optional(),
  as: id.optional(),
}).superRefine((value, ctx) => {
  if (value.on === undefined && value.if === undefined)
    ctx.addIssue({ code: 'custom', message: 'expected "if" (a condition) or "on" (an event)' });
  if (value.on === undefined && value.of !== undefined) {
    ctx.addIssue({
      code: 'custom',
      path: ['of'],
      message: '"of" goes with "on" only',
      params: { code: 'unknown-key' },
    });
  }
});

const goal = strict({ ...event, stay: z.boolean().optional() });
const move = strict({ ...event, to: id });
const sla = strict({ leaveWithin: positiveDuration, escalateTo: name });
const track = strict({ id, steps });

const stage = strict({
  id,
  name: text.optional(),
  final: z.boolean().optional(),
  sla: oneOrMany(sla).optional(),
  moves: oneOrMany(move).optional(),
  steps: steps.optional(),
  alongside: z.array(track).optional(),
});

const head = { id, name: text };
const schedule = {
  calendar: name.optional(),
  timezone: timezone.optional(),
  window: window.optional(),
  variables: variables.optional(),
};

export const journey = strict({
  kind: z.literal('journey'),
  ...head,
  per: z.enum(['contact', 'deal', 'account', 'user']).optional(),
  ...schedule,
  exclusive: strict({ group: id, priority: z.int() }).optional(),
  enter: enter.optional(),
  exit: oneOrMany(exit).optional(),
  goal: oneOrMany(goal).optional(),
  stages: z.array(stage).optional(),
  steps: steps.optional(),
  throughout: z.array(track).optional(),
  moves: oneOrMany(move).optional(),
}).superRefine((value, ctx) => {
  if (value.stages === undefined && value.steps === undefined)
    ctx.addIssue({ code: 'custom', message: 'a journey has "stages" or "steps"; found neither' });
  if (value.stages !== undefined && value.steps !== undefined) {
    ctx.addIssue({
      code: 'custom',
      path: ['steps'],
      message: 'a journey has either "stages" or "steps", not both',
      params: { code: 'unknown-key' },
    });
  }
  if (value.stages?.length === 0)
    ctx.addIssue({ code: 'custom', path: ['stages'], message: 'expected at least one stage' });
});

const audience = strict({ segment: id.optional(), if: condition.optional(), file: name.optional() }).refine(
  (value) => Object.keys(value).length === 1,
  {
    error: 'expected exactly one of segment, if and file',
  },
);

const LOCAL_TIME = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;
const localTime = z
  .string()
  .refine((value) => LOCAL_TIME.test(value) && parseLocalTime(value, 'UTC') !== undefined, {
    error: 'expected a local date and time such as "2027-09-14T10:00"',
  })
  .meta({ pattern: LOCAL_TIME.source });

const rsvp = strict({
  places: z.int().min(1).max(1_000_000).optional(),
  companions: z.int().min(0).max(99).optional(),
})
  .refine((value) => Object.keys(value).length > 0, { error: 'expected places, companions or both' })
  .refine(({ places = 0, companions = 0 }) => places < 1 || companions < places, {
    path: ['places'],
    error: 'expected more places than companions: a guest with so many would wait for good, and all after them',
  });

export const campaign = strict({
  kind: z.literal('campaign'),
  ...head,
  ...schedule,
  audience,
  exclude: audience.optional(),
  at: strict({ time: localTime, timezone }).optional(),
  send: strict({ email: email.optional(), sms: sms.optional() })
    .refine((value) => Object.keys(value).length === 1, { error: 'expected exactly one of email and sms' })
    .optional(),
  steps: steps.optional(),
  rate: strict({ perMinute: z.int().min(1) }).optional(),
  holdOut: z.number().min(0).max(100).optional(),
  rsvp: rsvp.optional(),
  priority: z.int().min(1).max(9).optional(),
  goal: strict({ ...event, within: duration.optional() }).optional(),
}).superRefine((value, ctx) => {
  if ((value.send === undefined) === (value.steps === undefined))
    ctx.addIssue({ code: 'custom', message: 'a campaign has exactly one of "send" and "steps"' });
});

export const segment = strict({ kind: z.literal('segment'), ...head, if: condition });

const question = strict({
  id,
  label: text,
  type: z.enum(['score', 'choice', 'text']),
  options: z.array(text).optional(),
}).superRefine((value, ctx) => {
  if (value.type === 'choice' && (value.options?.length ?? 0) === 0)
    ctx.addIssue({ code: 'custom', message: 'a question of type "choice" needs "options"' });
});

export const survey = strict({
  kind: z.literal('survey'),
  ...head,
  questions: z.array(question).refine((questions) => questions.length > 0, { error: 'expected at least one question' }),
});

export const FILE_SCHEMAS = { journey, campaign, segment, survey, form } as const;

export type RawJourney = z.infer<typeof journey>;
export type RawCampaign = z.infer<typeof campaign>;
export type RawSegment = z.infer<typeof segment>;
export type RawSurvey = z.infer<typeof survey>;
export type RawForm = z.infer<typeof form>;
export type RawFile = RawJourney | RawCampaign | RawSegment | RawSurvey | RawForm;
