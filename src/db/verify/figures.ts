import type { RebuiltFigures } from '../../api/ports.js';
import type { Db, Tx } from '../client.js';
import { lockContact } from '../journey/lock.js';
import { execute, query } from '../statement.js';

/*
 * What conditions ask in place of events and deals, and triggers keep: counts of events, the newest deal, what won deals come to.
 * One statement compares a page with what it follows from, so nothing is found that is merely in motion.
 */

const CONTACTS_AT_ONCE = 500;

/** The next contacts, and which of their figures are not what their events and deals make. */
export async function compareFigures(
  db: Db,
  after: string | null,
): Promise<{ readonly wrong: readonly RebuiltFigures[]; readonly next: string | null }> {
  const rows = await db.contact.findMany({
    where: after === null ? {} : { id: { gt: after } },
    orderBy: { id: 'asc' },
    take: CONTACTS_AT_ONCE,
    select: { id: true },
  });
  const ids = rows.map(({ id }) => id);
  const wrong = ids.length === 0 ? [] : await wrongFigures(db, ids);
  return { wrong, next: ids.length < CONTACTS_AT_ONCE ? null : (ids.at(-1) ?? null) };
}

async function wrongFigures(db: Db | Tx, ids: readonly string[]): Promise<RebuiltFigures[]> {
  // The kinds of events one after the other, by the key's first part: there are few, and many rows of each.
  const rows = await query<{ contactId: string; figures: string[] }>(db)`
    WITH RECURSIVE types (type) AS (
      SELECT min(type) FROM event_counts
      UNION ALL SELECT (SELECT min(k.type) FROM event_counts k WHERE k.type > t.type) FROM types t WHERE t.type IS NOT NULL),
    kept AS (
      SELECT k.* FROM types t JOIN event_counts k ON k.type = t.type AND k."contactId" = ANY(${[...ids]}::text[])),
    made AS (
      SELECT type, "contactId", count(*) AS total, (array_agg(at ORDER BY at DESC))[1:10] AS latest
      FROM events WHERE "contactId" = ANY(${[...ids]}::text[]) GROUP BY 1, 2),
    wrong ("contactId", figure) AS (
      SELECT "contactId", 'events' FROM made FULL JOIN kept USING (type, "contactId")
      WHERE (made.total, made.latest) IS DISTINCT FROM (kept.total, kept.latest)
      UNION SELECT d."contactId", 'newest deal' FROM deals d
      WHERE d."contactId" = ANY(${[...ids]}::text[]) AND d."isNewest" = EXISTS (
        SELECT FROM deals n WHERE n."contactId" = d."contactId" AND (n."createdAt", n.id) > (d."createdAt", d.id))
      UNION SELECT c.id, 'won deals' FROM contacts c, LATERAL (
        SELECT count(*) AS n, sum(d.amount) AS total, max(d."closedAt") AS last
        FROM deals d WHERE d."contactId" = c.id AND d.status = 'won') w
      WHERE c.id = ANY(${[...ids]}::text[]) AND c."erasedAt" IS NULL
        AND (c."wonCount", c."wonTotal", c."lastWonAt") IS DISTINCT FROM (w.n, w.total, w.last))
    SELECT "contactId", array_agg(figure ORDER BY figure) AS figures FROM wrong GROUP BY 1 ORDER BY 1`;
  return rows;
}

/** Makes the figures of the next contacts again, each under its lock; what is right is only read. */
export async function rebuildFigures(
  db: Db,
  { after, dryRun }: { readonly after: string | null; readonly dryRun: boolean },
): Promise<{ readonly wrong: readonly RebuiltFigures[]; readonly next: string | null }> {
  const page = await compareFigures(db, after);
  if (!dryRun)
    for (const { contactId } of page.wrong)
      await db.$transaction(async (tx) => {
        await lockContact(tx, contactId);
        await execute(tx)`SELECT count_events_anew(ARRAY[${contactId}], NULL)`;
        await execute(tx)`SELECT settle_deals(ARRAY[${contactId}])`;
      });
  return page;
}
