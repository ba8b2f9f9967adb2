import type { Scope } from '../../api/store-ports.js';
import type { Instant } from '../../domain/instant.js';
import { stoodInFor } from '../../domain/people/presence.js';
import type { Db } from '../client.js';
import { Prisma } from '../generated/client.js';
import { readPeople } from '../people/read-people.js';

/** Open tasks of the kind `visit`; both partial indexes of such have just this condition. */
const OPEN = Prisma.sql`t.kind = 'visit' AND t.status = 'open'`;

/** Whose visits are looked at, around the task `t`. */
export async function whoseVisits(db: Db, scope: Scope, owner: string | undefined, now: Instant): Promise<Prisma.Sql> {
  const seen = await seenBy(db, scope);
  if (owner === undefined) return seen;
  // Those of people the owner stands in for are on the owner's desk.
  const theirs = [owner, ...stoodInFor(await readPeople(db), owner, now)];
  return Prisma.sql`${seen} AND t."assigneeId" = ANY(${theirs}::text[])`;
}

/** As of all tasks: a rep's are their own, and those that nobody of their teams has taken. */
async function seenBy(db: Db, scope: Scope): Promise<Prisma.Sql> {
  if (scope.type === 'all') return Prisma.sql`TRUE`;
  const teams = await db.teamMember.findMany({ where: { userId: scope.userId }, select: { teamId: true } });
  const teamIds = teams.map(({ teamId }) => teamId);
  return Prisma.sql`(t."assigneeId" = ANY(${[...scope.userIds]}::text[])
    OR (t."assigneeId" IS NULL AND t."teamId" = ANY(${teamIds}::text[])))`;
}

const COLUMNS = Prisma.sql`t.id, t.title, t."journeyId", t."contactId", t."assigneeId", t."dueAt"`;
const APPOINTED = Prisma.sql`SELECT FROM appointments p WHERE p."taskId" = t.id AND p.state = 'standing'`;

/** Visits of a span: by their appointment where they have one, else by when they are due. */
export const visitsBetween = (whose: Prisma.Sql, from: Prisma.Sql, to: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT ${COLUMNS}, t."dueAt" AS at, NULL::timestamptz AS begins, NULL::timestamptz AS ends, NULL AS zone, NULL AS "where"
  FROM tasks t WHERE ${OPEN} AND ${whose} AND t."dueAt" >= ${from} AND t."dueAt" < ${to} AND NOT EXISTS (${APPOINTED})
  UNION ALL
  SELECT ${COLUMNS}, p."beginsAt", p."beginsAt", p."endsAt", p.zone, p.place
  FROM appointments p JOIN tasks t ON t.id = p."taskId"
  WHERE p.state = 'standing' AND p."beginsAt" >= ${from} AND p."beginsAt" < ${to} AND ${OPEN} AND ${whose}`;

/** Visits that are due at no time, and have no appointment. */
export const undatedVisits = (whose: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT ${COLUMNS}, NULL::timestamptz AS at, NULL::timestamptz AS begins, NULL::timestamptz AS ends, NULL AS zone, NULL AS "where"
  FROM tasks t WHERE ${OPEN} AND ${whose} AND t."dueAt" IS NULL AND NOT EXISTS (${APPOINTED})`;

/** For FROM: visits as `v`, with whom they go to. */
export const withContacts = (visits: Prisma.Sql): Prisma.Sql => Prisma.sql`
  (${visits}) v LEFT JOIN contacts c ON c.id = v."contactId" LEFT JOIN accounts a ON a.id = c."accountId"`;
