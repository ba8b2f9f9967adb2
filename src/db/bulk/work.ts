import { randomUUID } from 'node:crypto';
import type { BulkAnswer, BulkItem, BulkWork } from '../../activities/ports.js';
import type { BulkCommand, Engine, JourneyCommand } from '../../api/ports.js';
import { afterTurns, turnsDue } from '../../domain/pace.js';
import type { Db, Tx } from '../client.js';
import type { Bulk } from '../generated/client.js';
import { mapOf } from '../paging.js';

/** A worker holds what it has in hand more often (src/worker/run-bulks.ts): one that is silent for so long is gone. */
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
    async claim(real, most) {
      const at = await engine.now();
      return await db.$transaction((tx) => claim(tx, { virtual: at, real }, most));
    },

    async hold(items, real) {
      const of = (key: 'bulkId' | 'journeyId' | 'fence') => items.map((item) => item[key]);
      // Waits for no lock: what is locked is being begun or settled, and a wait could be for one who waits for this.
      await db.$executeRaw`
        WITH held AS MATERIALIZED (
          SELECT "bulkId", "journeyId" FROM bulk_items JOIN
            unnest(${of('bulkId')}::text[], ${of('journeyId')}::text[], ${of('fence')}::text[])
              AS mine ("bulkId", "journeyId", fence) USING ("bulkId", "journeyId", fence)
          WHERE state = 'waiting' FOR UPDATE OF bulk_items SKIP LOCKED)
        UPDATE bulk_items i SET "claimedUntil" = ${new Date(real + LEASE_MS)}
        FROM held WHERE i."bulkId" = held."bulkId" AND i."journeyId" = held."journeyId"`;
    },

    async begin({ bulkId, journeyId, fence }) {
      // The share of the lock: once an abort is answered nothing begins any more.
      const count = await db.$executeRaw`
        WITH running AS (SELECT id FROM bulks WHERE id = ${bulkId} AND state = 'running' FOR SHARE)
        UPDATE bulk_items SET begun = TRUE
        WHERE "bulkId" = ${bulkId} AND "journeyId" = ${journeyId} AND fence = ${fence} AND state = 'waiting'
          AND (begun OR EXISTS (SELECT FROM running))`;
      return count === 1;
    },

    async carryOut(item, until) {
      const bulk = await db.bulk.findUniqueOrThrow({ where: { id: item.bulkId } });
      return bulk.kind === 'change-version'
        ? await changeVersion(db, engine, bulk, item, until)
        : await carryOut(db, engine, bulk, item.journeyId, until);
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

interface Now {
  readonly virtual: number;
  readonly real: number;
}

/** The lock on the bulk makes its turns those of all workers; they are taken before the work is begun. */
async function claim(tx: Tx, at: Now, most: number): Promise<BulkItem[]> {
  const { real } = at;
  const now = new Date(real);
  const [bulk] = await tx.$queryRaw<Pick<Bulk, 'id' | 'state' | 'ratePerMinute' | 'realNextAt'>[]>`
    SELECT id, state, "ratePerMinute", "realNextAt" FROM bulks WHERE "finishedAt" IS NULL AND "realNextAt" <= ${now}
    ORDER BY "realNextAt", id LIMIT 1 FOR UPDATE`;
  if (bulk === undefined) return [];
  const pace = { perMinute: bulk.ratePerMinute, nextAt: bulk.realNextAt.getTime() };
  const items = await tx.$queryRaw<BulkItem[]>`
    WITH open AS MATERIALIZED (
      SELECT "journeyId" FROM bulk_items
      WHERE "bulkId" = ${bulk.id} AND state = 'waiting' AND ("claimedUntil" IS NULL OR "claimedUntil" < ${now})
        AND ("realDueAt" IS NULL OR "realDueAt" <= ${now}) AND (begun OR ${bulk.state} = 'running')
      ORDER BY "journeyId" LIMIT ${Math.min(most, turnsDue(pace, real))} FOR UPDATE SKIP LOCKED)
    UPDATE bulk_items i SET fence = ${randomUUID()}, attempts = attempts + 1, "claimedUntil" = ${new Date(real + LEASE_MS)}
    FROM open WHERE i."bulkId" = ${bulk.id} AND i."journeyId" = open."journeyId"
    RETURNING i."bulkId", i."journeyId", fence, attempts`;
  const nextAt = items.length === 0 ? real + IDLE_MS : afterTurns(pace, real, items.length);
  const over = items.length === 0 && bulk.state === 'aborted' && !(await hasBegun(tx, bulk.id));
  await tx.bulk.update({
    where: { id: bulk.id },
    data: { realNextAt: new Date(nextAt), ...(over ? { finishedAt: new Date(at.virtual) } : {}) },
  });
  return items;
}

/** Whether there are items whose command was sent and of which nobody knows yet what came. */
const hasBegun = async (tx: Tx, bulkId: string): Promise<boolean> =>
  (await tx.bulkItem.findFirst({ where: { bulkId, state: 'waiting', begun: true }, select: { bulkId: true } })) !==
  null;

/** Gives one journey the command, by a request id that is the same for every attempt. */
async function carryOut(
  db: Db,
  engine: BulkWorkDeps['engine'],
  bulk: Bulk,
  journeyId: string,
  until: number,
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
  const answer = await engine.command(journeyId, command, { requestId, actorId, reason }, until);
  if (answer.ok) return DONE;
  const { code } = answer.error;
  return code === 'engine-unreachable' ? null : { state: 'refused', code };
}

/**
 * Takes one journey to a version. Each attempt has its own request id, since one that came too early may be told again; a
 * journey that is there already was taken by an earlier attempt.
 */
async function changeVersion(
  db: Db,
  engine: BulkWorkDeps['engine'],
  { id, input, actorId, reason }: Bulk,
  { bulkId, journeyId, attempts, fence }: BulkItem,
  until: number,
): Promise<BulkAnswer | null> {
  const command = { kind: 'change-version', ...mapOf(input) } as unknown as JourneyCommand;
  const who = { requestId: `${id}/${journeyId}/${attempts}`, actorId, reason };
  const answer = await engine.command(journeyId, command, who, until);
  if (answer.ok || answer.error.code === 'same-version') return DONE;
  const { code } = answer.error;
  if (code !== 'not-settled') return code === 'engine-unreachable' ? null : { state: 'refused', code };
  // Nothing has begun after all, so an abort may still keep it from being tried again.
  await db.bulkItem.updateMany({ where: { bulkId, journeyId, fence }, data: { begun: false } });
  return { state: 'later', code };
}

const DONE: BulkAnswer = { state: 'done', code: null };
