import type { Moment } from '../../activities/campaign-ports.js';
import type { Db } from '../client.js';
import { query } from '../statement.js';

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
  // Nobody waits longer than this rate makes them: a slower one was in force before.
  const latest = new Date(Math.ceil(real + costMs + EARLY_MS));
  const [pace] = await query<{ realClearAt: Date }>(db)`
    UPDATE campaign_paces SET "realClearAt" = least("realClearAt", ${latest}::timestamptz)
    WHERE "campaignId" = ${campaignId} RETURNING "realClearAt"`;
  return { taken: 0, until: pace?.realClearAt.getTime() ?? real };
}
