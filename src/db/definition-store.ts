import type { DefinitionStore, TextInUse } from '../api/store-ports.js';
import type { Db } from './client.js';
import { peopleOf } from './definition-people.js';
import type { DefinitionVersion } from './generated/client.js';
import { journeysInFlight } from './journeys-in-flight.js';
import type { Outlines } from './outlines.js';
import { cutPage, iso, numberAt, textAt } from './paging.js';
import { publishVersion } from './publish.js';

const versionView = (row: DefinitionVersion, current: number) => ({
  id: row.definitionId,
  version: row.version,
  current: row.version === current,
  publishedAt: iso(row.publishedAt),
  publishedBy: row.publishedBy,
  note: row.note,
});

/** Published definitions. A version, once written, is never changed. */
export function createDefinitionStore(db: Db, outlines: Outlines): DefinitionStore {
  return {
    async list({ after, limit }) {
      const id = textAt(after);
      const rows = await db.definition.findMany({
        where: id === null ? {} : { id: { gt: id } },
        include: {
          versions: { orderBy: { version: 'desc' }, take: 1, select: { publishedAt: true, publishedBy: true } },
        },
        orderBy: { id: 'asc' },
        take: limit + 1,
      });
      const counts = await db.journey.groupBy({
        by: ['definitionId'],
        where: { status: 'open', definitionId: { in: rows.map((row) => row.id) } },
        _count: true,
      });
      const open = new Map(counts.map((count) => [count.definitionId, count._count]));
      const current = (row: { id: string; current: number }) => ({
        definitionId: row.id,
        definitionVersion: row.current,
      });
      const outlineOf = await outlines.of(rows.map(current));
      return cutPage(
        rows,
        limit,
        (row) => [row.id],
        (row) => ({
          id: row.id,
          kind: row.kind,
          name: outlineOf(current(row)).name,
          current: row.current,
          publishedAt: iso(row.versions[0]?.publishedAt ?? new Date(0)),
          publishedBy: row.versions[0]?.publishedBy ?? '',
          openJourneys: open.get(row.id) ?? 0,
        }),
      );
    },
    async get(id, version) {
      const definition = await db.definition.findUnique({ where: { id } });
      if (definition === null) return null;
      const key = { definitionId: id, version: version ?? definition.current };
      const row = await db.definitionVersion.findUnique({ where: { definitionId_version: key } });
      return row === null ? null : { ...versionView(row, definition.current), kind: definition.kind, text: row.text };
    },
    async versions(id, { after, limit }) {
      const before = numberAt(after);
      const definition = await db.definition.findUnique({ where: { id } });
      const where = {
        definitionId: id,
        ...(before === null ? {} : { version: { lt: Math.min(before, MOST_VERSIONS) } }),
      };
      const rows = await db.definitionVersion.findMany({ where, orderBy: { version: 'desc' }, take: limit + 1 });
      return cutPage(
        rows,
        limit,
        (row) => [row.version],
        (row) => versionView(row, definition?.current ?? 0),
      );
    },
    async texts(id) {
      const rows = await db.definitionVersion.findMany({
        where: { definitionId: id },
        orderBy: { version: 'asc' },
        select: { text: true },
      });
      return rows.map((row) => row.text);
    },
    async beginsOn(eventType) {
      const rows = await db.$queryRaw<unknown[]>`
        SELECT 1 FROM definitions d JOIN definition_versions v ON v."definitionId" = d.id AND v.version = d.current
        WHERE d.kind = 'journey' AND ${eventType} = ANY(v."enterOn") LIMIT 1`;
      return rows.length > 0;
    },
    async textsInUse() {
      return await db.$queryRaw<TextInUse[]>`
        WITH used AS (
          SELECT id, current AS version FROM definitions
          UNION SELECT "definitionId", "definitionVersion" FROM journeys WHERE status = 'open'
          GROUP BY "definitionId", "definitionVersion")
        SELECT used.id, used.version, v.text, used.version = d.current AS current
        FROM used JOIN definitions d ON d.id = used.id
          JOIN definition_versions v ON v."definitionId" = used.id AND v.version = used.version
        ORDER BY used.id, used.version DESC`;
    },
    people: (scope, id) => peopleOf(db, scope, id),
    async versionsInFlight(id, except) {
      const counts = await db.journey.groupBy({
        by: ['definitionVersion'],
        where: { definitionId: id, status: 'open', definitionVersion: { not: except } },
      });
      const inFlight = counts.map(({ definitionVersion }) => definitionVersion);
      return await db.definitionVersion.findMany({
        where: { definitionId: id, version: { in: inFlight } },
        select: { version: true, text: true },
        orderBy: { version: 'asc' },
      });
    },
    journeysInFlight: (id, page) => journeysInFlight(db, id, page),
    publish: (definition, move, by) => publishVersion(db, definition, move, by),
  };
}

/** The column is an `integer`. */
const MOST_VERSIONS = 2_147_483_647;
