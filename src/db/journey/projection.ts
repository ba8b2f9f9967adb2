import type { FinishedAdvance } from '../../activities/ports.js';
import type { Instant } from '../../domain/instant.js';
import { type Projection, projectionOf } from '../../domain/journey/projection.js';
import type { Tx } from '../client.js';
import { Prisma } from '../generated/client.js';
import { execute } from '../statement.js';

const date = (at: Instant | null): Date | null => (at === null ? null : new Date(at));
const json = (value: unknown): Prisma.InputJsonValue => value as Prisma.InputJsonValue;

/** A projection as the columns of a journey's row. */
export const columnsOfProjection = (projection: Projection): Prisma.JourneyUncheckedUpdateManyInput => {
  const { stageSince, goalAt, waits, state, interests, nextAt, endedAt, lastAdvanceAt, ...rest } = projection;
  return {
    ...rest,
    stageSince: date(stageSince),
    goalAt: date(goalAt),
    waits: json(waits),
    state: state === null ? Prisma.DbNull : json(state),
    ...(interests === undefined ? {} : { interests: [...interests] }),
    ...(nextAt === undefined ? {} : { nextAt: date(nextAt) }),
    ...(endedAt === undefined ? {} : { endedAt: date(endedAt) }),
    ...(lastAdvanceAt === undefined ? {} : { lastAdvanceAt: new Date(lastAdvanceAt) }),
  };
};

interface Decided {
  readonly journeyId: string;
  readonly number: number;
  readonly fence: string;
}

/** Writes the result of a decision, which was frozen or not, and what is to be seen of the journey now. */
export async function writeResult(
  tx: Tx,
  { journeyId, number, fence }: Decided,
  { result, due, interests }: FinishedAdvance,
  now: { readonly virtual: Instant; readonly real: Instant },
): Promise<void> {
  const real = new Date(now.real);
  const row = projectionOf(result, interests, { at: now.virtual, due });
  await execute(tx)`
    WITH decided AS (
      INSERT INTO advances ("journeyId", number, fence, decision, "realAt", result, "realDoneAt", at, due)
      VALUES (${journeyId}, ${number}, ${fence}, '{}', ${real},
        ${JSON.stringify(result)}::jsonb, ${real}, ${new Date(now.virtual)}, ${date(due)})
      ON CONFLICT ("journeyId", number) DO UPDATE SET
        result = excluded.result, "realDoneAt" = excluded."realDoneAt", at = excluded.at, due = excluded.due
      RETURNING result->'state' AS state)
    UPDATE journeys SET
      status = ${row.status}, phase = ${row.phase}, outcome = ${row.outcome}, attention = ${row.attention},
      "definitionVersion" = coalesce(${row.definitionVersion ?? null}, "definitionVersion"),
      stage = ${row.stage}, "stageSince" = ${date(row.stageSince)}, "goalAt" = ${date(row.goalAt)},
      waits = ${JSON.stringify(row.waits)}::jsonb, interests = ${interests}, advance = ${row.advance},
      state = decided.state, "nextAt" = ${date(row.nextAt ?? null)}, "endedAt" = ${date(row.endedAt ?? null)},
      "lastAdvanceAt" = ${date(row.lastAdvanceAt ?? null)}, poked = false
    FROM decided WHERE id = ${journeyId}`;
}
