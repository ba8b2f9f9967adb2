import { z } from 'zod';
import { VERIFY_CODES } from '../../domain/error-codes/verify-codes.js';
import type { Difference } from '../../domain/verify/difference.js';
import { type DifferenceView, rebuildRecords, verifyRecords } from '../contracts/records.js';
import type { AppDeps } from '../deps.js';
import { Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import type { RebuildPlace, VerificationPlace } from '../ports.js';

/** The records beside Temporal: compared, and made right again. */
export function recordRoutes(routes: Routes, { records }: AppDeps): void {
  routes.on(verifyRecords, async ({ query }) => {
    const place = query.cursor === undefined ? BEGINNING : decode(query.cursor, placeShape);
    const { differences, doubts, next, ...counts } = await records.verify(place);
    const nextCursor = next === null ? null : encode(next);
    return { ...counts, data: differences.map(viewOf), doubts: doubts.map(viewOf), nextCursor };
  });

  routes.on(rebuildRecords, async ({ body, actor }) => {
    const place = body.cursor === undefined ? REBUILD_BEGINNING : decode(body.cursor, rebuildPlaceShape);
    const { journeys, rebuilt, contacts, next } = await records.rebuild({
      place,
      dryRun: body.dryRun,
      actorId: actor.user.userId,
    });
    const data = rebuilt.map(({ journeyId, columns }) => ({ journeyId, columns: [...columns] }));
    const figures = contacts.map((each) => ({ contactId: each.contactId, figures: [...each.figures] }));
    return { journeys, data, contacts: figures, nextCursor: next === null ? null : encode(next) };
  });
}

const BEGINNING: VerificationPlace = { part: 'journeys', after: null };
const REBUILD_BEGINNING: RebuildPlace = { part: 'journeys', after: null };

// Keys go into queries as they are: a NUL would come back from Postgres as a fault of ours.
const key = z
  .string()
  .max(1_500)
  .regex(/^[\w-]*$/);
const rebuildPlaceShape = z.strictObject({ part: z.enum(['journeys', 'figures']), after: key.nullable() });
const placeShape = z.discriminatedUnion('part', [
  z.strictObject({ part: z.enum(['journeys', 'runs', 'figures']), after: key.nullable() }),
  z.strictObject({
    part: z.literal('leftovers'),
    after: z
      .string()
      .regex(/^\d{1,18}$/)
      .nullable(),
  }),
]);

const encode = (place: object): string => Buffer.from(JSON.stringify(place)).toString('base64url');

function decode<T>(cursor: string, shape: z.ZodType<T>): T {
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    const message = 'expected the nextCursor of the page before';
    throw new Problem('bad-cursor', `The cursor is not one that this walk gave; ${message}.`, [
      { pointer: '/cursor', code: 'bad-cursor', message },
    ]);
  }
}

function viewOf(difference: Difference): DifferenceView {
  const { title, help } = VERIFY_CODES[difference.code];
  return { ...difference, title, fix: help };
}
