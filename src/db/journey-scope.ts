import type { Scope } from '../api/store-ports.js';
import { Prisma } from './generated/client.js';

/** Whose records are in a scope that is not everybody's. */
export const inScope = ({ userIds }: Extract<Scope, { type: 'own' }>): { in: string[] } => ({ in: [...userIds] });

/** A rep's journeys are those of the rep's contacts, whoever the journey itself names. */
export const journeyScope = (scope: Scope): Prisma.JourneyWhereInput =>
  scope.type === 'all' ? {} : { OR: [{ ownerId: inScope(scope) }, { contact: { ownerId: inScope(scope) } }] };

/** The same for SQL that calls the journey `j` and its contact `c`. */
export const journeyScopeSql = (scope: Scope): Prisma.Sql =>
  scope.type === 'all'
    ? Prisma.sql`TRUE`
    : Prisma.sql`(j."ownerId" = ANY(${[...scope.userIds]}::text[]) OR c."ownerId" = ANY(${[...scope.userIds]}::text[]))`;

/**
 * The journeys of a scope, for FROM: of a rep those by the journey's owner, then those by its contact's, each by an index. For an OR
 * over two tables there is none, and all journeys there are would be looked at.
 */
export function journeysIn(scope: Scope): Prisma.Sql {
  if (scope.type === 'all') return Prisma.sql`journeys`;
  const mine = Prisma.sql`ANY(${[...scope.userIds]}::text[])`;
  return Prisma.sql`(
    SELECT j.* FROM journeys j WHERE j."ownerId" = ${mine}
    UNION ALL
    SELECT j.* FROM contacts c JOIN journeys j ON j."contactId" = c.id
    WHERE c."ownerId" = ${mine} AND (j."ownerId" = ${mine}) IS NOT TRUE)`;
}
