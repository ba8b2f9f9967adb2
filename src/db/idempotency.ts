import type { AnswerKeeper, Claim } from '../api/ports.js';
import type { Instant } from '../domain/instant.js';
import type { Db } from './client.js';

/** Claims and answers of keyed requests, in Postgres: they hold for all API processes, and after a crash. */
export function createAnswerKeeper(db: Db): AnswerKeeper {
  return {
    async claim({ userId, target, key, hash, fence }, now, until) {
      const fresh = { requestHash: hash, fence, realAt: new Date(now), realUntil: new Date(until) };
      const { count } = await db.idempotencyKey.createMany({
        data: [{ userId, target, key, ...fresh }],
        skipDuplicates: true,
      });
      if (count === 1) return { type: 'run' };
      // Its runner's time is up without an answer, or what was kept is past its day: whoever updates first has it.
      const taken = await db.idempotencyKey.updateMany({
        where: {
          userId,
          target,
          key,
          realUntil: { lte: new Date(now) },
          // An unanswered request goes on as the same request only: it may have had its effect.
          OR: [{ status: { not: null } }, { requestHash: hash }],
        },
        data: { ...fresh, status: null, contentType: null, body: null },
      });
      if (taken.count === 1) return { type: 'run' };
      const row = await db.idempotencyKey.findUnique({ where: { userId_target_key: { userId, target, key } } });
      return row === null ? { type: 'running', until: now } : judge(row, hash);
    },
    async keep({ userId, target, key, fence }, { status, contentType, body }, until) {
      await db.idempotencyKey.updateMany({
        where: { userId, target, key, fence },
        data: { status, contentType, body, realUntil: new Date(until) },
      });
    },
    async release({ userId, target, key, fence }) {
      await db.idempotencyKey.deleteMany({ where: { userId, target, key, fence, status: null } });
    },
  };
}

function judge(
  row: {
    readonly requestHash: string;
    readonly status: number | null;
    readonly contentType: string | null;
    readonly body: string | null;
    readonly realUntil: Date;
  },
  hash: string,
): Claim {
  if (row.requestHash !== hash) return { type: 'mismatch' };
  if (row.status === null) return { type: 'running', until: row.realUntil.getTime() };
  return { type: 'done', answer: { status: row.status, contentType: row.contentType, body: row.body ?? '' } };
}

/** Removes what is past its time: claims that nobody finished, and answers kept long enough. Returns how many rows. */
export async function pruneAnswers(db: Db, realBefore: Instant): Promise<number> {
  const { count } = await db.idempotencyKey.deleteMany({ where: { realUntil: { lt: new Date(realBefore) } } });
  return count;
}
