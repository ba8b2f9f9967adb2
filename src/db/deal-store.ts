import type { DealView } from '../api/contracts/deals.js';
import type { DealFilter, DealStore, Scope } from '../api/store-ports.js';
import type { Db } from './client.js';
import { type Deal, Prisma } from './generated/client.js';
import { inScope } from './journey-scope.js';
import { cutPage, iso, isoOrNull, textAt } from './paging.js';

const STATUSES = { open: 'open', won: 'won', lost: 'lost' } as const;

export const dealView = (row: Deal): DealView => ({
  id: row.id,
  name: row.name,
  contactId: row.contactId,
  accountId: row.accountId,
  ownerId: row.ownerId,
  stage: row.stage,
  status: STATUSES[row.status as keyof typeof STATUSES] ?? 'open',
  amount: row.amount?.toNumber() ?? null,
  currency: row.currency,
  probability: row.probability,
  product: row.product,
  channel: row.channel,
  source: row.source,
  expectedCloseAt: isoOrNull(row.expectedCloseAt),
  closedAt: isoOrNull(row.closedAt),
  createdAt: iso(row.createdAt),
  updatedAt: iso(row.updatedAt),
});

// A deal goes with its contact: whoever owns the contact works the deal, whoever owned it before.
export const dealScope = (scope: Scope): Prisma.DealWhereInput =>
  scope.type === 'all'
    ? {}
    : { OR: [{ contact: { ownerId: inScope(scope) } }, { contactId: null, ownerId: inScope(scope) }] };

/** The deals of a scope, for FROM: each part by an index, where an OR over two tables has none. */
function dealsIn(scope: Scope): Prisma.Sql {
  if (scope.type === 'all') return Prisma.sql`deals`;
  const mine = Prisma.sql`ANY(${[...scope.userIds]}::text[])`;
  return Prisma.sql`(
    SELECT d.* FROM contacts c JOIN deals d ON d."contactId" = c.id WHERE c."ownerId" = ${mine}
    UNION ALL
    SELECT d.* FROM deals d WHERE d."ownerId" = ${mine} AND d."contactId" IS NULL)`;
}

function filterSql({ contact, owner, status, stage }: DealFilter): Prisma.Sql {
  const parts: Prisma.Sql[] = [];
  if (contact !== undefined) parts.push(Prisma.sql`d."contactId" = ${contact}::text`);
  if (owner !== undefined) parts.push(Prisma.sql`d."ownerId" = ${owner}::text`);
  if (status !== undefined) parts.push(Prisma.sql`d.status = ${status}::text`);
  if (stage !== undefined) parts.push(Prisma.sql`d.stage = ${stage}::text`);
  return parts.length === 0 ? Prisma.sql`TRUE` : Prisma.join(parts, ' AND ');
}

/** Deals in Postgres, to be read; they are made and changed together with their events (told-deals.ts). */
export function createDealStore(db: Db): DealStore {
  return {
    async list(scope, filter, { after, limit }) {
      const id = textAt(after);
      const beyond = id === null ? Prisma.sql`TRUE` : Prisma.sql`d.id < ${id}::text`;
      const found = await db.$queryRaw<{ id: string }[]>`
        SELECT d.id FROM ${dealsIn(scope)} d WHERE ${filterSql(filter)} AND ${beyond}
        ORDER BY d.id DESC LIMIT ${limit + 1}::bigint`;
      const rows = await db.deal.findMany({
        where: { id: { in: found.map((row) => row.id) } },
        orderBy: { id: 'desc' },
      });
      return cutPage(rows, limit, (row) => [row.id], dealView);
    },
    async get(scope, id) {
      const row = await db.deal.findFirst({ where: { AND: [{ id }, dealScope(scope)] } });
      return row === null ? null : dealView(row);
    },
  };
}
