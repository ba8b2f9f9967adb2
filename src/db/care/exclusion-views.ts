import type { CareExclusionView } from '../../api/contracts/care.js';
import type { Db } from '../client.js';
import type { CareExclusion } from '../generated/client.js';
import { contactNames, userNames } from '../names.js';
import { iso, isoOrNull } from '../paging.js';
import type { CareDeps } from './counts.js';

/** What stands of exclusions of these contacts. */
export const exclusionsOf = (db: Db, contactIds: readonly string[]): Promise<CareExclusion[]> =>
  db.careExclusion.findMany({ where: { contactId: { in: [...new Set(contactIds)] }, undoneAt: null } });

/** What an exclusion takes out, as the planner asks of it. */
export const spanOfRow = (row: { steps: string[]; since: Date | null; until: Date | null }) => ({
  steps: row.steps,
  since: row.since === null ? null : row.since.getTime(),
  until: row.until === null ? null : row.until.getTime(),
});

const SCOPES = ['occasion', 'kind', 'campaign'] as const;

/** Exclusions as the API tells of them, by id. */
export async function viewsOf(
  { db, outlines }: CareDeps,
  rows: readonly CareExclusion[],
): Promise<ReadonlyMap<string, CareExclusionView>> {
  const [users, contacts, nameOf] = await Promise.all([
    userNames(
      db,
      rows.flatMap(({ actorId, undoneBy }) => [actorId, undoneBy]),
    ),
    contactNames(
      db,
      rows.map(({ contactId }) => contactId),
    ),
    currentNames({ db, outlines }, rows),
  ]);
  const person = (id: string) => ({ id, name: users.get(id) ?? null });
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        of: SCOPES.find((each) => each === row.scope) ?? 'kind',
        contactId: row.contactId,
        contactName: contacts.get(row.contactId) ?? null,
        definitionId: row.definitionId,
        definitionName: nameOf(row.definitionId),
        occasion: row.occasion === '' ? null : row.occasion,
        day: row.day === null ? null : iso(row.day).slice(0, 10),
        steps: row.steps,
        reason: row.reason,
        by: person(row.actorId),
        at: iso(row.at),
        undoneAt: isoOrNull(row.undoneAt),
        undoneBy: row.undoneBy === null ? null : person(row.undoneBy),
      },
    ]),
  );
}

async function currentNames({ db, outlines }: Pick<CareDeps, 'db' | 'outlines'>, rows: readonly CareExclusion[]) {
  const ids = [...new Set(rows.map(({ definitionId }) => definitionId))];
  const versions = await db.definitionVersion.groupBy({
    by: ['definitionId'],
    where: { definitionId: { in: ids } },
    _max: { version: true },
  });
  const keys = versions.map(({ definitionId, _max }) => ({ definitionId, definitionVersion: _max.version ?? 1 }));
  const outlineOf = await outlines.of(keys);
  return (id: string) => {
    const key = keys.find(({ definitionId }) => definitionId === id);
    return key === undefined ? null : outlineOf(key).name;
  };
}
