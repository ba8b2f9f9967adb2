import type { DealView } from '../api/contracts/deals.js';
import type { DealFilter, DealStore, Scope } from '../api/store-ports.js';
import type { Db } from './client.js';
import type { Deal, Prisma } from './generated/client.js';
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

const matchesFilter = ({ contact, owner, status, stage }: DealFilter): Prisma.DealWhereInput => ({
  ...(contact === undefined ? {} : { contactId: contact }),
  ...(owner === undefined ? {} : { ownerId: owner }),
  ...(status === undefined ? {} : { status }),
  ...(stage === undefined ? {} : { stage }),
});

/** Deals in Postgres, to be read; they are made and changed together with their events (told-deals.ts). */
export function createDealStore(db: Db): DealStore {
  return {
    async list(scope, filter, { after, limit }) {
      const id = textAt(after);
      const where = { AND: [dealScope(scope), matchesFilter(filter), id === null ? {} : { id: { lt: id } }] };
      const rows = await db.deal.findMany({ where, orderBy: { id: 'desc' }, take: limit + 1 });
      return cutPage(rows, limit, (row) => [row.id], dealView);
    },
    async get(scope, id) {
      const row = await db.deal.findFirst({ where: { AND: [{ id }, dealScope(scope)] } });
      return row === null ? null : dealView(row);
    },
  };
}
