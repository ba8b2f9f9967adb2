import type { Scope } from '../api/store-ports.js';
import { Prisma } from './generated/client.js';

/** A rep's journeys are those of the rep's contacts, whoever the journey itself names. */
export const journeyScope = (scope: Scope): Prisma.JourneyWhereInput =>
  scope.type === 'all' ? {} : { OR: [{ ownerId: scope.userId }, { contact: { ownerId: scope.userId } }] };

/** The same for SQL that calls the journey `j` and its contact `c`. */
export const journeyScopeSql = (scope: Scope): Prisma.Sql =>
  scope.type === 'all'
    ? Prisma.sql`TRUE`
    : Prisma.sql`(j."ownerId" = ${scope.userId} OR c."ownerId" = ${scope.userId})`;
