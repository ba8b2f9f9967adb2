import type { Because } from '../domain/pool/ownership.js';
import type { Tx } from './client.js';

/**
 * Writes contacts' owners and says why: the trigger that keeps `ownerships` (see the migration `lead_pools`) reads it from
 * the transaction's settings. What is written without it is kept all the same, as a `record`.
 */
export async function sayingWhy<T>(tx: Tx, { how, by, reason }: Because, write: () => Promise<T>): Promise<T> {
  await say(tx, how, by, reason ?? '');
  const written = await write();
  // A later write of the same transaction has reasons of its own.
  await say(tx, '', '', '');
  return written;
}

const say = (tx: Tx, how: string, by: string, reason: string) => tx.$executeRaw`
  SELECT set_config('followthrough.how', ${how}, true), set_config('followthrough.by', ${by}, true),
    set_config('followthrough.reason', ${reason}, true)`;
