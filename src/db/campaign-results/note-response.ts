import { campaignIdOf, type Response, showsThere } from '../../domain/campaign/response.js';
import { DAY, type Instant } from '../../domain/instant.js';
import type { Tx } from '../client.js';
import { Prisma } from '../generated/client.js';
import { execute } from '../statement.js';

/** One thing that came back for a mail, for whom, and when (business time). */
export interface CameBack {
  /** Whose mail it is: a campaign's in a journey's place, or a journey that a campaign began, or any other. */
  readonly journeyId: string;
  readonly contactId: string;
  readonly response: Response;
  readonly at: Instant;
  /** Of a click where it led, of a bounce `hard` or `soft`. */
  readonly detail?: string;
}

/**
 * Writes down what came back for a recipient of a campaign, once; for a mail of no campaign nothing. A campaign's own mail in
 * doubt of which something is heard is there: its doubt ends. The caller holds the contact's lock.
 */
export async function noteResponse(
  tx: Tx,
  { journeyId, contactId, response, at, detail = '' }: CameBack,
): Promise<void> {
  const when = new Date(at);
  const campaignId = campaignIdOf(journeyId);
  const isOfMail =
    campaignId === null ? Prisma.sql`"journeyId" = ${journeyId}` : Prisma.sql`"campaignId" = ${campaignId}`;
  await execute(tx)`
    INSERT INTO campaign_responses ("campaignId", n, kind, detail, at)
    SELECT "campaignId", n, ${response}, ${detail}, ${when} FROM campaign_recipients
    WHERE "contactId" = ${contactId} AND "handedAt" IS NOT NULL AND ${isOfMail}
    ON CONFLICT DO NOTHING`;
  if (campaignId !== null && showsThere(response))
    await execute(tx)`
      UPDATE campaign_recipients
      SET state = 'accepted', outcome = NULL, reason = NULL, "acceptedAt" = "handedAt"
      WHERE "contactId" = ${contactId} AND "campaignId" = ${campaignId} AND outcome = 'uncertain'`;
}

/** A click on unsubscribe names no mail; it is put down to the campaign that was the last to write, so long ago at most. */
const MOVED_BY_MAIL_FOR_MS = 7 * DAY;

/**
 * Whoever wants no more mail after a campaign's counts for that campaign, if nothing else was sent to them since. A campaign
 * with steps last wrote when its journey did. The caller holds the contact's lock.
 */
export async function noteUnsubscribe(tx: Tx, contactId: string, at: Instant): Promise<void> {
  const when = new Date(at);
  const since = new Date(at - MOVED_BY_MAIL_FOR_MS);
  await execute(tx)`
    WITH wrote AS (
      SELECT "campaignId", n, "journeyId", CASE WHEN "journeyId" IS NULL THEN "handedAt" ELSE (
        SELECT max(m."claimedAt") FROM messages m
        WHERE m."journeyId" = r."journeyId" AND m.purpose = 'marketing' AND m."claimedAt" <= ${when}) END AS at
      FROM campaign_recipients r WHERE "contactId" = ${contactId} AND "handedAt" <= ${when}),
    latest AS (SELECT * FROM wrote WHERE at BETWEEN ${since} AND ${when} ORDER BY at DESC LIMIT 1)
    INSERT INTO campaign_responses ("campaignId", n, kind, at)
    SELECT "campaignId", n, 'unsubscribed', ${when} FROM latest
    WHERE NOT EXISTS (
      SELECT FROM messages m
      WHERE m."contactId" = ${contactId} AND m.purpose = 'marketing' AND m."claimedAt" > latest.at
        AND m."claimedAt" <= ${when})
    ON CONFLICT DO NOTHING`;
}
