import { afterTurns, turnsDue } from '../../domain/pace.js';
import type { Db } from '../client.js';

/** How many messages of a campaign may begin now; none: when to ask again, real time. */
export interface Turns {
  readonly taken: number;
  readonly nextAt: number;
}

/**
 * Takes turns by a campaign's rate before the work for them is begun, for all workers together. The rate is read each time,
 * as people change it while it runs; after a pause nothing comes in a burst (src/domain/pace.ts).
 */
export async function takeTurns(db: Db, campaignId: string, most: number, real: number): Promise<Turns> {
  return await db.$transaction(async (tx) => {
    const campaign = await tx.campaign.findUnique({ where: { id: campaignId }, select: { perMinute: true } });
    const perMinute = campaign?.perMinute ?? null;
    if (perMinute === null) return { taken: most, nextAt: real };
    await tx.$executeRaw`
      INSERT INTO campaign_paces ("campaignId", "realClearAt") VALUES (${campaignId}, ${new Date(real)})
      ON CONFLICT DO NOTHING`;
    const [row] = await tx.$queryRaw<{ realClearAt: Date }[]>`
      SELECT "realClearAt" FROM campaign_paces WHERE "campaignId" = ${campaignId} FOR UPDATE`;
    const pace = { perMinute, nextAt: row?.realClearAt.getTime() ?? real };
    const taken = Math.min(most, turnsDue(pace, real));
    const nextAt = afterTurns(pace, real, taken);
    if (taken > 0) await tx.campaignPace.update({ where: { campaignId }, data: { realClearAt: new Date(nextAt) } });
    return { taken, nextAt };
  });
}
