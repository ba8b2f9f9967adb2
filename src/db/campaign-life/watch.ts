import type { Moment, PauseForCause } from '../../activities/campaign-ports.js';
import type { PauseReason } from '../../domain/campaign/life.js';
import {
  type CameBackSoFar,
  mayBeTooMany,
  NOTHING_CAME_BACK,
  reasonToPause,
} from '../../domain/campaign/what-came-back.js';
import type { Policy } from '../../domain/policy.js';
import type { Db, Tx } from '../client.js';
import { mapOf } from '../paging.js';

export interface WatchDeps {
  readonly db: Db;
  readonly policy: Pick<Policy, 'campaigns'>;
  readonly pauseForCause: PauseForCause;
}

/** Looks at what came back of the campaigns of one mail that send, and pauses those of which too much did; answers which, and why. */
export async function watchCampaigns(
  { db, policy, pauseForCause }: WatchDeps,
  now: Moment,
): Promise<readonly { readonly campaign: string; readonly reason: PauseReason }[]> {
  const rows = await db.campaign.findMany({
    where: { state: 'sending', way: 'mail' },
    select: { id: true, seenBefore: true },
  });
  const paused = [];
  for (const { id, seenBefore } of rows) {
    const reason = reasonToPause(await cameBack(db, id), seenIn(seenBefore), policy.campaigns.pauseAbove);
    if (reason !== null && (await pauseForCause(id, reason, now))) paused.push({ campaign: id, reason });
  }
  return paused;
}

/** What has come back of a campaign so far. What was sent is only counted where the rest may be too many of it. */
export async function cameBack(db: Db | Tx, campaignId: string): Promise<CameBackSoFar> {
  const [row] = await db.$queryRaw<Omit<CameBackSoFar, 'sent'>[]>`
    SELECT bounced + refused AS bounced, complained, failed FROM (SELECT
      (SELECT count(*)::int FROM campaign_responses
        WHERE "campaignId" = ${campaignId} AND kind = 'bounced' AND detail = 'hard') AS bounced,
      (SELECT count(*)::int FROM campaign_responses
        WHERE "campaignId" = ${campaignId} AND kind = 'complained') AS complained,
      (SELECT count(*)::int FROM campaign_recipients
        WHERE "campaignId" = ${campaignId} AND outcome = 'refused') AS refused,
      (SELECT count(*)::int FROM campaign_recipients
        WHERE "campaignId" = ${campaignId} AND outcome = 'skipped' AND reason = 'render-failed') AS failed) counts`;
  if (row === undefined || !mayBeTooMany(row)) return { ...NOTHING_CAME_BACK, ...row };
  const [sent] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM campaign_recipients
    WHERE "campaignId" = ${campaignId} AND ("handedAt" IS NOT NULL OR outcome = 'refused')`;
  return { ...row, sent: sent?.count ?? 0 };
}

function seenIn(value: unknown): CameBackSoFar {
  const kept = mapOf(value);
  const numberIn = (key: keyof CameBackSoFar): number => Number(kept[key] ?? 0);
  return {
    sent: numberIn('sent'),
    bounced: numberIn('bounced'),
    complained: numberIn('complained'),
    failed: numberIn('failed'),
  };
}
