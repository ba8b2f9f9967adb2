import { createHash } from 'node:crypto';
import type { DefinitionStore } from '../api/store-ports.js';
import { writeAudit } from './audit.js';
import type { Db } from './client.js';
import { peopleOf } from './definition-people.js';
import type { DefinitionVersion } from './generated/client.js';
import type { Outlines } from './outlines.js';
import { cutPage, iso, numberAt, textAt } from './paging.js';

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
    people: (scope, id) => peopleOf(db, scope, id),
    publish: (definition, by) => publish(db, definition, by),
  };
}

/** The column is an `integer`. */
const MOST_VERSIONS = 2_147_483_647;

function publish(
  db: Db,
  ...[definition, by]: Parameters<DefinitionStore['publish']>
): ReturnType<DefinitionStore['publish']> {
  const { id, kind, text, enterOn, note } = definition;
  const textHash = createHash('sha256').update(text).digest('hex');
  return db.$transaction(async (tx) => {
    // One publisher of an id at a time, of a new id too, which has no row to lock yet.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`definition:${id}`}, 0))`;
    const existing = await tx.definition.findUnique({
      where: { id },
      include: { versions: { orderBy: { version: 'desc' }, take: 1 } },
    });
    const newest = existing?.versions[0];
    if (existing !== null && newest?.version === existing.current && newest.textHash === textHash)
      return { version: newest.version, created: false };
    const version = (newest?.version ?? 0) + 1;
    await tx.definition.upsert({
      where: { id },
      create: { id, kind, current: version },
      update: { kind, current: version },
    });
    await tx.definitionVersion.create({
      data: {
        definitionId: id,
        version,
        text,
        textHash,
        enterOn: [...enterOn],
        publishedAt: new Date(by.at),
        publishedBy: by.actorId,
        note,
      },
    });
    await writeAudit(tx, by, {
      action: 'definition.publish',
      objectType: 'definition',
      objectId: id,
      detail: { version },
    });
    return { version, created: true };
  });
}
