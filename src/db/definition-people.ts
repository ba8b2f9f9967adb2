import type { VersionPeople } from '../api/contracts/definitions.js';
import type { Scope } from '../api/store-ports.js';
import type { Db } from './client.js';
import { Prisma } from './generated/client.js';
import { journeyScopeSql } from './journey-scope.js';
import { userNames } from './names.js';
import { iso } from './paging.js';

const MOST_VERSIONS = 100;

/** The latest versions of a definition: how many journeys each has, and at which steps the open ones wait. */
export async function peopleOf(db: Db, scope: Scope, id: string): Promise<readonly VersionPeople[] | null> {
  const definition = await db.definition.findUnique({
    where: { id },
    include: { versions: { orderBy: { version: 'desc' }, take: MOST_VERSIONS, omit: { text: true } } },
  });
  if (definition === null) return null;
  const [counts, waiting, names] = await Promise.all([
    countJourneys(db, scope, id),
    countWaits(db, scope, id),
    userNames(
      db,
      definition.versions.map(({ publishedBy }) => publishedBy),
    ),
  ]);
  return definition.versions.map(({ version, publishedAt, publishedBy, note, policy, bulkId }) => ({
    version,
    current: version === definition.current,
    publishedAt: iso(publishedAt),
    publishedBy,
    publishedByName: names.get(publishedBy) ?? null,
    note,
    policy: POLICIES[policy as keyof typeof POLICIES] ?? 'pin',
    bulkId,
    open: counts.find((row) => row.version === version)?.open ?? 0,
    ended: counts.find((row) => row.version === version)?.ended ?? 0,
    steps: waiting.filter((row) => row.version === version).map(({ step, waiting: n }) => ({ step, waiting: n })),
  }));
}

const POLICIES = { pin: 'pin', follow: 'follow', migrate: 'migrate' } as const;

const countJourneys = (db: Db, scope: Scope, id: string) =>
  db.$queryRaw<{ version: number; open: number; ended: number }[]>`
    SELECT j."definitionVersion" AS version,
      count(*) FILTER (WHERE j.status = 'open')::int AS open, count(*) FILTER (WHERE j.status <> 'open')::int AS ended
    FROM journeys j ${withContact(scope)} WHERE j."definitionId" = ${id} AND ${journeyScopeSql(scope)} GROUP BY 1`;

/** The waits of open journeys are a projection of a few lines each: all are read, which is bounded by who is in it. */
const countWaits = (db: Db, scope: Scope, id: string) =>
  db.$queryRaw<{ version: number; step: string; waiting: number }[]>`
    SELECT j."definitionVersion" AS version, w->>'step' AS step, count(*)::int AS waiting
    FROM journeys j ${withContact(scope)} CROSS JOIN LATERAL jsonb_array_elements(j.waits) w
    WHERE j."definitionId" = ${id} AND j.status = 'open' AND ${journeyScopeSql(scope)}
    GROUP BY 1, 2 ORDER BY 3 DESC, 2`;

const withContact = (scope: Scope): Prisma.Sql =>
  scope.type === 'all' ? Prisma.empty : Prisma.sql`JOIN contacts c ON c.id = j."contactId"`;
