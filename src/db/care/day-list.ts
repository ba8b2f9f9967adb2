import type { CareItemView } from '../../api/contracts/care.js';
import type { CareFilter, PageRequest, Rows, Scope } from '../../api/store-ports.js';
import { formatLocal } from '../../domain/calendar/zone.js';
import { isTakenOut } from '../../domain/care/taken-out.js';
import type { Text } from '../../domain/definition/definition.js';
import type { Instant } from '../../domain/instant.js';
import { Prisma } from '../generated/client.js';
import { journeyScopeSql } from '../journey-scope.js';
import { userNames } from '../names.js';
import { cutPage, iso, numberAt, textAt } from '../paging.js';
import { actsOf, type CareDeps, whatOf } from './counts.js';
import { exclusionsOf, spanOfRow, viewsOf } from './exclusion-views.js';
import { type ActKey, askFor, readActs } from './known-acts.js';

interface DayRow extends ActKey {
  readonly journeyId: string;
  readonly ordinal: number;
  readonly at: Date;
  readonly day: string;
  readonly zone: string;
  readonly phase: string;
  readonly contactId: string;
  readonly name: string;
  readonly company: string | null;
  readonly city: string | null;
  readonly ownerId: string | null;
}

/** A page of a day: by (at, journey, step), each part of which stands in an index. */
export async function listDay(
  deps: CareDeps,
  scope: Scope,
  day: string,
  filter: CareFilter,
  { after, limit }: PageRequest,
  now: Instant,
): Promise<Rows<CareItemView>> {
  const { db, programs, outlines } = deps;
  const acts = await actsOf(deps, filter);
  const { tables, fits } = askFor(acts, now);
  const [at, journey, step] = [numberAt(after), textAt(after, 1), textAt(after, 2)];
  const key =
    at === null
      ? Prisma.sql`TRUE`
      : Prisma.sql`(x.at, x."journeyId", x.step) > (${new Date(at)}::timestamptz, ${journey}, ${step})`;
  const rows = await db.$queryRaw<DayRow[]>`
    SELECT x."journeyId", x.step, x.ordinal, x.occasion, x."definitionId", x."definitionVersion", x.at,
      to_char(x.day, 'YYYY-MM-DD') AS day, x.zone, j.phase, c.id AS "contactId", c.name, c.company, c.city,
      coalesce(c."ownerId", j."ownerId") AS "ownerId"
    FROM ${tables} JOIN care_occasions x ON x."contactId" = c.id JOIN journeys j ON j.id = x."journeyId"
    WHERE x.day = ${day}::date AND ${fits} AND ${journeyScopeSql(scope)} AND ${key}
    ORDER BY x.at, x."journeyId", x.step LIMIT ${limit + 1}`;
  const shown = rows.slice(0, limit);
  const [actOf, nameOf, owners, exclusions] = await Promise.all([
    readActs(programs, shown),
    outlines.of(shown),
    userNames(
      db,
      shown.map(({ ownerId }) => ownerId),
    ),
    exclusionsOf(
      db,
      shown.map(({ contactId }) => contactId),
    ),
  ]);
  const views = await viewsOf(deps, exclusions);
  const view = (row: DayRow): CareItemView => {
    const known = actOf(row);
    if (known === undefined) throw new Error(`the calendar listed ${row.step}, which its version doesn't have`);
    const taken = exclusions.find(
      (each) =>
        each.contactId === row.contactId &&
        each.definitionId === row.definitionId &&
        isTakenOut([spanOfRow(each)], row.step, row.at.getTime()),
    );
    return {
      ...whatOf(known, nameOf),
      ...{ journeyId: row.journeyId, phase: row.phase, contactId: row.contactId, contactName: row.name },
      ...{ company: row.company, city: row.city, ownerId: row.ownerId },
      ownerName: row.ownerId === null ? null : (owners.get(row.ownerId) ?? null),
      title: known.act.task === null ? null : titleFor(known.act.task.title, row),
      ...{ day: row.day, at: iso(row.at), local: formatLocal(row.at.getTime(), row.zone), timezone: row.zone },
      expected: row.ordinal > 0,
      open: known.open,
      takenOut: taken === undefined ? null : (views.get(taken.id) ?? null),
    };
  };
  return cutPage(rows, limit, (row) => [row.at.getTime(), row.journeyId, row.step], view);
}

const PLACEHOLDER = /\{\{\s*contact\.(name|company|city)\s*\}\}/g;

/** A task's title as it will read, as far as names are asked for; the rest is only known when it appears. */
function titleFor(title: Text, row: Pick<DayRow, 'name' | 'company' | 'city'>): CareItemView['title'] {
  const filled = (text: string): string =>
    text.replace(PLACEHOLDER, (_, field: 'name' | 'company' | 'city') => row[field] ?? '');
  if (typeof title === 'string') return filled(title);
  return Object.fromEntries(Object.entries(title).map(([language, text]) => [language, filled(text)]));
}
