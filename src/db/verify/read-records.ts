import type { Programs } from '../../activities/ports.js';
import type { AdvanceResult } from '../../domain/journey/advance.js';
import { interestsOf } from '../../domain/journey/interests.js';
import type { Projection } from '../../domain/journey/projection.js';
import type { JourneyState } from '../../domain/journey/state.js';
import type { Decision, JourneyRecord, JourneyRow } from '../../domain/verify/sights.js';
import type { Db, Tx } from '../client.js';
import type { Journey } from '../generated/client.js';
import { isUnreachable } from '../unreachable.js';
import { type CareParts, careOf, readCareRows } from './read-care.js';

const ms = (date: Date | null): number | null => (date === null ? null : date.getTime());

/** Everything that verifying a journey asks of Postgres, read at one instant: else a decision in between would be a difference. */
export function readRecords(db: Db, parts: CareParts, ids: readonly string[]): Promise<JourneyRecord[]> {
  // Of those who are cared for all is read that a decision looks at, one after the other.
  const options = { isolationLevel: 'RepeatableRead', timeout: 60_000 } as const;
  return db.$transaction((tx) => readRecordsIn(tx, parts, ids), options);
}

/** The same in a transaction of the caller's, who holds what must not change meanwhile. */
export async function readRecordsIn(tx: Tx, parts: CareParts, ids: readonly string[]): Promise<JourneyRecord[]> {
  if (ids.length === 0) return [];
  const where = { journeyId: { in: [...ids] } };
  // One after the other: a transaction is one connection.
  const rows = await tx.journey.findMany({
    where: { id: { in: [...ids] } },
    include: { contact: { select: { ownerId: true } } },
    orderBy: { id: 'asc' },
  });
  const last = byJourney(await readLast(tx, ids));
  const numbers = byJourney(await readNumbers(tx, ids));
  const sends = byJourney(
    await tx.$queryRaw<{ journeyId: string; step: string | null; count: number }[]>`
      SELECT "journeyId", step, count(*)::int AS count FROM journal_entries
      WHERE "journeyId" = ANY(${ids}) AND decision = 'send' AND action IN ('email', 'sms', 'appointment')
      GROUP BY "journeyId", step`,
  );
  const messages = byJourney(
    await tx.message.findMany({
      where,
      select: { id: true, journeyId: true, stepId: true, state: true, realClaimedAt: true },
      orderBy: { id: 'asc' },
    }),
  );
  const tasks = byJourney(
    (
      await tx.task.findMany({
        where: { ...where, origin: 'journey' },
        select: { id: true, journeyId: true, stepId: true, occurrence: true, status: true },
        orderBy: { id: 'asc' },
      })
    ).map((task) => ({ ...task, journeyId: task.journeyId ?? '' })),
  );
  const cared = await readCareRows(tx, ids);
  const records: JourneyRecord[] = [];
  for (const row of rows) {
    const decision = await decisionOf(parts.programs, row, last.get(row.id)?.[0]);
    records.push({
      row: rowOf(row),
      contactOwnerId: row.contact.ownerId,
      last: decision,
      care: await careOf(tx, parts, row, decision, cared),
      missing: (numbers.get(row.id) ?? []).flatMap(({ missing }) => missing ?? []),
      frozen: (numbers.get(row.id) ?? []).flatMap(({ number, frozenAt }) =>
        frozenAt === null ? [] : [{ number, realAt: frozenAt.getTime() }],
      ),
      sends: sends.get(row.id) ?? [],
      messages: (messages.get(row.id) ?? []).map(({ id, stepId, state, realClaimedAt }) => ({
        id,
        stepId,
        state,
        claimedAt: ms(realClaimedAt),
      })),
      tasks: (tasks.get(row.id) ?? []).map(({ id, stepId, occurrence, status }) => ({
        id,
        stepId: stepId ?? '',
        occurrence: occurrence ?? 0,
        status,
      })),
    });
  }
  return records;
}

