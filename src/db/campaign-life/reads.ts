import type { RecipientsAsked } from '../../api/campaign-ports.js';
import type { CampaignDetail, CampaignView, RecipientView } from '../../api/contracts/campaigns.js';
import type { PageRequest, Rows } from '../../api/store-ports.js';
import { isFrozen } from '../../domain/campaign/life.js';
import {
  type Part,
  partOf,
  RECIPIENT_OUTCOMES,
  RECIPIENT_STATES,
  type RecipientOutcome,
  type RecipientState,
} from '../../domain/campaign/recipient.js';
import type { Db } from '../client.js';
import { type Campaign, Prisma } from '../generated/client.js';
import { userNames } from '../names.js';
import { cutPage, iso, isoOrNull, numberAt } from '../paging.js';
import { reachedOf } from './reached.js';
import { readSum } from './read-sum.js';

export async function campaignViews(db: Db, rows: readonly Campaign[]): Promise<(row: Campaign) => CampaignView> {
  const ids = rows.flatMap(({ createdBy, askedBy, approvedBy }) => [createdBy, askedBy, approvedBy]);
  const nameOf = await userNames(
    db,
    ids.filter((id) => id !== null),
  );
  const frozen = rows.filter(({ frozenAt }) => frozenAt !== null).map(({ id }) => id);
  const reached = await reachedOf(db, frozen);
  const named = (id: string | null): string | null => (id === null ? null : (nameOf.get(id) ?? null));
  return (row) => ({
    id: row.id,
    name: row.name as CampaignView['name'],
    state: row.state as CampaignView['state'],
    reason: row.reason,
    revision: row.revision,
    version: row.definitionVersion,
    way: row.way as CampaignView['way'],
    perMinute: row.perMinute,
    audience: row.audience,
    reached: reached.get(row.id) ?? null,
    expected: row.expected,
    createdAt: iso(row.createdAt),
    createdBy: row.createdBy,
    createdByName: named(row.createdBy),
    editedAt: iso(row.editedAt),
    editedBy: row.editedBy,
    askedBy: row.askedBy,
    askedByName: named(row.askedBy),
    approvedAt: isoOrNull(row.approvedAt),
    approvedBy: row.approvedBy,
    approvedByName: named(row.approvedBy),
    scheduledAt: isoOrNull(row.scheduledAt),
    startsAt: isoOrNull(row.startsAt),
    frozenAt: isoOrNull(row.frozenAt),
    endedAt: isoOrNull(row.endedAt),
  });
}

export async function campaignDetail(db: Db, row: Campaign): Promise<CampaignDetail> {
  const view = (await campaignViews(db, [row]))(row);
  const frozen = isFrozen(view.state) && row.audience !== null;
  const sum = frozen ? await readSum(db, row.id) : null;
  return { ...view, text: row.text, sum: sum === null ? null : { ...sum, reasons: [...sum.reasons] } };
}

/** The column is an `integer`. */
export const MOST_ROWS = 2_147_483_647;

/** One recipient, with the contact's name. */
export interface RecipientRow {
  readonly n: number;
  readonly contactId: string;
  readonly name: string;
  readonly state: RecipientState;
  readonly outcome: RecipientOutcome | null;
  readonly reason: string | null;
  readonly dueAt: Date;
  readonly handedAt: Date | null;
  readonly acceptedAt: Date | null;
  readonly journeyId: string | null;
}

/**
 * A page of a part, in the order of `n`. The exceptional ones have an index; of the others those are looked for in the
 * blocks that can have them: who waits in blocks that are not done, who was sent to in blocks that somebody has begun.
 */
export async function readRecipients(
  db: Db,
  campaignId: string,
  { part, reason }: RecipientsAsked,
  { after, limit }: PageRequest,
): Promise<Rows<RecipientView>> {
  const from = Math.min(numberAt(after) ?? 0, MOST_ROWS);
  const because = reason === undefined ? Prisma.empty : Prisma.sql`AND r.reason = ${reason}`;
  const found = Prisma.sql`${recipientsOf(campaignId, part, from)} ${because} ORDER BY r.n LIMIT ${limit + 1}`;
  const rows = await db.$queryRaw<RecipientRow[]>`
    SELECT found.*, c.name FROM (${found}) found JOIN contacts c ON c.id = found."contactId" ORDER BY found.n`;
  return cutPage(rows, limit, (row) => [row.n], recipientView);
}

const COLUMNS = Prisma.sql`r.n, r."contactId", r.state, r.outcome, r.reason, r."dueAt", r."handedAt", r."acceptedAt", r."journeyId"`;

function recipientsOf(campaignId: string, part: Part | undefined, from: number): Prisma.Sql {
  const ofCampaign = Prisma.sql`r."campaignId" = ${campaignId} AND r.n > ${from}`;
  if (part === undefined) return Prisma.sql`SELECT ${COLUMNS} FROM campaign_recipients r WHERE ${ofCampaign}`;
  const outcome = RECIPIENT_OUTCOMES.find((each) => partOf({ state: 'waiting', outcome: each }) === part);
  if (outcome !== undefined)
    return Prisma.sql`SELECT ${COLUMNS} FROM campaign_recipients r WHERE ${ofCampaign} AND r.outcome = ${outcome}`;
  const states = RECIPIENT_STATES.filter((state) => partOf({ state, outcome: null }) === part);
  const blocks = part === 'notYet' ? Prisma.sql`b."doneAt" IS NULL` : Prisma.sql`b.fence IS NOT NULL`;
  return Prisma.sql`
    SELECT ${COLUMNS} FROM campaign_blocks b JOIN campaign_recipients r
      ON r."campaignId" = b."campaignId" AND r.n BETWEEN b."fromN" AND b."toN"
    WHERE b."campaignId" = ${campaignId} AND b."toN" > ${from} AND ${blocks} AND ${ofCampaign}
      AND r.outcome IS NULL AND r.state = ANY(${[...states]}::text[])`;
}

const recipientView = (row: RecipientRow): RecipientView => ({
  n: row.n,
  contactId: row.contactId,
  contactName: row.name,
  part: partOf(row),
  state: row.state,
  outcome: row.outcome,
  reason: row.reason,
  dueAt: iso(row.dueAt),
  handedAt: isoOrNull(row.handedAt),
  acceptedAt: isoOrNull(row.acceptedAt),
  journeyId: row.journeyId,
});
