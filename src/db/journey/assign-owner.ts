import { chooseMember } from '../../domain/journey/choose-member.js';
import type { Command } from '../../domain/journey/commands.js';
import type { Facts } from '../../domain/journey/facts.js';
import { insertEvent, wakeJourneys } from '../event-rows.js';
import { changeOwner } from '../owner.js';
import type { ApplyContext } from './apply-context.js';
import { ownerFields } from './records.js';
import { lockedMembers, takeTurn } from './teams.js';

/** The member that the plan chose is not the one any more whose turn it is, or is gone: the decision is made anew. */
export class StaleChoice extends Error {
  constructor() {
    super('a team changed between a choice from it and the choice’s effect');
  }
}

/** Makes a member of a team the contact's owner. Two journeys at once never give both to the one whose turn it is. */
export async function assignOwner(
  context: ApplyContext,
  { teamId, userId, by }: Extract<Command, { type: 'assign' }>,
): Promise<Facts> {
  const { tx, journeyId, contactId, facts, now, locksTeams } = context;
  if (!locksTeams) {
    const members = await lockedMembers(tx, teamId, now.virtual, by === 'leastLoaded');
    if (chooseMember(by, members, facts.contact)?.userId !== userId) throw new StaleChoice();
  }
  await takeTurn(tx, teamId, userId);
  await changeOwner(tx, contactId, userId, now.virtual, { how: 'assign', by: `journey:${journeyId}` });
  const event = await insertEvent(tx, {
    type: 'contact.changed',
    at: now.virtual,
    contactId,
    fields: { set: { owner: userId }, byJourney: journeyId },
    source: `journey:${journeyId}`,
    now,
  });
  if (event !== null) await wakeJourneys(tx, event, { except: journeyId, now });
  const owner = await tx.user.findUniqueOrThrow({
    where: { id: userId },
    include: { teams: { orderBy: { teamId: 'asc' } } },
  });
  return { ...facts, owner: ownerFields(owner) };
}
