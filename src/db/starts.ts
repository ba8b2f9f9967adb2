import type { Programs } from '../activities/ports.js';
import type { JourneyDefinition } from '../domain/definition/definition.js';
import { workflowIdOf } from '../domain/ids.js';
import type { Deployment } from '../domain/journey/place.js';
import { err, ok, type Result } from '../domain/result.js';
import type { Tx } from './client.js';
import { correlationId } from './correlation.js';
import type { StoredEvent } from './event-rows.js';
import type { RefusedEntry } from './generated/client.js';
import { askEntry, type Entry, type EntryRefusal, type EntryRequest } from './journey/entry.js';
import { tellGroup } from './journey/group.js';
import { newId } from './new-id.js';
import { query } from './statement.js';

export interface StartRequest extends EntryRequest {
  /** Who starts it: an actor, `event`, or `journey:<id>`. */
  readonly by: string;
  readonly stage: string | null;
}

export interface StartedJourney {
  readonly journeyId: string;
  /** What is to be relayed to Temporal after the commit. */
  readonly outbox: readonly bigint[];
}

/**
 * Inserts a journey and what tells Temporal to start it, in the caller's transaction, which holds the contact's lock
 * (law 11). A refused entry is recorded with why; one refused as `busy` enters when its turn comes (`passTurn`).
 */
export async function insertJourney(
  tx: Tx,
  programs: Programs,
  deployment: Deployment,
  request: StartRequest,
): Promise<Result<StartedJourney, EntryRefusal>> {
  const entry = await askEntry(tx, programs, deployment, request, true);
  if (entry.type === 'open') return ok(await insert(tx, entry, request));
  const { definitionId, contactId, eventId, by, stage, now } = request;
  if (entry.code === 'unknown-definition') return err(entry.code);
  const waits = entry.code === 'busy';
  const queued = waits && (await tx.refusedEntry.count({ where: { definitionId, contactId, waits } })) > 0;
  await tx.refusedEntry.create({
    data: {
      definitionId,
      contactId,
      code: entry.code,
      eventId,
      at: new Date(now.virtual),
      ...(waits && !queued ? { waits, enteredBy: by, startStage: stage } : {}),
    },
  });
  return err(entry.code);
}

async function insert(
  tx: Tx,
  { program, version, subject, runs }: Extract<Entry, { type: 'open' }>,
  { definitionId, contactId, by, eventId, stage, now }: StartRequest,
): Promise<StartedJourney> {
  const n = runs + 1;
  const workflowId = workflowIdOf(definitionId, subject.id, n);
  const journeyId = newId('journey');
  const [start] = await query<{ id: bigint }>(tx)`
    WITH journey AS (
      INSERT INTO journeys (id, "definitionId", "definitionVersion", "subjectType", "subjectId", "contactId", "ownerId", n,
        "workflowId", status, phase, "startedAt", interests, "enteredBy", "startEventId", "startStage", "correlationId")
      SELECT ${journeyId}, ${definitionId}, ${version}, ${subject.type}, ${subject.id}, id, "ownerId", ${n}::int,
        ${workflowId}, 'open', 'starting', ${new Date(now.virtual)}::timestamptz, '{}', ${by}, ${eventId}, ${stage},
        ${correlationId()}
      FROM contacts WHERE id = ${contactId}
      RETURNING id, "workflowId", "startEventId")
    INSERT INTO outbox (kind, "journeyId", "workflowId", "eventId", "realAt")
    SELECT 'start', id, "workflowId", "startEventId", ${new Date(now.real)}::timestamptz FROM journey
    RETURNING id`;
  if (start === undefined) throw new Error(`contact ${contactId} isn't there; expected its row under the lock`);
  const { exclusive } = program.definition;
  const pokes = exclusive === undefined ? [] : await tellGroup(tx, contactId, exclusive, journeyId, now.real);
  return { journeyId, outbox: [start.id, ...pokes] };
}

/** Starts every journey whose `enter` names this event, but for `except`. */
export async function enterByEvent(
  tx: Tx,
  programs: Programs,
  deployment: Deployment,
  { id, type, contactId, dealId }: StoredEvent,
  options: { readonly now: EntryRequest['now']; readonly except?: string },
): Promise<StartedJourney[]> {
  if (contactId === null) return [];
  const versions = await query<{ id: string }>(tx)`
    SELECT d.id FROM definitions d JOIN definition_versions v ON v."definitionId" = d.id AND v.version = d.current
    WHERE d.kind = 'journey' AND ${type} = ANY(v."enterOn")`;
  const started: StartedJourney[] = [];
  for (const { id: definitionId } of versions) {
    if (definitionId === options.except) continue;
    const request = { definitionId, contactId, dealId, by: 'event', eventId: id, stage: null, now: options.now };
    const result = await insertJourney(tx, programs, deployment, request);
    if (result.ok) started.push(result.value);
  }
  return started;
}

type WaitingEntry = Pick<RefusedEntry, 'id' | 'definitionId' | 'eventId' | 'enteredBy' | 'startStage'>;

/**
 * A journey is over: the entries that wait for its end may enter, the highest priority first: of its own definition, which
 * was stopped to begin anew, and of its group; those of the group that rest are told. The caller holds the contact's lock.
 */
export async function passTurn(
  tx: Tx,
  programs: Programs,
  deployment: Deployment,
  over: {
    readonly journeyId: string;
    readonly definitionId: string;
    readonly contactId: string;
    readonly group: string | null;
  },
  now: EntryRequest['now'],
): Promise<void> {
  const { journeyId, contactId, group } = over;
  const rows = await query<WaitingEntry>(tx)`
    SELECT id, "definitionId", "eventId", "enteredBy", "startStage" FROM refused_entries
    WHERE "contactId" = ${contactId} AND waits ORDER BY id`;
  const waiting: { readonly row: WaitingEntry; readonly priority: number }[] = [];
  for (const row of rows) {
    const exclusive = await exclusiveOf(tx, programs, row.definitionId);
    if (row.definitionId === over.definitionId || (exclusive !== undefined && exclusive.group === group))
      waiting.push({ row, priority: exclusive?.priority ?? 0 });
  }
  waiting.sort((a, b) => b.priority - a.priority);
  for (const { row } of waiting) {
    const { definitionId, eventId, enteredBy, startStage } = row;
    const entry = { definitionId, contactId, eventId, by: enteredBy ?? 'event', stage: startStage, now };
    const answer = await askEntry(tx, programs, deployment, entry);
    if (answer.type === 'refused' && answer.code === 'busy') continue;
    await tx.refusedEntry.update({ where: { id: row.id }, data: { waits: false } });
    await insertJourney(tx, programs, deployment, entry);
  }
  if (group !== null) await tellGroup(tx, contactId, { group }, journeyId, now.real);
}

type Exclusive = NonNullable<JourneyDefinition['exclusive']>;

async function exclusiveOf(tx: Tx, programs: Programs, definitionId: string): Promise<Exclusive | undefined> {
  const row = await tx.definition.findUnique({ where: { id: definitionId } });
  return row === null ? undefined : (await programs.program(definitionId, row.current)).definition.exclusive;
}
