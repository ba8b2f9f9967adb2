import type { Tx } from '../client.js';
import { type Account, type Contact, type Deal, Prisma, type User } from '../generated/client.js';
import { query } from '../statement.js';

/** A row as it is in JSON: instants are texts, decimals numbers. */
export type JsonRow<Row> = { readonly [Column in keyof Row]: JsonValueOf<Row[Column]> };
type JsonValueOf<Value> = Value extends Date ? string : Value extends Prisma.Decimal ? number : Value;

/** Never with what a user signs in by. */
export type OwnerRow = JsonRow<Omit<User, 'passwordHash' | 'inviteHash'>>;

/** Who a decision is about. */
export interface SubjectRows {
  readonly contact: JsonRow<Contact>;
  readonly account: JsonRow<Account> | null;
  readonly owner: OwnerRow | null;
  /** Of the owner's teams the first. */
  readonly teamId: string | null;
  /** The one that was asked for, else the contact's newest. */
  readonly deal: JsonRow<Deal> | null;
}

/** They as columns, where `subjectJoins` follows `contacts c`. */
export const SUBJECT_COLUMNS = Prisma.sql`
  to_jsonb(c) AS contact, to_jsonb(a) AS account, to_jsonb(d) AS deal,
  to_jsonb(o) - '{passwordHash,inviteHash}'::text[] AS owner,
  (SELECT min("teamId") FROM team_members WHERE "userId" = o.id) AS "teamId"`;

export const subjectJoins = (dealId: Prisma.Sql): Prisma.Sql => Prisma.sql`
  LEFT JOIN accounts a ON a.id = c."accountId"
  LEFT JOIN users o ON o.id = c."ownerId"
  LEFT JOIN LATERAL (
    SELECT * FROM deals WHERE id = ${dealId} OR "contactId" = c.id
    ORDER BY id = ${dealId} DESC, "createdAt" DESC, id DESC LIMIT 1
  ) d ON true`;

/** Reads them by one statement: every advance does, mostly twice. Throws for a contact that isn't there. */
export async function readSubjectRows(tx: Tx, contactId: string, dealId: string | null): Promise<SubjectRows> {
  const [rows] = await query<SubjectRows>(tx)`
    SELECT ${SUBJECT_COLUMNS} FROM contacts c ${subjectJoins(Prisma.sql`${dealId}`)} WHERE c.id = ${contactId}`;
  if (rows === undefined) throw new Error(`contact ${contactId} isn't there; expected the one whose journey it is`);
  return rows;
}
