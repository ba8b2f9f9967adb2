import { z } from 'zod';
import { ID_PREFIX, type IdKind } from '../../domain/ids.js';
import { parseInstant } from '../../domain/instant.js';

/** An id of one kind of record, such as `con_…`. Imported and hand-made ids need not be ours in length. */
export const idOf = (kind: IdKind) =>
  z
    .string()
    .max(64)
    .regex(new RegExp(`^${ID_PREFIX[kind]}_[0-9A-Za-z_-]+$`), `expected an id that begins with ${ID_PREFIX[kind]}_`);

/** A definition's id, a step's, a stage's, an outcome's: what ops write. */
export const name = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\s\p{Cc}\p{Surrogate}]+$/u, 'expected an id without spaces');

/** A short text without control characters: a line break in a name or an address is never meant. */
export const line = (max = 200) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Surrogate}\u2028\u2029]*$/u, 'expected one line of text without control characters');

// Postgres can't store a NUL or half a surrogate pair.
const isStorable = (text: string): boolean => !/\0|\p{Surrogate}/u.test(text);

/** Free text of several lines. */
export const prose = (max = 10_000) =>
  z.string().max(max).refine(isStorable, 'expected text without NUL characters and half characters');

/** An instant as RFC 3339 text: with `Z` in answers, with any offset in requests. */
export const instant = z
  .string()
  .refine((text) => parseInstant(text) !== undefined, 'expected an instant like 2027-01-04T09:00:00Z')
  .meta({ format: 'date-time' });

const DEEPEST = 16;

function isStorableJson(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= DEEPEST) return false;
  return Object.entries(value).every(([key, inner]) => isStorable(key) && isStorableJson(inner, depth + 1));
}

/** Fields of a foreign or declared kind: JSON as it comes, at most 64 keys and 16 deep. */
export const fields = z
  .record(z.string().max(100), z.unknown())
  .refine((value) => Object.keys(value).length <= 64, 'expected at most 64 fields')
  .refine(
    (value) => isStorableJson(value),
    'expected JSON of at most 16 levels, without NUL characters and half characters',
  );

export const role = z.enum(['ops', 'manager', 'marketing', 'rep', 'viewer']);
export type Role = z.output<typeof role>;

export const MOST_PER_PAGE = 200;

/** What every list takes. */
export const paging = {
  cursor: z.string().max(500).optional().describe('`nextCursor` of the page before'),
  limit: z.coerce.number().int().min(1).max(MOST_PER_PAGE).default(50),
};

/** One page of a list. `nextCursor` is null on the last one. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), nextCursor: z.string().nullable(), hasMore: z.boolean() });

export interface Page<T> {
  readonly data: readonly T[];
  readonly nextCursor: string | null;
  readonly hasMore: boolean;
}

/** Several values in one parameter: `?status=open,ended`. */
export const listOf = <T extends string>(values: readonly [T, ...T[]]) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(values)));

export const names = line(2_000).transform((text) => text.split(',').filter((part) => part !== ''));

export const search = line(100).optional().describe('part of a name, an address or a company');

export const LANGUAGES = ['en', 'zh-CN'] as const;
/** A language that the page and the mails speak. */
export const language = z.enum(LANGUAGES);
export type Language = z.output<typeof language>;

/** A name that a definition gives: one text, or one for each language. */
export const localised = z.union([z.string(), z.record(z.string(), z.string())]).meta({ id: 'Localised' });
export type Localised = z.output<typeof localised>;

/** RFC 9457. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    instance: z.string(),
    requestId: z.string(),
    errors: z.array(
      z.object({
        pointer: z.string(),
        code: z.string(),
        message: z.string(),
        line: z.number().int().optional(),
        column: z.number().int().optional(),
      }),
    ),
    closed: z
      .object({
        status: z.string(),
        outcome: z.string().nullable(),
        at: instant.nullable(),
        by: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
      })
      .optional()
      .describe('with `task-closed`: who closed the task before, when, and how'),
  })
  .meta({ id: 'Problem' });
export type ProblemBody = z.output<typeof problem>;
