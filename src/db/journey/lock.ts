import type { Tx } from '../client.js';
import { execute, query } from '../statement.js';

/**
 * Nothing about the contact changes while this is held (laws 9 and 10). The lock order is everywhere contact, account,
 * journey, user: two that want several never wait for each other. Answers whether there is such a contact.
 */
export async function lockContact(tx: Tx, contactId: string): Promise<boolean> {
  const found = await query<Locked>(tx)`SELECT "accountId" FROM contacts WHERE id = ${contactId} FOR UPDATE`;
  await lockAccountOf(tx, found);
  return found.length > 0;
}

/** The same of several at once. Answers those that there are, and that were not erased. */
export async function lockContacts(tx: Tx, contactIds: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await query<Locked & { id: string; erased: boolean }>(tx)`
    SELECT id, "accountId", "erasedAt" IS NOT NULL AS erased FROM contacts WHERE id = ANY(${contactIds})
    ORDER BY id FOR UPDATE`;
  await lockAccounts(
    tx,
    found.flatMap(({ accountId }) => accountId ?? []),
  );
  return new Set(found.flatMap(({ id, erased }) => (erased ? [] : [id])));
}

/** The same of the contact whose journey it is. */
export async function lockContactOf(tx: Tx, journeyId: string): Promise<void> {
  await lockAccountOf(
    tx,
    await query<Locked>(tx)`
      SELECT "accountId" FROM contacts WHERE id = (SELECT "contactId" FROM journeys WHERE id = ${journeyId}) FOR UPDATE`,
  );
}

interface Locked {
  readonly accountId: string | null;
}

async function lockAccountOf(tx: Tx, [row]: readonly Locked[]): Promise<void> {
  if (row !== undefined && row.accountId !== null) await lockAccounts(tx, [row.accountId]);
}

/**
 * The events of an account's contacts are stored one after the other, and none while a journey of one of them looks:
 * so `of: account` misses none. Not the accounts' rows, which imports write in an order of their own.
 */
export async function lockAccounts(tx: Tx, accountIds: readonly string[]): Promise<void> {
  for (const id of [...new Set(accountIds)].sort())
    await execute(tx)`SELECT pg_advisory_xact_lock(hashtextextended(${`account:${id}`}, 0))`;
}

/** Entries into journeys of a user, of whom many contacts are, come one after the other. Taken last of all locks. */
export async function lockUser(tx: Tx, userId: string): Promise<void> {
  await execute(tx)`SELECT pg_advisory_xact_lock(hashtextextended(${`user:${userId}`}, 0))`;
}
