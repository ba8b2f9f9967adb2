import { HOUR, type Instant } from '../../domain/instant.js';
import { type Counted, HOURS_OF_A_DAY, hourOf } from '../../domain/journey/quota.js';
import type { Db, Tx } from '../client.js';

/** The message that asks: it doesn't count against itself. */
export interface Asking {
  readonly journeyId: string;
  readonly stepId: string;
  readonly occurrence: number;
}

/** What counts against a mailbox's quotas, by the hour: of the day that ends now, and of all that is to come. */
export async function countMessages(
  db: Db | Tx,
  mailboxId: string,
  now: Instant,
  asking: Asking = { journeyId: '', stepId: '', occurrence: 0 },
): Promise<Counted> {
  const since = new Date((hourOf(now) - HOURS_OF_A_DAY + 1) * HOUR);
  const rows = await db.$queryRaw<{ hour: number; counted: number }[]>`
    SELECT floor(extract(epoch FROM "countsAt") / 3600)::int AS hour, count(*)::int AS counted FROM messages
    WHERE "mailboxId" = ${mailboxId} AND "countsAt" >= ${since} AND "countsAt" IS NOT NULL
      AND NOT ("journeyId" = ${asking.journeyId} AND "stepId" = ${asking.stepId} AND occurrence = ${asking.occurrence})
    GROUP BY 1`;
  return new Map(rows.map(({ hour, counted }) => [hour, counted]));
}
