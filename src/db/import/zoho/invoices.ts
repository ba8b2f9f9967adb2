import { z } from 'zod';
import type { Tx } from '../../client.js';
import type { Placed, Target } from '../batch-writer.js';
import { lockContacts } from '../change.js';
import { type Note, reject, warn } from '../tally.js';
import { defineKind, inOrder, type ZohoContext } from './kind.js';
import { instant, money, optionalInstant, ownId, reference, slug, text } from './values.js';

interface OrderEntry {
  readonly number: string | null;
  readonly subject: string | null;
  readonly contactId: string | null;
  readonly accountId: string | null;
  readonly ownerId: string | null;
  readonly status: string | null;
  readonly subTotal: string | null;
  readonly discount: string | null;
  readonly tax: string | null;
  readonly adjustment: string | null;
  readonly total: string | null;
  readonly currency: string | null;
  readonly createdAt: string;
  readonly modifiedAt: string | null;
}

/** Invoices are orders: what a customer bought, from the day of the invoice. */
export const invoices = defineKind({
  kind: 'invoice',
  file: 'Invoices.csv',
  needed: [
    'INVOICEID',
    'Subject',
    'Invoice Number',
    'Invoice Owner',
    'Invoice Status',
    'Created Time',
    'Modified Time',
    'Account Id',
    'Contact Id',
    'Sub Total',
    'Discount',
    'Tax',
    'Adjustments',
    'Grand Total',
  ],
  others: ['Sales Order Id', 'Invoice Owner Id'],
  schema: ({ timezone }) =>
    z.object({
      INVOICEID: ownId,
      Subject: text,
      'Invoice Number': text,
      'Invoice Owner Id': reference,
      'Invoice Owner': text,
      'Invoice Status': text,
      'Created Time': instant(timezone),
      'Modified Time': optionalInstant(timezone),
      'Account Id': reference,
      'Contact Id': reference,
      'Sub Total': money,
      Discount: money,
      Tax: money,
      Adjustments: money,
      'Grand Total': money,
    }),
  keyOf: (row) => row.INVOICEID,
  check: (row, references) => {
    const notes: Note[] = [
      ...references.ownerOf(row['Invoice Owner Id'], row['Invoice Owner'], 'Invoice Owner').notes,
      ...inOrder(row['Created Time'], row['Modified Time'], 'Modified Time', 'it was modified before it was created'),
    ];
    if (row['Contact Id'] !== null && !references.has('contact', row['Contact Id']))
      notes.push(reject('unknown-contact', 'Contact Id', 'no contact that was taken from Contacts.csv has this id'));
    if (row['Account Id'] !== null && !references.has('account', row['Account Id']))
      notes.push(reject('unknown-account', 'Account Id', 'no account that was taken from Accounts.csv has this id'));
    if (row['Grand Total'] === null)
      notes.push(warn('missing-amount', 'Grand Total', 'the invoice has no total; it counts as an order of nothing'));
    return notes;
  },
  toEntry: (row, references, ids): OrderEntry => ({
    number: row['Invoice Number'],
    subject: row.Subject,
    contactId: ids.of('contact', row['Contact Id']),
    accountId: ids.of('account', row['Account Id']),
    ownerId: ids.of('user', references.ownerOf(row['Invoice Owner Id'], row['Invoice Owner'], 'Invoice Owner').key),
    status: row['Invoice Status'] === null ? null : slug(row['Invoice Status']),
    subTotal: row['Sub Total']?.amount ?? null,
    discount: row.Discount?.amount ?? null,
    tax: row.Tax?.amount ?? null,
    adjustment: row.Adjustments?.amount ?? null,
    total: row['Grand Total']?.amount ?? null,
    currency: row['Grand Total']?.currency ?? null,
    createdAt: row['Created Time'],
    modifiedAt: row['Modified Time'],
  }),
  target: orderTarget,
  isLinked: (entry) => entry.contactId !== null || entry.accountId !== null,
});

function orderTarget(context: ZohoContext): Target<OrderEntry> {
  const columns = ({ id, entry: { modifiedAt, ...entry } }: Placed<OrderEntry>) => ({
    ...entry,
    id,
    updatedAt: modifiedAt ?? entry.createdAt,
  });
  return {
    entity: 'order',
    create: async (tx, rows) => {
      await tx.order.createMany({ data: rows.map(columns) });
    },
    update: async (tx, rows) => {
      for (const row of rows) await tx.order.updateMany({ where: { id: row.id }, data: columns(row) });
    },
    settle: (tx, rows) =>
      countOrders(
        tx,
        rows.map((row) => row.entry.contactId),
        context,
      ),
  };
}

interface OrderSums {
  readonly id: string;
  readonly orderCount: number;
  readonly totalSpent: string;
  readonly firstOrderAt: Date | null;
  readonly lastOrderAt: Date | null;
}

/** Makes what contacts say of their orders true again; cancelled orders don't count. */
async function countOrders(tx: Tx, contactIds: readonly (string | null)[], context: ZohoContext): Promise<void> {
  const ids = [...new Set(contactIds.filter((id) => id !== null))];
  if (ids.length === 0) return;
  await lockContacts(tx, ids);
  const changed = await tx.$queryRaw<OrderSums[]>`
    WITH sums AS (
      SELECT c.id, count(o.id)::int AS n, coalesce(sum(o.total), 0) AS spent, min(o."createdAt") AS first, max(o."createdAt") AS last
      FROM contacts c LEFT JOIN orders o ON o."contactId" = c.id AND o.status IS DISTINCT FROM 'cancelled'
      WHERE c.id = ANY(${ids}) GROUP BY c.id
    )
    UPDATE contacts c SET "orderCount" = s.n, "totalSpent" = s.spent, "firstOrderAt" = s.first, "lastOrderAt" = s.last
    FROM sums s WHERE c.id = s.id
      AND (c."orderCount", c."totalSpent", c."firstOrderAt", c."lastOrderAt") IS DISTINCT FROM (s.n, s.spent, s.first, s.last)
    RETURNING c.id, c."orderCount", c."totalSpent"::text AS "totalSpent", c."firstOrderAt", c."lastOrderAt"`;
  await context.announce(
    tx,
    changed
      .filter(({ id }) => !context.fresh.has(id))
      .map(({ id, orderCount, totalSpent, firstOrderAt, lastOrderAt }) => ({
        type: 'contact.changed',
        contactId: id,
        set: {
          orderCount,
          totalSpent: Number(totalSpent),
          firstOrderAt: firstOrderAt?.toISOString() ?? null,
          lastOrderAt: lastOrderAt?.toISOString() ?? null,
        },
      })),
  );
}
