import type { Instant } from '../domain/instant.js';
import { ofAccount, offersOf } from '../domain/journey/interests.js';
import { asMeant } from '../domain/tracking/objection.js';
import type { Tx } from './client.js';
import { correlationId } from './correlation.js';
import { newId } from './new-id.js';
import { execute, query } from './statement.js';

/** An event about to become a row. */
export interface EventToStore {
  readonly type: string;
  readonly at: Instant;
  readonly contactId?: string | null;
  readonly accountId?: string | null;
  readonly dealId?: string | null;
  readonly journeyId?: string | null;
  readonly fields: { readonly [name: string]: unknown };
  readonly source: string;
  readonly externalId?: string | null;
  readonly now: { readonly virtual: Instant; readonly real: Instant };
}

export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly contactId: string | null;
  readonly dealId: string | null;
  readonly journeyId: string | null;
  readonly fields: { readonly [name: string]: unknown };
}

/** Writes an event once; null if its source sent it before, or its contact was erased. A future instant becomes the time of receipt. */
export async function insertEvent(tx: Tx, event: EventToStore): Promise<StoredEvent | null> {
  const { contactId = null, accountId = null, dealId = null, journeyId = null, now } = event;
  const { type, fields } = asMeant(event);
  const id = newId('event');
  const count = await execute(tx)`
    INSERT INTO events (id, type, at, "realAt", "contactId", "accountId", "dealId", "journeyId", fields,
      source, "externalId", "correlationId")
    SELECT ${id}, ${type}, ${new Date(Math.min(event.at, now.virtual))}, ${new Date(now.real)},
      ${contactId}, ${accountId}, ${dealId}, ${journeyId}, ${JSON.stringify(fields)}::jsonb,
      ${event.source}, ${event.externalId ?? null}, ${correlationId()}
    WHERE NOT EXISTS (SELECT FROM contacts WHERE id = ${contactId} AND "erasedAt" IS NOT NULL)
    ON CONFLICT DO NOTHING`;
  return count === 0 ? null : { id, type, contactId, dealId, journeyId, fields };
}

/**
 * Marks the journeys that an event concerns as poked and writes what must be told to Temporal; one that is poked
 * already needs no second wake (law 10). `whatever`: it is for that journey, whether it waits for such or not. The caller holds the contact's lock. Returns the outbox rows' ids.
 */
export async function wakeJourneys(
  tx: Tx,
  event: StoredEvent,
  options: { readonly except?: string; readonly whatever?: boolean; readonly now: { readonly real: Instant } },
): Promise<bigint[]> {
  const { contactId } = event;
  if (contactId === null) return [];
  const offers = offersOf(event.type, event.fields);
  const real = new Date(options.now.real);
  // Those of the other contacts of the account, of which some listen to all of it, are no row of both.
  const rows = await query<{ id: bigint }>(tx)`
    WITH own AS (
      UPDATE journeys SET poked = true, "realPokedAt" = ${real}, "correlationId" = ${correlationId()}
      WHERE "contactId" = ${contactId} AND status = 'open' AND NOT poked
        AND (${options.whatever === true} OR interests && ${offers})
        AND (${event.journeyId}::text IS NULL OR id = ${event.journeyId})
        AND id IS DISTINCT FROM ${options.except ?? null}
      RETURNING id, "workflowId"),
    colleagues AS (
      UPDATE journeys AS journey SET poked = true, "realPokedAt" = ${real}, "correlationId" = ${correlationId()}
      FROM contacts AS self JOIN contacts AS other ON other."accountId" = self."accountId" AND other.id <> self.id
      WHERE self.id = ${contactId} AND journey."contactId" = other.id
        AND journey.status = 'open' AND NOT journey.poked AND journey.interests && ${offers.map(ofAccount)}
      RETURNING journey.id, journey."workflowId")
    INSERT INTO outbox (kind, "journeyId", "workflowId", "eventId", "realAt")
    SELECT 'poke', id, "workflowId", ${event.id}, ${real} FROM (SELECT * FROM own UNION ALL SELECT * FROM colleagues) AS woken
    RETURNING id`;
  return rows.map((row) => row.id);
}
