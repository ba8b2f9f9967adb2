import type { Instant } from '../instant.js';

/* Who works here, who is away, and on whose desk the work of those who are away is. */

/** What decides on whose desk somebody's work is. */
export interface Person {
  readonly id: string;
  readonly active: boolean;
  readonly role: string;
  readonly managerId: string | null;
  readonly deputyId: string | null;
  /** The absence that is set, which may be over or still to come; `absentTo` null: until further notice. */
  readonly absentFrom: Instant | null;
  readonly absentTo: Instant | null;
}

/** Everybody by id. */
export type People = ReadonlyMap<string, Person>;

export const peopleOf = (people: readonly Person[]): People => new Map(people.map((person) => [person.id, person]));

type Absence = Pick<Person, 'absentFrom' | 'absentTo'>;

/** Whether somebody is away at an instant. The last instant isn't in it. */
export const isAway = ({ absentFrom, absentTo }: Absence, at: Instant): boolean =>
  absentFrom !== null && absentFrom <= at && (absentTo === null || at < absentTo);

/** Whether somebody works here and isn't away at an instant. */
export const isPresent = (person: Pick<Person, 'active' | keyof Absence>, at: Instant): boolean =>
  person.active && !isAway(person, at);

/**
 * On whose desk somebody's work is at an instant: their own while they are there, else the deputy's, else the manager's. One
 * of these who is away too hands it on in the same way; where all of them are, a manager who is there has it, or ops.
 * `except` never gets it: who asks for an approval doesn't give it. Null: nobody is there.
 */
export function deskOf(people: People, id: string, at: Instant, except: string | null = null): string | null {
  const passed = new Set<string>();
  const next = (each: string | null): string | null => {
    const person = each === null || passed.has(each) ? undefined : people.get(each);
    if (person === undefined) return null;
    passed.add(person.id);
    if (person.id !== except && isPresent(person, at)) return person.id;
    return next(person.deputyId) ?? next(person.managerId);
  };
  return next(id) ?? anybody(people, at, except);
}

/** A manager who is there, else somebody of ops: work that reaches nobody is a customer forgotten. */
export function anybody(people: People, at: Instant, except: string | null = null): string | null {
  for (const role of ['manager', 'ops']) {
    const there = [...people.values()].filter((each) => each.role === role && each.id !== except);
    const [first] = there.filter((each) => isPresent(each, at)).sort((a, b) => (a.id < b.id ? -1 : 1));
    if (first !== undefined) return first.id;
  }
  return null;
}

/** Those whose work is on somebody's desk at an instant, without themselves. */
export const stoodInFor = (people: People, userId: string, at: Instant): readonly string[] =>
  [...people.values()]
    .filter((person) => person.id !== userId && !isPresent(person, at) && deskOf(people, person.id, at) === userId)
    .map(({ id }) => id);
