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

/** What speaks for or against a command on this campaign by somebody. `authors`: of who approves, those who may not. */
export const around = (
  row: Campaign,
  actorId: string,
  { policy }: Pick<Deployment, 'policy'>,
  authors: readonly string[] = [],
): Circumstances => ({
  revision: row.revision,
  authors: authorsIn(row, authors),
  actorId,
  approvalAbove: policy.campaigns.approvalAbove,
});

/** Those that its row names, and others. */
export const authorsIn = ({ createdBy, editedBy, askedBy }: Campaign, others: readonly string[]): readonly string[] => [
  ...[createdBy, editedBy, ...(askedBy === null ? [] : [askedBy])],
  ...others,
];

/** Everybody who ever wrote it, changed it, asked for it or brought a list, since its draft began. */
export async function authorsOf(tx: Pick<Tx, '$queryRaw'>, { id, createdAt }: Campaign): Promise<readonly string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT "actorId" AS id FROM campaign_commands
    WHERE "campaignId" = ${id} AND kind IN ('create', 'edit', 'schedule') AND at >= ${createdAt}
    UNION SELECT "uploadedBy" FROM campaign_files WHERE "campaignId" = ${id}`;
  return rows.map((row) => row.id);
}

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
  if (!wanted.ok) return await takeBack(tx, deployment, row, wanted.error.code, now);
  const expected = await countAudience(tx, wanted.value);
  const next = nextLife(lifeOf(row), { type: 'begin', size: expected }, around(row, ENGINE, deployment));
  if (!next.ok || next.value.state === 'gone') return;
  const at = new Date(now);
  const begins = next.value.state === 'sending';
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

/** Nobody can say any more whom it is for, its segment is gone for one: it is a draft again, and says why. */
async function takeBack(tx: Tx, deployment: Deployment, row: Campaign, reason: string, now: number): Promise<void> {
  const next = nextLife(lifeOf(row), { type: 'unschedule' }, around(row, ENGINE, deployment));
  if (!next.ok || next.value.state === 'gone') return;
  const data = { ...columnsOf(next.value), ...UNSCHEDULED, reason };
  await tx.campaign.update({ where: { id: row.id }, data });
  const deed = { action: 'campaign.unschedule', objectType: 'campaign', objectId: row.id, detail: { reason } };
  await writeAudit(tx, { actorId: ENGINE, at: now }, deed);
}

/** What a draft has no more of. */
export const UNSCHEDULED = {
  askedAt: null,
  askedBy: null,
  approvedAt: null,
  approvedBy: null,
  approvedRevision: null,
  scheduledAt: null,
  startsAt: null,
  definitionVersion: null,
  way: null,
} as const;
