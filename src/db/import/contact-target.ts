import type { Tx } from '../client.js';
import type { Prisma } from '../generated/client.js';
import { changeOwner } from '../owner.js';
import { sayingWhy } from '../ownership.js';
import type { Target } from './batch-writer.js';
import type { Announce, ChangedFields, RecordChange } from './change.js';
import { type ContactEntry, displayName } from './contact-entry.js';
import { findContacts, identify } from './contact-identity.js';
import { keepWishes } from './wishes.js';

/** The fields that hold plain text: what may be filled in or replaced one by one. */
const TEXT_FIELDS = [
  'email',
  'emailKey',
  'phone',
  'firstName',
  'lastName',
  'name',
  'company',
  'title',
  'language',
  'timezone',
  'country',
  'region',
  'city',
  'source',
  'channel',
  'status',
  'accountId',
  'ownerId',
] as const;

export type ContactField = (typeof TEXT_FIELDS)[number];

export interface ContactRules {
  /** Fields this list knows better than a record which is there already; the others only fill gaps. */
  readonly winsOnMerge: readonly ContactField[];
  /** Of several rows of this kind for one contact, only the first wins on a merge. */
  readonly onlyFirstOf?: RowKind;
  /** Fields a changed row replaces. */
  readonly winsOnUpdate: readonly ContactField[];
  /** Rows of this kind know `fields` better, where a contact has one. */
  readonly yieldsTo?: RowKind & { readonly fields: readonly ContactField[] };
}

export interface RowKind {
  readonly system: string;
  readonly kind: string;
}

export interface ContactContext {
  /** Business time, epoch ms. */
  readonly now: number;
  readonly announce: Announce;
  /** Contacts made by this run: nothing that happens to them is news to anybody. */
  readonly fresh: Set<string>;
}

export const ALL_CONTACT_FIELDS: readonly ContactField[] = TEXT_FIELDS;

/** Contacts: rows of one address, or else of one phone number, are one contact. */
export function contactTarget(context: ContactContext, rules: ContactRules): Target<ContactEntry> {
  const now = new Date(context.now);
  return {
    entity: 'contact',
    identify,
    adopt: findContacts,
    contactOf: ({ id }) => id,
    create: async (tx, rows) => {
      for (const row of rows) context.fresh.add(row.id);
      await sayingWhy(tx, { how: 'import', by: 'import' }, () =>
        tx.contact.createMany({
          data: rows.map(({ id, entry }) => ({ ...columnsOf(entry, now), id, updatedAt: now })),
        }),
      );
    },
    merge: async (tx, rows) => {
      const settled = await knownBetter(
        tx,
        rules.onlyFirstOf,
        rows.map((row) => row.id),
      );
      const isTaken = (id: string) => rules.onlyFirstOf !== undefined && (settled.has(id) || context.fresh.has(id));
      await amend(tx, rows, context, (id) => (isTaken(id) ? [] : rules.winsOnMerge));
    },
    update: async (tx, rows) => {
      const yielding = await knownBetter(
        tx,
        rules.yieldsTo,
        rows.map((row) => row.id),
      );
      await amend(tx, rows, context, (id) =>
        yielding.has(id)
          ? rules.winsOnUpdate.filter((field) => !rules.yieldsTo?.fields.includes(field))
          : rules.winsOnUpdate,
      );
    },
    settle: (tx, rows) =>
      keepWishes(
        tx,
        rows.flatMap(({ id, entry }) => (entry.wishes ?? []).map((wish) => ({ ...wish, contactId: id }))),
        context,
      ),
  };
}

function columnsOf(
  { wishes: _, ...entry }: ContactEntry,
  now: Date,
): Omit<Prisma.ContactCreateManyInput, 'id' | 'updatedAt'> {
  return {
    ...entry,
    tags: [...entry.tags],
    custom: { ...entry.custom },
    name: displayName(entry),
    createdAt: entry.createdAt ?? now,
  };
}

async function knownBetter(tx: Tx, by: RowKind | undefined, ids: string[]): Promise<ReadonlySet<string>> {
  if (!by) return new Set();
  const { system, kind } = by;
  const rows = await tx.importedRow.findMany({
    where: { system, kind, entity: 'contact', entityId: { in: ids } },
    select: { entityId: true },
  });
  return new Set(rows.map((row) => row.entityId));
}

async function amend(
  tx: Tx,
  rows: readonly { readonly id: string; readonly entry: ContactEntry }[],
  context: ContactContext,
  winners: (id: string) => readonly ContactField[],
): Promise<void> {
  const current = new Map(
    (await tx.contact.findMany({ where: { id: { in: rows.map((row) => row.id) } } })).map((contact) => [
      contact.id,
      contact,
    ]),
  );
  const changes: RecordChange[] = [];
  for (const { id, entry } of rows) {
    const contact = current.get(id);
    // Erased since the first import: what was forgotten isn't brought back by a changed row.
    if (!contact) continue;
    const set = changedFields(contact, entry, winners(id));
    if (Object.keys(set).length === 0) continue;
    const { ownerId, ...rest } = set;
    if (typeof ownerId === 'string') await changeOwner(tx, id, ownerId, context.now, { how: 'import', by: 'import' });
    current.set(id, await tx.contact.update({ where: { id }, data: { ...rest, updatedAt: new Date(context.now) } }));
    if (!context.fresh.has(id)) changes.push({ type: 'contact.changed', contactId: id, set });
  }
  if (changes.length > 0) await context.announce(tx, changes);
}

type StoredContact = Prisma.ContactGetPayload<object>;

function changedFields(contact: StoredContact, entry: ContactEntry, winners: readonly ContactField[]): ChangedFields {
  const set: { [field: string]: unknown } = {};
  for (const field of TEXT_FIELDS) {
    const value = field === 'name' && entry.name === null ? null : entry[field];
    if (value === null || value === contact[field]) continue;
    if (contact[field] === null || winners.includes(field)) set[field] = value;
  }
  const tags = entry.tags.filter((tag) => !contact.tags.includes(tag));
  if (tags.length > 0) set['tags'] = [...contact.tags, ...tags];
  const custom = mergedCustom(contact.custom, entry.custom);
  if (custom) set['custom'] = custom;
  return set;
}

function mergedCustom(stored: Prisma.JsonValue, given: ContactEntry['custom']): Prisma.JsonObject | null {
  const before = typeof stored === 'object' && stored !== null && !Array.isArray(stored) ? stored : {};
  const missing = Object.entries(given).filter(([field]) => before[field] === undefined || before[field] === null);
  return missing.length === 0 ? null : { ...before, ...Object.fromEntries(missing) };
}
