import { Prisma } from '../generated/client.js';

/**
 * Where the value of a path stands in a row, and what kind of value the column holds. `json` holds any kind: its values
 * are judged by what each one is, as the engine's predicate does.
 */
export interface Column {
  readonly kind: 'text' | 'number' | 'boolean' | 'instant' | 'tags' | 'json';
  readonly sql: Prisma.Sql;
  /** Of a value in an object that an index knows by its values: the object, and the value's name. */
  readonly inside?: { readonly object: Prisma.Sql; readonly name: string };
}

export type RecordName = 'contact' | 'account' | 'deal' | 'owner';

/** What a column needs beside the contact: a record, or the owner's team. */
export type Needed = Exclude<RecordName, 'contact'> | 'team';

/** The names of the tables in the query around a condition. */
const ALIAS: { readonly [record in RecordName]: string } = { contact: 'c', account: 'a', deal: 'd', owner: 'o' };

/** The columns behind the fields that every deployment has, by kind. `src/db/journey/records.ts` reads the same ones. */
const COLUMNS: { readonly [record in RecordName]: { readonly [kind in Column['kind']]?: string } } = {
  contact: {
    text: 'id email phone firstName lastName name company title language timezone country region city source channel status stage',
    tags: 'tags',
    number: 'score orderCount totalSpent satisfaction',
    json: 'birthday',
    instant: 'firstOrderAt lastOrderAt lastContactAt createdAt updatedAt',
    boolean: 'doNotContact',
  },
  account: { text: 'id name industry region country website', number: 'size' },
  deal: {
    text: 'id name stage currency product channel',
    number: 'amount probability',
    instant: 'expectedCloseAt closedAt createdAt',
  },
  owner: { text: 'id name email phone language timezone' },
};

const kinds: ReadonlyMap<string, Column['kind']> = new Map(
  Object.entries(COLUMNS).flatMap(([record, byKind]) =>
    Object.entries(byKind).flatMap(([kind, names]) =>
      names.split(' ').map((name): [string, Column['kind']] => [`${record}.${name}`, kind as Column['kind']]),
    ),
  ),
);

/** The column of a record's field; a field that is no column is one of `custom`. A name never becomes part of the SQL. */
export function columnOf(record: RecordName, field: string): Column & { readonly needs: Needed | null } {
  const needs = record === 'contact' ? null : record;
  const kind = kinds.get(`${record}.${field}`);
  if (kind !== undefined) return { needs, kind, sql: Prisma.raw(`${ALIAS[record]}."${field}"`) };
  if (record === 'owner') {
    if (field === 'team') return { needs: 'team', kind: 'text', sql: Prisma.raw(`t."teamId"`) };
    return { needs, kind: 'text', sql: field === 'manager' ? Prisma.raw(`o."managerId"`) : Prisma.sql`NULL::text` };
  }
  const object = Prisma.raw(`${ALIAS[record]}.custom`);
  const json = { needs, kind: 'json', sql: Prisma.sql`(${object} -> ${field}::text)` } as const;
  return record === 'contact' ? { ...json, inside: { object, name: field } } : json;
}

/** The contacts that have a deal, `d` being the newest, without their rows. */
export const NEWEST_DEALS = {
  tables: Prisma.sql`deals d CROSS JOIN LATERAL (SELECT d."contactId") c (id)`,
  fits: Prisma.sql`d."contactId" IS NOT NULL AND d."isNewest"`,
} as const;

/*
 * Plain joins, so that Postgres may begin with whichever table leaves the fewest rows: a test that holds for no missing value
 * turns its outer join into an inner one.
 */
const JOINS: { readonly [needed in Needed]: Prisma.Sql } = {
  account: Prisma.sql`LEFT JOIN accounts a ON a.id = c."accountId"`,
  owner: Prisma.sql`LEFT JOIN users o ON o.id = c."ownerId"`,
  // Of several teams the first by id, as the engine takes it.
  team: Prisma.sql`LEFT JOIN (SELECT m."userId", min(m."teamId") AS "teamId" FROM team_members m GROUP BY m."userId") t
    ON t."userId" = c."ownerId"`,
  deal: Prisma.sql`LEFT JOIN deals d ON d."contactId" = c.id AND d."isNewest"`,
};

/**
 * The tables that a condition looks at, for a query that calls the contact `c`: its account `a`, its owner `o` with the team
 * `t`, and the newest of its deals `d`. Only those are joined that are asked.
 */
export const tablesFor = (needed: ReadonlySet<Needed>): readonly Prisma.Sql[] => [
  Prisma.sql`contacts c`,
  ...joinsOf(needed),
];

/** All of them but the contacts. */
export const joinsOf = (needed: ReadonlySet<Needed>): readonly Prisma.Sql[] => [...needed].map((each) => JOINS[each]);
