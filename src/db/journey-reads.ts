import type { JourneyView } from '../api/contracts/journeys.js';
import type { JourneyFilter, JourneyReads, PageRequest, Scope, StoredStoryLine } from '../api/store-ports.js';
import type { Db } from './client.js';
import type { JournalEntry, Journey, Prisma } from './generated/client.js';
import { outlookOf } from './journey-outlook.js';
import { journeyScope } from './journey-scope.js';
import { readStats } from './journey-stats.js';
import { cutPage, iso, isoOrNull, mapOf, numberAt, textAt } from './paging.js';

const PHASES = { starting: 'starting', active: 'active', paused: 'paused', held: 'held', ended: 'ended' } as const;

const journeyView = (row: Journey & { contact: { name: string } }): JourneyView => ({
  id: row.id,
  definitionId: row.definitionId,
  definitionVersion: row.definitionVersion,
  contactId: row.contactId,
  contactName: row.contact.name,
  ownerId: row.ownerId,
  n: row.n,
  status: row.status === 'open' ? 'open' : 'ended',
  phase: PHASES[row.phase as keyof typeof PHASES] ?? 'held',
  outcome: row.outcome,
  stage: row.stage,
  stageSince: isoOrNull(row.stageSince),
  startedAt: iso(row.startedAt),
  endedAt: isoOrNull(row.endedAt),
  goalAt: isoOrNull(row.goalAt),
  nextAt: isoOrNull(row.nextAt),
  attention: row.attention,
});

const storyLine = (row: JournalEntry): StoredStoryLine => ({
  at: iso(row.at),
  realAt: iso(row.realAt),
  stage: row.stage,
  track: row.track,
  step: row.step,
  action: row.action,
  decision: row.decision,
  reason: row.reason,
  until: isoOrNull(row.until),
  detail: row.detail === null ? null : mapOf(row.detail),
});

function matchesFilter(filter: JourneyFilter): Prisma.JourneyWhereInput {
  const { definition, stage, status, phase, owner, contact, attention, q } = filter;
  const part = { contains: q ?? '', mode: 'insensitive' as const };
  return {
    ...(definition === undefined ? {} : { definitionId: definition }),
    ...(stage === undefined ? {} : { stage: { in: [...stage] } }),
    ...(status === undefined ? {} : { status }),
    ...(phase === undefined ? {} : { phase: { in: [...phase] } }),
    ...(owner === undefined ? {} : { ownerId: owner }),
    ...(contact === undefined ? {} : { contactId: contact }),
    ...(attention === undefined ? {} : { attention: attention ? { not: null } : null }),
    ...(q === undefined ? {} : { contact: { OR: [{ name: part }, { email: part }, { company: part }] } }),
  };
}

const include = { contact: { select: { name: true } } } as const;
/** State and interests are the engine's own and can be large. */
const omit = { state: true, interests: true, waits: true } as const;

/** Journeys and their stories as Postgres has them; Temporal is never asked. */
export function createJourneyReads(db: Db): JourneyReads {
  return {
    list: (scope, filter, sort, page) =>
      sort === 'nextAt' ? byNextAt(db, scope, filter, page) : newest(db, scope, filter, page),
    async get(scope, id) {
      const row = await db.journey.findFirst({ where: { AND: [{ id }, journeyScope(scope)] }, include });
      return row === null ? null : journeyView(row);
    },
    outlook: (id) => outlookOf(db, id),
    async entries(id, { after, limit }) {
      const last = numberAt(after);
      const where = { journeyId: id, ...(last === null ? {} : { id: { gt: last } }) };
      const rows = await db.journalEntry.findMany({ where, orderBy: { id: 'asc' }, take: limit + 1 });
      return cutPage(rows, limit, (row) => [Number(row.id)], storyLine);
    },
    stats: (scope, now, definition) => readStats(db, scope, now, definition),
  };
}

async function newest(db: Db, scope: Scope, filter: JourneyFilter, { after, limit }: PageRequest) {
  const id = textAt(after);
  const where = { AND: [journeyScope(scope), matchesFilter(filter), id === null ? {} : { id: { lt: id } }] };
  const rows = await db.journey.findMany({ where, include, omit, orderBy: { id: 'desc' }, take: limit + 1 });
  return cutPage(
    rows,
    limit,
    (row) => [row.id],
    (row) => journeyView({ ...row, ...UNREAD }),
  );
}

const UNREAD = { state: null, interests: [], waits: [] };

async function byNextAt(db: Db, scope: Scope, filter: JourneyFilter, { after, limit }: PageRequest) {
  const at = numberAt(after);
  const id = textAt(after, 1);
  const instant = new Date(at ?? 0);
  const later = id === null ? {} : { OR: [{ nextAt: { gt: instant } }, { nextAt: instant, id: { gt: id } }] };
  const where = { AND: [{ nextAt: { not: null } }, journeyScope(scope), matchesFilter(filter), later] };
  const rows = await db.journey.findMany({
    where,
    include,
    omit,
    orderBy: [{ nextAt: 'asc' }, { id: 'asc' }],
    take: limit + 1,
  });
  return cutPage(
    rows,
    limit,
    (row) => [row.nextAt?.getTime() ?? 0, row.id],
    (row) => journeyView({ ...row, ...UNREAD }),
  );
}
