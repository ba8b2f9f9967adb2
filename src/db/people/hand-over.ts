import type { HandoverTarget } from '../../api/contracts/leaving.js';
import { deskOf, type People } from '../../domain/people/presence.js';
import { approverOf } from '../../domain/people/receivers.js';
import { assertNever } from '../../domain/result.js';
import { writeAudit } from '../audit.js';
import type { Db, Tx } from '../client.js';
import type { Handover, HandoverItem } from '../generated/client.js';
import { type IntakeDeps, receiveEvent } from '../intake.js';
import { changeOwner } from '../owner.js';
import { type ItemKind, type PlannedItem, planLeaving } from './leaving-plan.js';
import { readPeople } from './read-people.js';
import { workOf } from './work-of.js';

const AT_ONCE = 25;
/** Longer than some things take; a worker that is silent for so long is gone, and another goes on. */
const LEASE_MS = 60_000;
/** A round that has moved something ends then, so that others who leave have their turn. */
const ROUND_MS = 10_000;
/** When to look again at what nobody is there to take. */
const AGAIN_MS = 30_000;

interface Now {
  readonly virtual: number;
  readonly real: number;
}

/**
 * Moves some of what people who leave have left, each thing in a transaction of its own that marks it as moved: whatever
 * breaks off, each is moved once. What can't be moved just now, or fails, holds up nothing behind it. Answers how many;
 * 0: there is nothing to do just now.
 */
export async function handOver(
  deps: IntakeDeps,
  now: () => Now,
  failed: (error: unknown, item: HandoverItem) => void,
): Promise<number> {
  const handover = await claim(deps, now().real);
  if (handover === null) return 0;
  const people = await readPeople(deps.db);
  const began = now().real;
  let moved = 0;
  let code: 'no-successor' | 'handover-failed' | null = null;
  let last: HandoverItem | undefined;
  do {
    const items = await waitingAfter(deps, handover.id, last);
    if (last === undefined && items.length === 0) return await finish(deps, handover, now());
    for (const item of items) {
      const at = now();
      const outcome = await moveItem(deps, handover, item, people, at).catch((error: unknown) => {
        failed(error, item);
        return 'handover-failed' as const;
      });
      if (outcome === 'moved') moved += 1;
      // What needs somebody to look after it is said before what may pass by itself.
      else if (code !== 'handover-failed') code = outcome;
    }
    last = items.at(-1);
    await renew(deps, handover.id, now().real);
  } while (last !== undefined && (moved === 0 || now().real - began < ROUND_MS));
  // Broken off, the round goes on at once; one that came to the end looks again later at what is left.
  const next = last !== undefined || code === null ? now().real : now().real + AGAIN_MS;
  await deps.db.handover.update({ where: { id: handover.id }, data: { code, realNextAt: new Date(next) } });
  return moved;
}

/** Contacts first: with them goes most of the rest. */
function waitingAfter({ db }: IntakeDeps, handoverId: string, last: HandoverItem | undefined): Promise<HandoverItem[]> {
  const after =
    last === undefined
      ? {}
      : { OR: [{ kind: { gt: last.kind } }, { kind: last.kind, objectId: { gt: last.objectId } }] };
  return db.handoverItem.findMany({
    where: { handoverId, state: 'waiting', ...after },
    orderBy: [{ kind: 'asc' }, { objectId: 'asc' }],
    take: AT_ONCE,
  });
}

const renew = ({ db }: IntakeDeps, id: string, real: number) =>
  db.handover.update({ where: { id }, data: { realNextAt: new Date(real + LEASE_MS) } });

async function claim({ db }: IntakeDeps, real: number): Promise<Handover | null> {
  const [row] = await db.$queryRaw<{ id: string }[]>`
    UPDATE handovers SET "realNextAt" = ${new Date(real + LEASE_MS)} WHERE id = (
      SELECT id FROM handovers WHERE state = 'running' AND "realNextAt" <= ${new Date(real)}
      ORDER BY "realNextAt" LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id`;
  return row === undefined ? null : await db.handover.findUniqueOrThrow({ where: { id: row.id } });
}

