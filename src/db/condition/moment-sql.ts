import type { Where } from '../../domain/calendar/calendar.js';
import type { Comparison } from '../../domain/condition/condition.js';
import { instantOf, momentBefore } from '../../domain/condition/matches.js';
import type { Instant } from '../../domain/instant.js';
import { Prisma } from '../generated/client.js';

/** Comparisons with the clock and with dates. */

export type TimeTest = Extract<Comparison, { op: 'before' | 'after' | 'olderThan' | 'within' }>;

/** From when to when a value must lie, in milliseconds; an end that is missing is open. */
export interface Span {
  readonly after?: Instant;
  readonly since?: Instant;
  readonly before?: Instant;
  readonly until?: Instant;
}

/** The span that a test asks for, or undefined if nothing can lie in it. */
export function spanOf(test: TimeTest, now: Instant, where: Where | undefined): Span | undefined {
  switch (test.op) {
    case 'olderThan':
      return { before: momentBefore(now, test.value, where) };
    case 'within':
      return { since: momentBefore(now, test.value, where), until: now };
    default: {
      const at = instantOf(test.value);
      if (at === undefined) return undefined;
      return test.op === 'before' ? { before: at } : { after: at };
    }
  }
}

const SECOND = 1000;
const ceil = (at: Instant): Instant => Math.ceil(at / SECOND) * SECOND;
const nextSecond = (at: Instant): Instant => (Math.floor(at / SECOND) + 1) * SECOND;
const stamp = (at: Instant): Prisma.Sql => Prisma.sql`${new Date(at).toISOString()}::timestamptz`;

/** An instant's column in a span. The engine sees whole seconds, the rest cut off; so does this, with bounds an index can use. */
export function columnInSpan(column: Prisma.Sql, { after, since, before, until }: Span): Prisma.Sql {
  const bounds: Prisma.Sql[] = [];
  if (after !== undefined) bounds.push(Prisma.sql`${column} >= ${stamp(nextSecond(after))}`);
  if (since !== undefined) bounds.push(Prisma.sql`${column} >= ${stamp(ceil(since))}`);
  if (before !== undefined) bounds.push(Prisma.sql`${column} < ${stamp(ceil(before))}`);
  if (until !== undefined) bounds.push(Prisma.sql`${column} < ${stamp(nextSecond(until))}`);
  return Prisma.sql`(${Prisma.join(bounds, ' AND ')})`;
}

/** Milliseconds since 1970 in a span. */
export function millisInSpan(millis: Prisma.Sql, { after, since, before, until }: Span): Prisma.Sql {
  const bounds: Prisma.Sql[] = [];
  if (after !== undefined) bounds.push(Prisma.sql`m.at > ${after}::float8`);
  if (since !== undefined) bounds.push(Prisma.sql`m.at >= ${since}::float8`);
  if (before !== undefined) bounds.push(Prisma.sql`m.at < ${before}::float8`);
  if (until !== undefined) bounds.push(Prisma.sql`m.at <= ${until}::float8`);
  return Prisma.sql`(SELECT ${Prisma.join(bounds, ' AND ')} FROM (SELECT ${millis} AS at) m)`;
}

/**
 * The milliseconds of a text that is a date or a date and time, as `parseDateValue` reads it; NULL of any other text. What
 * has the form may still be no day (30 February), so Postgres is asked before it is told to read.
 */
export const millisOfText = (text: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  SELECT extract(epoch FROM CASE WHEN pg_input_is_valid(t.iso, 'timestamptz') THEN t.iso::timestamptz END)::float8 * 1000
  FROM (
    SELECT CASE
      WHEN v.text ~ '^[1-9]\\d{3}-\\d\\d-\\d\\d$' THEN v.text || 'T00:00:00Z'
      WHEN v.text ~ '^\\d{4}-\\d\\d-\\d\\dT([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,9})?)?$'
        THEN regexp_replace(v.text, '(\\.\\d{3})\\d+', '\\1') || 'Z'
      WHEN v.text ~ '^\\d{4}-\\d\\d-\\d\\dT([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,9})?)?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$'
        THEN regexp_replace(v.text, '(\\.\\d{3})\\d+', '\\1')
    END AS iso
    FROM (SELECT ${text} AS text) v
  ) t
)`;
