import type { CampaignDeedView } from '../../api/contracts/campaign-history.js';
import type { PageRequest, Rows } from '../../api/store-ports.js';
import type { Db } from '../client.js';
import { userNames } from '../names.js';
import { cutPage, iso, numberAt } from '../paging.js';

const PREFIX = 'campaign.';

/** What was done with a campaign, newest first: its rows of the audit log. */
export async function readHistory(
  db: Db,
  campaignId: string,
  { after, limit }: PageRequest,
): Promise<Rows<CampaignDeedView>> {
  const before = numberAt(after);
  const rows = await db.audit.findMany({
    where: { objectType: 'campaign', objectId: campaignId, ...(before === null ? {} : { id: { lt: before } }) },
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
  const nameOf = await userNames(
    db,
    rows.map(({ actorId }) => actorId),
  );
  return cutPage(
    rows,
    limit,
    ({ id }) => [Number(id)],
    ({ at, actorId, action, reason, detail }) => {
      const said = detailOf(detail);
      return {
        at: iso(at),
        actorId,
        actorName: nameOf.get(actorId) ?? null,
        deed: action.startsWith(PREFIX) ? action.slice(PREFIX.length) : action,
        reason: reason ?? textOf(said['reason']),
        revision: wholeOf(said['revision']),
        perMinute: wholeOf(said['perMinute']),
      };
    },
  );
}

const detailOf = (detail: unknown): Readonly<Record<string, unknown>> =>
  typeof detail === 'object' && detail !== null ? (detail as Record<string, unknown>) : {};
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const wholeOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);