/** Moves one thing to whom it was meant for, or who has their place now. */
async function moveItem(
  deps: IntakeDeps,
  handover: Handover,
  item: HandoverItem,
  people: People,
  now: Now,
): Promise<'moved' | 'no-successor'> {
  const to = people.get(item.toId)?.active === true ? item.toId : deskOf(people, item.toId, now.virtual);
  if (to === null || to === handover.userId) return 'no-successor';
  const kind = item.kind as ItemKind;
  switch (kind) {
    case 'contact':
      await moveContact(deps, handover, item, to, now);
      return 'moved';
    case 'account':
    case 'deal':
    case 'task':
      await deps.db.$transaction(async (tx) => {
        if (await settle(tx, item, now)) await moveRecord(tx, handover, { ...item, kind }, to, people, now);
      });
      return 'moved';
    default:
      return assertNever(kind);
  }
}

/** False: it was moved before. */
async function settle(tx: Tx, { handoverId, kind, objectId }: HandoverItem, { real }: Now): Promise<boolean> {
  const { count } = await tx.handoverItem.updateMany({
    where: { handoverId, kind, objectId, state: 'waiting' },
    data: { state: 'done', realDoneAt: new Date(real) },
  });
  return count === 1;
}

/** Ends a transaction in which nothing is to be done any more. */
class Settled extends Error {}

/** With the contact go journeys and tasks, and the event by which journeys hear of it. */
async function moveContact(deps: IntakeDeps, handover: Handover, item: HandoverItem, to: string, now: Now) {
  const { userId: from, source } = handover;
  const contactId = item.objectId;
  const event = {
    type: 'contact.changed',
    at: now.virtual,
    contactId,
    fields: { set: { ownerId: to }, applied: true },
    source,
    now,
  };
  try {
    await receiveEvent(deps, event, async (tx) => {
      const contact = await tx.contact.findUnique({ where: { id: contactId }, select: { ownerId: true } });
      if (contact?.ownerId !== from || !(await settle(tx, item, now))) throw new Settled();
      const { actorId, reason } = handover;
      await changeOwner(tx, contactId, to, now.virtual, { how: 'handover', by: actorId, reason });
      await audit(tx, handover, 'contact', contactId, to, now);
    });
  } catch (error) {
    if (!(error instanceof Settled)) throw error;
    // Somebody else gave it away meanwhile: that stands.
    await deps.db.$transaction((tx) => settle(tx, item, now));
  }
}

async function moveRecord(
  tx: Tx,
  handover: Handover,
  { kind, objectId: id }: { readonly kind: Exclude<ItemKind, 'contact'>; readonly objectId: string },
  to: string,
  people: People,
  now: Now,
): Promise<void> {
  const { userId: from } = handover;
  const updatedAt = new Date(now.virtual);
  // Whose it is, is asked in the write: what somebody else gave away, or closed, meanwhile stays as it is.
  switch (kind) {
    case 'account': {
      const { count } = await tx.account.updateMany({ where: { id, ownerId: from }, data: { ownerId: to, updatedAt } });
      return count === 0 ? undefined : await audit(tx, handover, kind, id, to, now);
    }
    case 'deal': {
      const where = { id, ownerId: from, status: 'open' };
      const { count } = await tx.deal.updateMany({ where, data: { ownerId: to, updatedAt } });
      return count === 0 ? undefined : await audit(tx, handover, kind, id, to, now);
    }
    case 'task': {
      const where = { id, assigneeId: from, status: 'open' };
      const task = await tx.task.findFirst({ where, select: { kind: true, contactId: true, assign: true } });
      if (task === null) return;
      const taker = task.kind === 'approval' ? await approver(tx, people, task.contactId, to, now) : to;
      const assign = task.assign === from ? { assign: taker } : {};
      await tx.task.updateMany({ where, data: { assigneeId: taker, ...assign, updatedAt } });
      return await audit(tx, handover, kind, id, taker, now);
    }
    default:
      return assertNever(kind);
  }
}

