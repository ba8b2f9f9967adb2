import type { Invitation } from '../../domain/campaign/invitation.js';
import { partyOf, type Standing } from '../../domain/campaign/waiting-list.js';
import type { Db, Tx } from '../client.js';
import { Prisma } from '../generated/client.js';
import { query } from '../statement.js';

/** A guest as they stand; `turn`: of who waits. */
export type StandingRow = Standing & { readonly turn: number | null };

/** All guests who have said something, by the link or to a person who asked: who was asked comes alone. */
const standings = (id: string): Prisma.Sql => Prisma.sql`
  SELECT "contactId", answer, companions, turn FROM guests WHERE "campaignId" = ${id}
  UNION ALL
  SELECT j."contactId", 'yes', 0, NULL FROM journeys j JOIN contacts c ON c.id = j."contactId"
  WHERE j."definitionId" = ${id} AND j.outcome = 'coming' AND c."erasedAt" IS NULL
    AND NOT EXISTS (SELECT FROM guests g WHERE g."campaignId" = ${id} AND g."contactId" = j."contactId")`;

export interface EventSeen {
  /** Places of all who come but the one who is asked about. */
  readonly taken: number;
  /** How many others wait. */
  readonly waiting: number;
  readonly own: StandingRow | null;
}

/** An event as one guest sees it; null: as nobody in particular. */
export async function readEvent(db: Db | Tx, id: string, contactId: string | null): Promise<EventSeen> {
  const own = contactId ?? '';
  const [sums] = await query<{ taken: number; waiting: number }>(db)`
    SELECT coalesce(sum(1 + companions) FILTER (WHERE answer = 'yes'), 0)::int AS taken,
      count(*) FILTER (WHERE answer = 'waiting')::int AS waiting
    FROM (${standings(id)}) AS standings WHERE "contactId" <> ${own}`;
  const [row] = await query<StandingRow>(db)`
    SELECT answer, companions, turn FROM (${standings(id)}) AS standings WHERE "contactId" = ${own}`;
  return { taken: sums?.taken ?? 0, waiting: sums?.waiting ?? 0, own: row ?? null };
}

/** Below nought: people who asked have promised more places than there are. */
export function freeFor({ rsvp: { places } }: Invitation, { taken }: EventSeen, own: Standing | null): number {
  const owns = own?.answer === 'yes' ? partyOf(own.companions) : 0;
  return places === undefined ? Number.POSITIVE_INFINITY : places - taken - owns;
}
