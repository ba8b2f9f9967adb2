import type { StuckJourneyView } from '../api/contracts/journeys.js';
import type { Moment, Scope, StuckMoment } from '../api/store-ports.js';
import { STUCK_REASONS, type StuckReason } from '../domain/stuck.js';
import type { Db } from './client.js';
import { Prisma } from './generated/client.js';
import { journeyScopeSql } from './journey-scope.js';
import { readJourneys } from './journey-view.js';
import type { Outlines } from './outlines.js';

/*
 * The rule of src/domain/stuck.ts as SQL. Each reason is a short read by an index of its own, so that it costs the same
 * with a million journeys; a test holds both to the same answers.
 */

export interface StuckRow {
  readonly id: string;
  readonly why: StuckReason;
}

/** Ids of all that is stuck, once for each reason, by the reason's place in `STUCK_REASONS`. */
const found = ({ before, failing }: StuckMoment): Prisma.Sql => {
  const business = new Date(before.business);
  const real = new Date(before.real);
  return Prisma.sql`
    SELECT id, 1 AS rank FROM journeys WHERE status = 'open' AND "workflowId" = ANY(${[...failing]}::text[])
    UNION ALL
    SELECT "journeyId", 2 FROM outbox WHERE "doneAt" IS NULL AND "realAt" < ${real}
    UNION ALL
    SELECT id, 3 FROM journeys WHERE phase = 'starting' AND "startedAt" < ${business}
    UNION ALL
    SELECT id, 4 FROM journeys WHERE status = 'open' AND "nextAt" < ${business}
    UNION ALL
    SELECT id, 5 FROM journeys WHERE poked AND "realPokedAt" < ${real}`;
};

const why = Prisma.sql`(${[...STUCK_REASONS]}::text[])[min(f.rank)]`;

/** A page of them in the scope, by id, as they are shown. */
export async function listStuck(
  db: Db,
  outlines: Outlines,
  scope: Scope,
  page: { readonly after: string | null; readonly take: number },
  moment: Moment,
  stuck: StuckMoment,
): Promise<StuckJourneyView[]> {
  const rows = await readStuck(db, scope, stuck, page);
  const reasons = new Map(rows.map(({ id, why }) => [id, why]));
  const query = { where: { id: { in: [...reasons.keys()] } }, orderBy: { id: 'asc' as const } };
  const journeys = await readJourneys(db, outlines, query, moment);
  return journeys.map((journey) => ({ ...journey, why: reasons.get(journey.id) ?? 'due' }));
}

export function readStuck(
  db: Db,
  scope: Scope,
  moment: StuckMoment,
  page: { readonly after: string | null; readonly take: number },
): Promise<StuckRow[]> {
  return db.$queryRaw<StuckRow[]>`
    SELECT j.id, ${why} AS why FROM (${found(moment)}) AS f JOIN journeys j ON j.id = f.id
    JOIN contacts c ON c.id = j."contactId"
    WHERE j.status = 'open' AND ${journeyScopeSql(scope)} AND (${page.after}::text IS NULL OR j.id > ${page.after})
    GROUP BY j.id ORDER BY j.id LIMIT ${page.take}`;
}

/** How many in the scope, by reason. */
export async function countStuck(
  db: Db,
  scope: Scope,
  moment: StuckMoment,
): Promise<{ readonly [reason in StuckReason]?: number }> {
  const rows = await db.$queryRaw<{ why: StuckReason; count: number }[]>`
    SELECT why, count(*)::int AS count FROM (
      SELECT ${why} AS why FROM (${found(moment)}) AS f JOIN journeys j ON j.id = f.id
      JOIN contacts c ON c.id = j."contactId"
      WHERE j.status = 'open' AND ${journeyScopeSql(scope)} GROUP BY j.id) AS stuck
    GROUP BY why`;
  return Object.fromEntries(rows.map(({ why: reason, count }) => [reason, count]));
}
