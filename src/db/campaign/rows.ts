import type { CampaignRows } from '../../activities/campaign-mail-ports.js';
import type { Moment } from '../../activities/campaign-ports.js';
import type { Programs } from '../../activities/ports.js';
import type { Policy } from '../../domain/policy.js';
import { hashAddressText } from '../address-hash.js';
import type { Db } from '../client.js';
import { execute } from '../statement.js';
import { claimBlock, giveBackBlock, holdBlock } from './blocks.js';
import { readMailCampaign } from './campaigns.js';
import { GroupCommit } from './group-commit.js';
import { type DatedMove, topicsOf, writeMoves } from './ledger.js';
import { takeOfRate } from './pace.js';
import { readContacts, readDue } from './recipients.js';

export interface CampaignRowsParts {
  readonly db: Db;
  readonly programs: Programs;
  readonly policy: Policy;
}

/** More in one statement are no cheaper each. */
const MOST_AT_ONCE = 200;
/** Campaigns that send at once are few. */
const MOST_LEDGERS = 50;

type Ledger = GroupCommit<DatedMove, Awaited<ReturnType<typeof writeMoves>>[number]>;

/** Campaigns of one mail in Postgres, behind the lane's port. */
export function createCampaignRows(parts: CampaignRowsParts): CampaignRows {
  const { db, programs } = parts;
  const ledgers = new Map<string, Promise<Ledger>>();

  const ledgerOf = (campaignId: string, now: Moment): Promise<Ledger> => {
    const known = ledgers.get(campaignId);
    if (known !== undefined) return known;
    if (ledgers.size >= MOST_LEDGERS) ledgers.clear();
    const opening = openLedger(campaignId, now);
    ledgers.set(campaignId, opening);
    opening.catch(() => ledgers.delete(campaignId));
    return opening;
  };

  async function openLedger(campaignId: string, now: Moment): Promise<Ledger> {
    const campaign = await readMailCampaign(db, programs, campaignId, now);
    if (campaign === null) throw new Error(`campaign ${campaignId} has no mails to send`);
    const topics = topicsOf(campaign);
    return new GroupCommit((moves) => writeMoves(db, campaignId, topics, moves), MOST_AT_ONCE);
  }

  return {
    campaign: (campaignId, now) => readMailCampaign(db, programs, campaignId, now),
    claim: (campaignId, fence, now) => claimBlock(db, campaignId, fence, now),
    hold: (block, now) => holdBlock(db, block, now),
    due: (campaign, block, most, now) => readDue(parts, campaign, block, most, now),
    contacts: (campaign, contactIds, now) => readContacts(parts, campaign, contactIds, now),
    move: async (campaignId, move, now) => await (await ledgerOf(campaignId, now)).add({ ...move, at: now.virtual }),
    giveBack: (block, now) => giveBackBlock(db, block, now),
    takeOfRate: (campaignId, most, now) => takeOfRate(db, campaignId, most, now),
    suppress: async (to, now) => {
      await execute(db)`
        INSERT INTO suppressions ("addressHash", reason, source, at)
        VALUES (${hashAddressText(to)}, 'hard-bounce', 'smtp', ${new Date(now.virtual)}) ON CONFLICT DO NOTHING`;
    },
  };
}
