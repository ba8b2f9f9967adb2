import { randomUUID } from 'node:crypto';
import type { BulkAnswer, BulkItem, BulkWork } from '../../activities/ports.js';
import type { BulkCommand, Engine } from '../../api/ports.js';
import { afterTurns, turnsDue } from '../../domain/pace.js';
import type { Db, Tx } from '../client.js';
import type { Bulk } from '../generated/client.js';
import { mapOf } from '../paging.js';

/** Longer than any attempt takes (src/worker/run-bulks.ts): a worker that is silent for so long is gone. */
const LEASE_MS = 30_000;
/** When to look again at a bulk all of whose items are in hand. */
const IDLE_MS = 1_000;

export interface BulkWorkDeps {
  readonly db: Db;
  readonly engine: Pick<Engine, 'command' | 'reassign' | 'now'>;
}

/**
 * Bulks as workers carry them out, several at once. A claim is leased and fenced: a worker that lost it writes nothing,
 * and the command of whoever comes after it has the same request id, so it takes effect once.
 */
export function createBulkWork({ db, engine }: BulkWorkDeps): BulkWork {
  return {
    claim: (real, most) => db.$transaction((tx) => claim(tx, real, most)),

    async goesOn(bulkId) {
      const bulk = await db.bulk.findUnique({ where: { id: bulkId }, select: { state: true } });
      return bulk?.state === 'running';
    },

    async carryOut(item) {
      const bulk = await db.bulk.findUniqueOrThrow({ where: { id: item.bulkId } });
      return await carryOut(db, engine, bulk, item.journeyId);
    },

    async settle({ bulkId, journeyId, fence }, { state, code }, real) {
      const finishedAt = new Date(await engine.now());
      // The item and its count are one statement: whatever breaks off, the counts add up.
      await db.$executeRaw`
        WITH settled AS (
          UPDATE bulk_items SET state = ${state}, code = ${code}, "claimedUntil" = NULL, "realDoneAt" = ${new Date(real)}
          WHERE "bulkId" = ${bulkId} AND "journeyId" = ${journeyId} AND fence = ${fence} AND state = 'waiting'
          RETURNING state)
        UPDATE bulks b SET
          done = done + (s.state = 'done')::int,
          refused = refused + (s.state = 'refused')::int,
          failed = failed + (s.state = 'failed')::int,
          state = CASE WHEN b.state = 'running' AND done + refused + failed + 1 = total THEN 'done' ELSE b.state END,
          "finishedAt" = CASE WHEN b.state = 'running' AND done + refused + failed + 1 = total
            THEN ${finishedAt} ELSE "finishedAt" END
        FROM settled s WHERE b.id = ${bulkId}`;
    },

    async giveBack({ bulkId, journeyId, fence }, dueAt, counts) {
      await db.bulkItem.updateMany({
        where: { bulkId, journeyId, fence, state: 'waiting' },
        data: { claimedUntil: null, realDueAt: new Date(dueAt), ...(counts ? {} : { attempts: { decrement: 1 } }) },
      });
    },
  };
}

/** The lock on the bulk makes its turns those of all workers; they are taken before the work is begun. */
async function claim(tx: Tx, real: number, most: number): Promise<BulkItem[]> {
  const now = new Date(real);
  const [bulk] = await tx.$queryRaw<Pick<Bulk, 'id' | 'ratePerMinute' | 'realNextAt'>[]>`
    SELECT id, "ratePerMinute", "realNextAt" FROM bulks WHERE state = 'running' AND "realNextAt" <= ${now}
    ORDER BY "realNextAt", id LIMIT 1 FOR UPDATE`;
  if (bulk === undefined) return [];
  const pace = { perMinute: bulk.ratePerMinute, nextAt: bulk.realNextAt.getTime() };
  const items = await tx.$queryRaw<BulkItem[]>`
    UPDATE bulk_items SET fence = ${randomUUID()}, attempts = attempts + 1, "claimedUntil" = ${new Date(real + LEASE_MS)}
    WHERE "bulkId" = ${bulk.id} AND "journeyId" IN (
      SELECT "journeyId" FROM bulk_items
      WHERE "bulkId" = ${bulk.id} AND state = 'waiting' AND ("claimedUntil" IS NULL OR "claimedUntil" < ${now})
        AND ("realDueAt" IS NULL OR "realDueAt" <= ${now})
      ORDER BY "journeyId" LIMIT ${Math.min(most, turnsDue(pace, real))} FOR UPDATE SKIP LOCKED)
    RETURNING "bulkId", "journeyId", fence, attempts`;
  const nextAt = items.length === 0 ? real + IDLE_MS : afterTurns(pace, real, items.length);
  await tx.bulk.update({ where: { id: bulk.id }, data: { realNextAt: new Date(nextAt) } });
  return items;
}

/** Gives one journey the command, by a request id that is the same for every attempt. */
async function carryOut(
  db: Db,
  engine: BulkWorkDeps['engine'],
  bulk: Bulk,
  journeyId: string,
): Promise<BulkAnswer | null> {
  const command = { kind: bulk.kind, ...mapOf(bulk.input) } as unknown as BulkCommand;
  const requestId = `${bulk.id}/${journeyId}`;
  const { actorId, reason, source } = bulk;
  const journey = await db.journey.findUniqueOrThrow({ where: { id: journeyId } });
  if (command.kind === 'reassign') {
    if (journey.status !== 'open') return { state: 'refused', code: 'journey-ended' };
    const request = { requestId, journeyId, reason };
    const change = { contactId: journey.contactId, ownerId: command.ownerId, actorId, source, request };
    const moved = await engine.reassign(change);
    return moved.ok ? DONE : { state: 'refused', code: moved.error.code };
  }
  const answer = await engine.command(journeyId, command, { requestId, actorId, reason });
  if (answer.ok) return DONE;
  const { code } = answer.error;
  // Temporal knows of no run of a journey that is not over: its start may be under way.
  if (code === 'journey-ended' && journey.status === 'open' && (await isOpen(db, journeyId))) return null;
  return { state: 'refused', code };
}

const DONE: BulkAnswer = { state: 'done', code: null };

async function isOpen(db: Db, journeyId: string): Promise<boolean> {
  const journey = await db.journey.findUnique({ where: { id: journeyId }, select: { status: true } });
  return journey?.status === 'open';
}
