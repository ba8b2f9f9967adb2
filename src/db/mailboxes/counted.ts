import { HOUR, type Instant } from '../../domain/instant.js';
import { type Counted, HOURS_OF_A_DAY, hourOf } from '../../domain/journey/quota.js';
import type { Db, Tx } from '../client.js';

/** The message that asks: it doesn't count against itself. */
export interface Asking {
  readonly journeyId: string;
  readonly stepId: string;
  readonly occurrence: number;
}

/** What counts against a mailbox's quotas, campaigns' mails too, by the hour: of the day that ends now, and of all that is to come. */
export async function countMessages(
  db: Db | Tx,
  mailboxId: string,
  now: Instant,
  asking: Asking = { journeyId: '', stepId: '', occurrence: 0 },
): Promise<Counted> {
  const since = new Date((hourOf(now) - HOURS_OF_A_DAY + 1) * HOUR);
  const rows = await db.$queryRaw<{ hour: number; counted: number }[]>`
    SELECT hour, sum(counted)::int AS counted FROM (
      SELECT floor(extract(epoch FROM "countsAt") / 3600)::int AS hour, count(*) AS counted FROM messages
      WHERE "mailboxId" = ${mailboxId} AND "countsAt" >= ${since} AND "countsAt" IS NOT NULL
        AND NOT ("journeyId" = ${asking.journeyId} AND "stepId" = ${asking.stepId} AND occurrence = ${asking.occurrence})
      GROUP BY 1
      UNION ALL SELECT hour, taken FROM campaign_hours
      WHERE "mailboxId" = ${mailboxId} AND taken > 0 AND hour >= ${hourOf(since.getTime())}
    ) of_all GROUP BY 1`;
  return new Map(rows.map(({ hour, counted }) => [hour, counted]));
}

/** The same of many mailboxes. Who has sent nothing isn't in it. */
export async function countOfEach(
  db: Db | Tx,
  mailboxIds: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, Counted>> {
  const since = new Date((hourOf(now) - HOURS_OF_A_DAY + 1) * HOUR);
  const rows = await db.$queryRaw<{ mailboxId: string; hour: number; counted: number }[]>`
    SELECT "mailboxId", hour, sum(counted)::int AS counted FROM (
      SELECT "mailboxId", floor(extract(epoch FROM "countsAt") / 3600)::int AS hour, count(*) AS counted FROM messages
      WHERE "mailboxId" = ANY(${mailboxIds}) AND "countsAt" >= ${since} AND "countsAt" IS NOT NULL
      GROUP BY 1, 2
      UNION ALL SELECT "mailboxId", hour, taken FROM campaign_hours
      WHERE "mailboxId" = ANY(${mailboxIds}) AND taken > 0 AND hour >= ${hourOf(since.getTime())}
    ) of_all GROUP BY 1, 2`;
  const counted = new Map<string, Map<number, number>>();
  for (const row of rows) {
    const hours = counted.get(row.mailboxId) ?? new Map<number, number>();
    counted.set(row.mailboxId, hours.set(row.hour, row.counted));
  }
  return counted;
}

const LOOK_EVERY_MS = 10;
const PATIENCE_MS = 5_000;

/** Lets nobody else count for a mailbox until this transaction ends. */
export const holdCount = (tx: Tx, mailboxId: string): Promise<boolean> => holdAlone(tx, mailboxLock(mailboxId));

/**
 * Lets nobody else hold a name until this transaction ends. False: somebody else does for long. It is asked for again
 * and again, not queued for: a transaction may hold what the one before it wants next, and neither would ever end.
 */
export const holdAlone = async (tx: Tx, name: string): Promise<boolean> => (await holdAllAlone(tx, [name])).has(name);

/** The same of many names; answers those that are held now. */
export async function holdAllAlone(tx: Tx, names: readonly string[]): Promise<ReadonlySet<string>> {
  const until = performance.now() + PATIENCE_MS;
  const held = new Set<string>();
  for (;;) {
    const wanted = names.filter((name) => !held.has(name));
    const rows = await tx.$queryRaw<{ name: string; held: boolean }[]>`
      SELECT name, pg_try_advisory_xact_lock(hashtextextended(name, 0)) AS held FROM unnest(${wanted}::text[]) AS name`;
    for (const row of rows) if (row.held) held.add(row.name);
    if (held.size >= new Set(names).size || performance.now() > until) return held;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS * (0.5 + Math.random())));
  }
}

export const mailboxLock = (mailboxId: string): string => `mailbox:${mailboxId}`;
export const domainLock = (domain: string): string => `domain:${domain}`;
