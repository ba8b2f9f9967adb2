import type { BulkTargets, Moment, Scope } from '../../api/store-ports.js';
import type { Tx } from '../client.js';
import { Prisma } from '../generated/client.js';
import { journeyFilterSql } from '../journey-filter.js';
import { journeyScopeSql } from '../journey-scope.js';

/** Which journeys a bulk is for, as SQL that calls the journey `j` and its contact `c`: what fits and is in the scope. */
export function targetsSql(scope: Scope, { ids, ...filter }: BulkTargets, moment: Moment): Prisma.Sql {
  const named = ids === undefined ? Prisma.sql`TRUE` : Prisma.sql`j.id = ANY(${[...ids]}::text[])`;
  return Prisma.sql`${named} AND ${journeyScopeSql(scope)} AND ${journeyFilterSql(filter, moment)}`;
}

export const TARGETS = Prisma.sql`journeys j JOIN contacts c ON c.id = j."contactId"`;

/** Whom a bulk is for, and what it is to do, before anything of it is carried out. */
export interface FrozenBulk {
  readonly id: string;
  readonly requestId: string;
  readonly kind: string;
  readonly input: Prisma.InputJsonObject;
  /** As it was given, for people to read. */
  readonly filter: Prisma.InputJsonObject;
  readonly reason: string;
  readonly actorId: string;
  readonly source: string;
  readonly ratePerMinute: number;
  readonly at: { readonly virtual: number; readonly real: number };
}

/**
 * Writes a bulk and freezes the open journeys that fit, with one statement, in the caller's transaction; answers how many
 * they are. Without any it is done. `fits` calls the journey `j` and its contact `c`.
 */
export async function freezeBulk(tx: Tx, { at, ...bulk }: FrozenBulk, fits: Prisma.Sql): Promise<number> {
  const createdAt = new Date(at.virtual);
  await tx.bulk.create({ data: { ...bulk, total: 0, createdAt, realNextAt: new Date(at.real) } });
  const total = await tx.$executeRaw`
    INSERT INTO bulk_items ("bulkId", "journeyId")
    SELECT ${bulk.id}, j.id FROM ${TARGETS} WHERE j.status = 'open' AND ${fits}`;
  const over = total === 0 ? { state: 'done', finishedAt: createdAt } : {};
  await tx.bulk.update({ where: { id: bulk.id }, data: { total, ...over } });
  return total;
}
