import type { JourneySla } from '../api/contracts/journeys.js';
import type { JourneyReads, JourneySort, PageRequest, Scope } from '../api/store-ports.js';
import type { JourneyState } from '../domain/journey/state.js';
import type { Db } from './client.js';
import { Prisma } from './generated/client.js';
import { journeyFilterSql } from './journey-filter.js';
import { outlookOf } from './journey-outlook.js';
import { journeyScope, journeysIn } from './journey-scope.js';
import { readStats } from './journey-stats.js';
import { readStory } from './journey-story.js';
import { JOURNEY_INCLUDE, JOURNEY_OMIT, type JourneyRow, journeyViews } from './journey-view.js';
import type { Outlines } from './outlines.js';
import { cutPage, iso, numberAt, textAt } from './paging.js';
import { listStuck } from './stuck.js';

/** Journeys and their stories as Postgres has them; Temporal is never asked. */
export function createJourneyReads(db: Db, outlines: Outlines): JourneyReads {
  return {
    async list(scope, filter, sort, page, moment) {
      const { rows, keyOf } = await rowsOf(db, scope, journeyFilterSql(filter, moment), sort, page);
      return cutPage(rows, page.limit, keyOf, await journeyViews(db, outlines, rows, moment));
    },
    async get(scope, id, moment) {
      const where = { AND: [{ id }, journeyScope(scope)] };
      const row = await db.journey.findFirst({ where, include: JOURNEY_INCLUDE, omit: JOURNEY_OMIT });
      return row === null ? null : (await journeyViews(db, outlines, [row], moment))(row);
    },
    more: (id) => moreOf(db, outlines, id),
    outlook: (id) => outlookOf(db, id),
    entries: (id, page, order) => readStory(db, id, page, order),
    async stuck(scope, { after, limit }, moment, stuck) {
      const page = { after: textAt(after), take: limit + 1 };
      const rows = await listStuck(db, outlines, scope, page, moment, stuck);
      return cutPage(
        rows,
        limit,
        (row) => [row.id],
        (row) => row,
      );
    },
    stats: (scope, now, definition) => readStats(db, scope, now, definition),
  };
}

interface Listed {
  readonly rows: readonly JourneyRow[];
  readonly keyOf: (row: JourneyRow) => (string | number | null)[];
}

/** Which, by one statement of ids, and then their rows. */
async function rowsOf(
  db: Db,
  scope: Scope,
  filter: Prisma.Sql,
  sort: JourneySort,
  { after, limit }: PageRequest,
): Promise<Listed> {
  const { shown, order } = ordered(sort, after);
  const found = await db.$queryRaw<{ id: string }[]>`
    SELECT j.id FROM ${journeysIn(scope)} j LEFT JOIN contacts c ON c.id = j."contactId"
    WHERE ${filter} AND ${shown} ORDER BY ${order} LIMIT ${limit + 1}::bigint`;
  const query = { include: JOURNEY_INCLUDE, omit: JOURNEY_OMIT };
  const all = await db.journey.findMany({ ...query, where: { id: { in: found.map(({ id }) => id) } } });
  const byId = new Map(all.map((row) => [row.id, row]));
  const rows = found.flatMap(({ id }) => byId.get(id) ?? []);
  if (sort === 'newest') return { rows, keyOf: (row) => [row.id] };
  const column = COLUMNS[sort];
  return { rows, keyOf: (row) => [row[column]?.getTime() ?? null, row.id] };
}

type InstantSort = Exclude<JourneySort, 'newest'>;
/** A journey that needs a person does nothing since: its last advance says since when. */
const COLUMNS = { nextAt: 'nextAt', stageSince: 'stageSince', attention: 'lastAdvanceAt' } as const;
const SHOWN: { readonly [sort in InstantSort]: Prisma.Sql } = {
  nextAt: Prisma.sql`j."nextAt" IS NOT NULL`,
  stageSince: Prisma.sql`j."stageSince" IS NOT NULL`,
  attention: Prisma.sql`j.attention IS NOT NULL`,
};

interface Ordered {
  readonly shown: Prisma.Sql;
  readonly order: Prisma.Sql;
}

/** What a list shows after a key, in its order: by id, or by (instant, id) where those without an instant come last. */
function ordered(sort: JourneySort, after: PageRequest['after']): Ordered {
  if (sort === 'newest') {
    const id = textAt(after);
    return { shown: id === null ? Prisma.sql`TRUE` : Prisma.sql`j.id < ${id}::text`, order: Prisma.sql`j.id DESC` };
  }
  const column = Prisma.sql`j.${Prisma.raw(`"${COLUMNS[sort]}"`)}`;
  const id = textAt(after, 1);
  const order = Prisma.sql`${column} ASC NULLS LAST, j.id ASC`;
  if (after === null || id === null) return { shown: SHOWN[sort], order };
  const at = after[0] === null ? null : new Date(numberAt(after) ?? 0);
  const beyond =
    at === null
      ? Prisma.sql`${column} IS NULL AND j.id > ${id}::text`
      : Prisma.sql`(${column} > ${at}::timestamptz OR ${column} = ${at}::timestamptz AND j.id > ${id}::text OR ${column} IS NULL)`;
  return { shown: Prisma.sql`${SHOWN[sort]} AND ${beyond}`, order };
}

async function moreOf(db: Db, outlines: Outlines, id: string): ReturnType<JourneyReads['more']> {
  const { contact, state, stage, status, workflowId, ...version } = await db.journey.findUniqueOrThrow({
    where: { id },
    select: {
      definitionId: true,
      definitionVersion: true,
      workflowId: true,
      stage: true,
      status: true,
      state: true,
      contact: { select: { id: true, name: true, company: true, timezone: true } },
    },
  });
  const { timezone, hasGoal, stages } = (await outlines.of([version]))(version);
  const { timezone: own, ...who } = contact;
  return {
    contact: who,
    timezone: timezone !== null && timezone !== 'contact' ? timezone : own,
    workflowId,
    hasGoal,
    stages: stages.map(({ id, name }) => ({ id, name })),
    slas: status === 'open' ? slasOf(stage, state as unknown as JourneyState | null) : [],
  };
}

/** A journey that has not begun has no state yet. */
const slasOf = (stage: string | null, state: JourneyState | null): JourneySla[] =>
  [...(state?.slas ?? [])]
    .sort((a, b) => a.due - b.due)
    .map((sla) => ({ stage: stage ?? '', breaksAt: iso(new Date(sla.due)), broken: sla.broken }));
