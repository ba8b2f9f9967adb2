import { RECIPIENT_OUTCOMES } from '../../domain/campaign/recipient.js';
import type { Db } from '../client.js';

/**
 * How many of each campaign have got it, for lists: counted by blocks, as the rows of a million would take too long. In a
 * block that is done whoever has no outcome has got it; of those in work the rows are read.
 */
export async function reachedOf(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db.$queryRaw<{ id: string; reached: number }[]>`
    SELECT c.id, (done.reached + open.reached)::int AS reached
    FROM campaigns c
    CROSS JOIN LATERAL (
      SELECT COALESCE(sum(b."toN" - b."fromN" + 1 - except_of.n), 0) AS reached
      FROM campaign_blocks b
      CROSS JOIN LATERAL (
        SELECT COALESCE(sum(each.n), 0) AS n FROM unnest(${[...RECIPIENT_OUTCOMES]}::text[]) AS o(outcome)
        CROSS JOIN LATERAL (
          SELECT count(*) AS n FROM campaign_recipients r
          WHERE r."campaignId" = b."campaignId" AND r.outcome = o.outcome AND r.n BETWEEN b."fromN" AND b."toN") each
      ) except_of
      WHERE b."campaignId" = c.id AND b."doneAt" IS NOT NULL) done
    CROSS JOIN LATERAL (
      SELECT count(*) AS reached FROM campaign_blocks b
      JOIN campaign_recipients r ON r."campaignId" = b."campaignId" AND r.n BETWEEN b."fromN" AND b."toN"
      WHERE b."campaignId" = c.id AND b."doneAt" IS NULL AND b.fence IS NOT NULL
        AND r.outcome IS NULL AND r.state IN ('accepted', 'begun')) open
    WHERE c.id = ANY(${[...ids]}::text[])`;
  return new Map(rows.map(({ id, reached }) => [id, reached]));
}
