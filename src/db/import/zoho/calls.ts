import { z } from 'zod';
import type { Tx } from '../../client.js';
import { lockContacts } from '../change.js';
import { type Note, warn } from '../tally.js';
import { defineKind, inOrder, type ZohoContext } from './kind.js';
import { tableTarget } from './table-target.js';
import { count, instant, optionalInstant, ownId, reference, slug, text } from './values.js';

interface CallEntry {
  readonly contactId: string | null;
  readonly accountId: string | null;
  readonly ownerId: string | null;
  readonly subject: string | null;
  readonly direction: string | null;
  readonly purpose: string | null;
  readonly durationSeconds: number | null;
  readonly startedAt: string;
  readonly createdAt: string;
}

/** Calls with a contact, a lead or a company, or with nobody the export names. (Its potentials have no ids, so POTENTIALID points nowhere.) */
export const calls = defineKind({
  kind: 'call',
  file: 'Calls.csv',
  needed: [
    'TASKID',
    'Call Start Time',
    'Call Duration (in seconds)',
    'Call Owner',
    'Subject',
    'Call Type',
    'Call Purpose',
    'Created Time',
    'Modified Time',
    'CONTACTID',
    'ACCOUNTID',
    'LEADID',
  ],
  others: [
    'POTENTIALID',
    'Call Owner Id',
    'Billable',
    'Call Duration (in minutes)',
    'Who Id Id',
    'What Id',
    'SEMODULE',
  ],
  schema: ({ timezone }) =>
    z.object({
      TASKID: ownId,
      'Call Start Time': instant(timezone),
      'Call Duration (in seconds)': count,
      'Call Owner': text,
      'Call Owner Id': reference,
      Subject: text,
      'Call Type': text,
      'Call Purpose': text,
      'Created Time': instant(timezone),
      'Modified Time': optionalInstant(timezone),
      CONTACTID: reference,
      ACCOUNTID: reference,
      LEADID: reference,
    }),
  keyOf: (row) => row.TASKID,
  check: (row, references) => {
    const notes: Note[] = [
      ...references.ownerOf(row['Call Owner Id'], row['Call Owner'], 'Call Owner').notes,
      ...inOrder(row['Created Time'], row['Modified Time'], 'Modified Time', 'it was modified before it was created'),
    ];
    for (const [column, kind] of [
      ['CONTACTID', 'contact'],
      ['LEADID', 'lead'],
      ['ACCOUNTID', 'account'],
    ] as const) {
      const id = row[column];
      if (id !== null && !references.has(kind, id))
        notes.push(warn('unknown-reference', column, `the export has no ${kind} of this id`));
    }
    return notes;
  },
  toEntry: (row, references, ids): CallEntry => ({
    contactId: ids.of('contact', row.CONTACTID) ?? ids.of('lead', row.LEADID),
    accountId: ids.of('account', row.ACCOUNTID),
    ownerId: ids.of('user', references.ownerOf(row['Call Owner Id'], row['Call Owner'], 'Call Owner').key),
    subject: row.Subject,
    direction: row['Call Type'] === null ? null : slug(row['Call Type']),
    purpose: row['Call Purpose'] === null ? null : slug(row['Call Purpose']),
    durationSeconds: row['Call Duration (in seconds)'] === null ? null : Math.round(row['Call Duration (in seconds)']),
    startedAt: row['Call Start Time'],
    createdAt: row['Created Time'],
  }),
  target: (context) =>
    tableTarget<CallEntry>({
      entity: 'call',
      create: (tx, rows) => tx.call.createMany({ data: rows.map(({ id, entry }) => ({ ...entry, id })) }),
      update: (tx, { id, entry }) => tx.call.updateMany({ where: { id }, data: entry }),
      settle: (tx, rows) =>
        noteLastContact(
          tx,
          rows.map((row) => row.entry),
          context,
        ),
    }),
  isLinked: (entry) => entry.contactId !== null || entry.accountId !== null,
});

/** A call is the last contact if none was later. */
async function noteLastContact(tx: Tx, entries: readonly CallEntry[], context: ZohoContext): Promise<void> {
  const latest = new Map<string, string>();
  for (const { contactId, startedAt } of entries) {
    if (contactId !== null && startedAt > (latest.get(contactId) ?? '')) latest.set(contactId, startedAt);
  }
  if (latest.size === 0) return;
  await lockContacts(tx, [...latest.keys()]);
  const changed = await tx.$queryRaw<{ id: string; lastContactAt: Date }[]>`
    UPDATE contacts c SET "lastContactAt" = l.at
    FROM unnest(${[...latest.keys()]}::text[], ${[...latest.values()]}::timestamptz[]) AS l(id, at)
    WHERE c.id = l.id AND (c."lastContactAt" IS NULL OR c."lastContactAt" < l.at)
    RETURNING c.id, c."lastContactAt"`;
  const news = changed.filter(({ id }) => !context.fresh.has(id));
  await context.announce(
    tx,
    news.map(({ id, lastContactAt }) => ({
      type: 'contact.changed',
      contactId: id,
      set: { lastContactAt: lastContactAt.toISOString() },
    })),
  );
}
