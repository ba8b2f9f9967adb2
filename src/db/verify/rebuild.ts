import type { Clock } from '../../activities/ports.js';
import type { RebuildPage, RebuildPlace, RebuiltJourney } from '../../api/ports.js';
import { careDifference } from '../../domain/verify/compare-care.js';
import { expectedRow, wrongColumns } from '../../domain/verify/expected-row.js';
import type { Decision, JourneyRecord, RunSight } from '../../domain/verify/sights.js';
import type { Tx } from '../client.js';
import { correlationId } from '../correlation.js';
import { Prisma } from '../generated/client.js';
import { writeForeseen } from '../journey/foreseen.js';
import { lockContact } from '../journey/lock.js';
import { columnsOfProjection } from '../journey/projection.js';
import { rebuildFigures } from './figures.js';
import { careOf, readCareRows } from './read-care.js';
import { interestsAfter, readRecords, readRecordsIn } from './read-records.js';
import { lookAtRuns, type VerifyDeps } from './verify.js';

/*
 * Makes the rows of journeys, and what the calendar of care has of them, again from their last decisions, while journeys move. What is right already is only read;
 * what is wrong is judged and written once more under its contact's lock, which every decision takes too. The same again
 * changes nothing.
 */

export interface RebuildDeps extends VerifyDeps {
  readonly clock: Clock;
  /** Tells Temporal what the outbox holds. */
  readonly tell: (outbox: readonly bigint[]) => Promise<void>;
}

const JOURNEYS_AT_ONCE = 100;

interface RebuildRequest {
  readonly place: RebuildPlace;
  readonly dryRun: boolean;
  readonly actorId: string;
}

export async function rebuildPage(deps: RebuildDeps, request: RebuildRequest): Promise<RebuildPage> {
  if (request.place.part === 'journeys') return await rebuildJourneys(deps, request);
  const { wrong, next } = await rebuildFigures(deps.db, { after: request.place.after, dryRun: request.dryRun });
  const place = next === null ? null : ({ part: 'figures', after: next } as const);
  return { journeys: 0, rebuilt: [], contacts: wrong, next: place };
}

async function rebuildJourneys(deps: RebuildDeps, request: RebuildRequest): Promise<RebuildPage> {
  const { db } = deps;
  const { after } = request.place;
  const rows = await db.journey.findMany({
    where: after === null ? {} : { id: { gt: after } },
    orderBy: { id: 'asc' },
    take: JOURNEYS_AT_ONCE,
    select: { id: true },
  });
  const ids = rows.map(({ id }) => id);
  const records = await readRecords(db, deps, ids);
  const sights = await lookAtRuns(deps, records);
  const rebuilt: RebuiltJourney[] = [];
  for (const record of records) {
    const run = sights.get(record.row.id) ?? null;
    if (isRight(record, run)) continue;
    const columns = await rebuild(deps, record.row.id, request);
    if (columns.length > 0) rebuilt.push({ journeyId: record.row.id, columns });
  }
  const next: RebuildPlace =
    ids.length < JOURNEYS_AT_ONCE ? { part: 'figures', after: null } : { part: 'journeys', after: ids.at(-1) ?? null };
  return { journeys: ids.length, rebuilt, contacts: [], next };
}

const OWNER = 'ownerId';
/** Of what stands beside the row: what the journey will do, as the calendar of care has it. */
const CARE = 'care';

const isRight = (record: JourneyRecord, run: RunSight | null): boolean =>
  lostDecision(record, run) === null &&
  (record.care === null || careDifference(record.care) === null) &&
  wrongColumns(record.row, expectedRow(record.last, run)).length === 0 &&
  (record.row.status !== 'open' || record.row.ownerId === record.contactOwnerId);

/** Undoes what a dry run has written. */
class DryRun extends Error {
  constructor(readonly columns: readonly string[]) {
    super('a dry run writes nothing');
  }
}

/** Answers the columns that were wrong. */
async function rebuild(
  deps: RebuildDeps,
  journeyId: string,
  { dryRun, actorId }: { readonly dryRun: boolean; readonly actorId: string },
): Promise<readonly string[]> {
  const { db } = deps;
  const { contactId, workflowId } = await db.journey.findUniqueOrThrow({
    where: { id: journeyId },
    select: { contactId: true, workflowId: true },
  });
  // Temporal first, and outside of the lock: what it carries is never ahead of a decision that the lock would show.
  const run = await deps.runs.look(workflowId);
  try {
    const { columns, outbox } = await db.$transaction(async (tx) => {
      await lockContact(tx, contactId);
      const [record] = await readRecordsIn(tx, deps, [journeyId]);
      if (record === undefined) return NOTHING;
      const columns = await rewrite(deps, tx, record, run);
      if (dryRun) throw new DryRun(columns);
      if (columns.length === 0) return NOTHING;
      await noteRebuilt(deps, tx, { journeyId, actorId, columns });
      const wakes = columns.some((column) => WAKES.has(column));
      return { columns, outbox: wakes ? await wake(tx, journeyId, workflowId, deps.realNow()) : [] };
    });
    await deps.tell(outbox);
    return columns;
  } catch (error) {
    if (error instanceof DryRun) return error.columns;
    // Another run of the same subject is open by now: two can't be, and `verify` goes on telling of this one.
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return [];
    throw error;
  }
}

