import type { Figures, JourneyReads, Scope, StuckMoment } from '../api/store-ports.js';
import type { Instant } from '../domain/instant.js';
import { STUCK_REASONS } from '../domain/stuck.js';
import type { Db } from './client.js';
import { journeyScope } from './journey-scope.js';
import { countStuck } from './stuck.js';
import { taskScope } from './task-reads.js';

/** Counts for an overview, of what the caller may see. */
export async function readStats(
  db: Db,
  scope: Scope,
  now: Instant,
  definition?: string,
): ReturnType<JourneyReads['stats']> {
  const ofDefinition = definition === undefined ? {} : { definitionId: definition };
  const journeys = { AND: [journeyScope(scope), ofDefinition] };
  const viaJourney = definition === undefined && scope.type === 'all' ? {} : { journey: journeys };
  const tasks = {
    AND: [await taskScope(db, scope), definition === undefined ? {} : { journey: ofDefinition }, { status: 'open' }],
  };
  const [groups, open, overdue, messages] = await Promise.all([
    db.journey.groupBy({
      by: ['definitionId', 'stage', 'phase'],
      where: journeys,
      _count: true,
      orderBy: [{ definitionId: 'asc' }, { stage: 'asc' }, { phase: 'asc' }],
    }),
    db.task.count({ where: tasks }),
    db.task.count({ where: { AND: [tasks, { dueAt: { lt: new Date(now) } }] } }),
    db.message.groupBy({ by: ['state'], where: viaJourney, _count: true }),
  ]);
  return {
    journeys: groups.map(({ definitionId, stage, phase, _count }) => ({ definitionId, stage, phase, count: _count })),
    tasks: { open, overdue },
    messages: Object.fromEntries(messages.map(({ state, _count }) => [state, _count])),
  };
}

/** Figures of the whole deployment, for Prometheus. */
export async function readFigures(db: Db, now: Instant, moment: StuckMoment): Promise<Figures> {
  const [journeys, messages, outboxDepth, stuck, uncertain, behind] = await Promise.all([
    db.journey.groupBy({ by: ['phase'], _count: true }),
    db.message.groupBy({ by: ['state'], _count: true }),
    db.outbox.count({ where: { doneAt: null } }),
    countStuck(db, { type: 'all' }, moment),
    db.journey.count({ where: { status: 'open', attention: 'uncertain' } }),
    db.journey.findFirst({
      where: { status: 'open', nextAt: { lt: new Date(now) } },
      orderBy: { nextAt: 'asc' },
      select: { nextAt: true },
    }),
  ]);
  const byPhase = Object.fromEntries(journeys.map(({ phase, _count }) => [phase, _count]));
  const none = Object.fromEntries(STUCK_REASONS.map((reason) => [reason, 0]));
  return {
    journeysByPhase: byPhase,
    stuck: { ...none, ...stuck, held: byPhase['held'] ?? 0, uncertain },
    furthestBehindMs: now - (behind?.nextAt?.getTime() ?? now),
    messagesByState: Object.fromEntries(messages.map(({ state, _count }) => [state, _count])),
    outboxDepth,
  };
}
