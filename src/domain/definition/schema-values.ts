import { z } from 'zod';
import { parseDuration } from '../calendar/duration.js';
import { FESTIVAL_IDS } from '../calendar/festival.js';
import { WEEKDAYS } from '../calendar/weekday.js';
import { neverOpens } from '../calendar/window.js';
import { isValidZone } from '../calendar/zone.js';
import { quote } from './finding.js';

/*
 * The values that all kinds of files are made of. A schema accepts what a user may write and changes nothing:
 * `normalise` brings it to the typed form. The JSON Schema for editors is generated from the same schemas, so `meta`
 * repeats as a pattern what a refinement checks.
 */

/** Marks the message that names the keys a map may have; `issues.ts` reads them back for its suggestion. */
export const ALLOWED_KEYS = 'allowed keys: ';

/** What may stand for a refused value, so that the rest of the file can be judged all the same (`repair.ts`). */
export const insteadOf = (replacement: unknown): { readonly replacement: unknown } => ({ replacement });

/** A map in which an unknown key is an error. */
export const strict = <Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? `${ALLOWED_KEYS}${Object.keys(shape).join(', ')}` : undefined,
  });

export const oneOrMany = <T extends z.ZodType>(item: T): z.ZodUnion<[T, z.ZodArray<T>]> =>
  z.union([item, z.array(item)]);

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
export const id = z
  .string()
  .refine((text) => ID.test(text) && text.length <= 64, {
    error: (issue) =>
      `expected an id in kebab-case of at most 64 characters, like "call-back"; found ${quote(issue.input)}`,
    params: insteadOf('placeholder'),
  })
  .meta({ pattern: ID.source, maxLength: 64 });

/** The id of something that lives outside the file: a template, user, team, mailbox, field, event type. */
export const name = z
  .string()
  .refine((text) => text.trim() !== '' && text.length <= 200, {
    error: 'expected a text of 1 to 200 characters',
    params: insteadOf('placeholder'),
  })
  .meta({ minLength: 1, maxLength: 200 });

/** A sentence for people: a title, a label, a reason. */
export const words = z
  .string()
  .refine((text) => text.trim() !== '' && text.length <= 2_000, {
    error: 'expected a text of 1 to 2,000 characters',
    params: insteadOf('placeholder'),
  })
  .meta({ minLength: 1, maxLength: 2_000 });

export const text = z.union([
  words,
  z.record(z.string(), words).refine((map) => Object.keys(map).length > 0, {
    error: 'expected at least one locale',
    params: insteadOf('placeholder'),
  }),
]);

const DURATION_PATTERN = '\\d+ (business (minute|hour|day)s?|(minute|hour|day|week|month|year)s?)$';
const DURATION_HELP =
  '<n> minutes, hours, days, weeks, months, years, business minutes, business hours or business days';

const badDuration = (issue: { readonly input?: unknown }) =>
  `expected a duration (${DURATION_HELP}), found ${quote(issue.input)}`;

export const duration = z
  .string()
  .refine((value) => parseDuration(value) !== undefined, {
    error: badDuration,
    params: { code: 'bad-duration', ...insteadOf('1 days') },
  })
  .meta({ pattern: `^${DURATION_PATTERN}` });

/** A duration of which zero would mean "again and again at once". */
export const positiveDuration = z
  .string()
  .refine((value) => (parseDuration(value)?.n ?? 0) > 0, {
    error: (issue) => `expected a duration above zero (${DURATION_HELP}), found ${quote(issue.input)}`,
    params: { code: 'bad-duration', ...insteadOf('1 days') },
  })
  .meta({ pattern: `^${DURATION_PATTERN}` });

export const shift = z
  .string()
  .refine((value) => parseDuration(value, { allowNegative: true }) !== undefined, {
    error: badDuration,
    params: { code: 'bad-duration', allowNegative: true, ...insteadOf('1 days') },
  })
  .meta({ pattern: `^-?${DURATION_PATTERN}` });

const badZone = (issue: { readonly input?: unknown }) =>
  `expected "contact" or an IANA time zone such as "Asia/Shanghai", found ${quote(issue.input)}`;
export const timezone = z.string().refine((zone) => zone === 'contact' || isValidZone(zone), {
  error: badZone,
  params: { code: 'bad-zone', ...insteadOf('UTC') },
});

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
export const timeOfDay = z
  .string()
  .refine((time) => TIME.test(time), {
    error: (issue) => `expected a time of day from "00:00" to "23:59", found ${quote(issue.input)}`,
    params: insteadOf('09:00'),
  })
  .meta({ pattern: TIME.source });

export const weekdays = z
  .array(z.enum(WEEKDAYS))
  .refine((days) => days.length > 0, { error: 'expected at least one day', params: insteadOf(['mon']) });

const CLOSING = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;
const closingTime = z
  .string()
  .refine((time) => CLOSING.test(time), {
    error: (issue) => `expected a time of day from "00:00" to "24:00", found ${quote(issue.input)}`,
    params: insteadOf('18:00'),
  })
  .meta({ pattern: CLOSING.source });

export const window = strict({
  days: weekdays.optional(),
  from: timeOfDay,
  to: closingTime,
  holidays: z.enum(['skip', 'ignore']).optional(),
  spread: duration.optional(),
}).superRefine(({ days, from, to }, ctx) => {
  // A time that is none is told of already, by its own place.
  if (!TIME.test(from) || !CLOSING.test(to)) return;
  const why = neverOpens({ days, from, to });
  if (why !== undefined)
    ctx.addIssue({
      code: 'custom',
      message: why,
      params: { code: 'never-opens', ...insteadOf({ from: '00:00', to: '24:00' }) },
    });
});
export const windowOrNone = z.union([z.literal('none'), window]);

/** Checked by `parseCondition`, which knows the language; here it is a map of anything. */
export const condition = z.record(z.string(), z.unknown()).meta({ id: 'condition' });

export const variables = z.record(
  z.string().refine((key) => /^[A-Za-z]\w*$/.test(key), {
    error: 'expected a name of letters, digits and _, like "trialDays"',
  }),
  z.union([z.string(), z.number(), z.boolean()]),
);

export const eventTypes = oneOrMany(name);
export const ofAccount = z.literal('account');

export const festival = z.enum(FESTIVAL_IDS as [string, ...string[]]);
