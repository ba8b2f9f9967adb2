import type { PoolLeadView } from '../../api/contracts/pools.js';
import type { PageRequest, PoolViewer, Rows } from '../../api/store-ports.js';
import { addDuration } from '../../domain/calendar/add-duration.js';
import type { Instant } from '../../domain/instant.js';
import type { Deployment } from '../../domain/journey/place.js';
import type { Db } from '../client.js';
import type { Pool, Prisma } from '../generated/client.js';
import { cutPage, iso, textAt } from '../paging.js';
import { durationOf, whereOf } from './rule.js';

interface Asked {
  readonly pool: Pool;
  readonly viewer: PoolViewer;
  readonly show: 'free' | 'taken' | 'mine';
  readonly now: Instant;
}

const COLUMNS = {
  id: true,
  name: true,
  company: true,
  title: true,
  country: true,
  region: true,
  city: true,
  source: true,
  createdAt: true,
  ownerId: true,
  owner: { select: { name: true } },
  ownerships: { orderBy: { id: 'desc' }, take: 2, include: { owner: { select: { name: true } } } },
} satisfies Prisma.ContactSelect;

type Row = Prisma.ContactGetPayload<{ select: typeof COLUMNS }>;

/** Leads of a pool, newest first: what it takes to choose one, but not how to reach it. */
export async function readLeads(
  db: Db,
  deployment: Pick<Deployment, 'zone' | 'calendars'>,
  asked: Asked,
  { after, limit }: PageRequest,
): Promise<Rows<PoolLeadView>> {
  const id = textAt(after);
  const rows = await db.contact.findMany({
    where: { AND: [{ poolId: asked.pool.id }, shown(asked), id === null ? {} : { id: { lt: id } }] },
    orderBy: { id: 'desc' },
    take: limit + 1,
    select: COLUMNS,
  });
  const coolsUntil = await coolingOf(db, deployment, asked, rows);
  return cutPage(
    rows,
    limit,
    (row) => [row.id],
    (row) => viewOf(row, coolsUntil.get(row.id) ?? null, asked.now),
  );
}

function shown({ show, viewer: { userId } }: Asked): Prisma.ContactWhereInput {
  if (show === 'free') return { ownerId: null };
  return show === 'mine' ? { ownerId: userId } : { ownerId: { not: null } };
}

function viewOf({ id, owner, ownerships, createdAt, ...row }: Row, cools: Instant | null, now: Instant): PoolLeadView {
  const held = ownerships.find(({ until }) => until === null);
  const before = ownerships.find(({ until }) => until !== null);
  const at = (date: Date | null | undefined): string | null => (date == null ? null : iso(date));
  return {
    ...row,
    contactId: id,
    createdAt: iso(createdAt),
    ownerName: owner?.name ?? null,
    since: at(held?.since),
    workedAt: at(held?.workedAt),
    remindAt: at(held?.remindAt),
    reminded: held?.remindedAt != null,
    dueAt: held?.workedAt == null ? at(held?.dueAt) : null,
    last:
      before?.until == null
        ? null
        : {
            ownerName: before.owner.name,
            until: iso(before.until),
            ended: before.ended ?? 'record',
            reason: before.reason,
          },
    claimableAt: cools !== null && cools > now ? iso(new Date(cools)) : null,
  };
}

/** Until when the one who asks leaves each of these leads to others. */
async function coolingOf(
  db: Db,
  deployment: Pick<Deployment, 'zone' | 'calendars'>,
  { pool, viewer: { userId } }: Asked,
  rows: readonly Row[],
): Promise<ReadonlyMap<string, Instant>> {
  const coolDown = durationOf(pool.coolDown);
  if (coolDown === null || rows.length === 0) return new Map();
  const user = await db.user.findUniqueOrThrow({ where: { id: userId } });
  const where = whereOf(pool, user, deployment);
  const had = await db.ownership.groupBy({
    by: ['contactId'],
    where: { ownerId: userId, contactId: { in: rows.map(({ id }) => id) }, until: { not: null } },
    _max: { until: true },
  });
  return new Map(
    had.flatMap(({ contactId, _max: { until } }) =>
      until === null ? [] : [[contactId, addDuration(until.getTime(), coolDown, where)] as const],
    ),
  );
}
