import type { CampaignMailIds, RecipientPlace } from '../../domain/campaign/recipient.js';
import { CAMPAIGN_STEP, journeyIdOfCampaign } from '../../domain/campaign/response.js';
import type { SentMail } from '../../domain/inbound/sent-mail.js';
import type { Db } from '../client.js';
import { query } from '../statement.js';

interface Row extends RecipientPlace {
  readonly contactId: string;
  readonly email: string | null;
  readonly handedAt: Date;
}

/** The campaigns' own mails with these Message-IDs; what is no campaign's is left out. */
export async function campaignMailsById(
  db: Db,
  ids: CampaignMailIds,
  messageIds: readonly string[],
): Promise<SentMail[]> {
  const places = messageIds.flatMap((messageId) => ids.read(messageId) ?? []);
  if (places.length === 0) return [];
  const rows = await query<Row>(db)`
    SELECT r."campaignId", r.n, r."contactId", c.email, r."handedAt"
    FROM unnest(${places.map(({ campaignId }) => campaignId)}::text[], ${places.map(({ n }) => String(n))}::int[])
      AS asked ("campaignId", n)
    JOIN campaign_recipients r ON r."campaignId" = asked."campaignId" AND r.n = asked.n
    JOIN contacts c ON c.id = r."contactId"
    WHERE r."handedAt" IS NOT NULL`;
  return rows.map((row) => sentOf(row, ids));
}

/** Of a recipient neither address nor subject is kept: it is the contact's present one, and none is guessed by its subject. */
function sentOf({ campaignId, n, contactId, email, handedAt }: Row, ids: CampaignMailIds): SentMail {
  return {
    id: `${campaignId}/${n}`,
    contactId,
    journeyId: journeyIdOfCampaign(campaignId),
    stepId: CAMPAIGN_STEP,
    messageId: ids.of(campaignId, n),
    serverMessageId: null,
    toAddress: email ?? '',
    subject: '',
    sentAt: handedAt.getTime(),
  };
}
