import type { LeadClocks } from '../../activities/ports.js';
import type { Instant } from '../../domain/instant.js';
import type { LeadNotice } from '../../domain/notices.js';
import { listenerOf } from '../../domain/people/receivers.js';
import { stepOf } from '../../domain/pool/clock.js';
import { assertNever } from '../../domain/result.js';
import { writeAudit } from '../audit.js';
import type { Tx } from '../client.js';
import type { Ownership, Pool, User } from '../generated/client.js';
import { type IntakeDeps, takeIn } from '../intake.js';
import { lockContact } from '../journey/lock.js';
import { changeOwner } from '../owner.js';
import { readPeople } from '../people/read-people.js';
import { createNotice } from '../robots/create-notice.js';
import { absencesOf, ruleOf, whereOf } from './rule.js';
import { markWorked } from './worked.js';

interface Now {
  readonly virtual: Instant;
  readonly real: Instant;
}

/** An ownership with all that its clock is reckoned by. */
type Held = Ownership & { readonly pool: Pool; readonly owner: User };

/**
 * The clocks of leads, on rows: each look is one transaction under the contact's lock, so that a lead is either taken back
 * or was worked, never both. A second look finds what the first has left.
 */
export function createLeadClocks(deps: IntakeDeps): LeadClocks {
  return {
    look: (ownershipId, now) => deps.db.$transaction((tx) => lookAt(tx, deps, BigInt(ownershipId), now)),
  };
}

async function lookAt(tx: Tx, deps: IntakeDeps, id: bigint, now: Now): Promise<Instant | null> {
  const held = await holdOf(tx, id);
  if (held === null || (await markWorked(tx, held))) return null;
  if (!held.owner.active && !(await isHandedOver(tx, held))) return await takeBack(tx, deps, held, 'left', now);
  const rule = ruleOf(held.pool);
  if (rule === null || held.clockFrom === null) return await show(tx, held, null);
  const { catchUp } = deps.deployment;
  const look = { absences: absencesOf(held.owner), where: whereOf(held.pool, held.owner, deps.deployment), catchUp };
  const clock = { from: held.clockFrom.getTime(), remindedAt: held.remindedAt?.getTime() ?? null };
  const step = stepOf(rule, clock, { ...look, now: now.virtual });
  switch (step.type) {
    case 'wait':
      await show(tx, held, step);
      return step.at;
    case 'remind':
      await remind(tx, held, step.at);
      await show(tx, held, { remindAt: step.at, dueAt: step.dueAt });
      return step.dueAt;
    case 'reclaim':
      return await takeBack(tx, deps, held, 'reclaim', now);
    case 'stand':
      return await show(tx, held, null);
    default:
      return assertNever(step);
  }
}

/** The ownership whose clock runs, with its contact locked; null: it is over, worked, or of no pool. */
async function holdOf(tx: Tx, id: bigint): Promise<Held | null> {
  const known = await tx.ownership.findUnique({ where: { id }, select: { contactId: true } });
  if (known === null) return null;
  await lockContact(tx, known.contactId);
  const row = await tx.ownership.findUnique({ where: { id, until: null, workedAt: null }, include: { owner: true } });
  if (row === null || row.poolId === null) return null;
  return { ...row, pool: await tx.pool.findUniqueOrThrow({ where: { id: row.poolId } }) };
}

/** Whether it is settled to whom the lead goes from somebody who has left, and only not done yet. */
const isHandedOver = async (tx: Tx, { contactId, ownerId }: Held): Promise<boolean> =>
  (await tx.handoverItem.count({
    where: { kind: 'contact', objectId: contactId, state: 'waiting', handover: { userId: ownerId, state: 'running' } },
  })) > 0;

/** What lists show of the clock; null: it runs to no end. */
async function show(
  tx: Tx,
  { id }: Held,
  times: { readonly remindAt: Instant | null; readonly dueAt: Instant } | null,
): Promise<null> {
  const dateOf = (at: Instant | null) => (at === null ? null : new Date(at));
  const data = { remindAt: dateOf(times?.remindAt ?? null), dueAt: dateOf(times?.dueAt ?? null) };
  await tx.ownership.update({ where: { id }, data });
  return null;
}

async function remind(tx: Tx, { id, ownerId, contactId }: Held, at: Instant): Promise<void> {
  await tx.ownership.update({ where: { id }, data: { remindedAt: new Date(at) } });
  await notice(tx, ownerId, 'lead-unworked', contactId, at);
}

async function takeBack(
  tx: Tx,
  deps: IntakeDeps,
  { contactId, ownerId, pool }: Held,
  how: 'reclaim' | 'left',
  now: Now,
): Promise<null> {
  const by = `pool:${pool.id}`;
  const moved = await changeOwner(tx, contactId, null, now.virtual, { how, by });
  await writeAudit(
    tx,
    { actorId: by, at: now.virtual },
    {
      action: `pool.${how}`,
      objectType: 'contact',
      objectId: contactId,
      detail: { pool: pool.id, from: ownerId, ...moved },
    },
  );
  await takeIn(tx, deps, {
    type: 'contact.changed',
    at: now.virtual,
    contactId,
    // `applied`: the owner is no field that the event itself writes.
    fields: { set: { ownerId: null }, applied: true },
    source: by,
    now,
  });
  if (how !== 'left') await notice(tx, ownerId, 'lead-taken-back', contactId, now.virtual);
  if (pool.adminId !== ownerId) await noticeAdmin(tx, pool, 'lead-taken-back', contactId, now.virtual);
  return null;
}

/** Tells a pool's admin, or whoever has their desk while they are away. */
export async function noticeAdmin(
  tx: Tx,
  { adminId }: Pool,
  kind: LeadNotice,
  contactId: string,
  at: Instant,
): Promise<void> {
  const userId = adminId === null ? null : listenerOf(await readPeople(tx), adminId, null, at);
  if (userId !== null) await notice(tx, userId, kind, contactId, at);
}

/** Something about a lead that a person ought to know. */
export async function notice(tx: Tx, userId: string, kind: LeadNotice, contactId: string, at: Instant): Promise<void> {
  await createNotice(tx, { userId, kind, contactId, at });
}
