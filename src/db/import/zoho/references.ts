import type { Db } from '../../client.js';
import { type Note, warn } from '../tally.js';

export const SYSTEM = 'zoho';

export const ZOHO_KINDS = [
  'user',
  'account',
  'lead',
  'contact',
  'campaign',
  'potential',
  'invoice',
  'quote',
  'call',
  'task',
  'case',
  'campaign-lead-status',
] as const;

export type ZohoKindName = (typeof ZOHO_KINDS)[number];

/** What rows can refer to: the ids and names of the rows before them, in this export or an earlier one. */
export class References {
  private readonly known = new Map<ZohoKindName, Set<string>>();
  private readonly named = new Map<string, string[]>();

  has(kind: ZohoKindName, id: string): boolean {
    return this.known.get(kind)?.has(id) ?? false;
  }

  add(kind: ZohoKindName, id: string): void {
    const ids = this.known.get(kind);
    if (ids) ids.add(id);
    else this.known.set(kind, new Set([id]));
  }

  /** Notes that a row of a kind has a name. A rejected row's id is null: its name is still not free for others. */
  addName(kind: ZohoKindName, name: string, id: string | null): void {
    const key = `${kind} ${name}`;
    const ids = this.named.get(key);
    if (ids) ids.push(id ?? '');
    else this.named.set(key, [id ?? '']);
  }

  /** Ids of the rows that have a name; '' for a rejected one. */
  byName(kind: ZohoKindName, name: string): readonly string[] {
    return this.named.get(`${kind} ${name}`) ?? [];
  }

  /** The owner's id in Zoho, by the row's owner id or else by the name, and what is to say of it. */
  ownerOf(id: string | null, name: string | null, column: string): { key: string | null; notes: Note[] } {
    if (id !== null && this.has('user', id)) return { key: id, notes: [] };
    if (id === null && name === null) return { key: null, notes: [] };
    const ids = name === null ? [] : this.byName('user', name).filter((known) => known !== '');
    if (ids.length === 1) return { key: ids[0] ?? null, notes: [] };
    const note =
      ids.length === 0
        ? warn('unknown-owner', column, 'no user of Users.csv has this name; the record has no owner')
        : warn('ambiguous-owner', column, `${ids.length} users have this name; the record has no owner`);
    return { key: null, notes: [note] };
  }
}

/** Our ids of the rows, by kind and Zoho's id or key. Filled as files are written. */
export class Ids {
  private readonly ids = new Map<ZohoKindName, Map<string, string>>();

  take(kind: ZohoKindName, found: Iterable<readonly [string, string]>): void {
    const ids = this.ids.get(kind) ?? new Map<string, string>();
    for (const [key, id] of found) ids.set(key, id);
    this.ids.set(kind, ids);
  }

  of(kind: ZohoKindName, key: string | null): string | null {
    return key === null ? null : (this.ids.get(kind)?.get(key) ?? null);
  }
}

const NAMED_IN: { readonly [kind in ZohoKindName]?: 'user' | 'contact' | 'pastCampaign' } = {
  user: 'user',
  lead: 'contact',
  campaign: 'pastCampaign',
};

/** Loads what an earlier import said of a kind whose file is absent now. */
export async function recall(db: Db, kind: ZohoKindName, references: References, ids: Ids): Promise<void> {
  const rows = await db.importedRow.findMany({
    where: { system: SYSTEM, kind },
    select: { key: true, entityId: true },
  });
  ids.take(
    kind,
    rows.map((row) => [row.key, row.entityId] as const),
  );
  const names = await namesOf(db, NAMED_IN[kind]);
  for (const { key, entityId } of rows) {
    references.add(kind, key);
    const name = names.get(entityId);
    if (name) references.addName(kind, name, key);
  }
}

async function namesOf(
  db: Db,
  model: 'user' | 'contact' | 'pastCampaign' | undefined,
): Promise<ReadonlyMap<string, string | null>> {
  switch (model) {
    case undefined:
      return new Map();
    case 'user':
      return new Map((await db.user.findMany({ select: { id: true, name: true } })).map(({ id, name }) => [id, name]));
    case 'pastCampaign':
      return new Map(
        (await db.pastCampaign.findMany({ select: { id: true, name: true } })).map(({ id, name }) => [id, name]),
      );
    case 'contact':
      return new Map(
        (await db.contact.findMany({ select: { id: true, lastName: true } })).map(({ id, lastName }) => [id, lastName]),
      );
  }
}
