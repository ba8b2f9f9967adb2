import { z } from 'zod';
import { warn } from '../tally.js';
import { defineKind } from './kind.js';
import { tableTarget } from './table-target.js';
import { ownId, reference, text } from './values.js';

interface AccountEntry {
  readonly name: string;
  readonly type: string | null;
  readonly industry: string | null;
  readonly website: string | null;
  readonly country: string | null;
  readonly ownerId: string | null;
}

export const accounts = defineKind({
  kind: 'account',
  file: 'Accounts.csv',
  needed: ['ACCOUNTID', 'Account Name', 'Account Owner'],
  others: [
    'Account Owner Id',
    'Account Type',
    'Industry',
    'Website',
    'Tasks Involved',
    'Events Involved',
    'Calls Involved',
    'Activities Involved',
  ],
  schema: () =>
    z.object({
      ACCOUNTID: ownId,
      'Account Name': text,
      'Account Owner Id': reference,
      'Account Owner': text,
      'Account Type': text,
      Industry: text,
      Website: text,
    }),
  keyOf: (row) => row.ACCOUNTID,
  check: (row, references) => [
    ...(row['Account Name'] === null
      ? [warn('missing-name', 'Account Name', 'the account has no name; its website or its id stands in')]
      : []),
    ...references.ownerOf(row['Account Owner Id'], row['Account Owner'], 'Account Owner').notes,
  ],
  toEntry: (row, references, ids, context): AccountEntry => ({
    // Other records refer to it, so it is kept.
    name: row['Account Name'] ?? row.Website ?? row.ACCOUNTID,
    type: row['Account Type'],
    industry: row.Industry,
    website: row.Website,
    country: context.defaultCountry,
    ownerId: ids.of('user', references.ownerOf(row['Account Owner Id'], row['Account Owner'], 'Account Owner').key),
  }),
  target: ({ now }) =>
    tableTarget<AccountEntry>({
      entity: 'account',
      create: (tx, rows) =>
        tx.account.createMany({
          data: rows.map(({ id, entry }) => ({ ...entry, id, createdAt: new Date(now), updatedAt: new Date(now) })),
        }),
      update: (tx, { id, entry }) =>
        tx.account.updateMany({ where: { id }, data: { ...entry, updatedAt: new Date(now) } }),
    }),
});
