import type { Db, Tx } from './client.js';
import { Prisma } from './generated/client.js';
import { execute, query, transaction } from './statement.js';

/** What Temporal must be told. */
export interface OutboxRow {
  readonly id: bigint;
  readonly kind: 'start' | 'poke' | 'clock' | 'campaign';
  /** The journey, with `clock` the ownership, with `campaign` that one. */
  readonly journeyId: string;
  readonly workflowId: string;
  readonly eventId: string | null;
}

const LEASE_MS = 30_000;

/** A row younger than this is its own process's, which relays right after the commit. */
const SETTLED_MS = 2_000;

/**
 * Takes rows that nobody is relaying, or all of `ids`: a crashed relay's rows are free again when its lease ends.
 * `real` is now, epoch ms.
 */
export async function claimOutbox(
  db: Db,
  real: number,
  { ids, most }: { readonly ids?: readonly bigint[]; readonly most: number },
): Promise<OutboxRow[]> {
  const claim = (which: Prisma.Sql) => Prisma.sql`
    WITH open AS MATERIALIZED (
      SELECT id FROM outbox
      WHERE ${which} AND "doneAt" IS NULL AND ("claimedUntil" IS NULL OR "claimedUntil" < ${new Date(real)})
      ORDER BY id LIMIT ${most} FOR UPDATE SKIP LOCKED)
    UPDATE outbox o SET "claimedUntil" = ${new Date(real + LEASE_MS)}, attempts = attempts + 1 FROM open WHERE o.id = open.id
    RETURNING o.id, kind, "journeyId", "workflowId", "eventId"`;
  // Materialized: as a subselect of the update it may be read again for every row, and each time takes others.
  return ids === undefined
    ? await db.$queryRaw<OutboxRow[]>(claim(Prisma.sql`"realAt" <= ${new Date(real - SETTLED_MS)}`))
    : await query<OutboxRow>(db)`${claim(Prisma.sql`id = ANY(${ids.map(String)}::bigint[])`)}`;
}

/** Marks rows as told; an event whose every wake is told is dispatched. */
export async function finishOutbox(db: Db, rows: readonly OutboxRow[], real: number): Promise<void> {
  if (rows.length === 0) return;
  const at = new Date(real);
  const ids = rows.map(({ id }) => String(id));
  const tell = (asked: Db | Tx) =>
    execute(asked)`
      UPDATE outbox SET "doneAt" = ${at}, "claimedUntil" = NULL WHERE id = ANY(${ids}::bigint[])`;
  const events = [...new Set(rows.flatMap((row) => (row.eventId === null ? [] : [row.eventId])))];
  if (events.length === 0) return void (await tell(db));
  // Together, since what is told is not looked at again; one after the other, as two may tell the last wakes of an event.
  await transaction(db, async (tx) => {
    await execute(tx)`SELECT 1 FROM events WHERE id = ANY(${events}) ORDER BY id FOR UPDATE`;
    await tell(tx);
    await execute(tx)`
      UPDATE events SET "dispatchedAt" = ${at} WHERE id = ANY(${events}) AND "dispatchedAt" IS NULL
        AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o."eventId" = events.id AND o."doneAt" IS NULL)`;
  });
}

/** Frees rows whose telling failed, so that the next round takes them; the code says why. */
export async function releaseOutbox(db: Db, ids: readonly bigint[], code: string): Promise<void> {
  await db.outbox.updateMany({ where: { id: { in: [...ids] } }, data: { claimedUntil: null, error: code } });
}
