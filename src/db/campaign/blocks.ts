import { randomUUID } from 'node:crypto';
import type { Block } from '../../activities/campaign-mail-ports.js';
import type { Moment } from '../../activities/campaign-ports.js';
import type { Instant } from '../../domain/instant.js';
import type { Db } from '../client.js';
import { type Brief, briefly, execute, query } from '../statement.js';

/** For so long a block is one lane's, if nobody says more of it: about as long as it takes to notice that a worker is gone. */
const LEASE_MS = 15_000;

const leaseFrom = ({ real }: Moment): Date => new Date(real + LEASE_MS);

/**
 * Takes a block of which somebody is due, under a new fence. Whom its last holder had handed over without an answer is
 * `uncertain` from then on: nobody can know, and nobody is written to twice.
 */
export async function claimBlock(db: Db, campaignId: string, fence: string, now: Moment): Promise<Block | null> {
  return await briefly(db, async (tx) => {
    const [row] = await query<{ block: number; fromN: number; toN: number }>(tx)`
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
    await doubt(tx, { campaignId, ...row });
    return { campaignId, ...row, fence };
  });
}

/** What was handed over and isn't in hand may have arrived. Under the lock of its block, which is the caller's. */
const doubt = (tx: Brief, { campaignId, fromN, toN }: Pick<Block, 'campaignId' | 'fromN' | 'toN'>): Promise<number> =>
  execute(tx)`
    UPDATE campaign_recipients SET outcome = 'uncertain', reason = 'no-answer'
    WHERE "campaignId" = ${campaignId} AND n BETWEEN ${fromN} AND ${toN} AND state = 'handed-over' AND outcome IS NULL`;

/** Holds the block for longer. False: another has it. */
export async function holdBlock(db: Db, { campaignId, block, fence }: Block, now: Moment): Promise<boolean> {
  const count = await execute(db)`
    UPDATE campaign_blocks SET "realLeaseUntil" = ${leaseFrom(now)}
    WHERE "campaignId" = ${campaignId} AND block = ${block} AND fence = ${fence}`;
  return count === 1;
}

/** Writes when the block is due next, if ever, and no sooner than `notBefore`; and gives it back. Another's is left alone. */
export async function giveBackBlock(db: Db, held: Block, now: Moment, notBefore = now.virtual): Promise<void> {
  await tellContacts(db, held);
  await briefly(db, async (tx) => {
    const { campaignId, block, fence, fromN, toN } = held;
    const [mine] = await query(tx)`
      SELECT FROM campaign_blocks WHERE "campaignId" = ${campaignId} AND block = ${block} AND fence = ${fence} FOR UPDATE`;
    if (mine === undefined) return;
    await doubt(tx, held);
    await execute(tx)`
      UPDATE campaign_blocks SET "realLeaseUntil" = NULL,
        "nextAt" = CASE WHEN left_over.at IS NOT NULL THEN greatest(left_over.at, ${new Date(notBefore)}::timestamptz) END,
        "doneAt" = CASE WHEN left_over.at IS NULL THEN ${new Date(now.virtual)}::timestamptz END
      FROM (SELECT min("dueAt") AS at FROM campaign_recipients
        WHERE "campaignId" = ${campaignId} AND n BETWEEN ${fromN} AND ${toN}
          AND state = 'waiting' AND (outcome IS NULL OR outcome = 'deferred')) left_over
      WHERE "campaignId" = ${campaignId} AND block = ${block}`;
  });
}

const TELLS = 3;
const DEADLOCK = '40P01';

/**
 * Who was reached has heard of us: as of any other message their record says so. In the order of their ids, as whoever locks
 * several; before the block is given back, so that it isn't forgotten in a crash. Open pages aren't told of each.
 */
async function tellContacts(db: Db, block: Block): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await briefly(db, (tx) => tellOnce(tx, block));
      return;
    } catch (error) {
      if (tries >= TELLS || !(error instanceof Error && 'code' in error && error.code === DEADLOCK)) throw error;
    }
  }
}

async function tellOnce(tx: Brief, { campaignId, fromN, toN }: Block): Promise<void> {
  await query(tx)`SELECT set_config('followthrough.by_campaign', 'on', true)`;
  await execute(tx)`
    WITH reached AS MATERIALIZED (
      SELECT c.id, r."acceptedAt" FROM campaign_recipients r JOIN contacts c ON c.id = r."contactId"
      WHERE r."campaignId" = ${campaignId} AND r.n BETWEEN ${fromN} AND ${toN} AND r.state = 'accepted'
        AND (c."lastContactAt" IS NULL OR c."lastContactAt" < r."acceptedAt")
      ORDER BY c.id FOR NO KEY UPDATE OF c)
    UPDATE contacts c SET "lastContactAt" = reached."acceptedAt" FROM reached
    WHERE c.id = reached.id AND (c."lastContactAt" IS NULL OR c."lastContactAt" < reached."acceptedAt")`;
}

/** When the next block that nobody has is due, business time; null: none is, or the campaign doesn't send. */
export async function nextDue(db: Db, campaignId: string): Promise<Instant | null> {
  const [row] = await query<{ at: Date | null }>(db)`
    SELECT min("nextAt") AS at FROM campaign_blocks b
    WHERE "campaignId" = ${campaignId} AND "doneAt" IS NULL AND "realLeaseUntil" IS NULL
      AND EXISTS (SELECT FROM campaigns c WHERE c.id = b."campaignId" AND c.state = 'sending')`;
  return row?.at?.getTime() ?? null;
}

/**
 * Of a campaign that no longer sends: whom a worker that is gone had handed over without an answer is `uncertain`. Answers
 * until when (real) another worker may still write down what it was answered; null: none may.
 */
export async function settleLost(db: Db, campaignId: string, now: Moment): Promise<Instant | null> {
  for (;;) {
    const lost = await briefly(db, async (tx) => {
      const [row] = await query<{ fromN: number; toN: number }>(tx)`
        WITH open AS MATERIALIZED (
          SELECT b."campaignId", b.block FROM campaign_blocks b
          WHERE b."campaignId" = ${campaignId} AND b."realLeaseUntil" < ${new Date(now.real)}
            AND EXISTS (SELECT FROM campaigns c WHERE c.id = b."campaignId" AND c.state <> 'sending')
          LIMIT 1 FOR UPDATE OF b SKIP LOCKED)
        UPDATE campaign_blocks b SET fence = ${randomUUID()}, "realLeaseUntil" = NULL
        FROM open WHERE b."campaignId" = open."campaignId" AND b.block = open.block
        RETURNING b."fromN", b."toN"`;
      if (row !== undefined) await doubt(tx, { campaignId, ...row });
      return row;
    });
    if (lost === undefined) break;
  }
  const [left] = await query<{ until: Date | null }>(db)`
    SELECT max("realLeaseUntil") AS until FROM campaign_blocks WHERE "campaignId" = ${campaignId}`;
  return left?.until?.getTime() ?? null;
}
