import { type Response, showsThere } from '../../domain/campaign/response.js';
import { DAY, type Instant } from '../../domain/instant.js';
import type { Tx } from '../client.js';
import { execute } from '../statement.js';

/** One thing that came back, for whom, and when (business time). */
export interface CameBack {
  readonly campaignId: string;
  readonly contactId: string;
  readonly response: Response;
  readonly at: Instant;
  /** Of a click where it led, of a bounce `hard` or `soft`. */
  readonly detail?: string;
}

/**
 * Writes down what came back for a recipient, once. A mail in doubt of which something is heard is there: its doubt ends. The
 * caller holds the contact's lock.
 */
export async function noteResponse(
  tx: Tx,
  { campaignId, contactId, response, at, detail = '' }: CameBack,
): Promise<void> {
  const when = new Date(at);
  await execute(tx)`
    INSERT INTO campaign_responses ("campaignId", n, kind, detail, at)
    SELECT "campaignId", n, ${response}, ${detail}, ${when} FROM campaign_recipients
    WHERE "contactId" = ${contactId} AND "campaignId" = ${campaignId} AND "handedAt" IS NOT NULL
    ON CONFLICT DO NOTHING`;
  if (showsThere(response))
    await execute(tx)`
      UPDATE campaign_recipients
      SET state = 'accepted', outcome = NULL, reason = NULL, "acceptedAt" = "handedAt"
      WHERE "contactId" = ${contactId} AND "campaignId" = ${campaignId} AND outcome = 'uncertain'`;
}

/** A click on unsubscribe names no mail; it is put down to the campaign that was the last to write, so long ago at most. */
const MOVED_BY_MAIL_FOR_MS = 7 * DAY;

/**
 * Whoever wants no more mail after a campaign's counts for that campaign, if nothing else was sent to them since. The caller
 * holds the contact's lock.
 */
export async function noteUnsubscribe(tx: Tx, contactId: string, at: Instant): Promise<void> {
  const when = new Date(at);
  const since = new Date(at - MOVED_BY_MAIL_FOR_MS);
  await execute(tx)`
    WITH latest AS (
      SELECT "campaignId", n, "handedAt" FROM campaign_recipients
      WHERE "contactId" = ${contactId} AND "handedAt" BETWEEN ${since} AND ${when}
      ORDER BY "handedAt" DESC LIMIT 1)
    INSERT INTO campaign_responses ("campaignId", n, kind, at)
    SELECT "campaignId", n, 'unsubscribed', ${when} FROM latest
    WHERE NOT EXISTS (
      SELECT FROM messages m
      WHERE m."contactId" = ${contactId} AND m.purpose = 'marketing' AND m."claimedAt" > latest."handedAt"
        AND m."claimedAt" <= ${when})
    ON CONFLICT DO NOTHING`;
}
