import type { Instant } from '../instant.js';
import { anybody, deskOf, type People } from './presence.js';

/* Whom a definition means by `owner`, `manager` or a user's id, and who gets it. */

/** Who is meant; the manager is the owner's own, else any there is. Null: nobody, or somebody unknown. */
function meant(people: People, who: string, ownerId: string | null, at: Instant): string | null {
  if (who === 'owner') return ownerId;
  if (who !== 'manager') return people.has(who) ? who : null;
  const owner = ownerId === null ? undefined : people.get(ownerId);
  const own = owner?.managerId ?? null;
  return own !== null && people.get(own)?.active === true ? own : (anybody(people, at) ?? ownerId);
}

/**
 * Whose a task is. Somebody who is only away keeps it: while they are, it is on another's desk (`deskOf`). Of somebody who
 * has left, or of nobody, it is whoever takes their place. Null: there is nobody at all.
 */
export function holderOf(people: People, who: string, ownerId: string | null, at: Instant): string | null {
  const id = meant(people, who, ownerId, at);
  if (id === null) return anybody(people, at);
  return people.get(id)?.active === true ? id : deskOf(people, id, at);
}

/** Whose an approval is: never the contact's owner's, who asks for it. Then it is the manager's. */
export function approverOf(people: People, who: string, ownerId: string | null, at: Instant): string | null {
  const holder = holderOf(people, who, ownerId, at);
  if (holder === null || holder !== ownerId) return holder;
  const manager = holderOf(people, 'manager', ownerId, at);
  return manager === ownerId ? anybody(people, at, ownerId) : manager;
}

/** Who reads what is told now: whoever has their desk. Null: nobody is there, or a channel is meant that nobody reads. */
export function listenerOf(people: People, who: string, ownerId: string | null, at: Instant): string | null {
  const id = meant(people, who, ownerId, at);
  if (id !== null) return deskOf(people, id, at);
  return who === 'owner' || who === 'manager' ? anybody(people, at) : null;
}
