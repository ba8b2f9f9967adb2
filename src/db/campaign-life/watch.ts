import type { Moment, PauseForCause } from '../../activities/campaign-ports.js';
import type { PauseReason } from '../../domain/campaign/life.js';
import {
  type CameBackSoFar,
  enoughSent,
  mayBeTooMany,
  NOTHING_CAME_BACK,
  reasonToPause,
} from '../../domain/campaign/what-came-back.js';
import type { Policy } from '../../domain/policy.js';
import type { Db, Tx } from '../client.js';
import { type Campaign, Prisma } from '../generated/client.js';
import { mapOf } from '../paging.js';
import type { FinishWithJourneys } from './book.js';
import { readSum } from './read-sum.js';
import { MOST_ROWS } from './reads.js';

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
    const [before, limits] = [seenIn(seenBefore), policy.campaigns.pauseAbove];
    const seen = await cameBack(db, { id, way }, (back) => enoughSent(back, before, limits));
    const reason = reasonToPause(seen, before, limits);
    if (reason !== null && (await pauseForCause(id, reason, now))) paused.push({ campaign: id, reason });
    else if (way === 'journeys') await finish(id, now);
  }
  return paused;
}

/**
 * What has come back of a campaign so far. What was sent is only counted where the rest may be too many of it, and where rows are to
 * be read for it only up to what is enough; absent: all of it.
 */
export async function cameBack(
  db: Db | Tx,
  { id: campaignId, way }: Pick<Campaign, 'id' | 'way'>,
  enough: (back: Omit<CameBackSoFar, 'sent'>) => number = () => MOST_ROWS,
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
  return { ...row, sent: byJourneys ? await writtenTo(db, campaignId, enough(row)) : await handedOver(db, campaignId) };
}

async function handedOver(db: Db | Tx, campaignId: string): Promise<number> {
  const { parts } = await readSum(db, campaignId);
  return parts.sent + parts.refused + parts.uncertain;
}

const leftOut = (campaignId: string): Prisma.Sql => Prisma.sql`(
  SELECT count(*)::int FROM campaign_recipients
  WHERE "campaignId" = ${campaignId} AND outcome = 'skipped' AND reason = 'render-failed')`;

/** Of a campaign with steps the journeys' messages say it. */
const notRendered = (campaignId: string): Prisma.Sql => Prisma.sql`(
  SELECT count(*)::int FROM messages m JOIN journeys j ON j.id = m."journeyId"
  WHERE m.reason = 'render-failed' AND j."definitionId" = ${campaignId})`;

/** Whose journey has begun may only wait yet: those count to whom a message of it went, so many at most. */
async function writtenTo(db: Db | Tx, campaignId: string, most: number): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT FROM campaign_recipients r WHERE "campaignId" = ${campaignId} AND ("acceptedAt" IS NOT NULL OR EXISTS (
        SELECT FROM campaign_responses b WHERE b."campaignId" = ${campaignId} AND b.kind = 'bounced' AND b.n = r.n))
      LIMIT ${most}::bigint) written`;
  return row?.count ?? 0;
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
