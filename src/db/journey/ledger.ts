import type { ClaimedMessage, LedgerEntry, SendVerdict } from '../../activities/ports.js';
import type { Instant } from '../../domain/instant.js';
import { contentOf, type MessageIntent } from '../../domain/journey/commands.js';
import { assertNever } from '../../domain/result.js';
import { hashAddressText, hashPhone } from '../address-hash.js';
import { type Db, PREPARED, type Tx } from '../client.js';
import { newId } from '../new-id.js';

interface Now {
  readonly virtual: Instant;
  readonly real: Instant;
}

interface Owner {
  readonly journeyId: string;
  readonly contactId: string;
}

/** Writes the ledger row of an intended message, or brings it up to date; answers its id (law 8). */
export async function writeLedger(
  tx: Tx,
  { journeyId, contactId }: Owner,
  entry: LedgerEntry,
  fence: string,
  now: Now,
): Promise<string> {
  const { intent, claim } = entry;
  const { purpose, topic, template } = contentOf(intent);
  const key = { journeyId, stepId: intent.stepId, occurrence: intent.occurrence };
  const state = {
    state: entry.state,
    reason: entry.reason,
    ...(claim === null
      ? {}
      : {
          fence,
          raw: Uint8Array.from(claim.raw),
          fromAddress: claim.from,
          toAddress: claim.to,
          addressHash: intent.email === undefined ? hashPhone(claim.to) : hashAddressText(claim.to),
          subject: claim.subject,
          locale: claim.locale,
          mailboxId: claim.mailboxId,
          claimedAt: new Date(now.virtual),
          realClaimedAt: new Date(now.real),
        }),
  };
  const row = await tx.message.upsert({
    where: { journeyId_stepId_occurrence: key },
    create: {
      ...key,
      ...state,
      id: newId('message'),
      contactId,
      channel: intent.email === undefined ? 'sms' : 'email',
      purpose,
      topic: topic ?? null,
      template,
      messageId: entry.messageId,
      attempts: claim === null ? 0 : 1,
      intendedAt: new Date(now.virtual),
    },
    update: { ...state, ...(claim === null ? {} : { attempts: { increment: 1 } }) },
    select: { id: true, doubtedAt: true },
  });
  if (claim === null) await keepDoubt(tx, row);
  return row.id;
}

/** A message that goes out again after a doubt, and doesn't, or not yet, is in doubt as before: an earlier copy may have arrived. */
async function keepDoubt(tx: Tx, { id, doubtedAt }: { id: string; doubtedAt: Date | null }): Promise<void> {
  if (doubtedAt !== null) await tx.message.update({ where: { id }, data: { state: 'uncertain' } });
}

/** The message a frozen decision is about. */
export async function readClaimed(tx: Tx, journeyId: string, intent: MessageIntent): Promise<ClaimedMessage> {
  const row = await tx.message.findUniqueOrThrow({
    where: { journeyId_stepId_occurrence: { journeyId, stepId: intent.stepId, occurrence: intent.occurrence } },
  });
  if (row.raw === null || row.fromAddress === null || row.toAddress === null)
    throw new Error(`message ${row.id} was frozen without its bytes`);
  return { id: row.id, state: row.state, raw: row.raw, envelope: { from: row.fromAddress, to: row.toAddress } };
}

/** Marks a claimed message as handed over, just before its final dot. False: the fence is lost. */
export async function handOver(db: Db, messageId: string, fence: string, real: Instant): Promise<boolean> {
  // A claim older than a minute was gated too long ago to be sent on (law 5).
  const freshSince = new Date(real - 60_000);
  const { count } = await db.message.updateMany({
    where: { id: messageId, fence, state: 'claimed', realClaimedAt: { gt: freshSince } },
    data: { state: 'handed-over', realHandedAt: new Date(real) },
  });
  return count === 1;
}

/** Writes what came of a hand-over. A bounce that was quicker stays: what came back had arrived at the server. */
export async function settleMessage(
  tx: Tx,
  contactId: string,
  id: string,
  verdict: SendVerdict,
  now: Now,
): Promise<void> {
  switch (verdict.type) {
    case 'accepted':
      await tx.$executeRaw`${PREPARED}
        WITH arrived AS (
          UPDATE messages SET state = CASE WHEN state = 'bounced' THEN state ELSE 'accepted' END, reply = ${verdict.reply},
            "serverMessageId" = ${verdict.serverMessageId}, "acceptedAt" = ${new Date(now.virtual)}
          WHERE id = ${id})
        UPDATE contacts SET "lastContactAt" = ${new Date(now.virtual)} WHERE id = ${contactId}`;
      return;
    case 'refused': {
      const { addressHash: hash, channel } = await tx.message.update({
        where: { id },
        data: { state: 'refused', reply: verdict.reply, reason: verdict.enhanced },
      });
      if (verdict.suppress && hash !== null) {
        await tx.suppression.createMany({
          data: [
            {
              addressHash: hash,
              reason: 'hard-bounce',
              source: channel === 'sms' ? 'sms' : 'smtp',
              at: new Date(now.virtual),
            },
          ],
          skipDuplicates: true,
        });
      }
      return;
    }
    case 'later': {
      const row = await tx.message.update({
        where: { id },
        select: { id: true, doubtedAt: true },
        data: {
          ...{ state: 'intended', reason: verdict.cause, reply: verdict.reply, fence: null },
          // Nobody was asked yet.
          ...(verdict.cause === 'awaits-turn' ? { attempts: { decrement: 1 } } : {}),
        },
      });
      return await keepDoubt(tx, row);
    }
    case 'uncertain':
      await tx.message.updateMany({
        where: { id, state: { not: 'bounced' } },
        data: {
          ...{ state: 'uncertain', doubtedAt: new Date(now.virtual) },
          ...(verdict.reply === '' ? {} : { reply: verdict.reply }),
        },
      });
      return;
    case 'stopped':
      return;
    default:
      return assertNever(verdict);
  }
}
