import { RESULT_FIGURES, type ResultCounts } from '../../domain/campaign/results.js';
import type { Instant } from '../../domain/instant.js';
import type { ConditionSql } from '../condition/condition-sql.js';
import { Prisma } from '../generated/client.js';

/** Recipients who have the same key, counted. */
export type CountedRow<Key extends string> = ResultCounts & { readonly [key in Key]: string | null };

/**
 * Counts a campaign's recipients by what came back, in groups by `keys`, of those only who fit `among`: one statement. A
 * recipient's start is the hand-over, of one who got nothing when their time was.
 */
export function countResults(
  campaignId: string,
  keys: readonly { readonly name: string; readonly value: Prisma.Sql }[],
  among: ConditionSql | null,
  now: Instant,
): Prisma.Sql {
  const columns = keys.map(({ name, value }) => Prisma.sql`${value} AS ${Prisma.raw(`"${name}"`)}`);
  const figures = RESULT_FIGURES.map(
    (figure) => Prisma.sql`(count(*) FILTER (WHERE ${FIGURES[figure]}))::int AS ${Prisma.raw(`"${figure}"`)}`,
  );
  const groups = keys.map((_, index) => Prisma.raw(String(index + 1)));
  const grouped = groups.length === 0 ? Prisma.empty : Prisma.sql`GROUP BY ${Prisma.join(groups)}`;
  return Prisma.sql`
    WITH back AS (
      SELECT n, array_agg(kind) AS kinds, bool_or(kind = 'bounced' AND detail = 'hard') AS for_good
      FROM campaign_responses WHERE "campaignId" = ${campaignId}::text GROUP BY n)
    SELECT ${Prisma.join([...columns, ...figures])}
    FROM ${among === null ? Prisma.sql`contacts c` : among.tables}
      JOIN (
        SELECT *, COALESCE("handedAt", "dueAt") AS at,
          reached AND outcome IS DISTINCT FROM 'held-out' AND reason IS DISTINCT FROM 'duplicate-address' AS begun,
          reached AND outcome = 'held-out' AS held
        FROM (
          SELECT *, n <= (SELECT max(n) FROM campaign_recipients WHERE "campaignId" = ${campaignId}::text AND ${IS_REACHED})
            AND ("handedAt" IS NOT NULL OR outcome = 'deferred' OR "dueAt" <= ${new Date(now)}::timestamptz) AS reached
          FROM campaign_recipients WHERE "campaignId" = ${campaignId}::text) one) r ON r."contactId" = c.id
      LEFT JOIN back ON back.n = r.n
    WHERE ${among === null ? Prisma.sql`TRUE` : among.fits} ${grouped}`;
}

/**
 * Somebody the campaign has come to. Recipients are in the order of their times, so both sides are compared as far as it has come:
 * of one that was stopped early, or is under way, the held-out of those alone who were reached.
 */
const IS_REACHED = Prisma.sql`(
  "handedAt" IS NOT NULL OR outcome IN ('skipped', 'refused', 'deferred', 'uncertain') AND reason IS DISTINCT FROM 'duplicate-address')`;

const came = (kind: string): Prisma.Sql => Prisma.sql`${kind}::text = ANY(back.kinds)`;

const FIGURES: { readonly [figure in keyof ResultCounts]: Prisma.Sql } = {
  recipients: Prisma.sql`TRUE`,
  sent: Prisma.sql`r.outcome IS NULL AND r.state IN ('accepted', 'begun')`,
  delivered: came('delivered'),
  opened: came('opened'),
  clicked: came('clicked'),
  replied: came('replied'),
  away: came('away'),
  unsubscribed: came('unsubscribed'),
  bounced: came('bounced'),
  bouncedForGood: Prisma.sql`back.for_good`,
  complained: came('complained'),
  assigned: Prisma.sql`r.begun`,
  assignedConverted: Prisma.sql`r.begun AND ${came('converted')}`,
  heldOut: Prisma.sql`r.held`,
  heldOutConverted: Prisma.sql`r.held AND ${came('converted')}`,
};
