import { createHash } from 'node:crypto';
import type { IdKind } from '../../domain/ids.js';
import type { Db, Tx } from '../client.js';
import { newId } from '../new-id.js';
import { lockContacts } from './change.js';

/** What became of a row. Merged: it fitted a record that another row, list or person had made. */
export type Outcome = 'created' | 'updated' | 'unchanged' | 'merged';

/** A row's meaning, ready to be stored. `key` names the row within its system and kind, now and in later imports. */
export interface Incoming<Entry> {
  readonly key: string;
  /** Plain data: its JSON is what later imports compare. */
  readonly entry: Entry;
}

export interface Placed<Entry> {
  readonly id: string;
  readonly entry: Entry;
}

export interface Identities {
  /** By which the row looks for a record, best first. */
  readonly seeks: readonly string[];
  /** By which later rows may find the record it becomes. */
  readonly has: readonly string[];
}

/** Where rows of one kind go. All calls are made within the batch's transaction. */
export interface Target<Entry> {
  readonly entity: IdKind;
  /** What makes two rows the same record although their keys differ, for example an address. */
  identify?(entry: Entry): Identities;
  /** Records that are there already, by identity; null: several have it, so it names none. */
  adopt?(tx: Tx, entries: readonly Entry[]): Promise<ReadonlyMap<string, string | null>>;
  /**
   * Which contact a row concerns. All of a batch are locked in one go, before anything is written: a contact that came
   * after an account would be waited for in a circle with an event of it.
   */
  contactOf?(row: Placed<Entry>): string | null;
  create(tx: Tx, rows: readonly Placed<Entry>[]): Promise<void>;
  /** Needed by targets with `identify`. */
  merge?(tx: Tx, rows: readonly Placed<Entry>[]): Promise<void>;
  update(tx: Tx, rows: readonly Placed<Entry>[]): Promise<void>;
  /** What follows from all rows that were written: sums, announcements. */
  settle?(tx: Tx, rows: readonly Placed<Entry>[]): Promise<void>;
}

export interface BatchResult {
  /** In the order of the rows. */
  readonly outcomes: readonly Outcome[];
  readonly idOf: ReadonlyMap<string, string>;
}

/** Any number that no other part uses: two imports at once take turns, batch by batch. */
const IMPORT_LOCK = 7_201_433n;

/**
 * Stores a batch in one transaction together with what it remembers of the rows, so a batch is there wholly or not at
 * all and the same rows again change nothing.
 */
export function writeBatch<Entry>(
  db: Db,
  from: { readonly system: string; readonly kind: string },
  rows: readonly Incoming<Entry>[],
  target: Target<Entry>,
): Promise<BatchResult> {
  return db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${IMPORT_LOCK})`;
    const known = await readImported(
      tx,
      from,
      rows.map((row) => row.key),
    );
    const plan = await planBatch(tx, rows, known, target);
    const written = [...plan.created, ...plan.merged, ...plan.updated];
    await lockContacts(
      tx,
      written.map((row) => target.contactOf?.(row) ?? null),
    );
    if (plan.created.length > 0) await target.create(tx, plan.created);
    if (plan.merged.length > 0) await target.merge?.(tx, plan.merged);
    if (plan.updated.length > 0) await target.update(tx, plan.updated);
    if (written.length > 0) await target.settle?.(tx, written);
    await tx.importedRow.createMany({ data: plan.remember.map((row) => ({ ...from, ...row, entity: target.entity })) });
    for (const row of plan.rehash) {
      await tx.importedRow.update({ where: { system_kind_key: { ...from, key: row.key } }, data: { hash: row.hash } });
    }
    return { outcomes: plan.outcomes, idOf: plan.idOf };
  });
}

const NO_IDENTITIES: Identities = { seeks: [], has: [] };

/**
 * A stand-in for `writeBatch` that finds out what it would do and writes nothing. Later batches know what earlier ones
 * would have made.
 */
export function planOnly<Entry>(): typeof writeBatch<Entry> {
  const wouldBe: Holders = new Map();
  return (db, from, rows, target) =>
    db.$transaction(async (tx) => {
      const known = await readImported(
        tx,
        from,
        rows.map((row) => row.key),
      );
      return planBatch(tx, rows, known, target, wouldBe);
    });
}

interface Plan<Entry> {
  readonly created: Placed<Entry>[];
  readonly merged: Placed<Entry>[];
  readonly updated: Placed<Entry>[];
  readonly remember: { key: string; entityId: string; hash: string }[];
  readonly rehash: { key: string; hash: string }[];
  readonly outcomes: Outcome[];
  readonly idOf: Map<string, string>;
}

type Known = ReadonlyMap<string, { entityId: string; hash: string }>;

async function planBatch<Entry>(
  tx: Tx,
  rows: readonly Incoming<Entry>[],
  known: Known,
  target: Target<Entry>,
  holders: Holders = new Map(),
): Promise<Plan<Entry>> {
  const fresh = rows.filter((row) => !known.has(row.key)).map((row) => row.entry);
  if (fresh.length > 0) await addAdopted(tx, fresh, target, holders);
  const plan: Plan<Entry> = {
    created: [],
    merged: [],
    updated: [],
    remember: [],
    rehash: [],
    outcomes: [],
    idOf: new Map(),
  };
  for (const { key, entry } of rows) {
    const hash = hashOf(entry);
    const before = known.get(key);
    if (before) {
      plan.idOf.set(key, before.entityId);
      plan.outcomes.push(before.hash === hash ? 'unchanged' : 'updated');
      if (before.hash === hash) continue;
      plan.updated.push({ id: before.entityId, entry });
      plan.rehash.push({ key, hash });
      continue;
    }
    const identities = target.identify?.(entry) ?? NO_IDENTITIES;
    const existing = findHolder(holders, identities);
    const outcome = existing === undefined ? 'created' : 'merged';
    const id = existing ?? newId(target.entity);
    addHolder(holders, identities, id);
    plan[outcome].push({ id, entry });
    plan.outcomes.push(outcome);
    plan.remember.push({ key, entityId: id, hash });
    plan.idOf.set(key, id);
  }
  return plan;
}

async function addAdopted<Entry>(
  tx: Tx,
  entries: readonly Entry[],
  target: Target<Entry>,
  holders: Holders,
): Promise<void> {
  for (const [identity, holder] of (await target.adopt?.(tx, entries)) ?? []) holders.set(identity, holder);
}

/** Who has an identity; null: several do. */
type Holders = Map<string, string | null>;

const findHolder = (holders: Holders, { seeks }: Identities): string | undefined =>
  seeks.map((identity) => holders.get(identity)).find((holder) => typeof holder === 'string') ?? undefined;

function addHolder(holders: Holders, { has }: Identities, id: string): void {
  for (const identity of has) {
    const holder = holders.get(identity);
    holders.set(identity, holder === undefined || holder === id ? id : null);
  }
}

async function readImported(tx: Tx, from: { system: string; kind: string }, keys: string[]): Promise<Known> {
  const found = await tx.importedRow.findMany({
    where: { ...from, key: { in: keys } },
    select: { key: true, entityId: true, hash: true },
  });
  return new Map(found.map((row) => [row.key, row]));
}

export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 40);

/** The entries are built by code with a fixed order of keys, so their JSON is stable. */
const hashOf = (entry: unknown): string => digestOf(JSON.stringify(entry));
