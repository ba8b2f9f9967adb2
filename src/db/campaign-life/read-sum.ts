import { RECIPIENT_OUTCOMES } from '../../domain/campaign/recipient.js';
import { type CampaignSum, type Standing, sumOf } from '../../domain/campaign/sum.js';
import type { Db, Tx } from '../client.js';

/**
 * The sum of a frozen audience: one statement, so it is of one moment. The rows of a million are not read: who has an outcome is
 * counted in its index, block by block and by reason. Of the others a block tells: of one that is done each was reached, of one that
 * nobody ever had none was; of those in work the rows are read, where they have others at all.
 */
export async function readSum(db: Db | Tx, campaignId: string): Promise<CampaignSum> {
  const rows = await db.$queryRaw<(Standing & { readonly audience: number | null })[]>`
    WITH blocks AS MATERIALIZED (
      SELECT b."fromN", b."toN", b."doneAt" IS NOT NULL AS done, b.fence IS NOT NULL AS begun,
        b."toN" - b."fromN" + 1 - except_of.n AS others
      FROM campaign_blocks b
      CROSS JOIN LATERAL (
        SELECT sum(each.n) AS n FROM unnest(${[...RECIPIENT_OUTCOMES]}::text[]) AS o(outcome)
        CROSS JOIN LATERAL (
          SELECT count(*) AS n FROM campaign_recipients r
          WHERE r."campaignId" = b."campaignId" AND r.outcome = o.outcome AND r.n BETWEEN b."fromN" AND b."toN") each
      ) except_of
      WHERE b."campaignId" = ${campaignId}),
    standings AS (
      SELECT 'waiting' AS state, outcome, reason, count(*) AS count FROM campaign_recipients
      WHERE "campaignId" = ${campaignId} AND outcome IS NOT NULL GROUP BY 2, 3
      UNION ALL
      SELECT CASE WHEN NOT done THEN 'waiting' WHEN c.way = 'mail' THEN 'accepted' ELSE 'begun' END, NULL, NULL, sum(others)
      FROM blocks JOIN campaigns c ON c.id = ${campaignId} WHERE done OR NOT begun GROUP BY 1
      UNION ALL
      SELECT r.state, NULL, NULL, count(*)
      FROM blocks b JOIN campaign_recipients r ON r."campaignId" = ${campaignId} AND r.n BETWEEN b."fromN" AND b."toN"
      WHERE NOT b.done AND b.begun AND b.others > 0 AND r.outcome IS NULL GROUP BY 1)
    SELECT c.audience, s.state, s.outcome, s.reason, s.count::int AS count
    FROM campaigns c LEFT JOIN standings s ON s.count > 0 WHERE c.id = ${campaignId}`;
  return sumOf(
    rows[0]?.audience ?? 0,
    rows.filter(({ count }) => count !== null),
  );
}