interface LastRow {
  readonly journeyId: string;
  readonly result: unknown;
  readonly at: Date | null;
  readonly due: Date | null;
}

const readLast = (tx: Tx, ids: readonly string[]): Promise<LastRow[]> => tx.$queryRaw<LastRow[]>`
  SELECT j.id AS "journeyId", a.result, a.at, a.due FROM unnest(${ids}::text[]) AS j(id)
  CROSS JOIN LATERAL (
    SELECT result, at, due FROM advances
    WHERE "journeyId" = j.id AND result IS NOT NULL ORDER BY number DESC LIMIT 1) AS a`;

interface NumberRow {
  readonly journeyId: string;
  readonly number: number;
  /** Of a decision without a result. */
  readonly frozenAt: Date | null;
  /** What lies between this decision and the one before. */
  readonly missing: number[] | null;
}

/**
 * What is remarkable about the numbers of a journey's decisions. A person's command may have let a journey that was out of
 * step pass over some: then its decision follows a gap, and the journal says whose command it was.
 */
const readNumbers = (tx: Tx, ids: readonly string[]): Promise<NumberRow[]> => tx.$queryRaw<NumberRow[]>`
  SELECT "journeyId", number, CASE WHEN unfinished THEN "realAt" END AS "frozenAt",
    CASE WHEN number > before + 1 AND NOT EXISTS (
      SELECT 1 FROM journal_entries e WHERE e."journeyId" = n."journeyId" AND e.advance = n.number
        AND e.detail ? 'requestId')
    THEN ARRAY(SELECT generate_series(before + 1, LEAST(number - 1, before + 20))) END AS missing
  FROM (
    SELECT "journeyId", number, result IS NULL AS unfinished, "realAt",
      coalesce(lag(number) OVER (PARTITION BY "journeyId" ORDER BY number), 0) AS before
    FROM advances WHERE "journeyId" = ANY(${ids})) AS n
  WHERE unfinished OR number > before + 1
  ORDER BY "journeyId", number`;

async function decisionOf(programs: Programs, row: Journey, last: LastRow | undefined): Promise<Decision | null> {
  if (last === undefined) return null;
  const result = last.result as AdvanceResult;
  const decided = last.at === null ? null : { at: last.at.getTime(), due: ms(last.due) };
  return { result, decided, interests: await interestsAfter(programs, row, result) };
}

/** Null: the version of the definition is not there, or doesn't fit the state. */
export async function interestsAfter(
  programs: Programs,
  { definitionId, definitionVersion }: Pick<Journey, 'definitionId' | 'definitionVersion'>,
  { state }: AdvanceResult,
): Promise<readonly string[] | null> {
  try {
    const program = await programs.program(definitionId, state.version ?? definitionVersion);
    return interestsOf(program, state);
  } catch (error) {
    if (isUnreachable(error)) throw error;
    return null;
  }
}

const rowOf = (row: Journey): JourneyRow => ({
  id: row.id,
  workflowId: row.workflowId,
  status: row.status as JourneyRow['status'],
  phase: row.phase,
  definitionVersion: row.definitionVersion,
  outcome: row.outcome,
  stage: row.stage,
  stageSince: ms(row.stageSince),
  goalAt: ms(row.goalAt),
  nextAt: ms(row.nextAt),
  endedAt: ms(row.endedAt),
  lastAdvanceAt: ms(row.lastAdvanceAt),
  waits: row.waits as unknown as Projection['waits'],
  attention: row.attention,
  advance: row.advance,
  state: row.state as unknown as JourneyState | null,
  interests: row.interests,
  ownerId: row.ownerId,
});

function byJourney<T extends { readonly journeyId: string }>(rows: readonly T[]): Map<string, T[]> {
  const map = new Map<string, T[]>();
  for (const row of rows) {
    const known = map.get(row.journeyId);
    if (known === undefined) map.set(row.journeyId, [row]);
    else known.push(row);
  }
  return map;
}
