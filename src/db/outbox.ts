import type { Db } from './client.js';

/** What Temporal must be told. */
export interface OutboxRow {
  readonly id: bigint;
  readonly kind: 'start' | 'poke' | 'clock';
  /** The journey, or with `clock` the ownership. */
  readonly journeyId: string;
  readonly workflowId: string;
  readonly eventId: string | null;
}

const LEASE_MS = 30_000;

/**
 * Takes rows that nobody is relaying, or all of `ids`: a crashed relay's rows are free again when its lease ends.
 * `real` is now, epoch ms.
 */
export async function claimOutbox(
  db: Db,
  real: number,
  options: { readonly ids?: readonly bigint[]; readonly most: number },
): Promise<OutboxRow[]> {
  const now = new Date(real);
  const until = new Date(real + LEASE_MS);
  // A row younger than this is its own process's, which relays right after the commit.
  const settled = new Date(options.ids === undefined ? real - 2000 : real + 60_000);
  const ids = options.ids === undefined ? null : options.ids.map(String);
  // Materialized: as a subselect of the update it may be read again for every row, and each time takes others.
  return await db.$queryRaw<OutboxRow[]>`
    WITH open AS MATERIALIZED (
      SELECT id FROM outbox
      WHERE "doneAt" IS NULL AND ("claimedUntil" IS NULL OR "claimedUntil" < ${now}) AND "realAt" <= ${settled}
        AND (${ids}::bigint[] IS NULL OR id = ANY(${ids}::bigint[]))
      ORDER BY id LIMIT ${options.most} FOR UPDATE SKIP LOCKED)
    UPDATE outbox o SET "claimedUntil" = ${until}, attempts = attempts + 1 FROM open WHERE o.id = open.id
    RETURNING o.id, kind, "journeyId", "workflowId", "eventId"`;
}

/** Marks rows as told; an event whose every wake is told is dispatched. */
export async function finishOutbox(db: Db, rows: readonly OutboxRow[], real: number): Promise<void> {
  if (rows.length === 0) return;
  const told = db.outbox.updateMany({
    where: { id: { in: rows.map((row) => row.id) } },
    data: { doneAt: new Date(real), claimedUntil: null },
  });
  const events = [...new Set(rows.flatMap((row) => (row.eventId === null ? [] : [row.eventId])))];
  if (events.length === 0) return void (await told);
  const dispatched = db.$executeRaw`
    UPDATE events SET "dispatchedAt" = ${new Date(real)} WHERE id = ANY(${events}) AND "dispatchedAt" IS NULL
      AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o."eventId" = events.id AND o."doneAt" IS NULL)`;
  // Together, since what is told is not looked at again; one after the other, as two may tell the last wakes of an event.
  const locked = db.$queryRaw`SELECT 1 FROM events WHERE id = ANY(${events}) ORDER BY id FOR UPDATE`;
  await db.$transaction([locked, told, dispatched]);
}

/** Frees rows whose telling failed, so that the next round takes them; the code says why. */
export async function releaseOutbox(db: Db, ids: readonly bigint[], code: string): Promise<void> {
  await db.outbox.updateMany({ where: { id: { in: [...ids] } }, data: { claimedUntil: null, error: code } });
}
