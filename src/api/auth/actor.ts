import type { Instant } from '../../domain/instant.js';
import { seesOnlyOwn } from '../policy.js';
import type { Principal, Scope } from '../store-ports.js';

/** Who is asking, and by what. */
export interface Actor {
  readonly user: Principal;
  readonly via: 'session' | 'key';
  /** The session's or the key's id. */
  readonly credentialId: string;
  readonly expiresAt: Instant | null;
}

export const scopeOf = (actor: Actor): Scope =>
  seesOnlyOwn(actor.user.role) ? { type: 'own', userId: actor.user.userId } : { type: 'all' };

/** How events name their source when the caller is it. */
export const sourceOf = (actor: Actor): string => `api:${actor.via === 'key' ? actor.credentialId : actor.user.userId}`;
