import type { Instant } from '../instant.js';
import { isAway, type People, type Person } from './presence.js';

/*
 * What may be done to users. Each rule answers null, or the code of why it can't be (src/domain/error-codes/people-codes.ts).
 */

export type PeopleRefusal =
  | 'user-email-taken'
  | 'unknown-manager'
  | 'manager-cycle'
  | 'own-role'
  | 'own-account'
  | 'last-ops'
  | 'user-left'
  | 'already-leaving'
  | 'unknown-deputy'
  | 'own-deputy'
  | 'deputy-away'
  | 'bad-absence'
  | 'not-away';

/** What of a change to a user the rules look at; absent: it stays. */
export interface UserChange {
  readonly role?: string | undefined;
  readonly managerId?: string | null | undefined;
  readonly active?: boolean | undefined;
}

/** Whether a user may be changed so by somebody. */
export function judgeChange(people: People, id: string, change: UserChange, actorId: string): PeopleRefusal | null {
  const person = people.get(id);
  if (person === undefined) return null;
  if (change.role !== undefined && change.role !== person.role && id === actorId) return 'own-role';
  if (change.active === false && id === actorId) return 'own-account';
  const stays = (change.active ?? person.active) && (change.role ?? person.role) === 'ops';
  if (!stays && isLastOps(people, person)) return 'last-ops';
  return judgeManager(people, id, change.managerId ?? null);
}

/** Without an active user of ops nobody could make another. */
const isLastOps = (people: People, person: Person): boolean =>
  isOps(person) && ![...people.values()].some((other) => other.id !== person.id && isOps(other));

const isOps = ({ active, role }: Person): boolean => active && role === 'ops';

/** Whether somebody may be the manager of a user, who may be new. */
export function judgeManager(people: People, id: string | null, managerId: string | null): PeopleRefusal | null {
  if (managerId === null) return null;
  if (people.get(managerId)?.active !== true) return 'unknown-manager';
  return id !== null && isBelow(people, managerId, id) ? 'manager-cycle' : null;
}

/** Whether somebody is in the charge of another, over however many managers between them; or is that other. */
export function isBelow(people: People, id: string, managerId: string): boolean {
  const passed = new Set<string>();
  for (let each: string | null = id; each !== null && !passed.has(each); each = people.get(each)?.managerId ?? null) {
    if (each === managerId) return true;
    passed.add(each);
  }
  return false;
}

export interface NewAbsence {
  readonly from: Instant;
  /** Null: until further notice. */
  readonly to: Instant | null;
  /** Null: the manager does the work. */
  readonly deputyId: string | null;
}

/**
 * Whether an absence may be set now. A deputy must be there all the time: two who are away together and stand in for each
 * other would leave the work to nobody. Whoever goes away later, hands on with their own what they stand in for.
 */
export function judgeAbsence(people: People, id: string, absence: NewAbsence, now: Instant): PeopleRefusal | null {
  if (people.get(id)?.active === false) return 'user-left';
  if (absence.to !== null && (absence.to <= absence.from || absence.to <= now)) return 'bad-absence';
  if (absence.deputyId === null) return null;
  if (absence.deputyId === id) return 'own-deputy';
  const deputy = people.get(absence.deputyId);
  if (deputy?.active !== true) return 'unknown-deputy';
  return isAwayWithin(deputy, Math.max(absence.from, now), absence.to) ? 'deputy-away' : null;
}

function isAwayWithin(person: Person, from: Instant, to: Instant | null): boolean {
  if (isAway(person, from)) return true;
  return person.absentFrom !== null && person.absentFrom >= from && (to === null || person.absentFrom < to);
}

/** Whether there is an absence that can be ended. */
export const judgeReturn = (person: Person, now: Instant): PeopleRefusal | null =>
  person.absentFrom === null || (person.absentTo !== null && person.absentTo <= now) ? 'not-away' : null;
