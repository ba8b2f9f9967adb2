import type { Instant } from '../domain/instant.js';
import type { Tx } from './client.js';
import { execute } from './statement.js';

/**
 * Whose addresses these are wants nothing more there, by their own word. Said again it is the later word that counts: a consent
 * from between the two ends neither.
 */
export async function wantsNoMore(
  tx: Tx,
  hashes: readonly string[],
  { reason, source, at }: { readonly reason: 'complaint' | 'stop'; readonly source: string; readonly at: Instant },
): Promise<void> {
  await execute(tx)`
    INSERT INTO suppressions ("addressHash", reason, source, at)
    SELECT hash, ${reason}, ${source}, ${new Date(at)}::timestamptz FROM unnest(${[...hashes]}::text[]) AS hash
    ON CONFLICT ("addressHash", reason) DO UPDATE SET at = greatest(suppressions.at, excluded.at)`;
}
