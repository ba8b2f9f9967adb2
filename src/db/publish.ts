import { createHash } from 'node:crypto';
import type { DefinitionStore, Published, VersionMove, Writer } from '../api/store-ports.js';
import { writeAudit } from './audit.js';
import { freezeBulk } from './bulk/freeze.js';
import type { Db, Tx } from './client.js';
import { Prisma } from './generated/client.js';
import { newId } from './new-id.js';

type NewVersion = Parameters<DefinitionStore['publish']>[0];

/** Freezing many journeys takes a while. */
const PUBLISH_TIMEOUT_MS = 60_000;

/**
 * The next version, and in the same transaction whom it takes along. The definition's row is locked by it, and shared by
 * whoever begins a journey (entry.ts): a journey has begun before and is among them, or begins in the new version.
 */
export async function publishVersion(
  db: Db,
  definition: NewVersion,
  move: VersionMove,
  by: Writer,
): Promise<Published | 'changed'> {
  return await db.$transaction((tx) => publishIn(tx, definition, move, by), { timeout: PUBLISH_TIMEOUT_MS });
}

/** The same in the caller's transaction. */
export async function publishIn(
  tx: Tx,
  definition: NewVersion,
  move: VersionMove,
  by: Writer,
): Promise<Published | 'changed'> {
  const { id, kind, text } = definition;
  // One publisher of an id at a time, of a new id too, which has no row to lock yet.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`definition:${id}`}, 0))`;
  const existing = await tx.definition.findUnique({
    where: { id },
    include: { versions: { orderBy: { version: 'desc' }, take: 1 } },
  });
  if (move.policy !== 'pin' && (existing?.current ?? null) !== move.current) return 'changed';
  const newest = existing?.versions[0];
  const textHash = createHash('sha256').update(text).digest('hex');
  const created = existing === null || newest?.version !== existing.current || newest.textHash !== textHash;
  const version = created ? (newest?.version ?? 0) + 1 : existing.current;
  // Also where nothing changes: whoever begins a journey now waits until those in flight are frozen.
  await tx.definition.upsert({
    where: { id },
    create: { id, kind, current: version },
    update: { kind, current: version },
  });
  const moved = move.policy === 'pin' ? null : await freeze(tx, id, version, { definition, move, by });
  if (created) await writeVersion(tx, definition, { version, textHash, move, bulkId: moved?.bulkId ?? null }, by);
  if (created || moved !== null) {
    const { policy, map } = move;
    const detail = { version, ...(policy === 'pin' ? {} : { policy, map: jsonOf(map), ...moved }) };
    await writeAudit(tx, by, { action: 'definition.publish', objectType: 'definition', objectId: id, detail });
  }
  return { version, created, people: moved?.people ?? 0, bulkId: moved?.bulkId ?? null };
}

async function writeVersion(
  tx: Tx,
  { id: definitionId, text, note, enterOn, goalOn }: NewVersion,
  { version, textHash, move, bulkId }: { version: number; textHash: string; move: VersionMove; bulkId: string | null },
  { at, actorId }: Writer,
): Promise<void> {
  const { policy, map } = move;
  const moves = policy === 'pin' ? {} : { policy, map: jsonOf(map), bulkId };
  const written = { definitionId, version, text, textHash, note, enterOn: [...enterOn], goalOn: [...goalOn] };
  await tx.definitionVersion.create({
    data: { ...written, ...moves, publishedAt: new Date(at), publishedBy: actorId },
  });
}

/** Those who are in flight now, and what is to be done with each. */
async function freeze(
  tx: Tx,
  id: string,
  version: number,
  { definition, move, by }: { definition: NewVersion; move: VersionMove; by: Writer },
): Promise<{ readonly people: number; readonly bulkId: string } | null> {
  const { policy, map, ratePerMinute, source } = move;
  const others = Prisma.sql`j."definitionId" = ${id} AND j."definitionVersion" <> ${version}`;
  if (
    (await tx.journey.count({ where: { definitionId: id, status: 'open', definitionVersion: { not: version } } })) === 0
  )
    return null;
  const bulkId = newId('bulk');
  const isMapped = Object.keys(map.steps).length + Object.keys(map.stages).length > 0;
  const input = {
    version,
    ...(isMapped ? { map: jsonOf(map) } : {}),
    ...(policy === 'migrate' ? { strict: true } : {}),
  };
  const at = { virtual: by.at, real: Date.now() };
  const reason = definition.note ?? `version ${version} of ${id}`;
  const bulk = { id: bulkId, requestId: bulkId, kind: 'change-version', input, filter: { definition: id }, reason };
  const people = await freezeBulk(tx, { ...bulk, actorId: by.actorId, source, ratePerMinute, at }, others);
  return { people, bulkId };
}

const jsonOf = (map: VersionMove['map']): Prisma.InputJsonObject => ({
  steps: { ...map.steps },
  stages: { ...map.stages },
});
