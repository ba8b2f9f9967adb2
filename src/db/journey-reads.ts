import type { JourneySla } from '../api/contracts/journeys.js';
import type { JourneyReads, JourneySort, PageRequest, Scope } from '../api/store-ports.js';
import type { JourneyState } from '../domain/journey/state.js';
import type { Db } from './client.js';
import type { Prisma } from './generated/client.js';
import { matchesFilter } from './journey-filter.js';
import { outlookOf } from './journey-outlook.js';
import { journeyScope } from './journey-scope.js';
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
      const { rows, keyOf } = await rowsOf(db, scope, matchesFilter(filter, moment), sort, page);
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

async function rowsOf(
  db: Db,
  scope: Scope,
  filter: Prisma.JourneyWhereInput,
  sort: JourneySort,
  { after, limit }: PageRequest,
): Promise<Listed> {
  const query = { include: JOURNEY_INCLUDE, omit: JOURNEY_OMIT, take: limit + 1 };
  if (sort === 'newest') {
    const id = textAt(after);
    const where = { AND: [journeyScope(scope), filter, id === null ? {} : { id: { lt: id } }] };
    const rows = await db.journey.findMany({ ...query, where, orderBy: { id: 'desc' } });
    return { rows, keyOf: (row) => [row.id] };
  }
  const column = COLUMNS[sort];
  const where = { AND: [journeyScope(scope), filter, SHOWN[sort], afterInstant(column, after)] };
  const orderBy = [{ [column]: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }] as const;
  const rows = await db.journey.findMany({ ...query, where, orderBy: [...orderBy] });
  return { rows, keyOf: (row) => [row[column]?.getTime() ?? null, row.id] };
}

type InstantSort = Exclude<JourneySort, 'newest'>;
/** A journey that needs a person does nothing since: its last advance says since when. */
const COLUMNS = { nextAt: 'nextAt', stageSince: 'stageSince', attention: 'lastAdvanceAt' } as const;
const SHOWN: { readonly [sort in InstantSort]: Prisma.JourneyWhereInput } = {
  nextAt: { nextAt: { not: null } },
  stageSince: { stageSince: { not: null } },
  attention: { attention: { not: null } },
};

/** Rows after a key of (instant, id), where those without an instant come last. */
function afterInstant(column: (typeof COLUMNS)[InstantSort], after: PageRequest['after']): Prisma.JourneyWhereInput {
  const id = textAt(after, 1);
  if (after === null || id === null) return {};
  if (after[0] === null) return { [column]: null, id: { gt: id } };
  const at = new Date(numberAt(after) ?? 0);
  return { OR: [{ [column]: { gt: at } }, { [column]: at, id: { gt: id } }, { [column]: null }] };
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
