import { randomUUID } from 'node:crypto';
import type { Delivery, DeliveryStore } from '../activities/ports.js';
import type { Db } from './client.js';

/** Longer than any attempt takes: a worker that is silent for so long is gone. */
const LEASE_MS = 120_000;

/**
 * What leaves the journeys without being waited for. A claim is leased and fenced: a worker that lost it writes nothing. A
 * webhook of a crashed worker is called again, with the same id; a mail that was handed over is not sent again.
 */
export function createDeliveryStore(db: Db): DeliveryStore {
  return {
    async claim(kind, real, most) {
      const now = new Date(real);
      const fence = randomUUID();
      // A mail that its worker had handed over when it fell silent may have arrived.
      if (kind === 'staff-mail')
        await db.delivery.updateMany({
          where: { state: 'handed-over', claimedUntil: { lt: now } },
          data: { state: 'failed', error: 'uncertain', realDoneAt: now, claimedUntil: null },
        });
      return await db.$queryRaw<Delivery[]>`
        WITH open AS MATERIALIZED (
          SELECT id FROM deliveries
          WHERE kind = ${kind}
            AND ((state = 'waiting' AND "realDueAt" <= ${now}) OR (state = 'claimed' AND "claimedUntil" < ${now}))
          ORDER BY "realDueAt" LIMIT ${most} FOR UPDATE SKIP LOCKED)
        UPDATE deliveries d SET state = 'claimed', fence = ${fence}, attempts = attempts + 1,
          "claimedUntil" = ${new Date(real + LEASE_MS)} FROM open WHERE d.id = open.id
        RETURNING d.id, kind, fence, attempts, content, (extract(epoch FROM at) * 1000)::float8 AS at`;
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
