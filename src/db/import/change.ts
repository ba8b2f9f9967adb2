import type { Tx } from '../client.js';
import { lockAccounts } from '../journey/lock.js';

/**
 * A change to a record that was there before this import, which journeys may have to hear of. `set` has the changed
 * fields with their new values; instants are ISO text.
 */
export type RecordChange =
  | { readonly type: 'contact.changed'; readonly contactId: string; readonly set: ChangedFields }
  | { readonly type: 'contact.unsubscribed'; readonly contactId: string; readonly topic?: string }
  | { readonly type: 'deal.created' | 'deal.won' | 'deal.lost'; readonly contactId: string; readonly dealId: string }
  | { readonly type: 'deal.changed'; readonly contactId: string; readonly dealId: string; readonly set: ChangedFields };

export interface ChangedFields {
  readonly [field: string]: unknown;
}

/**
 * Called within the transaction that makes the changes, with their contacts' rows locked; what it writes commits with
 * them or not at all.
 */
export type Announce = (tx: Tx, changes: readonly RecordChange[]) => Promise<void>;

/** Locks contacts in one order, so that two writers never wait for each other in a circle. */
export async function lockContacts(tx: Tx, ids: readonly (string | null)[]): Promise<void> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return;
  const rows = await tx.$queryRaw<{ accountId: string | null }[]>`
    SELECT "accountId" FROM contacts WHERE id = ANY(${wanted}) ORDER BY id FOR UPDATE`;
  await lockAccounts(
    tx,
    rows.flatMap(({ accountId }) => (accountId === null ? [] : [accountId])),
  );
}
