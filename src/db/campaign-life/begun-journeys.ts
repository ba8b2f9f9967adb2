import { z } from 'zod';
import type { CampaignAct, CampaignOrder } from '../../api/campaign-ports.js';
import { writeAudit } from '../audit.js';
import { freezeBulk } from '../bulk/freeze.js';
import type { Db, Tx } from '../client.js';
import { type Campaign, Prisma } from '../generated/client.js';
import { newId } from '../new-id.js';
import { FREEZE_TIMEOUT_MS } from './freeze.js';

/*
 * Whose journey has begun hears of what people do with their campaign, as of any command to many journeys: a pause and a resume, and
 * a stop ends them. Whom somebody else had paused before the campaign was stays so. Of a million it takes a minute to write down who
 * is to hear it, so that is done after the command, which alone already holds whatever they would send.
 */

/** What a campaign that was stopped leaves its journeys with. */
export const STOPPED_OUTCOME = 'campaign-stopped';

/** As fast as bulks go: what goes out meanwhile was not meant to. */
const PER_MINUTE = 6_000;

const sourceOf = (campaignId: string): string => `campaign:${campaignId}`;

const UNTOLD = z.object({
  kind: z.enum(['pause', 'resume', 'exit']),
  requestId: z.string(),
  actorId: z.string(),
  reason: z.string().nullable(),
});
type Untold = z.output<typeof UNTOLD>;

const KINDS: { readonly [act in CampaignAct['type']]?: Untold['kind'] } = {
  pause: 'pause',
  resume: 'resume',
  stop: 'exit',
};

/** What the journeys are to hear after an act, as a change of the campaign's row. */
export function toTell(
  { way, untold }: Pick<Campaign, 'way' | 'untold'>,
  act: CampaignAct['type'],
  { requestId, actorId, reason }: CampaignOrder,
): Pick<Prisma.CampaignUpdateInput, 'untold'> {
  const kind = KINDS[act];
  if (way !== 'journeys' || kind === undefined) return {};
  const before = untold === null ? null : UNTOLD.parse(untold).kind;
  // What nobody has heard of needn't be taken back.
  if ((kind === 'resume' && before === 'pause') || (kind === 'pause' && before === 'resume'))
    return { untold: Prisma.DbNull };
  return { untold: { kind, requestId, actorId, reason } };
}

/** Tells the open journeys of campaigns what they are to hear. Several may do so at once. */
export async function tellBegunJourneys(
  db: Db,
  at: { readonly virtual: number; readonly real: number },
): Promise<void> {
  const rows = await db.campaign.findMany({
    where: { untold: { not: Prisma.DbNull } },
    select: { id: true, untold: true },
  });
  for (const { id, untold } of rows)
    try {
      await db.$transaction((tx) => tell(tx, id, UNTOLD.parse(untold), at), { timeout: FREEZE_TIMEOUT_MS });
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
    }
}

/** Something else is to be told by now: nothing of this stands. */
class Overtaken extends Error {}

async function tell(
  tx: Tx,
  id: string,
  { kind, requestId, actorId, reason }: Untold,
  at: { readonly virtual: number; readonly real: number },
): Promise<void> {
  const [free] = await tx.$queryRaw<{ mine: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${`tell ${sourceOf(id)}`}, 0)) AS mine`;
  if (free?.mine !== true) return;
  await tx.$executeRaw`SELECT set_config('statement_timeout', ${String(FREEZE_TIMEOUT_MS)}, true)`;
  const input = kind === 'exit' ? { outcome: STOPPED_OUTCOME } : {};
  const bulk = {
    ...{ id: newId('bulk'), requestId: `${sourceOf(id)}/${requestId}`, kind, input, filter: { definition: [id] } },
    ...{ reason: reason ?? kind, actorId, source: sourceOf(id), ratePerMinute: PER_MINUTE, at },
  };
  const whom = kind === 'resume' ? await pausedBy(tx, id) : Prisma.sql`TRUE`;
  const journeys = await freezeBulk(tx, bulk, Prisma.sql`j."definitionId" = ${id} AND ${whom}`);
  const deed = { action: 'bulk.create', objectType: 'bulk', objectId: bulk.id, detail: { kind, ...input, journeys } };
  await writeAudit(tx, { actorId, at: at.virtual }, { ...deed, reason: bulk.reason });
  const told = await tx.$executeRaw`
    UPDATE campaigns SET untold = NULL WHERE id = ${id} AND untold->>'requestId' = ${requestId}`;
  if (told === 0) throw new Overtaken(id);
}

/** Those whom the last pause has paused, or may have. */
async function pausedBy(tx: Tx, id: string): Promise<Prisma.Sql> {
  const paused = await tx.bulk.findFirst({
    where: { source: sourceOf(id), kind: 'pause' },
    orderBy: { createdAt: 'desc' },
    select: { id: true },
  });
  if (paused === null) return Prisma.sql`FALSE`;
  // What was not yet told to pause isn't any more.
  await tx.bulk.updateMany({ where: { id: paused.id, state: 'running' }, data: { state: 'aborted' } });
  return Prisma.sql`j.id IN (
    SELECT "journeyId" FROM bulk_items WHERE "bulkId" = ${paused.id} AND (state = 'done' OR state = 'waiting' AND begun))`;
}
