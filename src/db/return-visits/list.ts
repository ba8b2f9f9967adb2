import type { ReturnVisitView } from '../../api/contracts/return-visits.js';
import type { PageRequest, Rows, Scope, VisitGroup } from '../../api/store-ports.js';
import type { Instant } from '../../domain/instant.js';
import type { Db } from '../client.js';
import { Prisma } from '../generated/client.js';
import { readLately } from '../lately.js';
import { userNames } from '../names.js';
import type { Outlines } from '../outlines.js';
import { cutPage, iso, isoOrNull, numberAt, textAt } from '../paging.js';
import { deskOfTask } from '../people/desks.js';
import { readPeople } from '../people/read-people.js';
import { PLACE } from './places.js';
import { undatedVisits, visitsBetween, whoseVisits, withContacts } from './visits.js';

interface VisitRow {
  readonly id: string;
  readonly title: string;
  readonly journeyId: string | null;
  readonly assigneeId: string | null;
  readonly dueAt: Date | null;
  readonly at: Date | null;
  readonly begins: Date | null;
  readonly ends: Date | null;
  readonly zone: string | null;
  readonly where: string | null;
  readonly place: string;
  readonly country: string | null;
  readonly region: string | null;
  readonly city: string | null;
  readonly contactId: string | null;
  readonly name: string | null;
  readonly company: string | null;
  readonly function: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly timezone: string | null;
}

export interface VisitsAsked {
  readonly group: VisitGroup;
  readonly place: string | undefined;
  readonly owner: string | undefined;
}

/**
 * A page of a week's visits, by place and in it by time. All of the week are looked at to put them in this order: as many as are to be
 * made in it, of those whose visits are asked for.
 */
export async function listVisits(
  db: Db,
  outlines: Outlines,
  scope: Scope,
  { group: { span }, place, owner }: VisitsAsked,
  { after, limit }: PageRequest,
  now: Instant,
): Promise<Rows<ReturnVisitView>> {
  const whose = await whoseVisits(db, scope, owner, now);
  const visits = span === null ? undatedVisits(whose) : visitsBetween(whose, instant(span.from), instant(span.to));
  const key =
    after === null ? Prisma.sql`TRUE` : Prisma.sql`(x.place, coalesce(x.at, 'infinity'), x.id) > ${keyOf(after)}`;
  const there = place === undefined ? Prisma.sql`TRUE` : Prisma.sql`x.place = ${place}`;
  const rows = await db.$queryRaw<VisitRow[]>`
    SELECT * FROM (
      SELECT v.*, ${PLACE}, c.name, c.company, c.title AS function, c.phone, c.email, c.timezone FROM ${withContacts(visits)}) x
    WHERE ${key} AND ${there}
    ORDER BY x.place, coalesce(x.at, 'infinity'), x.id LIMIT ${limit + 1}`;
  const view = await viewOf(db, outlines, rows.slice(0, limit), now);
  return cutPage(rows, limit, (row) => [row.place, row.at?.getTime() ?? null, row.id], view);
}

const instant = (at: Instant): Prisma.Sql => Prisma.sql`${new Date(at)}::timestamptz`;

const keyOf = (after: NonNullable<PageRequest['after']>): Prisma.Sql =>
  Prisma.sql`(${textAt(after)}::text, ${after[1] === null ? Prisma.sql`'infinity'::timestamptz` : instant(numberAt(after, 1) ?? 0)}, ${textAt(after, 2)}::text)`;

async function viewOf(db: Db, outlines: Outlines, rows: readonly VisitRow[], now: Instant) {
  const people = await readPeople(db);
  const deskFor = ({ assigneeId, contactId }: VisitRow) =>
    deskOfTask(people, { kind: 'visit', assigneeId, contactId }, null, now);
  const [names, latelyOf] = await Promise.all([
    userNames(db, rows.map(deskFor)),
    readLately(
      db,
      outlines,
      rows.map(({ contactId }) => contactId),
    ),
  ]);
  return (row: VisitRow): ReturnVisitView => {
    const { country, region, city, begins, ends, zone } = row;
    const assigneeId = deskFor(row);
    return {
      ...{ taskId: row.id, title: row.title, journeyId: row.journeyId, dueAt: isoOrNull(row.dueAt) },
      appointment:
        begins === null || ends === null || zone === null
          ? null
          : { begins: iso(begins), ends: iso(ends), zone, place: row.where },
      place: { key: row.place, country, region, city },
      ...{ assigneeId, assigneeName: names.get(assigneeId ?? '') ?? null },
      contact: row.contactId === null || row.name === null ? null : contactOf(row.contactId, row.name, row),
      ...latelyOf(row.contactId),
    };
  };
}

const contactOf = (
  id: string,
  name: string,
  { company, function: title, phone, email, timezone }: VisitRow,
): NonNullable<ReturnVisitView['contact']> => ({ id, name, company, title, phone, email, timezone });
