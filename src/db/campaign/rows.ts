import type { CampaignRows, MoveAnswer } from '../../activities/campaign-mail-ports.js';
import type { Programs } from '../../activities/ports.js';
import type { Deployment } from '../../domain/journey/place.js';
import { hashAddressText } from '../address-hash.js';
import type { Db } from '../client.js';
import { execute } from '../statement.js';
import { claimBlock, giveBackBlock, holdBlock, nextDue } from './blocks.js';
import { readMailCampaign } from './campaigns.js';
import { GroupCommit } from './group-commit.js';
import { type DatedMove, writeMoves } from './ledger.js';
import { takeOfRate } from './pace.js';
import { givePlacesBack, takePlaces } from './places.js';
import { readContacts, readDue } from './recipients.js';
import { takeTurns } from './turns.js';

export interface CampaignRowsParts {
  readonly db: Db;
  readonly programs: Programs;
  readonly deployment: Deployment;
}

/** More in one statement are no cheaper each; and who waits so long for more keeps a connection waiting, which it has others of. */
const GROUPS = { most: 200, gatherMs: 3 };
/** Campaigns that send at once are few. */
const MOST_LEDGERS = 50;

type Ledger = GroupCommit<DatedMove, MoveAnswer>;

/** Campaigns of one mail in Postgres, behind the lane's port. */
export function createCampaignRows(parts: CampaignRowsParts): CampaignRows {
  const { db, programs, deployment } = parts;
  const reading = { db, programs, policy: deployment.policy };
  const ledgers = new Map<string, Ledger>();

  function ledgerOf(campaignId: string): Ledger {
    const known = ledgers.get(campaignId);
    if (known !== undefined) return known;
    if (ledgers.size >= MOST_LEDGERS) ledgers.clear();
    const ledger: Ledger = new GroupCommit((moves) => writeMoves(db, campaignId, moves), GROUPS);
    ledgers.set(campaignId, ledger);
    return ledger;
  }

  return {
    campaign: (campaignId, now) => readMailCampaign(db, programs, campaignId, now),
    claim: (campaignId, fence, now) => claimBlock(db, campaignId, fence, now),
    hold: (block, now) => holdBlock(db, block, now),
    due: (campaign, block, most, now) => readDue(reading, campaign, block, most, now),
    contacts: (campaign, contactIds, now) => readContacts(reading, campaign, contactIds, now),
    move: (campaignId, move, now) => ledgerOf(campaignId).add({ ...move, at: now.virtual }),
    giveBack: (block, now, notBefore) => giveBackBlock(db, block, now, notBefore),
    nextDue: (campaignId) => nextDue(db, campaignId),
    places: (asked, now) => takePlaces(db, asked, now),
    givePlacesBack: (unused, taken) => givePlacesBack(db, unused, taken),
    turns: (asked, now) => takeTurns(db, asked, now, deployment.catchUp),
    takeOfRate: (campaignId, most, now) => takeOfRate(db, campaignId, most, now),
    suppress: async (to, now) => {
      await execute(db)`
        INSERT INTO suppressions ("addressHash", reason, source, at)
        VALUES (${hashAddressText(to)}, 'hard-bounce', 'smtp', ${new Date(now.virtual)}) ON CONFLICT DO NOTHING`;
    },
  };
}
