import { z } from 'zod';
import { defineKind, inOrder } from './kind.js';
import { tableTarget } from './table-target.js';
import { instant, money, optionalInstant, ownId, slug, text } from './values.js';

interface QuoteEntry {
  readonly subject: string;
  readonly ownerId: string | null;
  readonly stage: string | null;
  readonly status: string | null;
  readonly subTotal: string | null;
  readonly discount: string | null;
  readonly tax: string | null;
  readonly adjustment: string | null;
  readonly total: string | null;
  readonly currency: string | null;
  readonly validUntil: string | null;
  readonly createdAt: string;
  readonly modifiedAt: string | null;
}

/** The export doesn't say whose quotes these are. */
export const quotes = defineKind({
  kind: 'quote',
  file: 'Quotes.csv',
  needed: [
    'QUOTEID',
    'Subject',
    'Created Time',
    'Quote Owner',
    'Quote Stage',
    'Valid Till',
    'Modified Time',
    'Sub Total',
    'Discount',
    'Tax',
    'Adjustments',
    'Grand Total',
  ],
  others: ['Sales Status'],
  schema: ({ timezone }) =>
    z.object({
      QUOTEID: ownId,
      Subject: text,
      'Created Time': instant(timezone),
      'Quote Owner': text,
      'Quote Stage': text,
      'Valid Till': optionalInstant(timezone),
      'Modified Time': optionalInstant(timezone),
      'Sales Status': text,
      'Sub Total': money,
      Discount: money,
      Tax: money,
      Adjustments: money,
      'Grand Total': money,
    }),
  keyOf: (row) => row.QUOTEID,
  check: (row, references) => [
    ...references.ownerOf(null, row['Quote Owner'], 'Quote Owner').notes,
    ...inOrder(row['Created Time'], row['Modified Time'], 'Modified Time', 'it was modified before it was created'),
    ...inOrder(row['Created Time'], row['Valid Till'], 'Valid Till', 'it ended before it was created'),
  ],
  toEntry: (row, references, ids): QuoteEntry => ({
    subject: row.Subject ?? '',
    ownerId: ids.of('user', references.ownerOf(null, row['Quote Owner'], 'Quote Owner').key),
    stage: row['Quote Stage'] === null ? null : slug(row['Quote Stage']),
    status: row['Sales Status'] === null ? null : slug(row['Sales Status']),
    subTotal: row['Sub Total']?.amount ?? null,
    discount: row.Discount?.amount ?? null,
    tax: row.Tax?.amount ?? null,
    adjustment: row.Adjustments?.amount ?? null,
    total: row['Grand Total']?.amount ?? null,
    currency: row['Grand Total']?.currency ?? null,
    validUntil: row['Valid Till'],
    createdAt: row['Created Time'],
    modifiedAt: row['Modified Time'],
  }),
  target: () => {
    const columns = (id: string, { modifiedAt, ...entry }: QuoteEntry) => ({
      ...entry,
      id,
      updatedAt: modifiedAt ?? entry.createdAt,
    });
    return tableTarget<QuoteEntry>({
      entity: 'quote',
      create: (tx, rows) => tx.quote.createMany({ data: rows.map(({ id, entry }) => columns(id, entry)) }),
      update: (tx, { id, entry }) => tx.quote.updateMany({ where: { id }, data: columns(id, entry) }),
    });
  },
  isLinked: () => false,
});
