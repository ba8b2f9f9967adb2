import { z } from 'zod';
import type { Target } from '../batch-writer.js';
import { reject } from '../tally.js';
import { defineKind, type ZohoContext } from './kind.js';
import { type Email, email, ownId, text } from './values.js';

interface UserEntry extends Email {
  readonly name: string;
}

export const users = defineKind({
  kind: 'user',
  file: 'Users.csv',
  needed: ['USER_ID', 'Last Name', 'Email'],
  others: ['First Name'],
  schema: () => z.object({ USER_ID: ownId, 'First Name': text, 'Last Name': text, Email: email }),
  keyOf: (row) => row.USER_ID,
  check: (row) => (row.Email === null ? [reject('address-empty', 'Email', 'a user needs an address')] : []),
  remember: (row, references) => references.addName('user', nameOf(row), row.USER_ID),
  toEntry: (row): UserEntry => ({
    ...(row.Email ?? { email: '', emailKey: '' }),
    name: nameOf(row) || (row.Email?.email ?? ''),
  }),
  target: userTarget,
});

/** Names as other files write them. */
const nameOf = (row: { 'First Name': string | null; 'Last Name': string | null }): string =>
  [row['First Name'], row['Last Name']].filter((part) => part !== null).join(' ');

/** People of one address are one person, who keeps the role the deployment gave. */
function userTarget(context: ZohoContext): Target<UserEntry> {
  const now = new Date(context.now);
  return {
    entity: 'user',
    identify: ({ emailKey }) => ({ seeks: [emailKey], has: [emailKey] }),
    adopt: async (tx, entries) => {
      const found = await tx.user.findMany({
        where: { email: { in: entries.map((entry) => entry.emailKey) } },
        select: { id: true, email: true },
      });
      return new Map(found.map((user) => [user.email, user.id]));
    },
    create: async (tx, rows) => {
      await tx.user.createMany({
        data: rows.map(({ id, entry }) => ({
          id,
          email: entry.emailKey,
          name: entry.name,
          role: 'rep',
          createdAt: now,
        })),
      });
    },
    merge: () => Promise.resolve(),
    update: async (tx, rows) => {
      for (const { id, entry } of rows)
        await tx.user.updateMany({ where: { id }, data: { email: entry.emailKey, name: entry.name } });
    },
  };
}
