import type { Definition, Rsvp } from '../definition/definition.js';

/** An invitation to an event with places or companions: the campaign that invites. */
export interface Invitation {
  readonly id: string;
  readonly rsvp: Rsvp;
}

/** Null: it is none, or one that is answered once and has room for all. */
export const invitationOf = (definition: Definition | null): Invitation | null =>
  definition?.kind === 'campaign' && definition.rsvp !== undefined
    ? { id: definition.id, rsvp: definition.rsvp }
    : null;
