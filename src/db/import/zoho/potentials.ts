import { z } from 'zod';
import type { Tx } from '../../client.js';
import type { Placed, Target } from '../batch-writer.js';
import type { RecordChange } from '../change.js';
import { type Note, reject, warn } from '../tally.js';
import { type DealStage, dealStageOf } from './journey-stage.js';
import { defineKind, inOrder, type ZohoContext } from './kind.js';
import { count, instant, money, optionalInstant, reference, slug, text } from './values.js';

interface DealEntry {
  readonly name: string;
  readonly contactId: string | null;
  readonly ownerId: string | null;
  readonly stage: string | null;
  readonly status: 'open' | 'won' | 'lost';
  readonly amount: string | null;
  readonly expectedRevenue: string | null;
  readonly currency: string | null;
  /** Per cent. */
  readonly probability: number | null;
  readonly source: string | null;
  readonly type: string | null;
  readonly expectedCloseAt: string | null;
  readonly closedAt: string | null;
  readonly createdAt: string;
  readonly custom: { readonly campaign?: string };
}

/** Sales opportunities. The export gives them no id of their own: the lead they came from is their key. */
export const potentials = defineKind({
  kind: 'potential',
  file: 'Potentials.csv',
  needed: [
    'Potential Name',
    'Potential Owner',
    'Created Time',
    'Closing Date',
    'Amount',
    'Expected Revenue',
    'Stage',
    'Lead Source',
    'Probability',
    'LEADID',
  ],
  others: [
    'Type',
    'Campaign Id',
    'Forecast Type',
    'Age in Days',
    'Age Tier',
    'Amount Tier',
    'Tasks Involved',
    'Events Involved',
    'Calls Involved',
    'Activities Involved',
  ],
  schema: ({ timezone }) =>
    z.object({
      'Potential Name': text,
      'Potential Owner': text,
      'Created Time': instant(timezone),
      'Closing Date': optionalInstant(timezone),
      Amount: money,
      'Expected Revenue': money,
      Stage: text,
      Type: text,
      'Lead Source': text,
      Probability: count,
      LEADID: reference,
      'Campaign Id': reference,
    }),
  keyOf: () => null,
  contentKeyOf: (row) => (row.LEADID === null ? null : `lead ${row.LEADID}`),
  check: (row, references) => {
    const notes: Note[] = [
      ...references.ownerOf(null, row['Potential Owner'], 'Potential Owner').notes,
      ...inOrder(
        row['Created Time'],
        row['Closing Date'],
        'Closing Date',
        'the closing date is before the day it was created',
      ),
    ];
    if (row.LEADID !== null && !references.has('lead', row.LEADID))
      notes.push(reject('unknown-lead', 'LEADID', 'no lead that was taken from Leads.csv has this id'));
    if (row['Campaign Id'] !== null && !references.has('campaign', row['Campaign Id']))
      notes.push(warn('unknown-reference', 'Campaign Id', 'no campaign of Campaigns.csv has this id'));
    if (row.Stage !== null && dealStageOf(row.Stage) === null)
      notes.push(warn('unknown-value', 'Stage', "this is none of Zoho's own stages; it is kept as a word of yours"));
    return notes;
  },
  toEntry: (row, references, ids, context): DealEntry => {
    const stage = row.Stage === null ? null : dealStageOf(row.Stage);
    const status = statusOf(stage);
    const campaign = ids.of('campaign', row['Campaign Id']);
    return {
      name: row['Potential Name'] ?? 'Deal',
      contactId: ids.of('lead', row.LEADID),
      ownerId: ids.of('user', references.ownerOf(null, row['Potential Owner'], 'Potential Owner').key),
      stage: stage ?? (row.Stage === null ? null : slug(row.Stage)),
      status,
      amount: row.Amount?.amount ?? null,
      expectedRevenue: row['Expected Revenue']?.amount ?? null,
      currency: row.Amount?.currency ?? row['Expected Revenue']?.currency ?? null,
      probability: row.Probability,
      source: sourceOf(row['Lead Source']) ?? context.source,
      type: row.Type,
      expectedCloseAt: row['Closing Date'],
      closedAt: status === 'open' ? null : row['Closing Date'],
      createdAt: row['Created Time'],
      custom: campaign === null ? {} : { campaign },
    };
  },
  target: dealTarget,
  isLinked: (entry) => entry.contactId !== null,
});

function statusOf(stage: DealStage | null): DealEntry['status'] {
  if (stage === 'closed-won') return 'won';
  return stage === 'closed-lost' ? 'lost' : 'open';
}

/** Potentials.csv writes one source without its blank; Leads.csv has it. */
const sourceOf = (label: string | null): string | null => (label === 'OnlineStore' ? 'Online Store' : label);

function dealTarget(context: ZohoContext): Target<DealEntry> {
  const now = new Date(context.now);
  return {
    entity: 'deal',
    contactOf: ({ entry }) => entry.contactId,
    create: async (tx, rows) => {
      await tx.deal.createMany({ data: rows.map(({ id, entry }) => ({ ...entry, id, updatedAt: now })) });
      await context.announce(
        tx,
        rows.flatMap((row) => newsOfNew(row, context.fresh)),
      );
    },
    update: async (tx, rows) => {
      const changes: RecordChange[] = [];
      for (const row of rows) changes.push(...(await amend(tx, row, now)));
      await context.announce(tx, changes);
    },
  };
}

function newsOfNew({ id, entry }: Placed<DealEntry>, fresh: ReadonlySet<string>): RecordChange[] {
  if (entry.contactId === null || fresh.has(entry.contactId)) return [];
  const about = { contactId: entry.contactId, dealId: id };
  return [
    { type: 'deal.created', ...about },
    ...(entry.status === 'open' ? [] : [{ type: `deal.${entry.status}` as const, ...about }]),
  ];
}

/** Fields of a deal that conditions can name. */
const HEARD_OF = [
  'name',
  'stage',
  'amount',
  'currency',
  'probability',
  'expectedCloseAt',
  'closedAt',
  'ownerId',
] as const;

async function amend(tx: Tx, { id, entry }: Placed<DealEntry>, now: Date): Promise<RecordChange[]> {
  const before = await tx.deal.findUnique({ where: { id } });
  if (!before) return [];
  await tx.deal.update({ where: { id }, data: { ...entry, updatedAt: now } });
  if (entry.contactId === null) return [];
  const about = { contactId: entry.contactId, dealId: id };
  const stored: { readonly [field: string]: unknown } = {
    ...before,
    amount: before.amount?.toFixed(2) ?? null,
    expectedCloseAt: before.expectedCloseAt?.toISOString() ?? null,
    closedAt: before.closedAt?.toISOString() ?? null,
  };
  const set = Object.fromEntries(
    HEARD_OF.filter((field) => stored[field] !== entry[field]).map((field) => [
      field,
      field === 'amount' && entry.amount !== null ? Number(entry.amount) : entry[field],
    ]),
  );
  const changes: RecordChange[] = Object.keys(set).length > 0 ? [{ type: 'deal.changed', ...about, set }] : [];
  if (entry.status !== 'open' && entry.status !== before.status)
    changes.push({ type: `deal.${entry.status}`, ...about });
  return changes;
}