const NOTHING: { readonly columns: readonly string[]; readonly outbox: readonly bigint[] } = {
  columns: [],
  outbox: [],
};

async function rewrite(deps: RebuildDeps, tx: Tx, record: JourneyRecord, run: RunSight): Promise<readonly string[]> {
  const isLost = lostDecision(record, run) !== null;
  const last = isLost ? await restoreDecision(deps, tx, record, run) : record.last;
  if (isLost && last === null) return [];
  // Moved since: the run that was seen says nothing any more, and the row is its own decision's.
  const carried = run.type === 'open' ? (run.last?.number ?? 0) : 0;
  const expected = expectedRow(last, carried >= (last?.result.number ?? 0) ? run : null);
  const wrong = wrongColumns(record.row, expected);
  const ownerDiffers = record.row.ownerId !== record.contactOwnerId && expected.status === 'open';
  const columns = ownerDiffers ? [...wrong, OWNER] : wrong;
  if (columns.length > 0)
    await tx.journey.update({
      where: { id: record.row.id },
      data: { ...columnsOfProjection(expected), ...(ownerDiffers ? { ownerId: record.contactOwnerId } : {}) },
    });
  const all = (await rewriteCare(deps, tx, record.row.id, last)) ? [...columns, CARE] : columns;
  return all.length === 0 && isLost ? ['decision'] : all;
}

/** Of a decision that was restored, or of the row as it is now: whether it was written anew. */
async function rewriteCare(deps: RebuildDeps, tx: Tx, journeyId: string, last: Decision | null): Promise<boolean> {
  const journey = await tx.journey.findUniqueOrThrow({ where: { id: journeyId } });
  const care = await careOf(tx, deps, journey, last, await readCareRows(tx, [journeyId]));
  if (care === null || careDifference(care) === null) return false;
  await writeForeseen(tx, journeyId, care.expected);
  return true;
}

async function noteRebuilt(
  { clock }: RebuildDeps,
  tx: Tx,
  { journeyId, actorId, columns }: { journeyId: string; actorId: string; columns: readonly string[] },
): Promise<void> {
  const { virtual, real } = clock.now(0);
  await tx.audit.create({
    data: {
      at: new Date(virtual),
      realAt: new Date(real),
      actorId,
      action: 'journey.rebuilt',
      objectType: 'journey',
      objectId: journeyId,
      detail: { columns: [...columns] },
    },
  });
}

/** While these were wrong, an event may have passed the journey by: it looks at what there is. */
const WAKES: ReadonlySet<string> = new Set(['interests', 'status']);

async function wake(tx: Tx, journeyId: string, workflowId: string, real: number): Promise<bigint[]> {
  const { status } = await tx.journey.update({
    where: { id: journeyId },
    data: { poked: true, realPokedAt: new Date(real), correlationId: correlationId() },
  });
  if (status !== 'open') return [];
  const row = await tx.outbox.create({ data: { kind: 'poke', journeyId, workflowId, realAt: new Date(real) } });
  return [row.id];
}

/**
 * A decision that Temporal carries and whose row is lost, though the journal knows of it. One that the journal doesn't know
 * either is another matter: then Postgres is behind, and a person decides.
 */
function lostDecision({ last }: JourneyRecord, run: RunSight | null): number | null {
  const carried = run?.type === 'open' ? run.last : null;
  return carried !== null && carried.number > (last?.result.number ?? 0) ? carried.number : null;
}

async function restoreDecision(
  { clock, programs }: RebuildDeps,
  tx: Tx,
  record: JourneyRecord,
  run: RunSight,
): Promise<Decision | null> {
  const number = lostDecision(record, run);
  if (number === null || run.type !== 'open' || run.last === null) return null;
  const result = run.last;
  const journeyId = record.row.id;
  const line = await tx.journalEntry.findFirst({ where: { journeyId, advance: number }, orderBy: { id: 'desc' } });
  const isUnfinished = record.frozen.some((frozen) => frozen.number === number);
  if (line === null || isUnfinished) return null;
  const now = clock.now(0);
  const due = result.next.wakeAt <= now.real ? now.virtual : now.virtual + clock.span(result.next.wakeAt - now.real);
  const decided = { at: line.at.getTime(), due: Math.round(due) };
  await tx.advance.create({
    data: {
      journeyId,
      number,
      fence: 'rebuilt',
      decision: {},
      result: result as unknown as Prisma.InputJsonValue,
      at: new Date(decided.at),
      due: new Date(decided.due),
      realAt: line.realAt,
      realDoneAt: line.realAt,
    },
  });
  const row = await tx.journey.findUniqueOrThrow({ where: { id: journeyId } });
  return { result, decided, interests: await interestsAfter(programs, row, result) };
}
