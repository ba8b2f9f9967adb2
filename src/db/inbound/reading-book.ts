import type { ReadableMailbox, ReadingBook } from '../../activities/inbound-ports.js';
import type { Db } from '../client.js';

/** A reader claims anew more often: one that is silent for so long is gone, and another takes over. */
const LEASE_MS = 30_000;

/** Who reads which mailbox, and how it goes. Real time. */
export function createReadingBook(
  db: Db,
  readable: () => Promise<readonly ReadableMailbox[]>,
  now: () => number = Date.now,
): ReadingBook {
  return {
    readable,

    async claim(mailboxId, holder) {
      const real = now();
      const until = new Date(real + LEASE_MS);
      const claimed = await db.$executeRaw`
        INSERT INTO mailbox_readings AS r ("mailboxId", holder, "realClaimedUntil")
        VALUES (${mailboxId}, ${holder}, ${until})
        ON CONFLICT ("mailboxId") DO UPDATE SET holder = excluded.holder, "realClaimedUntil" = excluded."realClaimedUntil"
        WHERE r.holder = ${holder} OR r."realClaimedUntil" IS NULL OR r."realClaimedUntil" < ${new Date(real)}`;
      return claimed === 1;
    },

    async release(mailboxId, holder) {
      await db.mailboxReading.updateMany({
        where: { mailboxId, holder },
        data: { holder: null, realClaimedUntil: null, realConnectedSince: null },
      });
    },

    async connected(mailboxId, holder) {
      await db.mailboxReading.updateMany({
        where: { mailboxId, holder },
        data: { realConnectedSince: new Date(now()), trouble: null, realTroubleSince: null, failures: 0 },
      });
    },

    async failed(mailboxId, holder, trouble) {
      const rows = await db.$queryRaw<{ failures: number }[]>`
        UPDATE mailbox_readings SET
          "realTroubleSince" = CASE WHEN trouble = ${trouble} THEN "realTroubleSince" ELSE ${new Date(now())} END,
          trouble = ${trouble}, failures = failures + 1, "realConnectedSince" = NULL
        WHERE "mailboxId" = ${mailboxId} AND holder = ${holder} RETURNING failures`;
      return rows[0]?.failures ?? 1;
    },
  };
}
