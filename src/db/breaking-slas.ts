import type { BreakingSla, OverviewView } from '../api/contracts/overview.js';
import type { Moment, Scope } from '../api/store-ports.js';
import { DAY } from '../domain/instant.js';
import type { Db } from './client.js';
import { journeyScopeSql } from './journey-scope.js';
import { type Outlines, stageName } from './outlines.js';
import { iso } from './paging.js';

interface Row {
  readonly journeyId: string;
  readonly definitionId: string;
  readonly definitionVersion: number;
  readonly contactId: string;
  readonly contactName: string;
  readonly ownerId: string | null;
  readonly ownerName: string | null;
  readonly stage: string;
  readonly due: Date;
  readonly broken: boolean;
  readonly count: number;
}

/**
 * SLAs that break within a day or broke within the last one, of journeys still in the stage. They stand in the journeys'
 * state, which is JSON without an index; so the candidates come by index first: a clock that runs is one of the journey's
 * timers, so its next instant is no later; and one that broke has a line in the journal.
 */
export async function breakingSlas(
  db: Db,
  outlines: Outlines,
  scope: Scope,
  { now }: Moment,
  most: number,
): Promise<OverviewView['slas']> {
  const before = new Date(now - DAY);
  const soon = new Date(now + DAY);
  const rows = await db.$queryRaw<Row[]>`
    WITH candidates AS (
      SELECT id FROM journeys WHERE status = 'open' AND "nextAt" < ${soon}
      UNION SELECT "journeyId" FROM journal_entries WHERE action = 'sla' AND at >= ${before}
    ), clocks AS (
      SELECT j.id, j."definitionId", j."definitionVersion", j."contactId", c.name AS "contactName", j."ownerId", j.stage,
        to_timestamp((s->>'due')::double precision / 1000) AS due, (s->>'broken')::boolean AS broken
      FROM candidates JOIN journeys j USING (id) JOIN contacts c ON c.id = j."contactId"
        CROSS JOIN LATERAL jsonb_array_elements(j.state->'slas') s
      WHERE j.status = 'open' AND j.stage IS NOT NULL AND ${journeyScopeSql(scope)}
    )
    SELECT k.id AS "journeyId", k."definitionId", k."definitionVersion", k."contactId", k."contactName", k."ownerId",
      u.name AS "ownerName", k.stage, k.due, k.broken, (count(*) OVER ())::int AS count
    FROM clocks k LEFT JOIN users u ON u.id = k."ownerId"
    WHERE k.due >= ${before} AND k.due < ${soon}
    ORDER BY k.due, k.id LIMIT ${most}`;
  const outlineOf = await outlines.of(rows);
  const first = rows.map(
    ({ due, count: _, definitionVersion, ...row }): BreakingSla => ({
      ...row,
      stageName: stageName(outlineOf({ definitionId: row.definitionId, definitionVersion }), row.stage),
      breaksAt: iso(due),
    }),
  );
  return { count: rows[0]?.count ?? 0, first };
}
