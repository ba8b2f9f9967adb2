import type { Instant } from '../../domain/instant.js';
import { clockIdOf } from '../../domain/pool/ownership.js';
import { firstRealContact, MAY_STOP_CLOCKS, type Sign, TALKS, TURNS_TO_US } from '../../domain/pool/real-contact.js';
import type { Tx } from '../client.js';
import type { Ownership } from '../generated/client.js';
import { query } from '../statement.js';

type RunningClock = Pick<Ownership, 'id' | 'contactId' | 'poolId' | 'clockFrom'>;

/**
 * After an event: if it may be the first real contact of a lead whose clock runs, the records are looked at and the clock
 * stops. The caller holds the contact's lock. Answers what is to be relayed to Temporal.
 */
export async function stopClock(tx: Tx, contactId: string, eventType: string, real: Instant): Promise<bigint[]> {
  if (!MAY_STOP_CLOCKS.has(eventType)) return [];
  const [ownership] = await query<RunningClock>(tx)`
    SELECT id, "contactId", "poolId", "clockFrom" FROM ownerships
    WHERE "contactId" = ${contactId} AND until IS NULL AND "workedAt" IS NULL`;
  if (ownership === undefined || !(await markWorked(tx, ownership))) return [];
  const id = String(ownership.id);
  const told = await tx.outbox.create({
    data: { kind: 'clock', journeyId: id, workflowId: clockIdOf(id), realAt: new Date(real) },
  });
  return [told.id];
}

/** Whether the lead has been worked; if that is news, it is written. What counts is in the records, not in who tells of it. */
export async function markWorked(tx: Tx, { id, contactId, poolId, clockFrom }: RunningClock): Promise<boolean> {
  if (poolId === null || clockFrom === null) return false;
  const pool = await tx.pool.findUniqueOrThrow({ where: { id: poolId }, select: { missedOutcomes: true } });
  const first = firstRealContact(await signsSince(tx, contactId, clockFrom), clockFrom.getTime(), pool.missedOutcomes);
  if (first === null) return false;
  await tx.ownership.update({ where: { id }, data: { workedAt: new Date(first.at), workedBy: first.id } });
  return true;
}

async function signsSince(tx: Tx, contactId: string, from: Date): Promise<Sign[]> {
  const since = { gte: from };
  const tasks = await tx.task.findMany({
    where: { contactId, status: 'done', kind: { in: [...TALKS] }, doneAt: since },
    select: { id: true, kind: true, outcome: true, doneAt: true },
  });
  const calls = await tx.call.findMany({
    where: { contactId, startedAt: since },
    select: { id: true, outcome: true, startedAt: true },
  });
  const events = await tx.event.findMany({
    where: { contactId, type: { in: [...TURNS_TO_US] }, at: since },
    select: { id: true, type: true, at: true },
  });
  return [
    ...tasks.map(({ id, kind, outcome, doneAt }) => ({
      type: 'task' as const,
      id,
      kind,
      outcome,
      at: (doneAt ?? from).getTime(),
    })),
    ...calls.map(({ id, outcome, startedAt }) => ({ type: 'call' as const, id, outcome, at: startedAt.getTime() })),
    ...events.map(({ id, type, at }) => ({ type: 'event' as const, id, name: type, at: at.getTime() })),
  ];
}
