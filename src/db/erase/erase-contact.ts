import { randomUUID } from 'node:crypto';
import type { Clock } from '../../activities/ports.js';
import type { CommandRefusal, Erased, ErasedCounts, ErasureRequest } from '../../api/ports.js';
import { ERASED } from '../../domain/journey/transitions.js';
import { err, ok, type Result } from '../../domain/result.js';
import type { Db, Tx } from '../client.js';
import { insertEvent, wakeJourneys } from '../event-rows.js';
import type { Contact } from '../generated/client.js';
import { lockContact } from '../journey/lock.js';
import { execute, query, transaction } from '../statement.js';
import { forget, forgetContact } from './forget.js';
import { type Belongings, belongingsOf, withoutWords } from './known.js';
import { countBelongings } from './preview.js';

/*
 * Erases a contact. One transaction under the contact's lock ends all that could be sent: from its commit on the gate
 * refuses, no claim stands, and no journey begins. A mail whose last dot is just being sent can't be called back; nobody is
 * told that the contact was erased before it is settled, and what its server answered is then taken out too.
 */

export interface ErasingDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly tell: (outbox: readonly bigint[]) => Promise<void>;
}

/** Longer than an attempt at a message lasts: nobody can still be handing it over. */
const HANDING_OVER_MS = 90_000;
/** How long who asks is kept waiting for a mail that is under way. */
const WAIT_MS = 20_000;
const LOOK_EVERY_MS = 100;

export async function eraseContact(
  deps: ErasingDeps,
  request: ErasureRequest,
): Promise<Result<Erased, CommandRefusal>> {
  const { db, clock } = deps;
  const done = await transaction(db, (tx) => eraseIn(tx, request, clock.now(0)));
  if (done === null) return err({ code: 'unknown-contact', detail: 'no contact has this id' });
  await deps.tell(done.outbox);
  if (!(await nothingUnderWay(db, request.contactId)))
    return err({
      code: 'mail-under-way',
      detail: 'a message to this contact is being handed over; nothing else goes out, and what came of it is awaited',
    });
  await transaction(db, async (tx) => {
    await lockContact(tx, request.contactId);
    const contact = await tx.contact.findUniqueOrThrow({ where: { id: request.contactId } });
    await forget(tx, await belongingsOf(tx, contact));
  });
  return ok(await erasedOf(db, request.contactId));
}

type Now = ReturnType<Clock['now']>;

/** Null: there is no such contact. */
async function eraseIn(
  tx: Tx,
  { contactId, actorId, reason, source }: ErasureRequest,
  now: Now,
): Promise<{ readonly outbox: readonly bigint[] } | null> {
  await lockContact(tx, contactId);
  const contact = await tx.contact.findUnique({ where: { id: contactId } });
  if (contact === null) return null;
  if (contact.erasedAt !== null) return { outbox: [] };
  const of = await belongingsOf(tx, contact);
  const took = await countBelongings(tx, of);
  const at = new Date(now.virtual);
  await suppress(tx, of, at);
  await stopMessages(tx, contactId);
  await withdrawTasks(tx, of, at);
  // Before the row is closed: then nothing of an erased contact is heard any more.
  const event = await insertEvent(tx, {
    ...{ type: 'contact.erased', at: now.virtual, contactId, fields: {}, source, now },
  });
  const outbox = event === null ? [] : await wakeJourneys(tx, event, { whatever: true, now });
  await forget(tx, of);
  await forgetContact(tx, contactId, at);
  await noteErased(tx, { contact, reason: withoutWords(reason, of.words), actorId }, took, now);
  return { outbox };
}

/** A re-import, or another contact, must not bring advertising back to somebody who wished to be gone. */
async function suppress(tx: Tx, { hashes }: Belongings, at: Date): Promise<void> {
  const data = hashes.map((addressHash) => ({ addressHash, reason: 'erased', source: 'erased', at }));
  await tx.suppression.createMany({ data, skipDuplicates: true });
}

/**
 * What waits is left out. What was claimed loses its fence, on message and decision: an attempt that has it in hand then
 * neither hands it over nor writes what a server said of it, and its successor asks the gate, which refuses.
 */
async function stopMessages(tx: Tx, contactId: string): Promise<void> {
  await execute(tx)`
    UPDATE messages SET state = 'skipped', reason = ${ERASED}, "countsAt" = NULL
    WHERE "contactId" = ${contactId} AND state = 'intended'`;
  const fence = randomUUID();
  await execute(tx)`
    WITH revoked AS (
      UPDATE messages SET fence = ${fence} WHERE "contactId" = ${contactId} AND state = 'claimed' RETURNING "journeyId")
    UPDATE advances SET fence = ${fence} FROM revoked
    WHERE advances."journeyId" = revoked."journeyId" AND advances.result IS NULL`;
}

async function withdrawTasks(tx: Tx, { taskIds }: Belongings, at: Date): Promise<void> {
  await tx.task.updateMany({
    where: { id: { in: [...taskIds] }, status: 'open' },
    data: { status: 'withdrawn', reason: ERASED, doneAt: at, updatedAt: at },
  });
}

async function noteErased(
  tx: Tx,
  { contact, reason, actorId }: { readonly contact: Contact; readonly reason: string; readonly actorId: string },
  took: ErasedCounts,
  now: Now,
): Promise<void> {
  await tx.audit.create({
    data: {
      ...{ at: new Date(now.virtual), realAt: new Date(now.real), actorId, reason },
      ...{ action: 'contact.erased', objectType: 'contact', objectId: contact.id },
      detail: { ...took },
    },
  });
}

/** Waits until no message of the contact is between its last dot and the server's answer. False: one still is. */
async function nothingUnderWay(db: Db, contactId: string): Promise<boolean> {
  const until = performance.now() + WAIT_MS;
  for (;;) {
    const [row] = await query<{ underWay: boolean }>(db)`
      SELECT EXISTS (SELECT FROM messages WHERE "contactId" = ${contactId} AND state = 'handed-over'
        AND "realHandedAt" > ${new Date(Date.now() - HANDING_OVER_MS)}) AS "underWay"`;
    if (row?.underWay !== true) return true;
    if (performance.now() > until) return false;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** What is known of an erasure that was done. */
export async function erasedOf(db: Db, contactId: string): Promise<Erased> {
  const row = await db.audit.findFirstOrThrow({
    where: { objectType: 'contact', objectId: contactId, action: 'contact.erased' },
  });
  return {
    contactId,
    at: row.at.getTime(),
    by: row.actorId,
    reason: row.reason ?? '',
    took: row.detail as unknown as ErasedCounts,
  };
}
