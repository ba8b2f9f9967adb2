import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { Guests } from '../../api/campaign-results-ports.js';
import type { EventPlaces, GuestCounts, GuestView } from '../../api/contracts/campaign-guests.js';
import type { PageRequest } from '../../api/store-ports.js';
import { GUEST_ANSWERS, GUEST_OUTCOMES, type GuestAnswer } from '../../domain/campaign/guest.js';
import { type Invitation, invitationOf } from '../../domain/campaign/invitation.js';
import { MOST_ROWS } from '../campaign-life/reads.js';
import { campaignIn } from '../campaign-life/rows.js';
import type { Db } from '../client.js';
import { type Campaign, Prisma } from '../generated/client.js';
import { cutPage, isoOrNull, numberAt } from '../paging.js';

type Invited = Pick<Campaign, 'id' | 'frozenAt' | 'text'>;

interface GuestRow {
  readonly n: number;
  readonly contactId: string;
  readonly name: string;
  readonly company: string | null;
  readonly answer: GuestAnswer;
  readonly companions: number;
  readonly turn: number | null;
  readonly answeredAt: Date | null;
  readonly journeyId: string | null;
}

interface ExportRow extends GuestRow {
  readonly email: string | null;
  readonly phone: string | null;
  readonly owner: string | null;
}

const [COMING, NOT_COMING] = ['coming', 'not-coming'] as const satisfies (keyof typeof GUEST_OUTCOMES)[];

/**
 * Everybody in the audience with the last answer: by the link of a mail, else by how their journey ended. With places that is what
 * took one: a guest's row, not an event that anybody may post, and nobody who is erased.
 */
const guestsOf = ({ id, frozenAt }: Invited, invitation: Invitation | null): Prisma.Sql => Prisma.sql`
  WITH said AS MATERIALIZED (
    SELECT DISTINCT ON (e."contactId") e."contactId", e.fields->>'answer' AS answer, e.at
    FROM events e
    WHERE ${invitation === null} AND e.type = 'form.submitted' AND e.at >= ${frozenAt} AND e.fields->>'form' = ${id}
      AND e.fields->>'answer' IN ('yes', 'no')
    ORDER BY e."contactId", e.seq DESC),
  standing AS MATERIALIZED (
    SELECT "contactId", answer, companions, "answeredAt",
      CASE WHEN turn IS NOT NULL THEN (row_number() OVER (ORDER BY turn))::int END AS turn
    FROM guests WHERE "campaignId" = ${id}),
  invited AS (
    SELECT r.n, r."contactId", r."journeyId", coalesce(standing.companions, 0) AS companions, standing.turn,
      CASE
        WHEN standing.answer IS NOT NULL THEN standing.answer
        WHEN said.answer IS NOT NULL THEN said.answer
        WHEN j.outcome = ${COMING} AND NOT (${invitation !== null} AND c."erasedAt" IS NOT NULL) THEN ${GUEST_OUTCOMES[COMING]}
        WHEN j.outcome = ${NOT_COMING} THEN ${GUEST_OUTCOMES[NOT_COMING]}
        WHEN r.outcome IN ('skipped', 'refused', 'deferred', 'held-out') THEN 'not-asked'
        WHEN r.state IN ('waiting', 'handed-over') AND r.outcome IS NULL THEN 'not-asked'
        ELSE 'none' END AS answer,
      coalesce(standing."answeredAt", said.at,
        CASE WHEN j.outcome IN (${COMING}, ${NOT_COMING}) THEN j."endedAt" END) AS "answeredAt"
    FROM campaign_recipients r
    JOIN contacts c ON c.id = r."contactId"
    LEFT JOIN standing ON standing."contactId" = r."contactId"
    LEFT JOIN said ON said."contactId" = r."contactId"
    LEFT JOIN journeys j ON j.id = r."journeyId"
    WHERE r."campaignId" = ${id})`;

interface CountedRow {
  readonly answer: GuestAnswer;
  readonly n: number;
  /** Those who come along counted in. */
  readonly people: number;
}

