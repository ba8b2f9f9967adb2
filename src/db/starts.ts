import type { Programs } from '../activities/ports.js';
import { addDuration } from '../domain/calendar/add-duration.js';
import { matches } from '../domain/condition/matches.js';
import type { JourneyDefinition } from '../domain/definition/definition.js';
import { workflowIdOf } from '../domain/ids.js';
import type { Instant } from '../domain/instant.js';
import type { Facts } from '../domain/journey/facts.js';
import { lookupIn } from '../domain/journey/lookup.js';
import { type Deployment, placeOf } from '../domain/journey/place.js';
import type { Program } from '../domain/journey/program.js';
import { err, ok, type Result } from '../domain/result.js';
import type { Tx } from './client.js';
import { readFacts } from './journey/facts.js';
import { newId } from './new-id.js';

export type EntryRefusal = 'already-open' | 'again' | 'condition' | 'unknown-definition';

export interface StartRequest {
  readonly definitionId: string;
  readonly contactId: string;
  /** Who starts it: an actor, or the event. */
  readonly by: string;
  readonly eventId: string | null;
  readonly stage: string | null;
  readonly now: { readonly virtual: Instant; readonly real: Instant };
}

export interface StartedJourney {
  readonly journeyId: string;
  readonly outboxId: bigint;
}

/**
 * Inserts a journey and what tells Temporal to start it, in the caller's transaction, which holds the contact's lock
 * (law 11). A refused entry is recorded with why.
 */
export async function insertJourney(
  tx: Tx,
  programs: Programs,
  deployment: Deployment,
  request: StartRequest,
): Promise<Result<StartedJourney, EntryRefusal>> {
  const { definitionId, contactId, now } = request;
  const definition = await tx.definition.findUnique({ where: { id: definitionId } });
  if (definition === null || definition.kind !== 'journey') return err('unknown-definition');
  const program = await programs.program(definitionId, definition.current);
  const last = await tx.journey.findFirst({ where: { definitionId, subjectId: contactId }, orderBy: { n: 'desc' } });
  const refusal = await refusalOf(tx, program, deployment, request, last);
  if (refusal !== null) {
    await tx.refusedEntry.create({
      data: { definitionId, contactId, code: refusal, eventId: request.eventId, at: new Date(now.virtual) },
    });
    return err(refusal);
  }
  const { ownerId } = await tx.contact.findUniqueOrThrow({ where: { id: contactId }, select: { ownerId: true } });
  const n = (last?.n ?? 0) + 1;
  const workflowId = workflowIdOf(definitionId, contactId, n);
  const journeyId = newId('journey');
  await tx.journey.create({
    data: {
      id: journeyId,
      definitionId,
      definitionVersion: definition.current,
      subjectType: 'contact',
      subjectId: contactId,
      contactId,
      ownerId,
      n,
      workflowId,
      status: 'open',
      phase: 'starting',
      startedAt: new Date(now.virtual),
      interests: [],
      enteredBy: request.by,
      startEventId: request.eventId,
      startStage: request.stage,
    },
  });
  const outbox = await tx.outbox.create({
    data: { kind: 'start', journeyId, workflowId, eventId: request.eventId, realAt: new Date(now.real) },
  });
  return ok({ journeyId, outboxId: outbox.id });
}

interface LastRun {
  readonly status: string;
  readonly endedAt: Date | null;
}

async function refusalOf(
  tx: Tx,
  program: Program,
  deployment: Deployment,
  request: StartRequest,
  last: LastRun | null,
): Promise<EntryRefusal | null> {
  if (last?.status === 'open') return 'already-open';
  const { definition } = program;
  const needsFacts = definition.enter.if !== undefined || (last !== null && typeof definition.enter.again === 'object');
  const facts = needsFacts
    ? await readFacts(tx, { journeyId: '', contactId: request.contactId, startEvent: request.eventId }, program, null)
    : null;
  if (last !== null && !mayAgain(definition, last, facts, deployment, request.now.virtual)) return 'again';
  if (facts !== null && definition.enter.if !== undefined && !entryFits(program, deployment, request, facts))
    return 'condition';
  return null;
}

/** `again` counts from the last run's end. */
function mayAgain(
  definition: JourneyDefinition,
  last: LastRun,
  facts: Facts | null,
  deployment: Deployment,
  now: Instant,
): boolean {
  const { again } = definition.enter;
  if (again === 'always') return true;
  if (again === 'never' || last.endedAt === null || facts === null) return false;
  return addDuration(last.endedAt.getTime(), again.after, placeOf(definition, facts, deployment)) <= now;
}

function entryFits(program: Program, deployment: Deployment, request: StartRequest, facts: Facts): boolean {
  const { definition } = program;
  const event = facts.events.find((candidate) => candidate.id === request.eventId) ?? null;
  const place = placeOf(definition, facts, deployment);
  return (
    definition.enter.if === undefined ||
    matches(definition.enter.if, lookupIn(program, null, facts, event), request.now.virtual, place)
  );
}
