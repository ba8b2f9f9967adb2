import type { Instant } from '../../domain/instant.js';
import type { Tx } from '../client.js';
import { execute } from '../statement.js';

/**
 * Marks a journey as poked and leaves the telling to the relay, which takes what has lain for two seconds: until then events
 * tell nothing, and a run with a long history gets the moment in which it can end. The caller holds the contact's lock.
 */
export async function pokeLater(tx: Tx, journeyId: string, real: Instant): Promise<void> {
  const at = new Date(real);
  await execute(tx)`
    WITH poked AS (
      UPDATE journeys SET poked = true, "realPokedAt" = ${at} WHERE id = ${journeyId} RETURNING id, "workflowId")
    INSERT INTO outbox (kind, "journeyId", "workflowId", "realAt")
    SELECT 'poke', id, "workflowId", ${at}::timestamptz FROM poked`;
}
