import type { Instant } from '../instant.js';

/** What a claim is judged by, all of it read under the locks of contact and claimant. */
export interface ClaimFacts {
  readonly poolId: string;
  readonly claimable: boolean;
  /** The contact's pool and owner now. */
  readonly contact: { readonly poolId: string | null; readonly ownerId: string | null };
  readonly claimant: { readonly id: string; readonly isMember: boolean };
  /** How many leads the claimant has: of this pool those not worked yet and all, and all of all pools. */
  readonly has: { readonly unworked: number; readonly ofPool: number; readonly ofAll: number };
  /** Null: no limit. */
  readonly limits: { readonly unworked: number | null; readonly ofPool: number | null; readonly ofAll: number | null };
  /** Until when the claimant, who had this lead before, leaves it to others; null: never had it, or long ago. */
  readonly coolsUntil: Instant | null;
  readonly now: Instant;
}

export type ClaimRefusal =
  | 'not-in-pool'
  | 'already-claimed'
  | 'not-claimable'
  | 'not-a-member'
  | 'claim-limit'
  | 'hold-limit'
  | 'cooling-down';

/** Why a lead can't be claimed; null: it can. Who gives it out instead is bound by the limits, not by the cool-down. */
export function claimRefusal(facts: ClaimFacts, given = false): ClaimRefusal | null {
  const { contact, claimant, has, limits } = facts;
  if (contact.poolId !== facts.poolId) return 'not-in-pool';
  if (contact.ownerId !== null) return 'already-claimed';
  if (!facts.claimable && !given) return 'not-claimable';
  if (!claimant.isMember) return 'not-a-member';
  if (isFull(has.unworked, limits.unworked)) return 'claim-limit';
  if (isFull(has.ofPool, limits.ofPool) || isFull(has.ofAll, limits.ofAll)) return 'hold-limit';
  return !given && facts.coolsUntil !== null && facts.now < facts.coolsUntil ? 'cooling-down' : null;
}

const isFull = (has: number, limit: number | null): boolean => limit !== null && has >= limit;
