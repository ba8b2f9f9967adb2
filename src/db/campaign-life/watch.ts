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
import { type Campaign, Prisma } from '../generated/client.js';
import { mapOf } from '../paging.js';
import type { FinishWithJourneys } from './book.js';

export interface WatchDeps {
  readonly db: Db;
  readonly policy: Pick<Policy, 'campaigns'>;
  readonly pauseForCause: PauseForCause;
  readonly finish: FinishWithJourneys;
}

/**
 * Looks at what came back of the campaigns that send, and pauses those of which too much did; answers which, and why. One whose
 * journeys are over is done.
 */
export async function watchCampaigns(
  { db, policy, pauseForCause, finish }: WatchDeps,
  now: Moment,
): Promise<readonly { readonly campaign: string; readonly reason: PauseReason }[]> {
  const rows = await db.campaign.findMany({
    where: { state: 'sending' },
    select: { id: true, way: true, seenBefore: true },
  });
  const paused = [];
  for (const { id, way, seenBefore } of rows) {
    const reason = reasonToPause(await cameBack(db, { id, way }), seenIn(seenBefore), policy.campaigns.pauseAbove);
    if (reason !== null && (await pauseForCause(id, reason, now))) paused.push({ campaign: id, reason });
    else if (way === 'journeys') await finish(id, now);
  }
  return paused;
}

/** What has come back of a campaign so far. What was sent is only counted where the rest may be too many of it. */
export async function cameBack(
  db: Db | Tx,
  { id: campaignId, way }: Pick<Campaign, 'id' | 'way'>,
): Promise<CameBackSoFar> {
  const byJourneys = way === 'journeys';
  const [row] = await db.$queryRaw<Omit<CameBackSoFar, 'sent'>[]>`
    SELECT bounced + refused AS bounced, complained, failed FROM (SELECT
      (SELECT count(*)::int FROM campaign_responses
        WHERE "campaignId" = ${campaignId} AND kind = 'bounced' AND detail = 'hard') AS bounced,
      (SELECT count(*)::int FROM campaign_responses
        WHERE "campaignId" = ${campaignId} AND kind = 'complained') AS complained,
      (SELECT count(*)::int FROM campaign_recipients
        WHERE "campaignId" = ${campaignId} AND outcome = 'refused') AS refused,
      ${byJourneys ? notRendered(campaignId) : leftOut(campaignId)} AS failed) counts`;
  if (row === undefined || !mayBeTooMany(row)) return { ...NOTHING_CAME_BACK, ...row };
  const [sent] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM campaign_recipients
    WHERE "campaignId" = ${campaignId} AND ${byJourneys ? wasWrittenTo(campaignId) : WAS_HANDED_OVER}`;
  return { ...row, sent: sent?.count ?? 0 };
}

const leftOut = (campaignId: string): Prisma.Sql => Prisma.sql`(
  SELECT count(*)::int FROM campaign_recipients
  WHERE "campaignId" = ${campaignId} AND outcome = 'skipped' AND reason = 'render-failed')`;

/** Of a campaign with steps the journeys' messages say it. */
const notRendered = (campaignId: string): Prisma.Sql => Prisma.sql`(
  SELECT count(*)::int FROM messages m JOIN journeys j ON j.id = m."journeyId"
  WHERE m.reason = 'render-failed' AND j."definitionId" = ${campaignId})`;

const WAS_HANDED_OVER = Prisma.sql`("handedAt" IS NOT NULL OR outcome = 'refused')`;

/** Whose journey has begun may only wait yet: those count to whom a message of it went. */
const wasWrittenTo = (campaignId: string): Prisma.Sql => Prisma.sql`("acceptedAt" IS NOT NULL OR EXISTS (
  SELECT FROM campaign_responses b WHERE b."campaignId" = ${campaignId} AND b.kind = 'bounced' AND b.n = campaign_recipients.n))`;

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
