import type { GuestBook } from '../../api/guest-ports.js';
import { invitationOf } from '../../domain/campaign/invitation.js';
import { campaignIn } from '../campaign-life/rows.js';
import type { Db } from '../client.js';
import type { EngineDeps } from '../engine.js';
import { query } from '../statement.js';
import { answerInvitation, moveUp } from './answer.js';
import { freeFor, readEvent, type StandingRow } from './standings.js';

type Deps = Omit<EngineDeps, 'send'>;

/** Who comes to events, over one Postgres. */
export function createGuestBook(deps: Deps): GuestBook {
  const { db, clock, tell } = deps;
  return {
    async look(invitation, contactId) {
      const event = await readEvent(db, invitation.id, contactId);
      const { own, waiting } = event;
      const free = freeFor(invitation, event, own);
      const left = Number.isFinite(free) ? Math.max(free, 0) : null;
      return { standing: own, turn: await placeInLine(db, invitation.id, own), left, waiting };
    },
    async answer(invitation, said) {
      const { outcome, outbox } = await answerInvitation(deps, invitation, said, clock.now(0));
      await tell(outbox);
      return outcome;
    },
  };
}

async function placeInLine(db: Db, id: string, own: StandingRow | null): Promise<number | null> {
  if (own === null || own.turn === null) return null;
  const [row] = await query<{ n: number }>(db)`
    SELECT count(*)::int AS n FROM guests WHERE "campaignId" = ${id} AND turn <= ${own.turn}`;
  return row?.n ?? null;
}

/** Whoever is erased leaves their places to those who wait. Again, it changes nothing. */
export async function moveUpAfterErasure(deps: Deps, contactId: string): Promise<void> {
  const events = await query<{ id: string; text: string }>(deps.db)`
    SELECT id, text FROM campaigns WHERE id IN (
      SELECT "campaignId" FROM guests WHERE "contactId" = ${contactId}
      UNION SELECT "definitionId" FROM journeys WHERE "contactId" = ${contactId} AND outcome = 'coming')`;
  for (const campaign of events) {
    const invitation = invitationOf(campaignIn(campaign));
    if (invitation !== null) await deps.tell(await moveUp(deps, invitation, deps.clock.now(0)));
  }
}
