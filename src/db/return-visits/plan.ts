import type { VisitPlanView, VisitWeekView } from '../../api/contracts/return-visits.js';
import type { Scope, VisitGroup } from '../../api/store-ports.js';
import type { Instant } from '../../domain/instant.js';
import type { Db } from '../client.js';
import { Prisma } from '../generated/client.js';
import { userNames } from '../names.js';
import { deskOfTask } from '../people/desks.js';
import { readPeople } from '../people/read-people.js';
import { PLACE } from './places.js';
import { undatedVisits, visitsBetween, whoseVisits, withContacts } from './visits.js';

interface CountRow {
  readonly week: string;
  readonly place: string;
  readonly country: string | null;
  readonly region: string | null;
  readonly city: string | null;
  readonly assigneeId: string | null;
  readonly count: number;
}

type Place = VisitWeekView['places'][number];

export interface Counted {
  readonly places: ReadonlyMap<string, readonly Place[]>;
  readonly owners: VisitPlanView['owners'];
}

/** How many visits there are in each of some groups, by place and by who has them on the desk. */
export async function countVisits(
  db: Db,
  scope: Scope,
  { owner, groups }: { readonly owner: string | undefined; readonly groups: readonly VisitGroup[] },
  now: Instant,
): Promise<Counted> {
  const whose = await whoseVisits(db, scope, owner, now);
  const spans = groups.flatMap(({ week, span }) => (span === null ? [] : [{ week, ...span }]));
  const [weeks, from, to] = [
    spans.map(({ week }) => week),
    spans.map((each) => new Date(each.from).toISOString()),
    spans.map((each) => new Date(each.to).toISOString()),
  ];
  const [dated, undated] = await Promise.all([
    db.$queryRaw<CountRow[]>`
      SELECT w.week, ${COUNTED}
      FROM unnest(${weeks}::text[], ${from}::timestamptz[], ${to}::timestamptz[]) AS w(week, "from", "to")
      CROSS JOIN LATERAL (SELECT v."assigneeId", ${PLACE}
        FROM ${withContacts(visitsBetween(whose, Prisma.sql`w."from"`, Prisma.sql`w."to"`))}) x
      GROUP BY w.week, x.place, x."assigneeId" ORDER BY x.place`,
    groups.some(({ span }) => span === null)
      ? db.$queryRaw<CountRow[]>`
          SELECT 'undated' AS week, ${COUNTED} FROM (SELECT v."assigneeId", ${PLACE}
            FROM ${withContacts(undatedVisits(whose))}) x
          GROUP BY x.place, x."assigneeId" ORDER BY x.place`
      : [],
  ]);
  const rows = [...dated, ...undated];
  return { places: byWeek(rows), owners: await byOwner(db, rows, now) };
}

const COUNTED = Prisma.sql`x.place, min(x.country) AS country, min(x.region) AS region, min(x.city) AS city,
  x."assigneeId", count(*)::int AS count`;

function byWeek(rows: readonly CountRow[]): Map<string, Place[]> {
  const weeks = new Map<string, Map<string, Place>>();
  for (const { week, place: key, country, region, city, count } of rows) {
    const places = weeks.get(week) ?? new Map<string, Place>();
    weeks.set(week, places);
    const before = places.get(key);
    places.set(
      key,
      before === undefined ? { key, country, region, city, count } : { ...before, count: before.count + count },
    );
  }
  return new Map([...weeks].map(([week, places]) => [week, [...places.values()]]));
}

/** By whose desk they are on now, the most first. */
async function byOwner(db: Db, rows: readonly CountRow[], now: Instant): Promise<VisitPlanView['owners']> {
  const people = await readPeople(db);
  const counts = new Map<string, number>();
  for (const { assigneeId, count } of rows) {
    const id = deskOfTask(people, { kind: 'visit', assigneeId, contactId: null }, null, now);
    if (id !== null) counts.set(id, (counts.get(id) ?? 0) + count);
  }
  const names = await userNames(db, [...counts.keys()]);
  return [...counts]
    .map(([id, count]) => ({ id, name: names.get(id) ?? null, count }))
    .sort((a, b) => b.count - a.count || a.id.localeCompare(b.id));
}
