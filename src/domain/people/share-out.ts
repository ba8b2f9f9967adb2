import { type AssignBy, chooseMember } from '../journey/choose-member.js';
import type { Fields, TeamMember } from '../journey/facts.js';

/** A contact who is to have another owner. */
export interface Share {
  readonly id: string;
  readonly accountId: string | null;
  /** Country, region and city, for territories. */
  readonly place: Fields;
  /** It has an open journey: it counts as load. */
  readonly inJourney: boolean;
}

export interface SharedOut {
  /** The new owner by contact. */
  readonly owners: ReadonlyMap<string, string>;
  /** Who has the contacts of an account. */
  readonly ofAccount: ReadonlyMap<string, string>;
  /** The members as they are then, with their turn and load. */
  readonly members: readonly TeamMember[];
  /** Whose turn it is for one thing more. */
  readonly next: () => string;
}

/**
 * Shares contacts out among the members of a team, as `assign` would one after the other, but that the contacts of one account
 * stay together. Where no territory has a contact and everybody has one, it goes by turn: nobody is left over.
 */
export function shareOut(shares: readonly Share[], team: readonly TeamMember[], by: AssignBy): SharedOut {
  if (team.length === 0) throw new Error('there is nobody to share out to; expected a member');
  const members: { -readonly [K in keyof TeamMember]: TeamMember[K] }[] = team.map((member) => ({ ...member }));
  const owners = new Map<string, string>();
  const ofAccount = new Map<string, string>();
  const take = (place: Fields) => {
    const chosen = chooseMember(by, members, place) ?? chooseMember('roundRobin', members, place);
    const member = members.find(({ userId }) => userId === chosen?.userId) as (typeof members)[number];
    member.last = Math.max(...members.map(({ last }) => last)) + 1;
    return member;
  };
  for (const { id, accountId, place, inJourney } of shares) {
    const together = members.find(({ userId }) => userId === ofAccount.get(accountId ?? ''));
    const member = together ?? take(place);
    if (inJourney) member.open += 1;
    owners.set(id, member.userId);
    if (accountId !== null) ofAccount.set(accountId, member.userId);
  }
  return { owners, ofAccount, members, next: () => take({}).userId };
}
