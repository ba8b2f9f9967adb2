import type { FinishedAdvance } from '../../activities/ports.js';
import type { Instant } from '../../domain/instant.js';
import { type Projection, projectionOf } from '../../domain/journey/projection.js';
import type { Tx } from '../client.js';
import { Prisma } from '../generated/client.js';

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

/** Writes the result of an advance and what is to be seen of the journey now. */
export async function writeProjection(
  tx: Tx,
  journeyId: string,
  { result, due, interests }: FinishedAdvance,
  now: { readonly virtual: Instant },
): Promise<void> {
  const projection = projectionOf(result, interests, { at: now.virtual, due });
  // updateMany: nothing is read back.
  await tx.journey.updateMany({
    where: { id: journeyId },
    data: { ...columnsOfProjection(projection), poked: false },
  });
}
