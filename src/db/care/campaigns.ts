import type { CareCampaignView } from '../../api/contracts/care.js';
import type { Scope } from '../../api/store-ports.js';
import { formatLocal } from '../../domain/calendar/zone.js';
import type { CampaignState } from '../../domain/campaign/life.js';
import type { CampaignDefinition } from '../../domain/definition/definition.js';
import { valuesOf } from '../../domain/definition/rewrite.js';
import { stepsOf } from '../../domain/definition/step-walk.js';
import { campaignIn } from '../campaign-life/rows.js';
import type { Db } from '../client.js';
import type { Campaign } from '../generated/client.js';
import { Prisma } from '../generated/client.js';
import type { Span } from './counts.js';

/** What may still go out to somebody. */
const PLANNED: readonly CampaignState[] = ['draft', 'awaiting-approval', 'scheduled', 'sending', 'paused'];
/** So many are under way at a time at most that somebody could still look through them. */
const MOST_PLANNED = 500;

type Row = Pick<Campaign, 'id' | 'name' | 'state' | 'text' | 'audience' | 'expected' | 'startsAt' | 'frozenAt'>;

/** Campaigns that go out on days of a span, drafts that say when among them. `zone`: the deployment's. */
export async function plannedCampaigns(
  db: Db,
  scope: Scope,
  { from, to }: Span,
  filter: { readonly definition?: string | undefined },
  zone: string,
): Promise<readonly CareCampaignView[]> {
  const rows: readonly Row[] = await db.campaign.findMany({
    where: {
      state: { in: [...PLANNED] },
      ...(filter.definition === undefined ? {} : { id: filter.definition }),
    },
    select: {
      ...{
        id: true,
        name: true,
        state: true,
        text: true,
        audience: true,
        expected: true,
        startsAt: true,
        frozenAt: true,
      },
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: MOST_PLANNED,
  });
  const planned = rows.flatMap((row) => {
    const when = whenOf(row, zone);
    return when === null || when.day < from || when.day > to ? [] : [{ row, when }];
  });
  const takenOut = await countTakenOut(
    db,
    scope,
    planned.map(({ row }) => row.id),
  );
  return planned
    .map(({ row, when }) => ({
      ...{ id: row.id, name: row.name as CareCampaignView['name'], state: row.state as CampaignState, ...when },
      templates: templatesOf(campaignIn(row)),
      expected: row.audience ?? row.expected,
      frozen: row.frozenAt !== null,
      takenOut: takenOut.get(row.id) ?? 0,
    }))
    .sort((a, b) => a.day.localeCompare(b.day) || a.time.localeCompare(b.time) || a.id.localeCompare(b.id));
}

type When = Pick<CareCampaignView, 'day' | 'time' | 'timezone'>;

/**
 * The date and hour that a campaign names, on whosever clock: also of a draft that has faults elsewhere. One without is there once it
 * is to begin at some instant.
 */
function whenOf({ text, startsAt }: Row, zone: string): When | null {
  const at = valuesOf(text)?.['at'];
  const { time = null, timezone = null } = typeof at === 'object' && at !== null ? (at as Record<string, unknown>) : {};
  if (typeof time === 'string' && /^[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d/.test(time))
    return {
      day: time.slice(0, 10),
      time: time.slice(11, 16),
      timezone: typeof timezone === 'string' ? timezone : 'contact',
    };
  if (startsAt === null) return null;
  const local = formatLocal(startsAt.getTime(), zone);
  return { day: local.slice(0, 10), time: local.slice(11, 16), timezone: zone };
}

const templatesOf = (definition: CampaignDefinition | null): string[] => [
  ...new Set(
    (definition === null ? [] : stepsOf(definition)).flatMap((step) => {
      if (step.action === 'email') return step.email.template;
      return step.action === 'sms' ? step.sms.template : [];
    }),
  ),
];

/** How many of those whom one sees were taken out of each. */
async function countTakenOut(db: Db, scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const whose =
    scope.type === 'all'
      ? Prisma.sql`TRUE`
      : Prisma.sql`e."contactId" IN (SELECT id FROM contacts WHERE "ownerId" = ANY(${[...scope.userIds]}::text[]))`;
  const rows = await db.$queryRaw<{ id: string; count: number }[]>`
    SELECT e."definitionId" AS id, count(*)::int AS count FROM care_exclusions e
    WHERE e."definitionId" = ANY(${[...ids]}::text[]) AND e."undoneAt" IS NULL AND ${whose} GROUP BY 1`;
  return new Map(rows.map(({ id, count }) => [id, count]));
}
