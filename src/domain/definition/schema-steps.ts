import { z } from 'zod';
import {
  condition,
  duration,
  id,
  insteadOf,
  name,
  oneOrMany,
  positiveDuration,
  strict,
  text,
  windowOrNone,
  words,
} from './schema-values.js';
import { waitValue } from './schema-waits.js';

/** A step's keys that say what it does: it has exactly one. */
export const ACTION_KEYS = [
  'email',
  'sms',
  'notify',
  'task',
  'wait',
  'choose',
  'split',
  'repeat',
  'update',
  'create',
  'score',
  'assign',
  'webhook',
  'start',
  'stop',
  'moveTo',
  'goTo',
  'end',
] as const;
export type ActionKey = (typeof ACTION_KEYS)[number];

/** Keys that stand beside an action, and beside which. */
// biome-ignore lint/suspicious/noThenProperty: the format's own key.
export const BESIDE = { then: 'wait', else: 'wait', onOutcome: 'task', onOverdue: 'task', onArm: 'split' } as const;

const purpose = z.enum(['marketing', 'service']);

export const email = strict({
  template: name,
  from: name,
  purpose,
  topic: name.optional(),
  thread: id.optional(),
  attach: oneOrMany(name).optional(),
  window: windowOrNone.optional(),
  usefulFor: duration.optional(),
});

export const sms = strict({
  template: name,
  purpose,
  topic: name.optional(),
  window: windowOrNone.optional(),
  usefulFor: duration.optional(),
});

const notify = strict({ to: name, template: name });

const task = strict({
  kind: z.enum(['call', 'visit', 'meeting', 'message', 'quote', 'survey', 'approval', 'todo']),
  title: text,
  assign: name.optional(),
  due: duration,
  remind: z.array(duration).optional(),
  escalate: strict({ after: duration, to: name }).optional(),
  outcomes: z.array(id).refine((outcomes) => outcomes.length > 0, {
    error: 'expected at least one outcome: the track waits for it',
    params: insteadOf(['placeholder']),
  }),
  form: z.array(strict({ field: name, required: z.boolean().optional() })).optional(),
  window: windowOrNone.optional(),
});

const operation = strict({
  add: z.number().optional(),
  addTo: z.string().optional(),
  removeFrom: z.string().optional(),
  from: name.optional(),
  now: z.literal(true).optional(),
  clear: z.literal(true).optional(),
}).refine((value) => Object.keys(value).length === 1, {
  error: 'expected exactly one of add, addTo, removeFrom, from, now and clear',
  params: insteadOf({ clear: true }),
});

const updateValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), operation]);
const updates = z
  .record(name, updateValue)
  .refine((value) => Object.keys(value).length > 0, { error: 'expected at least one field' });

/** The steps' actions that hold no further steps. */
const flatActions = {
  email: email.optional(),
  sms: sms.optional(),
  notify: notify.optional(),
  task: task.optional(),
  wait: waitValue.optional(),
  split: strict({
    arms: z
      .record(
        id,
        z.number().refine((share) => share >= 0 && share <= 100, {
          error: 'expected a share from 0 to 100',
          params: insteadOf(0),
        }),
      )
      .refine((arms) => Object.keys(arms).length > 0, {
        error: 'expected at least one arm',
        params: insteadOf({ placeholder: 100 }),
      }),
  }).optional(),
  update: updates.optional(),
  create: strict({ deal: updates }).optional(),
  score: strict({ add: z.number(), reason: words }).optional(),
  assign: strict({
    team: name,
    by: z.enum(['roundRobin', 'leastLoaded', 'territory']),
    keepExisting: z.boolean().optional(),
  }).optional(),
  webhook: strict({
    url: z
      .string()
      .refine((url) => /^https?:\/\/[^\s/]+/i.test(url) && URL.canParse(url.replaceAll(/\{\{.*?\}\}/g, 'x')), {
        error: 'expected an http or https address',
        params: insteadOf('https://placeholder'),
      })
      .meta({ format: 'uri' }),
    method: z.enum(['POST', 'PUT', 'PATCH', 'GET', 'DELETE']).optional(),
    body: z.unknown().optional(),
    secret: name.optional(),
  }).optional(),
  start: id.optional(),
  stop: id.optional(),
  moveTo: id.optional(),
  goTo: id.optional(),
  end: id.optional(),
} as const;

