import { z } from 'zod';
import {
  condition,
  duration,
  eventTypes,
  festival,
  insteadOf,
  name,
  ofAccount,
  shift,
  strict,
  timeOfDay,
  weekdays,
} from './schema-values.js';

/** What `wait` takes, and what `upTo` takes of it. */

const UNTIL_KINDS = ['time', 'date', 'festival'] as const;
const UNTIL_KEYS = {
  time: ['time', 'days'],
  date: ['date', 'at', 'shift', 'every'],
  festival: ['festival', 'at', 'shift'],
} as const;

export const until = strict({
  time: timeOfDay.optional(),
  days: weekdays.optional(),
  date: name.optional(),
  festival: festival.optional(),
  at: timeOfDay.optional(),
  shift: shift.optional(),
  every: z.literal('year').optional(),
}).superRefine((value, ctx) => {
  const kinds = UNTIL_KINDS.filter((kind) => value[kind] !== undefined);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    ctx.addIssue({
      code: 'custom',
      message: `expected exactly one of time, date and festival, found ${kinds.join(' and ') || 'none'}`,
      params: insteadOf({ time: '09:00' }),
    });
    return;
  }
  for (const key of Object.keys(value)) {
    if ((UNTIL_KEYS[kind] as readonly string[]).includes(key)) continue;
    ctx.addIssue({
      code: 'custom',
      path: [key],
      message: `"${key}" does not go with "${kind}"`,
      params: { code: 'unknown-key' },
    });
  }
});

const waitFor = strict({ on: eventTypes.optional(), if: condition.optional(), of: ofAccount.optional() }).superRefine(
  (value, ctx) => {
    if (value.on === undefined && value.if === undefined)
      ctx.addIssue({
        code: 'custom',
        message: 'expected "on" (an event) or "if" (a condition)',
        params: insteadOf({ on: 'placeholder' }),
      });
    if (value.on === undefined && value.of !== undefined) {
      ctx.addIssue({
        code: 'custom',
        path: ['of'],
        message: '"of" goes with "on" only',
        params: { code: 'unknown-key' },
      });
    }
  },
);

const waitMap = strict({
  until: until.optional(),
  for: waitFor.optional(),
  upTo: z.union([duration, until]).optional(),
}).superRefine((value, ctx) => {
  if ((value.until === undefined) === (value.for === undefined)) {
    ctx.addIssue({
      code: 'custom',
      message: 'expected a duration, or exactly one of "until" and "for"',
      params: insteadOf('1 days'),
    });
  } else if (value.for === undefined && value.upTo !== undefined) {
    ctx.addIssue({
      code: 'custom',
      path: ['upTo'],
      message: '"upTo" goes with "for" only',
      params: { code: 'unknown-key' },
    });
  }
});

export const waitValue = z.union([duration, waitMap]);

export type RawWait = z.infer<typeof waitValue>;
export type RawUntil = z.infer<typeof until>;
