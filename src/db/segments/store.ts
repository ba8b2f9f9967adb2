import type { SegmentSizeView } from '../../api/contracts/segments.js';
import type { Count, SampledContact, SegmentStore, Unanswered } from '../../api/segment-ports.js';
import type { Scope } from '../../api/store-ports.js';
import type { Condition } from '../../domain/condition/condition.js';
import type { Instant } from '../../domain/instant.js';
import type { Db } from '../client.js';
import { countStatement, sampleStatement } from '../contact-matching.js';
import type { Prisma, SegmentSize } from '../generated/client.js';
import type { Outlines } from '../outlines.js';
import { cutPage, iso, numberAt, textAt } from '../paging.js';
import { askPatiently } from './asking.js';

/** How long a count may take; of a million contacts with 20 million events most take less than a second of the processor, some two. */
const COUNT_MS = 10_000;
const DAYS_IN_LIST = 30;
const DAYS_OF_ONE = 90;

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

const sizeView = ({ day, size, of, version, countedAt }: Omit<SegmentSize, 'segmentId'>): SegmentSizeView => ({
  day: dayOf(day),
  size,
  of,
  version,
  countedAt: iso(countedAt),
});

/** Counts whom a condition chooses, by one statement. */
export async function countFitting(
  db: Db,
  scope: Scope,
  condition: Condition,
  now: Instant,
  signal?: AbortSignal,
): Promise<Count | Unanswered> {
  const rows = await askPatiently<{ fit: string; all: string }>(db, countStatement(scope, condition, now), {
    timeoutMs: COUNT_MS,
    signal,
  });
  return typeof rows === 'string' ? rows : { fit: Number(rows[0]?.fit ?? 0), of: Number(rows[0]?.all ?? 0) };
}

/** Keeps a size as its day's, in UTC; an earlier one of the same day gives way. */
export async function keepSize(
  db: Db,
  { id, version }: { readonly id: string; readonly version: number },
  { fit: size, of }: Count,
  at: Instant,
): Promise<void> {
  const countedAt = new Date(at);
  const key = { segmentId: id, day: new Date(dayOf(countedAt)) };
  const counted = { version, size, of, countedAt };
  await db.segmentSize.upsert({ where: { segmentId_day: key }, create: { ...key, ...counted }, update: counted });
}

export function createSegmentStore(db: Db, outlines: Outlines): SegmentStore {
  return {
    async list({ after, limit }) {
      const id = textAt(after);
      const rows = await published(db, { ...(id === null ? {} : { id: { gt: id } }) }, limit + 1);
      const sizes = await latestSizes(
        db,
        rows.slice(0, limit).map((row) => row.id),
        DAYS_IN_LIST,
      );
      const keys = rows.map((row) => ({ definitionId: row.id, definitionVersion: row.current }));
      const outlineOf = await outlines.of(keys);
      return cutPage(
        rows,
        limit,
        (row) => [row.id],
        (row) => {
          const key = { definitionId: row.id, definitionVersion: row.current };
          return { ...summary(row, sizes.get(row.id) ?? []), name: outlineOf(key).name };
        },
      );
    },
    async get(id) {
      const [row] = await published(db, { id }, 1);
      if (row === undefined) return null;
      const key = { definitionId: id, definitionVersion: row.current };
      const outlineOf = await outlines.of([key]);
      const sizes = await latestSizes(db, [id], DAYS_OF_ONE);
      const text = row.versions[0]?.text ?? '';
      return { ...summary(row, sizes.get(id) ?? []), name: outlineOf(key).name, text };
    },
    async sizes(id, { after, limit }) {
      const before = numberAt(after);
      const rows = await db.segmentSize.findMany({
        where: { segmentId: id, ...(before === null ? {} : { day: { lt: new Date(before) } }) },
        orderBy: { day: 'desc' },
        take: limit + 1,
      });
      return cutPage(rows, limit, (row) => [row.day.getTime()], sizeView);
    },
    count: (scope, condition, now, signal) => countFitting(db, scope, condition, now, signal),
    keepSize: (segment, count, at) => keepSize(db, segment, count, at),
    sample: (scope, condition, now, { limit, signal }) =>
      askPatiently<SampledContact>(db, sampleStatement(scope, condition, now, limit), {
        timeoutMs: COUNT_MS,
        signal,
      }),
    async valueClasses() {
      const row = await db.valueBounds.findFirst();
      if (row === null) return null;
      const { recency, frequency, value, buyers, at } = row;
      return { recency: recency.map(iso), frequency, value: value.map(Number), buyers, at: iso(at) };
    },
  };
}

const published = (db: Db, where: Prisma.DefinitionWhereInput, take: number) =>
  db.definition.findMany({
    where: { kind: 'segment', ...where },
    include: { versions: { orderBy: { version: 'desc' }, take: 1 } },
    orderBy: { id: 'asc' },
    take,
  });

type Row = Awaited<ReturnType<typeof published>>[number];

const summary = ({ id, current, versions: [newest] }: Row, sizes: readonly SegmentSizeView[]) => ({
  id,
  version: current,
  publishedAt: iso(newest?.publishedAt ?? new Date(0)),
  publishedBy: newest?.publishedBy ?? '',
  last: sizes.at(-1) ?? null,
  sizes: [...sizes],
});

/** Of each segment the latest days, oldest first. */
async function latestSizes(
  db: Db,
  ids: readonly string[],
  days: number,
): Promise<ReadonlyMap<string, SegmentSizeView[]>> {
  const rows = await db.$queryRaw<SegmentSize[]>`
    SELECT s.* FROM unnest(${[...ids]}::text[]) AS wanted (id), LATERAL (
      SELECT * FROM segment_sizes WHERE "segmentId" = wanted.id ORDER BY day DESC LIMIT ${days}::bigint) s
    ORDER BY s."segmentId", s.day`;
  const byId = new Map<string, SegmentSizeView[]>();
  for (const row of rows) byId.set(row.segmentId, [...(byId.get(row.segmentId) ?? []), sizeView(row)]);
  return byId;
}
