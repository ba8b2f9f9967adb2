import type { Block } from '../../activities/campaign-mail-ports.js';
import type { Moment } from '../../activities/campaign-ports.js';
import type { Db } from '../client.js';
import { execute, query } from '../statement.js';

/** For so long a block is one lane's, if nobody says more of it: about as long as it takes to notice that a worker is gone. */
const LEASE_MS = 30_000;

const leaseFrom = ({ real }: Moment): Date => new Date(real + LEASE_MS);

/**
 * Takes a block of which somebody is due, under a new fence. Whom its last holder had handed over without an answer is
 * `uncertain` from then on: nobody can know, and nobody is written to twice.
 */
export async function claimBlock(db: Db, campaignId: string, fence: string, now: Moment): Promise<Block | null> {
  const [row] = await query<{ block: number; fromN: number; toN: number }>(db)`
    WITH open AS MATERIALIZED (
      SELECT b."campaignId", b.block FROM campaign_blocks b
      WHERE b."campaignId" = ${campaignId} AND b."doneAt" IS NULL AND b."nextAt" <= ${new Date(now.virtual)}
        AND (b."realLeaseUntil" IS NULL OR b."realLeaseUntil" < ${new Date(now.real)})
        AND EXISTS (SELECT FROM campaigns c WHERE c.id = b."campaignId" AND c.state = 'sending')
      ORDER BY b."nextAt", b.block LIMIT 1 FOR UPDATE OF b SKIP LOCKED)
    UPDATE campaign_blocks b SET fence = ${fence}, "realLeaseUntil" = ${leaseFrom(now)}
    FROM open WHERE b."campaignId" = open."campaignId" AND b.block = open.block
    RETURNING b.block, b."fromN", b."toN"`;
  if (row === undefined) return null;
  const block = { campaignId, ...row, fence };
  await doubt(db, block);
  return block;
}

/** What was handed over and isn't in hand may have arrived. */
const doubt = (db: Db, { campaignId, fromN, toN }: Block): Promise<number> =>
  execute(db)`
    UPDATE campaign_recipients SET outcome = 'uncertain', reason = 'no-answer'
    WHERE "campaignId" = ${campaignId} AND n BETWEEN ${fromN} AND ${toN} AND state = 'handed-over' AND outcome IS NULL`;

/** Holds the block for longer. False: another has it. */
export async function holdBlock(db: Db, { campaignId, block, fence }: Block, now: Moment): Promise<boolean> {
  const count = await execute(db)`
    UPDATE campaign_blocks SET "realLeaseUntil" = ${leaseFrom(now)}
    WHERE "campaignId" = ${campaignId} AND block = ${block} AND fence = ${fence}`;
  return count === 1;
}

/**
 * Writes when the block is due next, if ever, and gives it back. Who was reached has heard of us: as of any other message
 * their record says so.
 */
export async function giveBackBlock(db: Db, held: Block, now: Moment): Promise<void> {
  const { campaignId, block, fence, fromN, toN } = held;
  if (!(await holdBlock(db, held, now))) return;
  await doubt(db, held);
  await execute(db)`
    UPDATE contacts c SET "lastContactAt" = r."acceptedAt" FROM campaign_recipients r
    WHERE r."campaignId" = ${campaignId} AND r.n BETWEEN ${fromN} AND ${toN} AND r.state = 'accepted'
      AND c.id = r."contactId" AND (c."lastContactAt" IS NULL OR c."lastContactAt" < r."acceptedAt")`;
  await execute(db)`
    UPDATE campaign_blocks SET "nextAt" = left_over.at, "realLeaseUntil" = NULL,
      "doneAt" = CASE WHEN left_over.at IS NULL THEN ${new Date(now.virtual)}::timestamptz END
    FROM (SELECT min("dueAt") AS at FROM campaign_recipients
      WHERE "campaignId" = ${campaignId} AND n BETWEEN ${fromN} AND ${toN}
        AND state = 'waiting' AND (outcome IS NULL OR outcome = 'deferred')) left_over
    WHERE "campaignId" = ${campaignId} AND block = ${block} AND fence = ${fence}`;
}
