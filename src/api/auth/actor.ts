import type { Instant } from '../../domain/instant.js';
import type { PeopleStore } from '../people-ports.js';
import { seesOnlyOwn } from '../policy.js';
import type { Teller } from '../ports.js';
import type { Principal, Scope } from '../store-ports.js';

/** Who is asking, and by what. */
export interface Actor {
  readonly user: Principal;
  readonly via: 'session' | 'key';
  /** The session's or the key's id. */
  readonly credentialId: string;
  readonly expiresAt: Instant | null;
}

/** What an actor may see at an instant of business time. */
export async function scopeOf({ user }: Actor, people: PeopleStore, now: () => Promise<Instant>): Promise<Scope> {
  if (!seesOnlyOwn(user.role)) return { type: 'all' };
  const { userId } = user;
  return { type: 'own', userId, userIds: [userId, ...(await people.stoodInFor(userId, await now()))] };
}

/** How events name their source when the caller is it. */
export const sourceOf = (actor: Actor): string => `api:${actor.via === 'key' ? actor.credentialId : actor.user.userId}`;

/** Who makes a record or changes it, as the engine is told. */
export const tellerOf = (actor: Actor): Teller => ({ actorId: actor.user.userId, source: sourceOf(actor) });
