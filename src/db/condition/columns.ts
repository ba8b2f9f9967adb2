import { Prisma } from '../generated/client.js';

/**
 * Where the value of a path stands in a row, and what kind of value the column holds. `json` holds any kind: its values
 * are judged by what each one is, as the engine's predicate does.
 */
export interface Column {
  readonly kind: 'text' | 'number' | 'boolean' | 'instant' | 'tags' | 'json';
  readonly sql: Prisma.Sql;
}

export type RecordName = 'contact' | 'account' | 'deal' | 'owner';

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

// Of several teams the first by id, as the engine takes it.
const TEAM = Prisma.sql`(SELECT m."teamId" FROM team_members m WHERE m."userId" = o.id ORDER BY m."teamId" LIMIT 1)`;

/** The column of a record's field; a field that is no column is one of `custom`. A name never becomes part of the SQL. */
export function columnOf(record: RecordName, field: string): Column {
  const kind = kinds.get(`${record}.${field}`);
  if (kind !== undefined) return { kind, sql: Prisma.raw(`${ALIAS[record]}."${field}"`) };
  if (record === 'owner') {
    if (field === 'team') return { kind: 'text', sql: TEAM };
    return { kind: 'text', sql: field === 'manager' ? Prisma.raw(`o."managerId"`) : Prisma.sql`NULL::text` };
  }
  return { kind: 'json', sql: Prisma.sql`(${Prisma.raw(ALIAS[record])}.custom -> ${field}::text)` };
}

/**
 * The tables that a condition looks at, for a query that calls the contact `c`: its account `a`, its owner `o`, and as `d`
 * the newest of its deals. Only those are joined that are asked.
 */
export function tablesFor(records: ReadonlySet<RecordName>): Prisma.Sql {
  const joins = [Prisma.sql`contacts c`];
  if (records.has('account')) joins.push(Prisma.sql`LEFT JOIN accounts a ON a.id = c."accountId"`);
  if (records.has('owner')) joins.push(Prisma.sql`LEFT JOIN users o ON o.id = c."ownerId"`);
  if (records.has('deal'))
    joins.push(Prisma.sql`LEFT JOIN LATERAL (
      SELECT * FROM deals WHERE deals."contactId" = c.id ORDER BY deals."createdAt" DESC, deals.id DESC LIMIT 1
    ) d ON TRUE`);
  return Prisma.join(joins, ' ');
}
