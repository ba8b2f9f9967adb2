import type { Invitation } from '../domain/campaign/invitation.js';
import type { Reply, Standing } from '../domain/campaign/waiting-list.js';

/** What one guest should know before they answer. */
export interface GuestPlace {
  /** Null: they have not answered. */
  readonly standing: Standing | null;
  /** Of who waits, 1: the next. */
  readonly turn: number | null;
  /** Places that nobody has; null: there is room for all. */
  readonly left: number | null;
  /** How many others wait. */
  readonly waiting: number;
}

/** `same`: they said so before; `no-room`: what they said before stands, as there are no places for more; `gone`: they were erased. */
export type ReplyOutcome = 'taken' | 'same' | 'no-room' | 'gone';

/** Who comes to events. */
export interface GuestBook {
  look(invitation: Invitation, contactId: string): Promise<GuestPlace>;
  /** Takes an answer, and in one transaction with it tells journeys of it and of everybody who has a place by it. */
  answer(
    invitation: Invitation,
    said: Reply & { readonly contactId: string; readonly step: string },
  ): Promise<ReplyOutcome>;
}
