import { randomUUID } from 'node:crypto';
import type { CampaignBook, CampaignLook, Moment, PauseForCause } from '../../activities/campaign-ports.js';
import { type CampaignState, isFrozen, isOver, nextLife, type PauseReason } from '../../domain/campaign/life.js';
import type { Deployment } from '../../domain/journey/place.js';
import { writeAudit } from '../audit.js';
import { settleLost } from '../campaign/blocks.js';
import type { Db, Tx } from '../client.js';
import { around, beginCampaign, ENGINE } from './begin.js';
import { toTell } from './begun-journeys.js';
import { forgetStrangers } from './files.js';
import { columnsOf, lifeOf, lockCampaign } from './rows.js';

export interface CampaignBookDeps {
  readonly db: Db;
  readonly deployment: Deployment;
}

/** Campaigns as their workflow asks for them. */
export function createCampaignBook({ db, deployment }: CampaignBookDeps): CampaignBook {
  return {
    async look(id, now) {
      const row = await db.campaign.findUnique({ where: { id }, select: { state: true, startsAt: true } });
      if (row?.state === 'scheduled') {
        const startsAt = row.startsAt?.getTime() ?? now.virtual;
        if (startsAt > now.virtual) return { type: 'wait', until: startsAt, realUntil: null };
        await beginCampaign(db, deployment, id, now);
        const begun = await db.campaign.findUnique({ where: { id }, select: { state: true } });
        if (begun?.state === 'stopped') await forgetStrangers(db, id);
        return await whatIsDue(db, deployment, id, now);
      }
      if (row?.state === 'sending') return await whatIsDue(db, deployment, id, now);
      if (row !== null && isFrozen(row.state as CampaignState)) {
        // Whoever was handed over and has no answer yet gets it, or is in doubt once their worker is surely gone.
        const realUntil = await settleLost(db, id, now);
        if (realUntil !== null) return { type: 'wait', until: null, realUntil };
      }
      if (row !== null && isOver(row.state as CampaignState)) await forgetStrangers(db, id);
      return { type: 'over' };
    },

    async way(id) {
      const row = await db.campaign.findUnique({ where: { id }, select: { way: true } });
      return row?.way === 'mail' ? 'mail' : 'journeys';
    },
  };
}

async function whatIsDue(db: Db, deployment: Deployment, id: string, now: Moment): Promise<CampaignLook> {
  const at = new Date(now.virtual);
  const [row] = await db.$queryRaw<
    { sending: boolean; open: number; due: number; next: Date | null; lease: Date | null }[]
  >`
    SELECT EXISTS (SELECT FROM campaigns WHERE id = ${id} AND state = 'sending') AS sending, count(*)::int AS open,
      (count(*) FILTER (WHERE "nextAt" <= ${at} AND NOT leased))::int AS due,
      min("nextAt") FILTER (WHERE "nextAt" > ${at}) AS next,
      min("realLeaseUntil") FILTER (WHERE "nextAt" <= ${at} AND leased) AS lease
    FROM (
      SELECT "nextAt", "realLeaseUntil", COALESCE("realLeaseUntil" >= ${new Date(now.real)}, FALSE) AS leased
      FROM campaign_blocks WHERE "campaignId" = ${id} AND "doneAt" IS NULL) blocks`;
  if (row === undefined || !row.sending) return { type: 'over' };
  if (row.open === 0) {
    await finish(db, deployment, id, now);
    return { type: 'over' };
  }
  if (row.due > 0) return { type: 'send', due: row.due };
  // What a worker that is gone had in hand is free when its lease ends.
  return { type: 'wait', until: row.next?.getTime() ?? null, realUntil: row.lease?.getTime() ?? null };
}

/** Ends a campaign with steps once everybody has begun and the last of its journeys is over. */
export type FinishWithJourneys = (id: string, now: Moment) => Promise<void>;

export const createFinishWithJourneys =
  ({ db, deployment }: CampaignBookDeps): FinishWithJourneys =>
  async (id, now) => {
    const open = await db.campaignBlock.findFirst({ where: { campaignId: id, doneAt: null }, select: { block: true } });
    if (open === null) await finish(db, deployment, id, now);
  };

/** Everybody is settled; of a campaign with steps also everybody's journey. */
async function finish(db: Db, deployment: Deployment, id: string, { virtual }: Moment): Promise<void> {
  // Looked at before anything is locked: while its journeys go on, as a rule for days, somebody asks often.
  if (await hasOpenJourneys(db, id)) return;
  await forgetStrangers(db, id);
  await db.$transaction(async (tx) => {
    const row = await lockCampaign(tx, id);
    if (row === null) return;
    const blocks = await tx.campaignBlock.count({ where: { campaignId: id, doneAt: null } });
    const unsettled = blocks + ((await hasOpenJourneys(tx, id)) ? 1 : 0);
    const next = nextLife(lifeOf(row), { type: 'finish', unsettled }, around(row, ENGINE, deployment));
    if (!next.ok || next.value.state === 'gone') return;
    await tx.campaign.update({ where: { id }, data: { ...columnsOf(next.value), endedAt: new Date(virtual) } });
    await writeAudit(tx, { actorId: ENGINE, at: virtual }, deedOf('done', id));
  });
}

/** The journeys of a campaign's definition are its recipients': nobody else begins one. */
const hasOpenJourneys = async (db: Db | Tx, id: string): Promise<boolean> =>
  (await db.journey.findFirst({ where: { definitionId: id, status: 'open' }, select: { id: true } })) !== null;

/** Pauses what was seen to go wrong; a person resumes it. */
export function createPauseForCause({ db, deployment }: CampaignBookDeps): PauseForCause {
  return async (id, reason, now) => await db.$transaction((tx) => pause(tx, deployment, id, reason, now));
}

async function pause(tx: Tx, deployment: Deployment, id: string, reason: PauseReason, now: Moment): Promise<boolean> {
  const row = await lockCampaign(tx, id);
  if (row === null) return false;
  const next = nextLife(lifeOf(row), { type: 'pause', reason }, around(row, ENGINE, deployment));
  if (!next.ok || next.value.state === 'gone') return false;
  const order = { requestId: randomUUID(), actorId: ENGINE, reason };
  await tx.campaign.update({ where: { id }, data: { ...columnsOf(next.value), ...toTell(row, 'pause', order) } });
  await writeAudit(tx, { actorId: ENGINE, at: now.virtual }, { ...deedOf('pause', id), detail: { reason } });
  return true;
}

const deedOf = (what: string, id: string) => ({ action: `campaign.${what}`, objectType: 'campaign', objectId: id });
