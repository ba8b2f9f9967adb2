import type { CommandRefusal, OwnerChange, OwnerMove } from '../api/ports.js';
import { err, ok, type Result } from '../domain/result.js';
import { writeAudit } from './audit.js';
import type { Tx } from './client.js';
import type { Prisma } from './generated/client.js';
import { type IntakeDeps, type Received, receiveEvent } from './intake.js';
import { changeOwner } from './owner.js';

interface Now {
  readonly virtual: number;
  readonly real: number;
}

type Answer = Result<OwnerMove, CommandRefusal>;

/**
 * Gives a contact to another owner: record, journeys, tasks, audit row, the event and what must be told to Temporal in
 * one transaction under the contact's lock. By a request id it takes effect once; the second time answers as the first.
 */
export async function reassignContact(
  deps: IntakeDeps,
  change: OwnerChange,
  now: Now,
): Promise<{ readonly answer: Answer; readonly outbox: readonly bigint[] }> {
  const { contactId, ownerId, source, request } = change;
  let answer: Answer = err({ code: 'internal', detail: 'nothing was moved' });
  let received: Received;
  try {
    received = await receiveEvent(
      deps,
      {
        type: 'contact.changed',
        at: now.virtual,
        contactId,
        // `applied`: the owner is no field that the event itself writes.
        fields: { set: { ownerId }, applied: true },
        source,
        externalId: request === undefined ? null : `reassign:${request.requestId}`,
        now,
      },
      async (tx) => {
        const known = request === undefined ? null : await answerOf(tx, request);
        answer = known ?? ok(await move(tx, change, now));
        // What was answered before has told of itself before; a refusal takes all back.
        if (known !== null) throw new Settled();
      },
    );
  } catch (error) {
    if (!(error instanceof Settled)) throw error;
    return { answer, outbox: [] };
  }
  return { answer, outbox: received.outbox };
}

/** Ends a transaction that has found its answer without a change. */
class Settled extends Error {}

type Request = NonNullable<OwnerChange['request']>;

/** What the same request was answered before, or why it can't be this one. */
async function answerOf(tx: Tx, { requestId, journeyId }: Request): Promise<Answer | null> {
  const known = await tx.command.findUnique({ where: { requestId } });
  if (known === null) return null;
  if (known.kind !== 'reassign' || known.journeyId !== journeyId)
    return err({ code: 'idempotency-mismatch', detail: 'this request id belongs to another command' });
  return ok(known.answer as unknown as OwnerMove);
}

async function move(tx: Tx, { contactId, ownerId, actorId, request }: OwnerChange, now: Now): Promise<OwnerMove> {
  const { ownerId: from } = await tx.contact.findUniqueOrThrow({
    where: { id: contactId },
    select: { ownerId: true },
  });
  const because =
    request === undefined
      ? { how: 'edit' as const, by: actorId }
      : { how: 'reassign' as const, by: actorId, reason: request.reason };
  const moved = { ...(await changeOwner(tx, contactId, ownerId, now.virtual, because)), ownerId };
  await writeAudit(
    tx,
    { actorId, at: now.virtual },
    {
      action: 'contact.reassign',
      objectType: 'contact',
      objectId: contactId,
      ...(request === undefined ? {} : { reason: request.reason }),
      detail: { from, to: ownerId, ...(request === undefined ? {} : { journeyId: request.journeyId }) },
    },
  );
  if (request !== undefined)
    await tx.command.create({
      data: {
        requestId: request.requestId,
        journeyId: request.journeyId,
        kind: 'reassign',
        actorId,
        reason: request.reason,
        outcome: null,
        answer: moved as unknown as Prisma.InputJsonObject,
        at: new Date(now.virtual),
      },
    });
  return moved;
}
