import type { Verification, VerificationPlace } from '../../api/ports.js';
import { MINUTE } from '../../domain/instant.js';
import { assertNever } from '../../domain/result.js';
import { compareJourney } from '../../domain/verify/compare.js';
import { type Difference, foundTwice, isDoubt } from '../../domain/verify/difference.js';
import type { JourneyRecord, RunSight, RunViewer } from '../../domain/verify/sights.js';
import type { Db } from '../client.js';
import { compareFigures } from './figures.js';
import type { CareParts } from './read-care.js';
import { readRecords } from './read-records.js';

/*
 * Compares records, decisions, journal, ledger and Temporal, a page at a time, while all of it moves. A page is read at one
 * instant, but Temporal isn't read in it: so whatever differs is looked at again a moment later, and told if it is still
 * the same. Nothing is written.
 */

export interface VerifyDeps extends CareParts {
  readonly db: Db;
  readonly runs: RunViewer;
  /** Real time, epoch ms. */
  readonly realNow: () => number;
  /** Between the two looks; longer than a decision takes to come back to Temporal. */
  readonly lookAgainMs?: number;
}

const JOURNEYS_AT_ONCE = 200;
const RUNS_AT_ONCE = 16;
const LOOK_AGAIN_MS = 2_000;
const LATE_AFTER = MINUTE;

/** The first page begins with the journeys' rows; then come Temporal's runs, what was not told to anybody, and the contacts' figures. */
export async function verifyPage(deps: VerifyDeps, place: VerificationPlace): Promise<Verification> {
  switch (place.part) {
    case 'journeys':
      return await verifyJourneys(deps, place.after);
    case 'runs':
      return await verifyRuns(deps, place.after);
    case 'leftovers':
      return await verifyLeftovers(deps, place.after);
    case 'figures':
      return await verifyFigures(deps, place.after);
    default:
      return assertNever(place.part);
  }
}

async function verifyJourneys(deps: VerifyDeps, after: string | null): Promise<Verification> {
  const rows = await deps.db.journey.findMany({
    where: after === null ? {} : { id: { gt: after } },
    orderBy: { id: 'asc' },
    take: JOURNEYS_AT_ONCE,
    select: { id: true },
  });
  const ids = rows.map(({ id }) => id);
  const first = await compareAll(deps, ids);
  const suspects = [...new Set(first.flatMap(({ journeyId }) => journeyId ?? []))];
  const found = await twice(deps, first, () => compareAll(deps, suspects));
  const next = ids.length < JOURNEYS_AT_ONCE ? null : (ids.at(-1) ?? null);
  return {
    ...told(found),
    journeys: ids.length,
    runs: 0,
    next: next === null ? { part: 'runs', after: null } : { part: 'journeys', after: next },
  };
}

async function compareAll(deps: VerifyDeps, ids: readonly string[]): Promise<Difference[]> {
  const records = await readRecords(deps.db, deps, ids);
  const sights = await lookAtRuns(deps, records);
  const real = deps.realNow();
  return records.flatMap((record) => compareJourney(record, sights.get(record.row.id) ?? null, real));
}

/** Of those that have ended Temporal may have forgotten the run: whether one goes on is seen from Temporal's side. */
export async function lookAtRuns(
  { runs }: Pick<VerifyDeps, 'runs'>,
  records: readonly JourneyRecord[],
): Promise<Map<string, RunSight>> {
  const sights = new Map<string, RunSight>();
  const queue = records.filter(({ row, last }) => row.status === 'open' || last?.result.ended === false).values();
  const look = async () => {
    for (const { row } of queue) sights.set(row.id, await runs.look(row.workflowId));
  };
  await Promise.all(Array.from({ length: RUNS_AT_ONCE }, look));
  return sights;
}

