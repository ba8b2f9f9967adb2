import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { GuestCounts, GuestView } from '../../api/contracts/campaign-guests.js';
import type { PageRequest, Rows } from '../../api/store-ports.js';
import { GUEST_ANSWERS, GUEST_OUTCOMES, type GuestAnswer } from '../../domain/campaign/guest.js';
import { MOST_ROWS } from '../campaign-life/reads.js';
import type { Db } from '../client.js';
import { type Campaign, Prisma } from '../generated/client.js';
import { cutPage, isoOrNull, numberAt } from '../paging.js';

type Invited = Pick<Campaign, 'id' | 'frozenAt'>;

interface GuestRow {
  readonly n: number;
  readonly contactId: string;
  readonly name: string;
  readonly company: string | null;
  readonly answer: GuestAnswer;
  readonly answeredAt: Date | null;
  readonly journeyId: string | null;
}

interface ExportRow extends GuestRow {
  readonly email: string | null;
  readonly phone: string | null;
  readonly owner: string | null;
}

const [COMING, NOT_COMING] = ['coming', 'not-coming'] as const satisfies (keyof typeof GUEST_OUTCOMES)[];

/** Everybody in the audience with the last answer: by the link of a mail, else by how their journey ended. */
const guestsOf = ({ id, frozenAt }: Invited): Prisma.Sql => Prisma.sql`
  WITH said AS MATERIALIZED (
    SELECT DISTINCT ON (e."contactId") e."contactId", e.fields->>'answer' AS answer, e.at
    FROM events e
    WHERE e.type = 'form.submitted' AND e.at >= ${frozenAt} AND e.fields->>'form' = ${id}
      AND e.fields->>'answer' IN ('yes', 'no')
    ORDER BY e."contactId", e.seq DESC),
  guests AS (
    SELECT r.n, r."contactId", r."journeyId",
      CASE
        WHEN said.answer IS NOT NULL THEN said.answer
        WHEN j.outcome = ${COMING} THEN ${GUEST_OUTCOMES[COMING]}
        WHEN j.outcome = ${NOT_COMING} THEN ${GUEST_OUTCOMES[NOT_COMING]}
        WHEN r.outcome IN ('skipped', 'refused', 'deferred', 'held-out') THEN 'not-asked'
        WHEN r.state IN ('waiting', 'handed-over') AND r.outcome IS NULL THEN 'not-asked'
        ELSE 'none' END AS answer,
      coalesce(said.at, CASE WHEN j.outcome IN (${COMING}, ${NOT_COMING}) THEN j."endedAt" END) AS "answeredAt"
    FROM campaign_recipients r
    LEFT JOIN said ON said."contactId" = r."contactId"
    LEFT JOIN journeys j ON j.id = r."journeyId"
    WHERE r."campaignId" = ${id})`;

export async function listGuests(
  db: Db,
  campaign: Invited,
  answer: GuestAnswer | undefined,
  { after, limit }: PageRequest,
): Promise<Rows<GuestView> & { readonly counts: GuestCounts }> {
  const from = Math.min(numberAt(after) ?? 0, MOST_ROWS);
  const only = answer === undefined ? Prisma.empty : Prisma.sql`AND g.answer = ${answer}`;
  const [rows, counted] = await Promise.all([
    db.$queryRaw<GuestRow[]>`
      ${guestsOf(campaign)}
      SELECT g.*, c.name, c.company FROM guests g JOIN contacts c ON c.id = g."contactId"
      WHERE g.n > ${from} ${only} ORDER BY g.n LIMIT ${limit + 1}`,
    db.$queryRaw<{ answer: GuestAnswer; n: number }[]>`
      ${guestsOf(campaign)} SELECT answer, count(*)::int AS n FROM guests GROUP BY answer`,
  ]);
  const counts = Object.fromEntries(
    GUEST_ANSWERS.map((each) => [each, counted.find((row) => row.answer === each)?.n ?? 0]),
  ) as GuestCounts;
  return { ...cutPage(rows, limit, (row) => [row.n], guestView), counts };
}

const guestView = ({ name, answeredAt, ...row }: GuestRow): GuestView => ({
  ...{ n: row.n, contactId: row.contactId, contactName: name, company: row.company },
  ...{ answer: row.answer, answeredAt: isoOrNull(answeredAt), journeyId: row.journeyId },
});

const COLUMNS = ['n', 'contact', 'name', 'company', 'email', 'phone', 'owner', 'answer', 'answered', 'journey'];

/** The whole list as CSV. An event has hundreds of guests, or thousands: they are one answer of the database. */
export async function exportGuests(db: Db, campaign: Invited): Promise<Readable> {
  const rows = await db.$queryRaw<ExportRow[]>`
    ${guestsOf(campaign)}
    SELECT g.*, c.name, c.company, c.email, c.phone, u.name AS owner
    FROM guests g JOIN contacts c ON c.id = g."contactId" LEFT JOIN users u ON u.id = c."ownerId" ORDER BY g.n`;
  const cells = rows.map((row) => [
    ...[String(row.n), row.contactId, row.name, row.company, row.email, row.phone, row.owner],
    ...[row.answer, isoOrNull(row.answeredAt), row.journeyId],
  ]);
  // A name that begins like a formula is text, also to a spreadsheet.
  const csv = stringify({ header: true, columns: COLUMNS, escape_formulas: true, bom: true });
  // An error of the one ends the other: an `error` that nobody hears would end the process.
  pipeline(Readable.from(cells), csv, () => {});
  return csv;
}