const flatStep = z.object({ id: id.optional(), if: condition.optional(), ...flatActions });
type FlatStep = z.infer<typeof flatStep>;
type RawCondition = z.infer<typeof condition>;

/** A step as written and checked for shape. */
export interface RawStep extends FlatStep {
  choose?: RawChoice[] | undefined;
  repeat?: RawRepeat | undefined;
  then?: RawStep[] | undefined;
  else?: RawStep[] | undefined;
  onOutcome?: Record<string, RawStep[]> | undefined;
  onOverdue?: { after: string; steps: RawStep[] } | undefined;
  onArm?: Record<string, RawStep[]> | undefined;
}

export interface RawChoice {
  if?: RawCondition | undefined;
  steps?: RawStep[] | undefined;
  else?: RawStep[] | undefined;
}

export interface RawRepeat {
  every: string;
  startAfter?: string | undefined;
  atMost?: number | undefined;
  until?: RawCondition | undefined;
  steps: RawStep[];
}

export const steps: z.ZodType<RawStep[]> = z.lazy(() => z.array(step));

const choice: z.ZodType<RawChoice> = strict({
  if: condition.optional(),
  steps: steps.optional(),
  else: steps.optional(),
}).superRefine((value, ctx) => {
  const fits =
    value.else === undefined
      ? value.if !== undefined && value.steps !== undefined
      : value.if === undefined && value.steps === undefined;
  if (!fits)
    ctx.addIssue({
      code: 'custom',
      message: 'expected { if, steps } or, as the last, { else: [steps] }',
      params: insteadOf({ if: {}, steps: [] }),
    });
});

const choose = z.array(choice).superRefine((choices, ctx) => {
  if (choices.length === 0) ctx.addIssue({ code: 'custom', message: 'expected at least one choice' });
  choices.forEach((entry, i) => {
    if (entry.else && i < choices.length - 1)
      ctx.addIssue({ code: 'custom', path: [i, 'else'], message: '"else" must be the last choice' });
  });
});

const repeat: z.ZodType<RawRepeat> = strict({
  every: positiveDuration,
  startAfter: duration.optional(),
  atMost: z.int().min(1).optional(),
  until: condition.optional(),
  steps,
});

const onOverdue = strict({ after: duration, steps });

/** Stands in for a step that could not be read. */
export const DOES_NOTHING = { score: { add: 0, reason: 'placeholder' } };

/** Says what is wrong with a step's choice of keys, if anything. */
function checkKeys(value: RawStep, ctx: z.RefinementCtx): void {
  const actions = ACTION_KEYS.filter((key) => value[key] !== undefined);
  if (actions.length !== 1) {
    const found = actions.length === 0 ? 'none' : actions.join(' and ');
    const nothing = { ...(value.id === undefined ? {} : { id: value.id }), ...DOES_NOTHING };
    const params = actions.length === 0 ? insteadOf(nothing) : { keepOneOf: ACTION_KEYS };
    ctx.addIssue({
      code: 'custom',
      message: `a step has exactly one of ${ACTION_KEYS.join(', ')}; found ${found}`,
      params,
    });
    return;
  }
  for (const [key, action] of Object.entries(BESIDE)) {
    if (value[key as keyof typeof BESIDE] === undefined || actions[0] === action) continue;
    ctx.addIssue({
      code: 'custom',
      path: [key],
      message: `"${key}" goes beside "${action}" only, here it stands beside "${actions[0]}"`,
      params: { code: 'unknown-key' },
    });
  }
}

export const step: z.ZodType<RawStep> = strict({
  id: id.optional(),
  if: condition.optional(),
  ...flatActions,
  choose: choose.optional(),
  repeat: repeat.optional(),
  // biome-ignore lint/suspicious/noThenProperty: the format's own key; the map is data and is never awaited.
  then: steps.optional(),
  else: steps.optional(),
  onOutcome: z.record(id, steps).optional(),
  onOverdue: onOverdue.optional(),
  onArm: z.record(id, steps).optional(),
})
  .superRefine(checkKeys)
  .meta({ id: 'step' });
