import type { Programs } from '../activities/ports.js';
import type { Deployment } from '../domain/journey/place.js';
import { noteConversions } from './campaign-results/note-conversion.js';
import type { Db, Tx } from './client.js';
import { applyEventEffects } from './event-effects.js';
import { type EventToStore, insertEvent, wakeJourneys } from './event-rows.js';
import { lockContact } from './journey/lock.js';
import { stopClock } from './pools/worked.js';
import { enterByEvent } from './starts.js';
import { execute, transaction } from './statement.js';
import { lookAtAnswer } from './surveys/bad-answer.js';

export interface IntakeDeps {
  readonly db: Db;
  readonly programs: Programs;
  readonly deployment: Deployment;
}

export interface Received {
  readonly eventId: string | null;
  readonly started: readonly string[];
  readonly woken: number;
  /** What is to be relayed to Temporal after the commit. */
  readonly outbox: readonly bigint[];
}

/**
 * The one door for what happens (law 10): under the contact's lock the event is stored, our records follow, the journeys
 * that wait for it are marked and the definitions it enters begin. All or nothing.
 */
export function receiveEvent(
  deps: IntakeDeps,
  event: EventToStore,
  extra?: (tx: Tx) => Promise<void>,
): Promise<Received> {
  return transaction(deps.db, async (tx) => {
    if (event.contactId !== null && event.contactId !== undefined) await lockContact(tx, event.contactId);
    if (extra !== undefined) await extra(tx);
    return await takeIn(tx, deps, event);
  });
}

/** The same in the caller's transaction, which holds the contact's lock. */
export async function takeIn(tx: Tx, deps: Omit<IntakeDeps, 'db'>, event: EventToStore): Promise<Received> {
  const stored = await insertEvent(tx, event);
  if (stored === null) return { eventId: null, started: [], woken: 0, outbox: [] };
  await applyEventEffects(tx, { ...event, type: stored.type, fields: stored.fields });
  if (stored.contactId !== null) {
    const at = Math.min(event.at, event.now.virtual);
    await noteConversions(tx, deps, { ...stored, contactId: stored.contactId, at });
  }
  await lookAtAnswer(tx, deps.deployment, event);
  const clocks = stored.contactId === null ? [] : await stopClock(tx, stored.contactId, stored.type, event.now.real);
  const pokes = await wakeJourneys(tx, stored, { now: event.now });
  const starts = await enterByEvent(tx, deps.programs, deps.deployment, stored, { now: event.now });
  const wakes = [...pokes, ...starts.flatMap((start) => start.outbox)];
  if (wakes.length === 0)
    await execute(tx)`UPDATE events SET "dispatchedAt" = ${new Date(event.now.virtual)} WHERE id = ${stored.id}`;
  const started = starts.map((start) => start.journeyId);
  return { eventId: stored.id, started, woken: pokes.length, outbox: [...wakes, ...clocks] };
}
