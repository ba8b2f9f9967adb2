import type { DealFields, DealView } from '../api/contracts/deals.js';
import type { DealFilter, DealStore, Scope } from '../api/store-ports.js';
import { writeAudit } from './audit.js';
import type { Db } from './client.js';
import type { Deal, Prisma } from './generated/client.js';
import { inScope } from './journey-scope.js';
import { newId } from './new-id.js';
import { cutPage, dateOrNull, iso, isoOrNull, textAt, touchedAt } from './paging.js';

const STATUSES = { open: 'open', won: 'won', lost: 'lost' } as const;

const dealView = (row: Deal): DealView => ({
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

/** Deals and logged calls in Postgres. */
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
    create(contact, fields, by) {
      return db.$transaction(async (tx) => {
        const at = new Date(by.at);
        const data = {
          ...columns(fields),
          id: newId('deal'),
          name: fields.name ?? contact.name,
          contactId: contact.id,
          accountId: contact.accountId,
          ownerId: contact.ownerId,
          source: contact.source,
          createdAt: at,
          updatedAt: at,
        };
        const row = await tx.deal.create({ data });
        await writeAudit(tx, by, { action: 'deal.create', objectType: 'deal', objectId: row.id });
        return dealView(row);
      });
    },
    async prepareChange(id, fields, by, unchangedSince) {
      const at = new Date(by.at);
      const { status } = fields;
      return await db.$transaction(async (tx) => {
        if (unchangedSince !== undefined) {
          const where = { id, updatedAt: new Date(unchangedSince) };
          const { count } = await tx.deal.updateMany({ where, data: { updatedAt: touchedAt(by.at, unchangedSince) } });
          if (count === 0) return false;
        }
        // Decided once: the same decision again keeps its instant, by which the events of the two are known as one.
        if (status !== undefined)
          await tx.deal.updateMany({
            where: { id, NOT: { status } },
            data: { status, closedAt: status === 'open' ? null : at },
          });
        await writeAudit(tx, by, {
          action: 'deal.update',
          objectType: 'deal',
          objectId: id,
          detail: { fields: Object.keys(fields) },
        });
        return true;
      });
    },
    async logCall({ startedAt, dealId, ...call }, by) {
      const id = newId('call');
      const contact = await db.contact.findUniqueOrThrow({
        where: { id: call.contactId },
        select: { accountId: true },
      });
      const defined = Object.fromEntries(Object.entries(call).filter(([, value]) => value !== undefined));
      await db.call.create({
        data: {
          ...defined,
          id,
          accountId: contact.accountId,
          dealId: dealId ?? null,
          contactId: call.contactId,
          ownerId: by.actorId,
          startedAt: new Date(startedAt),
          createdAt: new Date(by.at),
        },
      });
      return id;
    },
  };
}

function columns({ expectedCloseAt, ...fields }: DealFields) {
  return {
    ...(fields as { [K in keyof typeof fields]: Exclude<(typeof fields)[K], undefined> }),
    ...(expectedCloseAt === undefined ? {} : { expectedCloseAt: dateOrNull(expectedCloseAt) }),
  };
}
