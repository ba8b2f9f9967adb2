import type { Scope } from '../api/store-ports.js';
import type { Prisma } from './generated/client.js';

/** A rep's journeys are those of the rep's contacts, whoever the journey itself names. */
export const journeyScope = (scope: Scope): Prisma.JourneyWhereInput =>
  scope.type === 'all' ? {} : { OR: [{ ownerId: scope.userId }, { contact: { ownerId: scope.userId } }] };