export async function listGuests(
  db: Db,
  campaign: Invited,
  answer: GuestAnswer | undefined,
  { after, limit }: PageRequest,
): Promise<Guests> {
  const from = Math.min(numberAt(after) ?? 0, MOST_ROWS);
  const only = answer === undefined ? Prisma.empty : Prisma.sql`AND g.answer = ${answer}`;
  const invitation = invitationOf(campaignIn(campaign));
  const [rows, counted] = await Promise.all([
    db.$queryRaw<GuestRow[]>`
      ${guestsOf(campaign, invitation)}
      SELECT g.*, c.name, c.company FROM invited g JOIN contacts c ON c.id = g."contactId"
      WHERE g.n > ${from} ${only} ORDER BY g.n LIMIT ${limit + 1}`,
    db.$queryRaw<CountedRow[]>`
      ${guestsOf(campaign, invitation)}
      SELECT answer, count(*)::int AS n, sum(1 + companions)::int AS people FROM invited GROUP BY answer`,
  ]);
  const page = cutPage(
    rows,
    limit,
    (row) => [row.n],
    (row) => guestView(row, invitation),
  );
  return { ...page, ...figures(counted, invitation) };
}

/** Without places or companions as it always was: nobody waits, and nobody comes along. */
function figures(counted: readonly CountedRow[], invitation: Invitation | null): Pick<Guests, 'counts' | 'places'> {
  const of = (answer: GuestAnswer) => counted.find((row) => row.answer === answer);
  const shown = invitation === null ? GUEST_ANSWERS.filter((answer) => answer !== 'waiting') : GUEST_ANSWERS;
  const counts = Object.fromEntries(shown.map((answer) => [answer, of(answer)?.n ?? 0])) as GuestCounts;
  if (invitation === null) return { counts };
  const { places = null } = invitation.rsvp;
  const taken = of('yes')?.people ?? 0;
  const left = places === null ? null : Math.max(places - taken, 0);
  return { counts, places: { places, taken, left, waiting: of('waiting')?.people ?? 0 } satisfies EventPlaces };
}

const guestView = ({ name, answeredAt, ...row }: GuestRow, invitation: Invitation | null): GuestView => ({
  ...{ n: row.n, contactId: row.contactId, contactName: name, company: row.company },
  ...{ answer: row.answer, answeredAt: isoOrNull(answeredAt), journeyId: row.journeyId },
  ...(invitation === null ? {} : { companions: row.companions }),
  ...(row.turn === null ? {} : { turn: row.turn }),
});

const COLUMNS = ['n', 'contact', 'name', 'company', 'email', 'phone', 'owner', 'answer', 'answered', 'journey'];
const COLUMNS_WITH_PLACES = [...COLUMNS, 'companions', 'turn'];

/** The whole list as CSV. An event has hundreds of guests, or thousands: they are one answer of the database. */
export async function exportGuests(db: Db, campaign: Invited): Promise<Readable> {
  const invitation = invitationOf(campaignIn(campaign));
  const rows = await db.$queryRaw<ExportRow[]>`
    ${guestsOf(campaign, invitation)}
    SELECT g.*, c.name, c.company, c.email, c.phone, u.name AS owner
    FROM invited g JOIN contacts c ON c.id = g."contactId" LEFT JOIN users u ON u.id = c."ownerId" ORDER BY g.n`;
  const columns = invitation === null ? COLUMNS : COLUMNS_WITH_PLACES;
  const cells = rows.map((row) =>
    [
      ...[String(row.n), row.contactId, row.name, row.company, row.email, row.phone, row.owner],
      ...[row.answer, isoOrNull(row.answeredAt), row.journeyId, String(row.companions), row.turn],
    ].slice(0, columns.length),
  );
  // A name that begins like a formula is text, also to a spreadsheet.
  const csv = stringify({ header: true, columns, escape_formulas: true, bom: true });
  // An error of the one ends the other: an `error` that nobody hears would end the process.
  pipeline(Readable.from(cells), csv, () => {});
  return csv;
}
