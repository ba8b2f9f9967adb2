import type { ChangeFeed, FeedPosition, NotedChange } from '../api/ports.js';
import type { Instant } from '../domain/instant.js';
import { stoodInFor } from '../domain/people/presence.js';
import type { Db } from './client.js';
import { readPeople } from './people/read-people.js';

/*
 * The feed of what changed, which triggers write (see the migration that makes `changes`).
 *
 * A sequence's number is given before the commit, and so is a transaction's id: a reader that goes by either alone passes
 * over a change that is committed late. Rows are therefore read in the order of (xid, seq), and only those of
 * transactions older than every one still running: all that comes later has a higher xid. Filtering so and going on by
 * `seq` would not do: an older transaction may take the higher number, and be read first.
 *
 * After a restore into another cluster its ids begin anew: rows with higher ones are not read and pruned in time.
 */

interface Row {
  readonly edge: bigint;
  readonly xid: bigint | null;
  readonly seq: bigint;
  readonly kind: string;
  readonly objectId: string;
  readonly contactId: string | null;
  readonly seenBy: readonly string[];
}

/** The largest bigint: the end of a feed that is read up to nowhere. */
const END: FeedPosition = { xid: 2n ** 63n - 1n, seq: 0n };

export function createChangeFeed(db: Db): ChangeFeed {
  return {
    async ownersFor(userId, now) {
      const teams = await db.teamMember.findMany({ where: { userId }, select: { teamId: true } });
      return [userId, ...teams.map(({ teamId }) => teamId), ...stoodInFor(await readPeople(db), userId, now)];
    },
    async head() {
      const [row] = await db.$queryRaw<{ edge: bigint }[]>`
        SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS edge`;
      return { xid: row?.edge ?? 0n, seq: 0n };
    },
    async read(after, { most, upTo = END }) {
      // One statement, so that the edge and the rows are of one snapshot.
      const rows = await db.$queryRaw<Row[]>`
        WITH now AS MATERIALIZED (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS edge)
        SELECT now.edge, c.xid, c.seq, c.kind, c."objectId", c."contactId", c."seenBy"
        FROM now LEFT JOIN LATERAL (
          SELECT * FROM changes
          WHERE (xid, seq) > (${after.xid}, ${after.seq}) AND (xid, seq) <= (${upTo.xid}, ${upTo.seq}) AND xid < now.edge
          ORDER BY xid, seq LIMIT ${most}
        ) c ON true
        ORDER BY c.xid, c.seq`;
      const changes = rows.filter((row) => row.xid !== null);
      const last = changes.at(-1);
      const edge: FeedPosition = { xid: rows[0]?.edge ?? after.xid, seq: 0n };
      const isFull = changes.length === most && last?.xid != null;
      return {
        changes: changes.map(toChange),
        // Not full: nothing older than the edge can come any more.
        position: isFull ? { xid: last.xid, seq: last.seq } : later(after, earlier(edge, upTo)),
        hasMore: isFull,
      };
    },
  };
}

/** Removes what was noted before a real instant. Returns how many rows. */
export async function pruneChanges(db: Db, realBefore: Instant): Promise<number> {
  const { count } = await db.change.deleteMany({ where: { realAt: { lt: new Date(realBefore) } } });
  return count;
}

const toChange = ({ kind, objectId, contactId, seenBy }: Row): NotedChange => ({
  kind: kind as NotedChange['kind'],
  objectId,
  contactId,
  seenBy,
});

const isBefore = (a: FeedPosition, b: FeedPosition): boolean => a.xid < b.xid || (a.xid === b.xid && a.seq < b.seq);
const earlier = (a: FeedPosition, b: FeedPosition): FeedPosition => (isBefore(a, b) ? a : b);
const later = (a: FeedPosition, b: FeedPosition): FeedPosition => (isBefore(a, b) ? b : a);
