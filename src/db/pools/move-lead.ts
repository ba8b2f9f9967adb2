import type { CommandRefusal, LeadMove, LeadMoved } from '../../api/ports.js';
import { addDuration } from '../../domain/calendar/add-duration.js';
import { formatInstant, type Instant } from '../../domain/instant.js';
import { type ClaimRefusal, claimRefusal } from '../../domain/pool/claim.js';
import { err, ok, type Result } from '../../domain/result.js';
import { writeAudit } from '../audit.js';
import type { Tx } from '../client.js';
import type { Pool, User } from '../generated/client.js';
import { type IntakeDeps, receiveEvent } from '../intake.js';
import { lockUser } from '../journey/lock.js';
import { changeOwner } from '../owner.js';
import { notice, noticeAdmin } from './clocks.js';
import { durationOf, whereOf } from './rule.js';

interface Now {
  readonly virtual: Instant;
  readonly real: Instant;
}

type Answer = Result<LeadMoved, CommandRefusal>;

/**
 * Claims a lead, gives it to a member, or gives it back to its pool: owner, journeys, tasks, audit row, the event and what
 * must be told to Temporal in one transaction under the contact's lock; limits are counted under the member's. So of two
 * who claim at once one has it, and fifty claims at once don't pass a limit.
 */
export async function moveLead(
  deps: IntakeDeps,
  move: LeadMove,
  now: Now,
): Promise<{ readonly answer: Answer; readonly outbox: readonly bigint[] }> {
  const ownerId = move.type === 'return' ? null : move.userId;
  const { contactId, source } = move;
  // `applied`: the owner is no field that the event itself writes.
  const fields = { set: { ownerId }, applied: true };
  const event = { type: 'contact.changed', at: now.virtual, contactId, fields, source, now };
  try {
    const received = await receiveEvent(deps, event, async (tx) => {
      const pool = await tx.pool.findUnique({ where: { id: move.poolId } });
      if (pool === null) throw new Settled(err({ code: 'unknown-pool', detail: `there is no pool ${move.poolId}` }));
      await (move.type === 'return' ? giveBack(tx, pool, move, now) : handOut(tx, deps, pool, move, now));
    });
    return { answer: ok({ contactId, poolId: move.poolId, ownerId }), outbox: received.outbox };
  } catch (error) {
    if (!(error instanceof Settled)) throw error;
    return { answer: error.answer, outbox: [] };
  }
}

/** Ends a transaction that has found its answer without a change. */
class Settled extends Error {
  constructor(readonly answer: Answer) {
    super('settled');
  }
}

type HandOut = Exclude<LeadMove, { type: 'return' }>;

async function handOut(tx: Tx, deps: IntakeDeps, pool: Pool, move: HandOut, now: Now): Promise<void> {
  const { contactId, userId, actorId, type } = move;
  // The last of all locks (src/db/journey/lock.ts): whoever counts this member's leads now counts alone.
  await lockUser(tx, userId);
  const contact = await tx.contact.findUniqueOrThrow({
    where: { id: contactId },
    select: { poolId: true, ownerId: true },
  });
  if (contact.ownerId === userId && contact.poolId === pool.id)
    throw new Settled(ok({ contactId, poolId: pool.id, ownerId: userId }));
  const user = await tx.user.findUnique({ where: { id: userId, active: true } });
  const coolsUntil = user === null ? null : await coolsUntilOf(tx, deps, pool, user, contactId);
  const limit = await tx.poolLimit.findUnique({ where: { id: 1 } });
  const refusal = claimRefusal(
    {
      poolId: pool.id,
      claimable: pool.claimable,
      contact,
      claimant: { id: userId, isMember: user !== null && (await isMember(tx, pool, userId)) },
      has: await leadsOf(tx, pool.id, userId),
      limits: { unworked: pool.unworkedLimit, ofPool: pool.holdLimit, ofAll: limit?.holdLimit ?? null },
      coolsUntil,
      now: now.virtual,
    },
    type === 'give',
  );
  if (refusal !== null) throw new Settled(err({ code: refusal, detail: wordsFor(refusal, coolsUntil) }));
  await changeOwner(tx, contactId, userId, now.virtual, { how: type, by: actorId });
  const deed = { action: `pool.${type}`, objectType: 'contact', objectId: contactId };
  await writeAudit(tx, { actorId, at: now.virtual }, { ...deed, detail: { pool: pool.id, to: userId } });
  if (type === 'claim' && pool.notifyOnClaim && pool.adminId !== userId)
    await noticeAdmin(tx, pool, 'lead-claimed', contactId, now.virtual);
  if (type === 'give' && userId !== actorId) await notice(tx, userId, 'lead-given', contactId, now.virtual);
}

