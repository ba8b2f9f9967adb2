import { z } from 'zod';
import { defineKind, inOrder } from './kind.js';
import { tableTarget } from './table-target.js';
import { count, instant, optionalInstant, slug, text } from './values.js';

interface CaseEntry {
  readonly ownerId: string | null;
  readonly status: string | null;
  readonly origin: string | null;
  readonly daysToClose: number | null;
  readonly createdAt: string;
  readonly modifiedAt: string | null;
  readonly closedAt: string | null;
}

/** Complaints and questions. The export gives them no id and says of nobody whom they are about. */
export const cases = defineKind({
  kind: 'case',
  file: 'Cases.csv',
  needed: ['Case Owner', 'Status', 'Case Origin', 'Created Time', 'Modified Time', 'Days to Closed'],
  others: ['Age in Days', 'Age Tier'],
  schema: ({ timezone }) =>
    z.object({
      'Case Owner': text,
      Status: text,
      'Case Origin': text,
      'Created Time': instant(timezone),
      'Modified Time': optionalInstant(timezone),
      'Days to Closed': count,
    }),
  keyOf: () => null,
  check: (row, references) => [
    ...references.ownerOf(null, row['Case Owner'], 'Case Owner').notes,
    ...inOrder(row['Created Time'], row['Modified Time'], 'Modified Time', 'it was modified before it was created'),
  ],
  toEntry: (row, references, ids): CaseEntry => ({
    ownerId: ids.of('user', references.ownerOf(null, row['Case Owner'], 'Case Owner').key),
    status: row.Status === null ? null : slug(row.Status),
    origin: row['Case Origin'] === null ? null : slug(row['Case Origin']),
    daysToClose: row['Days to Closed'] === null ? null : Math.round(row['Days to Closed']),
    createdAt: row['Created Time'],
    modifiedAt: row['Modified Time'],
    // The last change of a closed case is its closing.
    closedAt: /^closed$/i.test(row.Status ?? '') ? row['Modified Time'] : null,
  }),
  target: () => {
    const columns = (id: string, { modifiedAt, ...entry }: CaseEntry) => ({
      ...entry,
      id,
      updatedAt: modifiedAt ?? entry.createdAt,
    });
    return tableTarget<CaseEntry>({
      entity: 'case',
      create: (tx, rows) => tx.case.createMany({ data: rows.map(({ id, entry }) => columns(id, entry)) }),
      update: (tx, { id, entry }) => tx.case.updateMany({ where: { id }, data: columns(id, entry) }),
    });
  },
  isLinked: () => false,
});
