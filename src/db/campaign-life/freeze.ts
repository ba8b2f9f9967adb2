import { type DueTimes, dueTimes } from '../../domain/campaign/due.js';
import { heldOutBelow } from '../../domain/campaign/hold-out.js';
import type { CampaignDefinition } from '../../domain/definition/definition.js';
import type { Instant } from '../../domain/instant.js';
import type { Db, Tx } from '../client.js';
import type { ConditionSql } from '../condition/condition-sql.js';
import { Prisma } from '../generated/client.js';

/** Recipients in a block: some seconds of work for one who sends fast, and few rows in doubt for one who is lost. */
export const BLOCK_SIZE = 500;

/** Freezing a million takes longer than a statement otherwise may. */
export const FREEZE_TIMEOUT_MS = 10 * 60_000;

/** When its time comes for everybody there is. `zone`: the deployment's. */
export async function dueTimesNow(
  db: Db | Tx,
  { at }: Pick<CampaignDefinition, 'at'>,
  clock: { readonly zone: string; readonly start: Instant },
): Promise<DueTimes> {
  const rows =
    at?.timezone === 'contact'
      ? await db.$queryRaw<{ timezone: string }[]>`
          SELECT DISTINCT timezone FROM contacts WHERE timezone IS NOT NULL AND "erasedAt" IS NULL`
      : [];
  const zones = rows.map(({ timezone }) => timezone);
  return dueTimes(at, zones, clock);
}

/** How many an audience has now. */
export async function countAudience(db: Db | Tx, { tables, fits }: ConditionSql): Promise<number> {
  const [row] = await db.$queryRaw<{ size: number }[]>`
    SELECT count(*)::int AS size FROM ${tables} WHERE c."erasedAt" IS NULL AND ${fits}`;
  return row?.size ?? 0;
}

/**
 * Freezes an audience to rows with one statement (law 14), in the caller's transaction: who fits now, in the order of their
 * times; some, always the same ones, held out; of several with one number the oldest (an address is one contact's only).
 * Answers how many they are.
 */
export async function freezeAudience(
  tx: Tx,
  campaign: Pick<CampaignDefinition, 'id' | 'holdOut' | 'steps'>,
  wanted: ConditionSql,
  due: DueTimes,
  now: Instant,
): Promise<number> {
  await tx.$executeRaw`SELECT set_config('statement_timeout', ${String(FREEZE_TIMEOUT_MS)}, true)`;
  const { id } = campaign;
  const size = await tx.$executeRaw`
    INSERT INTO campaign_recipients ("campaignId", n, "contactId", "dueAt", outcome, reason)
    SELECT ${id}, row_number() OVER (ORDER BY "dueAt", "contactId"), "contactId", "dueAt",
      CASE WHEN twin THEN 'skipped' WHEN held THEN 'held-out' END, CASE WHEN twin THEN 'duplicate-address' END
    FROM (${recipientsToBe(campaign, wanted, due)}) wanted`;
  await tx.$executeRaw`
    INSERT INTO campaign_blocks ("campaignId", block, "fromN", "toN", "nextAt", "doneAt")
    SELECT ${id}, (n - 1) / ${BLOCK_SIZE}::int, min(n), max(n), min("dueAt") FILTER (WHERE outcome IS NULL),
      CASE WHEN bool_and(outcome IS NOT NULL) THEN ${new Date(now)}::timestamptz END
    FROM campaign_recipients WHERE "campaignId" = ${id} GROUP BY 2`;
  return size;
}

/** Who would be a recipient now: `contactId`, `dueAt`, whether an older one has the same number, and whether it is held out. */
export function recipientsToBe(
  { id, holdOut, steps }: Pick<CampaignDefinition, 'id' | 'holdOut' | 'steps'>,
  { tables, fits }: ConditionSql,
  due: DueTimes,
): Prisma.Sql {
  const zones = [...due.byZone.keys()];
  const times = [...due.byZone.values()].map((at) => new Date(at).toISOString());
  const isTwin = steps[0]?.action === 'sms' ? SAME_NUMBER : Prisma.sql`FALSE`;
  return Prisma.sql`
    SELECT c.id AS "contactId", COALESCE(z.due, ${new Date(due.otherwise)}::timestamptz) AS "dueAt",
      ${isTwin} AS twin, ${isHeldOut(id, holdOut)} AS held
    FROM ${tables}
      LEFT JOIN unnest(${zones}::text[], ${times}::timestamptz[]) AS z (zone, due) ON z.zone = c.timezone
    WHERE c."erasedAt" IS NULL AND ${fits}`;
}

const SAME_NUMBER = Prisma.sql`c.phone IS NOT NULL AND row_number() OVER (
  PARTITION BY regexp_replace(c.phone, '[^0-9+]', '', 'g') ORDER BY c."createdAt", c.id) > 1`;

/** What src/domain/campaign/hold-out.ts says of one. */
function isHeldOut(campaignId: string, perCent: number): Prisma.Sql {
  if (perCent <= 0) return Prisma.sql`FALSE`;
  return Prisma.sql`('x' || substr(md5(c.id || '/' || ${campaignId}::text), 1, 8))::bit(32)::bigint < ${heldOutBelow(perCent)}::bigint`;
}
