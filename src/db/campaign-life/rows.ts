import type { CampaignLife, PauseReason, StopReason } from '../../domain/campaign/life.js';
import type { CampaignDefinition } from '../../domain/definition/definition.js';
import { parseDefinition } from '../../domain/definition/parse.js';
import type { Tx } from '../client.js';
import type { Campaign } from '../generated/client.js';

/** Why a campaign awaits approval though it was scheduled before. */
export const GREW = 'audience-grew';

/** Where a campaign stands, as its row has it. */
export function lifeOf(row: Pick<Campaign, 'state' | 'reason' | 'revision' | 'approvedRevision'>): CampaignLife {
  const { state, reason, revision, approvedRevision } = row;
  switch (state) {
    case 'draft':
    case 'sending':
    case 'done':
      return { state };
    case 'awaiting-approval':
      return { state, revision, grew: reason === GREW };
    case 'scheduled':
      return { state, approved: approvedRevision === revision };
    case 'paused':
      return { state, reason: reason as PauseReason };
    case 'stopped':
      return { state, reason: reason as StopReason };
    default:
      throw new Error(`a campaign is ${state}; expected a state of src/domain/campaign/life.ts`);
  }
}

/** The columns in which a row keeps where it stands. */
export function columnsOf(life: CampaignLife): { readonly state: string; readonly reason: string | null } {
  if (life.state === 'paused' || life.state === 'stopped') return { state: life.state, reason: life.reason };
  return { state: life.state, reason: life.state === 'awaiting-approval' && life.grew ? GREW : null };
}

/** A campaign in the hands of this transaction alone; null: there is none. */
export async function lockCampaign(tx: Tx, id: string): Promise<Campaign | null> {
  await tx.$executeRaw`SELECT 1 FROM campaigns WHERE id = ${id} FOR UPDATE`;
  return await tx.campaign.findUnique({ where: { id } });
}

/** The campaign that a text describes; null: it has faults, or is of another kind. */
export function campaignIn({ id, text }: { readonly id: string; readonly text: string }): CampaignDefinition | null {
  const { definition } = parseDefinition({ file: id, text });
  return definition?.kind === 'campaign' ? definition : null;
}