async function approver(
  tx: Tx,
  people: People,
  contactId: string | null,
  to: string,
  { virtual }: Now,
): Promise<string> {
  const contact = contactId === null ? null : await tx.contact.findUnique({ where: { id: contactId } });
  return approverOf(people, to, contact?.ownerId ?? null, virtual) ?? to;
}

const audit = (tx: Tx, handover: Handover, kind: ItemKind, objectId: string, to: string, now: Now) =>
  writeAudit(
    tx,
    { actorId: handover.actorId, at: now.virtual },
    {
      action: `${kind}.reassign`,
      objectType: kind,
      objectId,
      reason: handover.reason,
      detail: { from: handover.userId, to, handover: handover.id },
    },
  );

/** All was moved; what came to them meanwhile, by a decision that was under way when they left, is moved too. */
async function finish({ db }: IntakeDeps, handover: Handover, now: Now): Promise<number> {
  const { id, userId, actorId } = handover;
  await followContacts(db, userId);
  return await db.$transaction(async (tx) => {
    const left = Object.values(await workOf(tx, userId)).reduce((sum, n) => sum + n, 0);
    if (left > 0) {
      const plan = await planLeaving(tx, userId, handover.target as unknown as HandoverTarget, now.virtual, true);
      if (plan.ok) await putBack(tx, id, plan.value.items);
      const next = new Date(plan.ok ? now.real : now.real + AGAIN_MS);
      await tx.handover.update({ where: { id }, data: { code: plan.ok ? null : plan.error, realNextAt: next } });
      return plan.ok ? plan.value.items.length : 0;
    }
    const items = await tx.handoverItem.count({ where: { handoverId: id } });
    await tx.handover.update({ where: { id }, data: { state: 'done', code: null, finishedAt: new Date(now.virtual) } });
    const deed = { action: 'user.left', objectType: 'user', objectId: userId, detail: { handover: id, items } };
    await writeAudit(tx, { actorId, at: now.virtual }, deed);
    return 0;
  });
}

/**
 * A journey belongs to its contact's owner. In a transaction of its own, which holds contacts before journeys as everybody
 * does, and no team: who assigns holds a journey when it wants one.
 */
async function followContacts(db: Db, userId: string): Promise<void> {
  await db.$transaction(async (tx) => {
    const contacts = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM contacts WHERE "ownerId" IS DISTINCT FROM ${userId} AND id IN (
        SELECT "contactId" FROM journeys WHERE "ownerId" = ${userId} AND status = 'open') ORDER BY id FOR UPDATE`;
    if (contacts.length === 0) return;
    const ids = contacts.map((contact) => contact.id);
    // An event of a colleague wakes journeys without their contacts' locks: these too in their order.
    await tx.$queryRaw`SELECT 1 FROM journeys WHERE "contactId" = ANY(${ids}) AND status = 'open' ORDER BY id FOR UPDATE`;
    await tx.$executeRaw`
      UPDATE journeys j SET "ownerId" = c."ownerId" FROM contacts c
      WHERE c.id = j."contactId" AND c.id = ANY(${ids}) AND j."ownerId" = ${userId} AND j.status = 'open'
        AND c."ownerId" IS DISTINCT FROM ${userId}`;
  });
}

/** Also what was moved before, and came back. One statement, since an import may have given them a whole file. */
async function putBack(tx: Tx, handoverId: string, items: readonly PlannedItem[]): Promise<void> {
  const column = (name: keyof PlannedItem) => items.map((item) => item[name]);
  await tx.$executeRaw`
    INSERT INTO handover_items ("handoverId", kind, "objectId", "toId", state)
    SELECT ${handoverId}, i.*, 'waiting' FROM unnest(
      ${column('kind')}::text[], ${column('objectId')}::text[], ${column('toId')}::text[]) AS i(kind, id, "to")
    ON CONFLICT ("handoverId", kind, "objectId") DO UPDATE SET "toId" = EXCLUDED."toId", state = 'waiting'`;
}
