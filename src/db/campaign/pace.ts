import type { Moment } from '../../activities/campaign-ports.js';
import type { Instant } from '../../domain/instant.js';
import type { Db, Tx } from '../client.js';
import { Prisma } from '../generated/client.js';
import { execute, query } from '../statement.js';

/** What is a little early still goes: a lane that had to come back for each would be slower than the rate. */
const EARLY_MS = 50;
const MINUTE_MS = 60_000;

/**
 * Takes so many of a campaign's rate as may go now: at most those of one second, so that nothing comes in a burst, also
 * after a pause. The rate is read anew each time. Answers how many; of none: until when (real).
 */
export async function takeOfRate(
  db: Db,
  campaignId: string,
  most: number,
  { real }: Moment,
): Promise<{ readonly taken: number; readonly until: number }> {
  const [campaign] = await query<{ perMinute: number | null }>(db)`
    SELECT "perMinute" FROM campaigns WHERE id = ${campaignId}`;
  const perMinute = campaign?.perMinute ?? null;
  if (perMinute === null) return { taken: most, until: real };
  const taken = Math.max(1, Math.min(most, Math.floor(perMinute / 60)));
  const costMs = (taken * MINUTE_MS) / perMinute;
  const clearAt = new Date(Math.ceil(real + costMs));
  const [took] = await query<{ realClearAt: Date }>(db)`
    INSERT INTO campaign_paces AS pace ("campaignId", "realClearAt") VALUES (${campaignId}, ${clearAt})
    ON CONFLICT ("campaignId") DO UPDATE
      SET "realClearAt" = greatest(pace."realClearAt", ${new Date(real)}) + ${`${costMs} milliseconds`}::interval
      WHERE pace."realClearAt" <= ${new Date(real + EARLY_MS)}
    RETURNING "realClearAt"`;
  if (took !== undefined) return { taken, until: real };
  // Nobody waits longer than this rate makes them, a slower one was in force before; but for what a pause had held.
  const latest = new Date(Math.ceil(real + costMs + EARLY_MS));
  const [pace] = await query<{ realClearAt: Date }>(db)`
    UPDATE campaign_paces SET "realClearAt" = least("realClearAt", greatest(${latest}::timestamptz, "realHeldTo"))
    WHERE "campaignId" = ${campaignId} RETURNING "realClearAt"`;
  return { taken: 0, until: pace?.realClearAt.getTime() ?? real };
}

/**
 * Gives the next turn away to a message that a pause had held; answers in how many ms it comes, 0: now. Turns are of the same row as
 * of those who begin, so together they keep to the rate.
 */
export async function takeHeldTurn(tx: Tx, campaignId: string, perMinute: number, real: Instant): Promise<number> {
  const cost = Prisma.sql`${`${MINUTE_MS / perMinute} milliseconds`}::interval`;
  const now = Prisma.sql`${new Date(real)}::timestamptz`;
  const [turn] = await query<{ waitMs: number }>(tx)`
    INSERT INTO campaign_paces AS pace ("campaignId", "realClearAt", "realHeldTo")
    VALUES (${campaignId}, ${now} + ${cost}, ${now} + ${cost})
    ON CONFLICT ("campaignId") DO UPDATE
      SET "realClearAt" = greatest(pace."realClearAt", ${now}) + ${cost},
        "realHeldTo" = greatest(pace."realClearAt", ${now}) + ${cost}
    RETURNING extract(epoch FROM "realClearAt" - ${cost} - ${now})::float8 * 1000 AS "waitMs"`;
  const waitMs = turn?.waitMs ?? 0;
  return waitMs <= EARLY_MS ? 0 : Math.ceil(waitMs);
}

/** Turns that were given away before another pause are nobody's any more: whom they were for was held again. */
export async function forgetHeldTurns(tx: Tx, campaignId: string, perMinute: number, real: Instant): Promise<void> {
  const clearAt = new Date(Math.ceil(real + MINUTE_MS / perMinute));
  await execute(tx)`
    UPDATE campaign_paces SET "realHeldTo" = NULL, "realClearAt" = least("realClearAt", ${clearAt}::timestamptz)
    WHERE "campaignId" = ${campaignId} AND "realHeldTo" IS NOT NULL`;
}
