import { z } from 'zod';
import { defineKind, inOrder } from './kind.js';
import { tableTarget } from './table-target.js';
import { instant, money, neededText, optionalInstant, ownId, slug, text } from './values.js';

interface PastCampaignEntry {
  readonly name: string;
  readonly type: string | null;
  readonly status: string | null;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly expectedRevenue: string | null;
  readonly budgetedCost: string | null;
  readonly actualCost: string | null;
  readonly createdAt: string;
}

export const campaigns = defineKind({
  kind: 'campaign',
  file: 'Campaigns.csv',
  needed: [
    'CAMPAIGNID',
    'Campaign Name',
    'Type',
    'Status',
    'Created Time',
    'Start Date',
    'End Date',
    'Expected Revenue',
    'Budgeted Cost',
    'Actual Cost',
  ],
  others: ['Modified Time'],
  schema: ({ timezone }) =>
    z.object({
      CAMPAIGNID: ownId,
      'Campaign Name': neededText,
      Type: text,
      Status: text,
      'Created Time': instant(timezone),
      'Modified Time': optionalInstant(timezone),
      'Start Date': optionalInstant(timezone),
      'End Date': optionalInstant(timezone),
      'Expected Revenue': money,
      'Budgeted Cost': money,
      'Actual Cost': money,
    }),
  keyOf: (row) => row.CAMPAIGNID,
  check: (row) => [
    ...inOrder(row['Created Time'], row['Modified Time'], 'Modified Time', 'it was modified before it was created'),
    ...inOrder(row['Start Date'], row['End Date'], 'End Date', 'it ended before it started'),
  ],
  remember: (row, references) => references.addName('campaign', row['Campaign Name'], row.CAMPAIGNID),
  toEntry: (row): PastCampaignEntry => ({
    name: row['Campaign Name'],
    type: row.Type,
    status: row.Status === null ? null : slug(row.Status),
    startsAt: row['Start Date'],
    endsAt: row['End Date'],
    expectedRevenue: row['Expected Revenue']?.amount ?? null,
    budgetedCost: row['Budgeted Cost']?.amount ?? null,
    actualCost: row['Actual Cost']?.amount ?? null,
    createdAt: row['Created Time'],
  }),
  target: () =>
    tableTarget<PastCampaignEntry>({
      entity: 'pastCampaign',
      create: (tx, rows) => tx.pastCampaign.createMany({ data: rows.map(({ id, entry }) => ({ ...entry, id })) }),
      update: (tx, { id, entry }) => tx.pastCampaign.updateMany({ where: { id }, data: entry }),
    }),
});
