import type { OverviewView } from '../api/contracts/overview.js';
import type { Moment, Scope, StuckMoment } from '../api/store-ports.js';
import { DAY, type Instant } from '../domain/instant.js';
import { breakingSlas } from './breaking-slas.js';
import type { Db } from './client.js';
import type { Prisma } from './generated/client.js';
import { inScope, journeyScope, journeyScopeSql } from './journey-scope.js';
import { isLate, readJourneys } from './journey-view.js';
import { messageScope } from './message-reads.js';
import { readMessages } from './message-view.js';
import type { Outlines } from './outlines.js';
import { countStuck, listStuck } from './stuck.js';
import { taskScope } from './task-reads.js';
import { readTasks } from './task-view.js';

const FIRST = 5;
const REFUSED_FOR_MS = 7 * DAY;

/** What needs whoever asks. Each part is a count and a short read, all at once. */
export async function readOverview(
  db: Db,
  outlines: Outlines,
  scope: Scope,
  moment: Moment,
  dayEnds: Instant,
  stuckMoment: StuckMoment,
): Promise<Omit<OverviewView, 'at'>> {
  const now = new Date(moment.now);
  const open = { AND: [await taskScope(db, scope), { status: 'open' }] };
  const since = new Date(moment.now - REFUSED_FOR_MS);
  const [overdue, today, held, late, stuck, refused, uncertain, slas, lately] = await Promise.all([
    tasks(db, { AND: [open, { dueAt: { lt: now } }] }, moment),
    tasks(db, { AND: [open, { dueAt: { gte: now, lt: new Date(dayEnds) } }] }, moment),
    journeys(db, outlines, { AND: [journeyScope(scope), { phase: 'held' }] }, moment, { lastAdvanceAt: 'asc' }),
    journeys(db, outlines, { AND: [journeyScope(scope), isLate(moment)] }, moment, { nextAt: 'asc' }),
    stuckJourneys(db, outlines, scope, moment, stuckMoment),
    messages(db, {
      AND: [messageScope(scope), { state: { in: ['refused', 'bounced'] }, intendedAt: { gte: since } }],
    }),
    messages(db, { AND: [messageScope(scope), { state: 'uncertain' }] }),
    breakingSlas(db, outlines, scope, moment, FIRST),
    readLately(db, scope, new Date(moment.now - DAY)),
  ]);
  return { tasks: { overdue, today }, held, late, stuck, refused, uncertain, slas, lately };
}

async function tasks(db: Db, where: Prisma.TaskWhereInput, { now }: Moment) {
  const orderBy = [{ dueAt: 'asc' as const }, { id: 'asc' as const }];
  const [count, first] = await Promise.all([
    db.task.count({ where }),
    readTasks(db, { where, orderBy, take: FIRST }, now),
  ]);
  return { count, first };
}

async function journeys(
  db: Db,
  outlines: Outlines,
  where: Prisma.JourneyWhereInput,
  moment: Moment,
  order: Prisma.JourneyOrderByWithRelationInput,
) {
  const query = { where, orderBy: [order, { id: 'asc' as const }], take: FIRST };
  const [count, first] = await Promise.all([db.journey.count({ where }), readJourneys(db, outlines, query, moment)]);
  return { count, first };
}

async function stuckJourneys(db: Db, outlines: Outlines, scope: Scope, moment: Moment, stuck: StuckMoment) {
  const [counts, first] = await Promise.all([
    countStuck(db, scope, stuck),
    listStuck(db, outlines, scope, { after: null, take: FIRST }, moment, stuck),
  ]);
  return { count: Object.values(counts).reduce((sum, count) => sum + count, 0), first };
}

async function messages(db: Db, where: Prisma.MessageWhereInput) {
  const [count, first] = await Promise.all([
    db.message.count({ where }),
    readMessages(db, { where, orderBy: { id: 'desc' }, take: FIRST }),
  ]);
  return { count, first };
}

/** By the indexes of journal and events on time, which messages and journeys have none of. */
async function readLately(db: Db, scope: Scope, since: Date): Promise<OverviewView['lately']> {
  const ofScope = scope.type === 'all' ? {} : { journey: journeyScope(scope) };
  const [sent, entered, replied, unsubscribed, won] = await Promise.all([
    db.journalEntry.count({ where: { at: { gte: since }, decision: 'send', ...ofScope } }),
    db.journalEntry.count({ where: { at: { gte: since }, action: 'enter', ...ofScope } }),
    countEvents(db, scope, ['email.replied', 'sms.replied'], since),
    countEvents(db, scope, ['contact.unsubscribed'], since),
    db.deal.count({
      where: {
        status: 'won',
        closedAt: { gte: since },
        ...(scope.type === 'all' ? {} : { contact: { ownerId: inScope(scope) } }),
      },
    }),
  ]);
  return { sent, replied, unsubscribed, won, entered };
}

/** Events of some types that came from contacts who have a journey in the scope. */
async function countEvents(db: Db, scope: Scope, types: readonly string[], since: Date): Promise<number> {
  const where = { type: { in: [...types] }, at: { gte: since } };
  if (scope.type === 'all') return await db.event.count({ where });
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM events e WHERE e.type = ANY(${types}) AND e.at >= ${since} AND EXISTS (
      SELECT 1 FROM journeys j JOIN contacts c ON c.id = j."contactId"
      WHERE j."contactId" = e."contactId" AND ${journeyScopeSql(scope)})`;
  return row?.count ?? 0;
}
