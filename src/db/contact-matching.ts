import type { MatchingContacts, PageRequest, Scope } from '../api/store-ports.js';
import type { Condition } from '../domain/condition/condition.js';
import { matches } from '../domain/condition/matches.js';
import type { Instant } from '../domain/instant.js';
import type { Result } from '../domain/result.js';
import type { Db } from './client.js';
import { type ConditionRefusal, conditionSql, countedSql, type Reach } from './condition/condition-sql.js';
import { Prisma } from './generated/client.js';
import { textAt } from './paging.js';

/**
 * The next contacts that fit, in order of id. The database chooses them: a walk over a million that few of them fit is a
 * few queries, and only ids come back. Throws on a condition that `ConditionCheck` would have refused.
 */
export async function fitting(
  db: Db,
  condition: Condition | null,
  now: Instant,
  { after, limit }: PageRequest,
): Promise<MatchingContacts> {
  const { tables, fits } = wanted(condition, now, 'few');
  const from = textAt(after);
  const beyond = from === null ? Prisma.sql`TRUE` : Prisma.sql`c.id > ${from}::text`;
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM ${tables} WHERE c."erasedAt" IS NULL AND ${beyond} AND ${fits} ORDER BY c.id LIMIT ${limit + 1}::bigint`;
  const ids = rows.slice(0, limit).map(({ id }) => id);
  const last = rows.length > limit ? ids.at(-1) : undefined;
  const seen = await db.contact.count({
    where: {
      erasedAt: null,
      id: { ...(from === null ? {} : { gt: from }), ...(last === undefined ? {} : { lte: last }) },
    },
  });
  return { ids, seen, next: last === undefined ? null : [last] };
}

/**
 * How many contacts of a scope fit, of how many: one statement. Where also those fit of whom nothing is known, as with "has no
 * such deal", the others are counted, who have something that leads to them.
 */
export function countStatement(scope: Scope, condition: Condition, now: Instant): Prisma.Sql {
  const isOfMost = matches(condition, () => undefined, now);
  const counted = countOf(scope, isOfMost ? { type: 'not', of: condition } : condition, now);
  const fit = isOfMost ? Prisma.sql`n."all" - n.counted` : Prisma.sql`n.counted`;
  return Prisma.sql`
    SELECT ${fit} AS fit, n."all" FROM (
      SELECT (${counted}) AS counted, (SELECT count(*) FROM contacts c WHERE ${thereIn(scope)}) AS "all") n`;
}

function countOf(scope: Scope, condition: Condition, now: Instant): Prisma.Sql {
  const { tables, fits, isWhole } =
    scope.type === 'all' ? checked(countedSql(condition, now)) : { ...wanted(condition, now, 'all'), isWhole: true };
  const there = isWhole ? thereIn(scope) : IS_NOT_ERASED;
  return Prisma.sql`SELECT count(*) FROM ${tables} WHERE ${there} AND ${fits}`;
}

/** Of those who are known to be contacts: the few that are not there any more are left out, which is less than to look for the others. */
const IS_NOT_ERASED = Prisma.sql`NOT EXISTS (SELECT FROM contacts x WHERE x.id = c.id AND x."erasedAt" IS NOT NULL)`;

/** Some contacts of a scope that fit, as chance has it. */
export function sampleStatement(scope: Scope, condition: Condition, now: Instant, limit: number): Prisma.Sql {
  const { tables, fits } = wanted(condition, now, 'all');
  return Prisma.sql`
    SELECT c.id, c.name, c.email, c.company FROM ${tables} WHERE ${thereIn(scope)} AND ${fits}
    ORDER BY random() LIMIT ${limit}::bigint`;
}

const thereIn = (scope: Scope): Prisma.Sql =>
  scope.type === 'all'
    ? Prisma.sql`c."erasedAt" IS NULL`
    : Prisma.sql`c."erasedAt" IS NULL AND c."ownerId" = ANY(${[...scope.userIds]}::text[])`;

function wanted(
  condition: Condition | null,
  now: Instant,
  reach: Reach,
): { readonly tables: Prisma.Sql; readonly fits: Prisma.Sql } {
  if (condition === null) return { tables: Prisma.sql`contacts c`, fits: Prisma.sql`TRUE` };
  return checked(conditionSql(condition, now, { reach }));
}

function checked<T>(sql: Result<T, readonly ConditionRefusal[]>): T {
  if (sql.ok) return sql.value;
  throw new Error(
    `a condition that was not checked came to the database: ${sql.error.map(({ message }) => message).join('; ')}`,
  );
}
