import type { Moment } from '../../activities/campaign-ports.js';
import { type Circumstances, nextLife } from '../../domain/campaign/life.js';
import type { Deployment } from '../../domain/journey/place.js';
import { writeAudit } from '../audit.js';
import type { Db, Tx } from '../client.js';
import type { Campaign } from '../generated/client.js';
import { audienceSql } from './audience.js';
import { countAudience, dueTimesNow, FREEZE_TIMEOUT_MS, freezeAudience } from './freeze.js';
import { campaignIn, columnsOf, lifeOf, lockCampaign } from './rows.js';

/** Who an audit row names where nobody gave the command. */
export const ENGINE = 'engine';

/** What speaks for or against a command on this campaign by somebody. */
export const around = (row: Campaign, actorId: string, { policy }: Pick<Deployment, 'policy'>): Circumstances => ({
  revision: row.revision,
  authors: [row.createdBy, row.editedBy, ...(row.askedBy === null ? [] : [row.askedBy])],
  actorId,
  approvalAbove: policy.campaigns.approvalAbove,
});

/**
 * A campaign's time has come: freezes its audience and lets it send; or it is empty by now, or has grown past what one
 * person may send alone. Whoever comes second finds it begun.
 */
export async function beginCampaign(db: Db, deployment: Deployment, id: string, { virtual }: Moment): Promise<void> {
  await db.$transaction((tx) => begin(tx, deployment, id, virtual), { timeout: FREEZE_TIMEOUT_MS });
}

async function begin(tx: Tx, deployment: Deployment, id: string, now: number): Promise<void> {
  const row = await lockCampaign(tx, id);
  if (row?.state !== 'scheduled') return;
  const definition = campaignIn(row);
  if (definition === null) throw new Error(`campaign ${id} is scheduled but its text is no campaign`);
  const wanted = await audienceSql(tx, definition, now);
  const expected = wanted.ok ? await countAudience(tx, wanted.value) : 0;
  const next = nextLife(lifeOf(row), { type: 'begin', size: expected }, around(row, ENGINE, deployment));
  if (!next.ok || next.value.state === 'gone') return;
  const at = new Date(now);
  const begins = next.value.state === 'sending' && wanted.ok;
  const start = Math.min(now, row.startsAt?.getTime() ?? now);
  const due = begins ? await dueTimesNow(tx, definition, { zone: deployment.zone, start }) : null;
  const audience = begins && due !== null ? await freezeAudience(tx, definition, wanted.value, due, now) : 0;
  await tx.campaign.update({
    where: { id },
    data: {
      ...columnsOf(next.value),
      ...(begins ? { audience, frozenAt: at } : { expected }),
      ...(next.value.state === 'stopped' ? { audience: 0, endedAt: at } : {}),
    },
  });
  const detail = {
    size: begins ? audience : expected,
    ...('reason' in next.value ? { reason: next.value.reason } : {}),
  };
  const deed = {
    action: `campaign.${begins ? 'begin' : next.value.state}`,
    objectType: 'campaign',
    objectId: id,
    detail,
  };
  await writeAudit(tx, { actorId: ENGINE, at: now }, deed);
}
