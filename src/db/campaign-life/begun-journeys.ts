import type { CampaignAct, CampaignOrder } from '../../api/campaign-ports.js';
import { writeAudit } from '../audit.js';
import { freezeBulk } from '../bulk/freeze.js';
import type { Tx } from '../client.js';
import { type Campaign, Prisma } from '../generated/client.js';
import { newId } from '../new-id.js';

/*
 * Whose journey has begun hears of what people do with their campaign, as of any command to many journeys: a pause and a resume, and
 * a stop ends them. Whom somebody else had paused before the campaign was stays so.
 */

/** What a campaign that was stopped leaves its journeys with. */
export const STOPPED_OUTCOME = 'campaign-stopped';

/** As fast as bulks go: what goes out meanwhile was not meant to. */
const PER_MINUTE = 6_000;

const sourceOf = (campaignId: string): string => `campaign:${campaignId}`;

/** Tells the open journeys of a campaign, in the transaction of its command. */
export async function tellBegunJourneys(
  tx: Tx,
  { id, way }: Pick<Campaign, 'id' | 'way'>,
  act: Pick<CampaignAct, 'type'>,
  { requestId, actorId, reason }: CampaignOrder,
  at: { readonly virtual: number; readonly real: number },
): Promise<void> {
  if (way !== 'journeys') return;
  const told = await commandFor(tx, id, act);
  if (told === null) return;
  const { kind, input, whom } = told;
  const bulk = {
    id: newId('bulk'),
    requestId: `${sourceOf(id)}/${requestId}`,
    kind,
    input,
    filter: { definition: [id] },
  };
  const by = { reason: reason ?? act.type, actorId, source: sourceOf(id), ratePerMinute: PER_MINUTE, at };
  const journeys = await freezeBulk(tx, { ...bulk, ...by }, Prisma.sql`j."definitionId" = ${id} AND ${whom}`);
  const deed = { action: 'bulk.create', objectType: 'bulk', objectId: bulk.id, detail: { kind, ...input, journeys } };
  await writeAudit(tx, { actorId, at: at.virtual }, { ...deed, reason: by.reason });
}

interface Told {
  readonly kind: 'pause' | 'resume' | 'exit';
  readonly input: Prisma.InputJsonObject;
  readonly whom: Prisma.Sql;
}

async function commandFor(tx: Tx, id: string, act: Pick<CampaignAct, 'type'>): Promise<Told | null> {
  switch (act.type) {
    case 'pause':
      return { kind: 'pause', input: {}, whom: Prisma.sql`TRUE` };
    case 'stop':
      return { kind: 'exit', input: { outcome: STOPPED_OUTCOME }, whom: Prisma.sql`TRUE` };
    case 'resume': {
      const paused = await lastPause(tx, id);
      if (paused === null) return null;
      // What was not yet told to pause isn't any more.
      await tx.bulk.updateMany({ where: { id: paused, state: 'running' }, data: { state: 'aborted' } });
      const whom = Prisma.sql`j.id IN (
        SELECT "journeyId" FROM bulk_items WHERE "bulkId" = ${paused} AND (state = 'done' OR state = 'waiting' AND begun))`;
      return { kind: 'resume', input: {}, whom };
    }
    default:
      return null;
  }
}

async function lastPause(tx: Tx, id: string): Promise<string | null> {
  const bulk = await tx.bulk.findFirst({
    where: { source: sourceOf(id), kind: 'pause' },
    orderBy: { createdAt: 'desc' },
    select: { id: true },
  });
  return bulk?.id ?? null;
}
