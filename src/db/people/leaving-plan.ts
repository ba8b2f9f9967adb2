import type { HandoverTarget } from '../../api/contracts/leaving.js';
import type { LeavingRefusal } from '../../api/people-ports.js';
import type { Instant } from '../../domain/instant.js';
import type { TeamMember } from '../../domain/journey/facts.js';
import { type SharedOut, shareOut } from '../../domain/people/share-out.js';
import { err, ok, type Result } from '../../domain/result.js';
import type { Db, Tx } from '../client.js';
import { lockedMembers, presentMembers } from '../journey/teams.js';

export type ItemKind = 'contact' | 'account' | 'deal' | 'task';

/** One thing that is somebody's, and whose it is to be. */
export interface PlannedItem {
  readonly kind: ItemKind;
  readonly objectId: string;
  readonly toId: string;
}

export interface LeavingPlan {
  readonly items: readonly PlannedItem[];
  /** The members of the team with their turn as it is then; of a single successor that one. */
  readonly members: readonly TeamMember[];
}

/**
 * What somebody has in hand, and who gets what of it. Deals and tasks go with their contacts, a company with its contacts; what
 * belongs to nobody's contact goes to whose turn it is. `locks`: the plan is carried out in this transaction.
 */
export async function planLeaving(
  tx: Tx | Db,
  userId: string,
  target: HandoverTarget,
  now: Instant,
  locks: boolean,
): Promise<Result<LeavingPlan, LeavingRefusal>> {
  const members = await membersOf(tx, userId, target, now, locks);
  if (!members.ok) return members;
  const by = target.type === 'team' ? target.by : 'roundRobin';
  const shared = shareOut(await contactsOf(tx, userId), members.value, by);
  const contacts = [...shared.owners].map(([objectId, toId]) => ({ kind: 'contact' as const, objectId, toId }));
  const others = [...(await accountItems(tx, userId, shared)), ...(await dealItems(tx, userId, shared))];
  return ok({
    items: [...contacts, ...others, ...(await taskItems(tx, userId, shared))],
    members: shared.members,
  });
}

async function membersOf(
  tx: Tx | Db,
  userId: string,
  target: HandoverTarget,
  now: Instant,
  locks: boolean,
): Promise<Result<TeamMember[], LeavingRefusal>> {
  if (target.type === 'user') {
    const user = await tx.user.findUnique({ where: { id: target.userId, active: true }, select: { id: true } });
    if (user === null || user.id === userId) return err('unknown-successor');
    return ok([{ userId: user.id, open: 0, last: 0, fields: {} }]);
  }
  if ((await tx.team.findUnique({ where: { id: target.teamId }, select: { id: true } })) === null)
    return err('unknown-team');
  const there = await (locks ? lockedMembers : presentMembers)(tx, target.teamId, now, target.by === 'leastLoaded');
  const members = there.filter((member) => member.userId !== userId);
  return members.length === 0 ? err('no-successor') : ok(members);
}

async function contactsOf(tx: Tx | Db, ownerId: string) {
  const rows = await tx.contact.findMany({
    where: { ownerId },
    select: {
      id: true,
      accountId: true,
      country: true,
      region: true,
      city: true,
      _count: { select: { journeys: { where: { status: 'open' } } } },
    },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id, accountId, _count, ...place }) => ({ id, accountId, place, inJourney: _count.journeys > 0 }));
}

async function accountItems(tx: Tx | Db, ownerId: string, { ofAccount, next }: SharedOut): Promise<PlannedItem[]> {
  const rows = await tx.account.findMany({ where: { ownerId }, select: { id: true }, orderBy: { id: 'asc' } });
  return rows.map(({ id }) => ({ kind: 'account', objectId: id, toId: ofAccount.get(id) ?? next() }));
}

/** Decided ones keep whose they were: they are history. */
async function dealItems(tx: Tx | Db, ownerId: string, { owners, ofAccount, next }: SharedOut): Promise<PlannedItem[]> {
  const rows = await tx.deal.findMany({
    where: { ownerId, status: 'open' },
    select: { id: true, contactId: true, accountId: true, contact: { select: { ownerId: true } } },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id, contactId, accountId, contact }) => {
    const others = contact?.ownerId === ownerId ? null : (contact?.ownerId ?? null);
    const toId = owners.get(contactId ?? '') ?? others ?? ofAccount.get(accountId ?? '') ?? next();
    return { kind: 'deal', objectId: id, toId };
  });
}

async function taskItems(tx: Tx | Db, userId: string, { owners, next }: SharedOut): Promise<PlannedItem[]> {
  const rows = await tx.task.findMany({
    where: { assigneeId: userId, status: 'open' },
    select: { id: true, contactId: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id, contactId }) => ({
    kind: 'task',
    objectId: id,
    toId: owners.get(contactId ?? '') ?? next(),
  }));
}
