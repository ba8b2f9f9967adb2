import type { BatchGate } from '../../activities/campaign-ports.js';
import type { Clock, StepGate } from '../../activities/ports.js';
import type { CampaignDesk, CampaignFault } from '../../api/campaign-ports.js';
import type { CampaignDetail } from '../../api/contracts/campaigns.js';
import type { CampaignState } from '../../domain/campaign/life.js';
import type { Deployment } from '../../domain/journey/place.js';
import { ok, type Result } from '../../domain/result.js';
import type { Db } from '../client.js';
import { cutPage } from '../paging.js';
import { authorsIn, authorsOf } from './begin.js';
import { anybodyOf, checkPage, fateOf } from './check.js';
import { type Acted, actOn, createDraft, sizeOf } from './commands.js';
import { readFileLines, readFiles, takeFile } from './files.js';
import { readHistory } from './history.js';
import { campaignDetail, campaignViews, readRecipients } from './reads.js';
import type { OneClickFault } from './unsubscribe-address.js';

export interface CampaignDeskDeps {
  readonly db: Db;
  readonly deployment: Deployment;
  readonly clock: Clock;
  readonly gate: BatchGate;
  readonly stepGate: StepGate;
  readonly oneClickFault: OneClickFault;
  /** Tells Temporal what the outbox holds; a failure is taken up by the worker's relay. */
  readonly tell: (outbox: readonly bigint[]) => Promise<void>;
}

/** Campaigns behind the API's port: rows first, then Temporal. */
export function createCampaignDesk(deps: CampaignDeskDeps): CampaignDesk {
  const { db, clock } = deps;
  const now = () => clock.now(0);
  const told = async (acted: Result<Acted, CampaignFault>): Promise<Result<CampaignDetail, CampaignFault>> => {
    if (!acted.ok) return acted;
    await deps.tell(acted.value.outbox);
    return ok(await campaignDetail(db, acted.value.row));
  };
  return {
    create: async (campaign, order) => told(await createDraft(deps, campaign, order, now())),
    act: async (id, act, order) => told(await actOn(deps, id, act, order, now())),

    async list({ state }, { after, limit }) {
      const [createdAt = null, id = null] = after ?? [];
      const before =
        typeof createdAt === 'number' && typeof id === 'string'
          ? { OR: [{ createdAt: { lt: new Date(createdAt) } }, { createdAt: new Date(createdAt), id: { lt: id } }] }
          : {};
      const rows = await db.campaign.findMany({
        where: { AND: [before, state === undefined ? {} : { state: { in: [...state] } }] },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: limit + 1,
      });
      return cutPage(rows, limit, (row) => [row.createdAt.getTime(), row.id], await campaignViews(db, rows));
    },

    async get(id) {
      const row = await db.campaign.findUnique({ where: { id } });
      return row === null ? null : await campaignDetail(db, row);
    },

    async authors(id) {
      const row = await db.campaign.findUnique({ where: { id } });
      return row === null ? [] : authorsIn(row, await authorsOf(db, row));
    },

    async state(id) {
      const row = await db.campaign.findUnique({ where: { id }, select: { state: true } });
      return row === null ? null : (row.state as CampaignState);
    },

    size: (id) => sizeOf(db, id, now().virtual),
    check: (id, step, page) => checkPage(deps, id, step, page, now()),
    fate: (id, contactId) => fateOf(deps, id, contactId, now()),
    anybody: (id) => anybodyOf(deps, id, now()),
    recipients: (id, asked, page) => readRecipients(db, id, asked, page),

    takeFile: (id, file, order) => takeFile(deps, id, file, order, now()),
    files: (id) => readFiles(db, id),
    fileLines: (id, asked, page) => readFileLines(db, id, asked, page),
    history: (id, page) => readHistory(db, id, page),
  };
}
