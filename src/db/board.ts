import type { JourneyView } from '../api/contracts/journeys.js';
import type { BoardStage, BoardView } from '../api/contracts/overview.js';
import type { Moment, Scope } from '../api/store-ports.js';
import { DAY } from '../domain/instant.js';
import type { Db } from './client.js';
import { Prisma } from './generated/client.js';
import { journeyScopeSql } from './journey-scope.js';
import { readJourneys } from './journey-view.js';
import type { Outlines } from './outlines.js';

const RECENT_MS = 30 * DAY;
const FIRST = 5;

/** The journeys that a board is about, with what they are joined to for the scope. */
interface Source {
  readonly db: Db;
  readonly from: Prisma.Sql;
  readonly where: Prisma.Sql;
  readonly stages: string[];
  readonly since: Date;
}

/** Kinds of definitions that people are in. */
const RUNS: ReadonlySet<string> = new Set(['journey', 'campaign']);

/** A definition's stages with who is in them and what became of who was; one query a part. */
export async function readBoard(
  db: Db,
  outlines: Outlines,
  scope: Scope,
  id: string,
  moment: Moment,
): Promise<Omit<BoardView, 'at'> | null> {
  const definition = await db.definition.findUnique({ where: { id } });
  if (definition === null || !RUNS.has(definition.kind)) return null;
  const version = { definitionId: id, definitionVersion: definition.current };
  const outline = (await outlines.of([version]))(version);
  const contact = scope.type === 'all' ? Prisma.empty : Prisma.sql`JOIN contacts c ON c.id = j."contactId"`;
  const source: Source = {
    db,
    from: Prisma.sql`journeys j ${contact}`,
    where: Prisma.sql`j."definitionId" = ${id} AND ${journeyScopeSql(scope)}`,
    stages: outline.stages.map((stage) => stage.id),
    since: new Date(moment.now - RECENT_MS),
  };
  const [counts, flow, first, ended] = await Promise.all([
    countOpen(source, moment),
    readFlow(source),
    firstOf(source, outlines, moment),
    countEnded(source),
  ]);
  const stages = outline.stages.map(({ id: stage, name, final }): BoardStage => {
    const { open = 0, late = 0, held = 0 } = counts.find((row) => row.stage === stage) ?? {};
    const { entered = 0, visitors = 0, converted = 0, medianMs = null } = flow.find((row) => row.stage === stage) ?? {};
    const conversion = visitors === 0 ? null : converted / visitors;
    return {
      stage,
      name,
      final,
      open,
      late,
      held,
      entered,
      visitors,
      conversion,
      medianMs,
      first: first.get(stage) ?? [],
    };
  });
  const shown = stages.reduce((sum, stage) => sum + stage.open, 0);
  return {
    definition: { id, version: definition.current, name: outline.name },
    stages,
    elsewhere: counts.reduce((sum, row) => sum + row.open, 0) - shown,
    ended,
  };
}

const countOpen = ({ db, from, where }: Source, { lateBefore }: Moment) =>
  db.$queryRaw<{ stage: string | null; open: number; late: number; held: number }[]>`
    SELECT j.stage, count(*)::int AS open,
      count(*) FILTER (WHERE j."nextAt" < ${new Date(lateBefore)})::int AS late,
      count(*) FILTER (WHERE j.phase = 'held')::int AS held
    FROM ${from} WHERE ${where} AND j.status = 'open' GROUP BY 1`;

/**
 * Visits of stages, from the journal's lines of entering and of moving. A visit went on if the journey was later in a
 * stage that comes after this one in the definition, or reached the goal.
 */
const readFlow = ({ db, from, where, stages, since }: Source) =>
  db.$queryRaw<{ stage: string; entered: number; visitors: number; converted: number; medianMs: number | null }[]>`
    WITH visits AS (
      SELECT e."journeyId", e.stage, e.at, j."goalAt", array_position(${stages}::text[], e.stage) AS place,
        coalesce(lead(e.at) OVER onward, j."endedAt") AS left_at,
        max(array_position(${stages}::text[], e.stage)) OVER (onward ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
          AS furthest
      FROM ${from} JOIN journal_entries e ON e."journeyId" = j.id
      WHERE ${where} AND e.action IN ('enter', 'stage')
      WINDOW onward AS (PARTITION BY e."journeyId" ORDER BY e.id)
    )
    SELECT stage, count(*) FILTER (WHERE at >= ${since})::int AS entered, count(DISTINCT "journeyId")::int AS visitors,
      count(DISTINCT "journeyId") FILTER (WHERE furthest > place OR "goalAt" >= at)::int AS converted,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM left_at - at)::double precision * 1000)
        FILTER (WHERE left_at >= ${since}) AS "medianMs"
    FROM visits WHERE place IS NOT NULL GROUP BY 1`;

/** A few of each stage's journeys: those that need a person first, then those longest in it. */
async function firstOf(
  { db, from, where, stages }: Source,
  outlines: Outlines,
  moment: Moment,
): Promise<ReadonlyMap<string, JourneyView[]>> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT near.id FROM unnest(${stages}::text[]) AS wanted(stage) CROSS JOIN LATERAL (
      SELECT j.id FROM ${from} WHERE ${where} AND j.status = 'open' AND j.stage = wanted.stage
      ORDER BY (j.attention IS NULL), j."stageSince", j.id LIMIT ${FIRST}
    ) near`;
  const journeys = await readJourneys(db, outlines, { where: { id: { in: rows.map(({ id }) => id) } } }, moment);
  const byId = new Map(journeys.map((journey) => [journey.id, journey]));
  const ordered = rows.flatMap(({ id }) => byId.get(id) ?? []);
  return new Map(stages.map((stage) => [stage, ordered.filter((journey) => journey.stage === stage)]));
}

const countEnded = ({ db, from, where, since }: Source) =>
  db.$queryRaw<{ outcome: string; count: number }[]>`
    SELECT coalesce(j.outcome, '') AS outcome, count(*)::int AS count FROM ${from}
    WHERE ${where} AND j.status = 'ended' AND j."endedAt" >= ${since} GROUP BY 1 ORDER BY 2 DESC, 1`;
