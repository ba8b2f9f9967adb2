import type { Moment } from '../../activities/campaign-ports.js';
import type { Db } from '../client.js';

/** A block in the hands of one worker, until its lease ends; every write that follows names its fence. */
export interface HeldBlock {
  readonly campaignId: string;
  readonly block: number;
  readonly fromN: number;
  readonly toN: number;
  readonly fence: string;
}

/** Whoever holds a block says so more often: one that is silent for so long is gone. */
export const BLOCK_LEASE_MS = 30_000;

/**
 * Takes the block that is longest due and in nobody's hands, if its campaign sends. Whom an earlier holder had handed over
 * without writing down an answer is `uncertain` from now on. Null: there is none.
 */
export async function claimBlock(
  db: Db,
  campaignId: string,
  { virtual, real }: Moment,
  fence: string,
): Promise<HeldBlock | null> {
  return await db.$transaction(async (tx) => {
    const [held = null] = await tx.$queryRaw<HeldBlock[]>`
      WITH open AS MATERIALIZED (
        SELECT b.block FROM campaign_blocks b
        WHERE b."campaignId" = ${campaignId} AND b."doneAt" IS NULL AND b."nextAt" <= ${new Date(virtual)}
          AND (b."realLeaseUntil" IS NULL OR b."realLeaseUntil" < ${new Date(real)})
          AND EXISTS (SELECT FROM campaigns c WHERE c.id = ${campaignId} AND c.state = 'sending')
        ORDER BY b."nextAt", b.block LIMIT 1 FOR UPDATE SKIP LOCKED)
      UPDATE campaign_blocks b SET fence = ${fence}, "realLeaseUntil" = ${new Date(real + BLOCK_LEASE_MS)}
      FROM open WHERE b."campaignId" = ${campaignId} AND b.block = open.block
      RETURNING b."campaignId", b.block, b."fromN", b."toN", b.fence`;
    if (held === null) return null;
    await tx.$executeRaw`
      UPDATE campaign_recipients SET outcome = 'uncertain', reason = NULL
      WHERE "campaignId" = ${campaignId} AND n BETWEEN ${held.fromN} AND ${held.toN}
        AND state = 'handed-over' AND outcome IS NULL`;
    return held;
  });
}

/** Holds it for longer. False: another has it. */
export async function holdBlock(db: Db, { campaignId, block, fence }: HeldBlock, real: number): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE campaign_blocks SET "realLeaseUntil" = ${new Date(real + BLOCK_LEASE_MS)}
    WHERE "campaignId" = ${campaignId} AND block = ${block} AND fence = ${fence} AND "doneAt" IS NULL`;
  return count === 1;
}

/** Gives it back: it is done, or due again when the first of those who are left in it is. Another's is left alone. */
export async function releaseBlock(
  db: Db,
  { campaignId, block, fromN, toN, fence }: HeldBlock,
  { virtual }: Pick<Moment, 'virtual'>,
): Promise<void> {
  await db.$executeRaw`
    UPDATE campaign_blocks b SET "realLeaseUntil" = NULL, "nextAt" = left_over.next,
      "doneAt" = CASE WHEN left_over.next IS NULL THEN ${new Date(virtual)}::timestamptz END
    FROM (
      SELECT min("dueAt") FILTER (WHERE outcome = 'deferred' OR (outcome IS NULL AND state IN ('waiting', 'handed-over'))) AS next
      FROM campaign_recipients WHERE "campaignId" = ${campaignId} AND n BETWEEN ${fromN} AND ${toN}) left_over
    WHERE b."campaignId" = ${campaignId} AND b.block = ${block} AND b.fence = ${fence}`;
}