async function verifyRuns(deps: VerifyDeps, after: string | null): Promise<Verification> {
  const { workflowIds, next } = await deps.runs.openRuns(after);
  const first = await strayRuns(deps, workflowIds);
  const suspects = first.flatMap(({ id }) => id ?? []);
  const found = await twice(deps, first, async () => await strayRuns(deps, await stillOpen(deps, suspects)));
  return {
    ...told(found),
    journeys: 0,
    runs: workflowIds.length,
    next: next === null ? { part: 'leftovers', after: null } : { part: 'runs', after: next },
  };
}

/** A list of Temporal's is behind its histories, which say whether a run is open. */
async function stillOpen({ runs }: VerifyDeps, workflowIds: readonly string[]): Promise<string[]> {
  const open: string[] = [];
  for (const workflowId of workflowIds) if ((await runs.look(workflowId)).type === 'open') open.push(workflowId);
  return open;
}

async function strayRuns({ db }: VerifyDeps, workflowIds: readonly string[]): Promise<Difference[]> {
  const rows = await db.journey.findMany({
    where: { workflowId: { in: [...workflowIds] } },
    select: { id: true, workflowId: true, status: true },
  });
  const known = new Map(rows.map((row) => [row.workflowId, row]));
  return workflowIds.flatMap((workflowId): Difference[] => {
    const row = known.get(workflowId);
    if (row === undefined) return [{ code: 'run-without-journey', journeyId: null, id: workflowId, detail: null }];
    if (row.status === 'open') return [];
    return [{ code: 'run-of-ended-journey', journeyId: row.id, id: workflowId, detail: null }];
  });
}

const LEFTOVERS_AT_ONCE = 500;

/** What was to be told to Temporal, or to leave the system, and did not; the age alone says that it isn't in motion. */
async function verifyLeftovers({ db, realNow }: VerifyDeps, after: string | null): Promise<Verification> {
  const before = new Date(realNow() - LATE_AFTER);
  const outbox = await db.outbox.findMany({
    where: { doneAt: null, realAt: { lt: before }, ...(after === null ? {} : { id: { gt: BigInt(after) } }) },
    orderBy: { id: 'asc' },
    take: LEFTOVERS_AT_ONCE,
  });
  const isLast = outbox.length < LEFTOVERS_AT_ONCE;
  const deliveries = isLast
    ? await db.delivery.findMany({
        where: { state: { in: ['waiting', 'claimed'] }, realDueAt: { lt: before } },
        orderBy: { realDueAt: 'asc' },
        take: LEFTOVERS_AT_ONCE,
        select: { id: true, journeyId: true, state: true },
      })
    : [];
  const found = [
    ...outbox.map(
      ({ id, journeyId, kind }): Difference => ({ code: 'outbox-left', journeyId, id: String(id), detail: kind }),
    ),
    ...deliveries.map(
      ({ id, journeyId, state }): Difference => ({ code: 'delivery-late', journeyId, id, detail: state }),
    ),
  ];
  const next = isLast ? null : (outbox.at(-1)?.id ?? null);
  return {
    ...told(found),
    journeys: 0,
    runs: 0,
    next: next === null ? { part: 'figures', after: null } : { part: 'leftovers', after: String(next) },
  };
}

async function verifyFigures({ db }: VerifyDeps, after: string | null): Promise<Verification> {
  const { wrong, next } = await compareFigures(db, after);
  const found = wrong.map(
    ({ contactId, figures }): Difference => ({
      ...{ code: 'figures-differ', journeyId: null, id: contactId, detail: figures.join(', ') },
    }),
  );
  return { ...told(found), journeys: 0, runs: 0, next: next === null ? null : { part: 'figures', after: next } };
}

async function twice(
  { lookAgainMs = LOOK_AGAIN_MS }: VerifyDeps,
  first: readonly Difference[],
  again: () => Promise<Difference[]>,
): Promise<readonly Difference[]> {
  // A doubt alone is not in motion.
  if (first.every(isDoubt)) return first;
  await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  return foundTwice(first, await again());
}

const told = (found: readonly Difference[]) => ({
  differences: found.filter((difference) => !isDoubt(difference)),
  doubts: found.filter(isDoubt),
});