async function giveBack(tx: Tx, pool: Pool, move: Extract<LeadMove, { type: 'return' }>, now: Now): Promise<void> {
  const { contactId, actorId, reason } = move;
  const contact = await tx.contact.findUniqueOrThrow({
    where: { id: contactId },
    select: { poolId: true, ownerId: true },
  });
  if (contact.poolId !== pool.id) throw new Settled(err({ code: 'not-in-pool', detail: WORDS['not-in-pool'] }));
  if (contact.ownerId === null || (move.from !== undefined && contact.ownerId !== move.from))
    throw new Settled(err({ code: 'not-claimed', detail: 'the lead is not, or no more, whom it is to be taken from' }));
  await changeOwner(tx, contactId, null, now.virtual, { how: 'return', by: actorId, reason });
  const deed = { action: 'pool.return', objectType: 'contact', objectId: contactId, reason };
  await writeAudit(tx, { actorId, at: now.virtual }, { ...deed, detail: { pool: pool.id, from: contact.ownerId } });
}

const isMember = async (tx: Tx, { teamId }: Pool, userId: string): Promise<boolean> =>
  (await tx.teamMember.count({ where: { teamId, userId } })) > 0;

/** How many leads somebody has out of pools. Who has bought is no lead any more. */
export async function leadsOf(
  tx: Pick<Tx, '$queryRaw'>,
  poolId: string,
  userId: string,
): Promise<{ readonly unworked: number; readonly ofPool: number; readonly ofAll: number }> {
  const [row] = await tx.$queryRaw<{ unworked: number; ofPool: number; ofAll: number }[]>`
    SELECT count(*) FILTER (WHERE o."poolId" = ${poolId} AND o."workedAt" IS NULL)::int AS unworked,
      count(*) FILTER (WHERE o."poolId" = ${poolId})::int AS "ofPool", count(*)::int AS "ofAll"
    FROM ownerships o JOIN contacts c ON c.id = o."contactId"
    WHERE o."ownerId" = ${userId} AND o.until IS NULL AND o."poolId" IS NOT NULL AND c."firstOrderAt" IS NULL
      AND NOT EXISTS (SELECT 1 FROM deals d WHERE d."contactId" = c.id AND d.status = 'won')`;
  return row ?? { unworked: 0, ofPool: 0, ofAll: 0 };
}

/** Until when somebody who had this lead leaves it to others, however they lost it; null: the pool asks for no such time. */
async function coolsUntilOf(
  tx: Tx,
  { deployment }: IntakeDeps,
  pool: Pool,
  user: User,
  contactId: string,
): Promise<Instant | null> {
  const coolDown = durationOf(pool.coolDown);
  if (coolDown === null) return null;
  const last = await tx.ownership.findFirst({
    where: { contactId, ownerId: user.id, until: { not: null } },
    orderBy: { id: 'desc' },
    select: { until: true },
  });
  return last === null || last.until === null
    ? null
    : addDuration(last.until.getTime(), coolDown, whereOf(pool, user, deployment));
}

const WORDS: { readonly [refusal in ClaimRefusal]: string } = {
  'not-in-pool': 'the contact is no lead of this pool',
  'already-claimed': 'somebody else has the lead',
  'not-claimable': 'leads of this pool are given out, not claimed',
  'not-a-member': 'only an active member of the pool’s team can have its leads',
  'claim-limit': 'as many leads as the pool allows wait to be worked: call one of them first',
  'hold-limit': 'no more leads are allowed at once: give one back first',
  'cooling-down': 'who had this lead leaves it to others for a while',
};

const wordsFor = (refusal: ClaimRefusal, coolsUntil: Instant | null): string =>
  refusal === 'cooling-down' && coolsUntil !== null
    ? `${WORDS[refusal]}, until ${formatInstant(coolsUntil)}`
    : WORDS[refusal];
