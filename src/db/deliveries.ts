import { randomUUID } from 'node:crypto';
import type { Delivery, DeliveryStore, DueDelivery } from '../activities/ports.js';
import type { Db } from './client.js';

/** Longer than any attempt takes: a worker that is silent for so long is gone. */
const LEASE_MS = 120_000;

/**
 * What leaves the journeys without being waited for. A claim is leased and fenced: a worker that lost it writes nothing. A
 * webhook of a crashed worker is called again, with the same id; a mail that was handed over is not sent again.
 */
export function createDeliveryStore(db: Db): DeliveryStore {
  return {
    async claim(kind, real, most, choose) {
      const now = new Date(real);
      await takeFromSilent(db, kind, now);
      const ids = choose(await dueOf(db, kind, now, most)).map(({ id }) => id);
      if (ids.length === 0) return [];
      return await db.$queryRaw<Delivery[]>`
        WITH open AS MATERIALIZED (
          SELECT id FROM deliveries
          WHERE id = ANY(${ids}::text[]) AND state = 'waiting' AND "realDueAt" <= ${now} FOR UPDATE SKIP LOCKED)
        UPDATE deliveries d SET state = 'claimed', fence = ${randomUUID()}, attempts = attempts + 1,
          "claimedUntil" = ${new Date(real + LEASE_MS)} FROM open WHERE d.id = open.id
        RETURNING d.id, host, kind, fence, attempts, content, (extract(epoch FROM at) * 1000)::float8 AS at`;
    },

    async handOver({ id, fence }) {
      const { count } = await db.delivery.updateMany({
        where: { id, fence, state: 'claimed' },
        data: { state: 'handed-over' },
      });
      return count === 1;
    },

    async putOff({ id, fence }, dueAt) {
      await db.delivery.updateMany({
        where: { id, fence, state: 'claimed' },
        data: { state: 'waiting', realDueAt: new Date(dueAt), claimedUntil: null, attempts: { decrement: 1 } },
      });
    },

    async settle({ id, fence }, answer, real, retryAt) {
      const again = answer.type === 'later' && retryAt !== null;
      const state = answer.type === 'done' ? 'done' : again ? 'waiting' : 'failed';
      await db.delivery.updateMany({
        where: { id, fence },
        data: {
          state,
          status: answer.status,
          error: answer.type === 'done' ? null : answer.code,
          claimedUntil: null,
          ...(again ? { realDueAt: new Date(retryAt) } : { realDoneAt: new Date(real) }),
        },
      });
    },
  };
}

/**
 * The oldest that are due of each host, the oldest first. From host to host by an index, so that what waits for one in its
 * thousands is not read for the others.
 */
const dueOf = (db: Db, kind: Delivery['kind'], now: Date, most: number): Promise<DueDelivery[]> =>
  db.$queryRaw<DueDelivery[]>`
    WITH RECURSIVE hosts AS (
      SELECT min(host) AS host FROM deliveries WHERE kind = ${kind} AND state = 'waiting'
      UNION ALL
      SELECT (SELECT min(d.host) FROM deliveries d WHERE d.kind = ${kind} AND d.state = 'waiting' AND d.host > h.host)
      FROM hosts h WHERE h.host IS NOT NULL)
    SELECT d.id, h.host FROM hosts h CROSS JOIN LATERAL (
      SELECT id, "realDueAt" FROM deliveries
      WHERE kind = ${kind} AND state = 'waiting' AND host = h.host AND "realDueAt" <= ${now}
      ORDER BY "realDueAt" LIMIT ${most}) d
    ORDER BY d."realDueAt", d.id`;

/** What a worker had in hand when it fell silent waits again; a mail that it had handed over may have arrived. */
async function takeFromSilent(db: Db, kind: Delivery['kind'], now: Date): Promise<void> {
  if (kind === 'staff-mail')
    await db.delivery.updateMany({
      where: { state: 'handed-over', claimedUntil: { lt: now } },
      data: { state: 'failed', error: 'uncertain', realDoneAt: now, claimedUntil: null },
    });
  await db.delivery.updateMany({
    where: { kind, state: 'claimed', claimedUntil: { lt: now } },
    data: { state: 'waiting', claimedUntil: null },
  });
}
