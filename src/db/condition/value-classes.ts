import { CLASS_SHARES, VALUE_CLASSES, type ValueClass } from '../../domain/condition/value-classes.js';
import type { Db } from '../client.js';
import { Prisma } from '../generated/client.js';
import { type Column, tablesFor } from './columns.js';

/*
 * A contact's class is read from its own figures of now and from where the classes began at the last look: an order shows
 * at once, and nothing is written to a million contacts when the classes move.
 */

/** The one row. */
const ROW = 1;

/** Of an order and a won deal, which often are one sale, the greater counts, never their sum. */
const FIGURES: { readonly [name in ValueClass]: Prisma.Sql } = {
  recency: Prisma.sql`greatest(c."lastOrderAt", w.last)`,
  frequency: Prisma.sql`nullif(greatest(c."orderCount", w.n), 0)`,
  value: Prisma.sql`CASE WHEN c."orderCount" > 0 OR w.n > 0 THEN greatest(c."totalSpent", w.total) END`,
};

/** The class as a number from 1 to 5; NULL for who never bought, and for everybody before the first look. */
export function classColumn(name: ValueClass): Column {
  const begins = Prisma.sql`(SELECT b.${Prisma.raw(name)} FROM value_bounds b WHERE b.id = ${ROW}::int)`;
  return { kind: 'number', sql: Prisma.sql`(1 + width_bucket(${FIGURES[name]}, ${begins}))` };
}

const BUYERS = Prisma.join([...tablesFor(new Set(['won'] as const))], ' ');

/** The classes of one contact. */
export async function classesOf(db: Db, contactId: string): Promise<{ readonly [name in ValueClass]: number | null }> {
  const columns = VALUE_CLASSES.map((name) => Prisma.sql`${classColumn(name).sql} AS ${Prisma.raw(name)}`);
  const [row] = await db.$queryRaw<{ [name in ValueClass]: number | null }[]>`
    SELECT ${Prisma.join(columns, ', ')} FROM ${BUYERS} WHERE c.id = ${contactId}`;
  return row ?? { recency: null, frequency: null, value: null };
}

/** Looks at all buyers and keeps where the classes 2 to 5 begin: with the least figure above each fifth. */
export async function lookAtBounds(db: Db, at: Date): Promise<void> {
  const each = <T>(of: (name: Prisma.Sql, figure: Prisma.Sql) => T): T[] =>
    VALUE_CLASSES.map((name) => of(Prisma.raw(name), FIGURES[name]));
  const shares = [...CLASS_SHARES];
  // Where nobody is above, no class begins.
  const begins = (name: Prisma.Sql): Prisma.Sql => {
    const above = shares.map(
      (_, i) => Prisma.sql`min(f.${name}) FILTER (WHERE f.${name} > ends.${name}[${i + 1}::int])`,
    );
    return Prisma.sql`array_remove(ARRAY[${Prisma.join(above, ', ')}], NULL) AS ${name}`;
  };
  await db.$executeRaw`
    WITH f AS MATERIALIZED (
      SELECT ${Prisma.join(
        each((name, figure) => Prisma.sql`${figure} AS ${name}`),
        ', ',
      )}
      FROM ${BUYERS} WHERE c."erasedAt" IS NULL),
    ends AS (
      SELECT ${Prisma.join(
        each((name) => Prisma.sql`percentile_disc(${shares}::float8[]) WITHIN GROUP (ORDER BY f.${name}) AS ${name}`),
        ', ',
      )}
      FROM f)
    INSERT INTO value_bounds (id, recency, frequency, value, buyers, at)
    SELECT ${ROW}::int, ${Prisma.join(each(begins), ', ')}, count(f.frequency), ${at} FROM f, ends
    ON CONFLICT (id) DO UPDATE SET recency = excluded.recency, frequency = excluded.frequency, value = excluded.value,
      buyers = excluded.buyers, at = excluded.at`;
}
