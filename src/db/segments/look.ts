import { parseDefinition } from '../../domain/definition/parse.js';
import { DAY, type Instant } from '../../domain/instant.js';
import type { Db } from '../client.js';
import { lookAtBounds } from '../condition/value-classes.js';
import { countFitting, keepSize } from './store.js';

/*
 * The look of each day in UTC: where the value classes begin, then the size of every published segment that nobody has
 * counted that day. Two workers that look at once do the work twice, and keep the same.
 */

/** Answers how many segments were counted. One that can't be is told of and tried again at the next look; it holds up no other. */
export async function lookAtSegments(
  db: Db,
  now: Instant,
  notCounted: (segment: string, why: unknown) => void,
): Promise<number> {
  const today = new Date(Math.floor(now / DAY) * DAY);
  if ((await db.valueBounds.count({ where: { at: { gte: today } } })) === 0) await lookAtBounds(db, new Date(now));
  const segments = await db.$queryRaw<{ id: string; version: number; text: string }[]>`
    SELECT d.id, d.current AS version, v.text FROM definitions d
      JOIN definition_versions v ON v."definitionId" = d.id AND v.version = d.current
    WHERE d.kind = 'segment' AND NOT EXISTS (
      SELECT FROM segment_sizes s WHERE s."segmentId" = d.id AND s.day = ${today}::date AND s.version = d.current)
    ORDER BY d.id`;
  let counted = 0;
  for (const { id, version, text } of segments) {
    const { definition } = parseDefinition({ file: id, text });
    if (definition?.kind !== 'segment') continue;
    try {
      const count = await countFitting(db, { type: 'all' }, definition.if, now);
      if (typeof count === 'string') notCounted(id, count);
      else {
        await keepSize(db, { id, version }, count, now);
        counted++;
      }
    } catch (error) {
      notCounted(id, error);
    }
  }
  return counted;
}
