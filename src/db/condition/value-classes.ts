import type { Comparison } from '../../domain/condition/condition.js';
import { matches } from '../../domain/condition/matches.js';
import { CLASS_SHARES, VALUE_CLASSES, type ValueClass } from '../../domain/condition/value-classes.js';
import type { Db } from '../client.js';
import { Prisma } from '../generated/client.js';
import type { Clock } from './value-sql.js';

/*
 * A contact's class is read from its own figures of now and from where the classes began at the last look: an order shows
 * at once, and nothing is written to a million contacts when the classes move.
 */

/** The one row. */
const ROW = 1;

/** Of an order and a won deal, which often are one sale, the greater counts, never their sum. */
const FIGURES: { readonly [name in ValueClass]: Prisma.Sql } = {
  recency: Prisma.sql`greatest(c."lastOrderAt", c."lastWonAt")`,
  frequency: Prisma.sql`nullif(greatest(c."orderCount", c."wonCount"), 0)`,
  value: Prisma.sql`CASE WHEN c."orderCount" > 0 OR c."wonCount" > 0 THEN greatest(c."totalSpent", c."wonTotal") END`,
};

/** The class as a number from 1 to 5; NULL for who never bought, and for everybody before the first look. */
function classColumn(name: ValueClass): Prisma.Sql {
  const begins = Prisma.sql`(SELECT b.${Prisma.raw(name)} FROM value_bounds b WHERE b.id = ${ROW}::int)`;
  return Prisma.sql`(1 + width_bucket(${FIGURES[name]}, ${begins}))`;
}

const CLASSES = [1, 2, 3, 4, 5] as const;

/**
 * Whether a test of the class holds; NULL may stand for false. Which classes fit is known beforehand, so the figure is
 * compared with where they begin, which is a third of the work of telling everybody's class.
 */
export function classSql(name: ValueClass, test: Comparison, { now, where }: Clock): Prisma.Sql {
  const fits = (value: number | null): boolean => matches({ type: 'test', path: name, test }, () => value, now, where);
  if (!fits(null)) return amongSql(name, fits);
  if (!CLASSES.some(fits)) return noneSql(name);
  return Prisma.sql`(${amongSql(name, (value) => !fits(value))}) IS NOT TRUE`;
}

/** Whether somebody has no class. */
const noneSql = (name: ValueClass): Prisma.Sql => Prisma.sql`(${FIGURES[name]} IS NULL OR NOT ${WAS_LOOKED})`;

const WAS_LOOKED = Prisma.sql`EXISTS (SELECT FROM value_bounds b WHERE b.id = ${ROW}::int)`;

/** Whether the class is one of some; who has none has none of them. */
function amongSql(name: ValueClass, wanted: (value: number) => boolean): Prisma.Sql {
  const stretches: Prisma.Sql[] = [];
  for (const first of CLASSES.filter((value) => wanted(value) && (value === 1 || !wanted(value - 1)))) {
    const last = CLASSES.find((value) => value >= first && (value === 5 || !wanted(value + 1))) ?? 5;
    stretches.push(Prisma.sql`(${Prisma.join([isFrom(name, first), ...isBelow(name, last)], ' AND ')})`);
  }
  return stretches.length === 0 ? Prisma.sql`FALSE` : Prisma.sql`(${Prisma.join(stretches, ' OR ')})`;
}

const beginOf = (name: ValueClass, value: number): Prisma.Sql =>
  Prisma.sql`(SELECT b.${Prisma.raw(name)}[${value - 1}::int] FROM value_bounds b WHERE b.id = ${ROW}::int)`;

const isFrom = (name: ValueClass, first: number): Prisma.Sql =>
  first === 1
    ? Prisma.sql`${FIGURES[name]} IS NOT NULL AND ${WAS_LOOKED}`
    : Prisma.sql`${FIGURES[name]} >= ${beginOf(name, first)}`;

/** Where too few have bought for a class to begin, nobody is beyond the ones before it. */
const isBelow = (name: ValueClass, last: number): Prisma.Sql[] =>
  last === 5 ? [] : [Prisma.sql`(${FIGURES[name]} < ${beginOf(name, last + 1)} OR ${beginOf(name, last + 1)} IS NULL)`];

/** The classes of one contact. */
export async function classesOf(db: Db, contactId: string): Promise<{ readonly [name in ValueClass]: number | null }> {
  const columns = VALUE_CLASSES.map((name) => Prisma.sql`${classColumn(name)} AS ${Prisma.raw(name)}`);
  const [row] = await db.$queryRaw<{ [name in ValueClass]: number | null }[]>`
    SELECT ${Prisma.join(columns, ', ')} FROM contacts c WHERE c.id = ${contactId}`;
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
      FROM contacts c WHERE c."erasedAt" IS NULL),
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
