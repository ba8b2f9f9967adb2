import type { ClaimedMessage, LedgerEntry, MessageFacts, SendVerdict } from '../../activities/ports.js';
import type { Instant } from '../../domain/instant.js';
import { contentOf, type MessageIntent, type MessageResult } from '../../domain/journey/commands.js';
import type { Facts } from '../../domain/journey/facts.js';
import { assertNever } from '../../domain/result.js';
import { hashAddressText } from '../address-hash.js';
import type { Db, Tx } from '../client.js';
import { grantedTopics } from '../granted-topics.js';
import { newId } from '../new-id.js';

interface Now {
  readonly virtual: Instant;
  readonly real: Instant;
}

interface Owner {
  readonly journeyId: string;
  readonly contactId: string;
}

/** What gate and renderer need beside the facts, read under the contact's lock (law 9). */
export async function readMessageFacts(
  tx: Tx,
  { journeyId, contactId }: Owner,
  intent: MessageIntent,
  facts: Facts,
): Promise<MessageFacts> {
  const { email } = intent;
  const address = facts.contact[email === undefined ? 'phone' : 'email'];
  // One after the other: a transaction is one connection.
  const optOuts = await tx.optOut.findMany({ where: { contactId }, select: { topic: true } });
  const consents = await tx.consent.findMany({
    where: { contactId },
    orderBy: { at: 'asc' },
    select: { topic: true, granted: true },
  });
  const suppressed =
    typeof address === 'string'
      ? await tx.suppression.findUnique({ where: { addressHash: hashAddressText(address) } })
      : null;
  const surveys = await tx.definition.findMany({ where: { kind: 'survey' }, select: { id: true } });
  // Who sends an SMS is the transport's to know: it is always there.
  const sender =
    email === undefined
      ? { sender: { name: '', address: '' }, mailboxId: null }
      : await readSender(tx, email.from, facts);
  const thread =
    email?.thread === undefined ? { references: [], subject: null } : await readThread(tx, journeyId, email.thread);
  return {
    ...sender,
    suppressed: suppressed !== null,
    optOuts: optOuts.map((row) => row.topic),
    consents: grantedTopics(consents),
    surveys: surveys.map(({ id }) => id),
    thread,
  };
}

async function readSender(tx: Tx, from: string, facts: Facts): Promise<Pick<MessageFacts, 'sender' | 'mailboxId'>> {
  if (from === 'owner') {
    const ownerId = facts.owner?.['id'];
    const owner = typeof ownerId === 'string' ? await tx.user.findUnique({ where: { id: ownerId } }) : null;
    return {
      sender: owner === null || !owner.active ? null : { name: owner.name, address: owner.email },
      mailboxId: null,
    };
  }
  const mailbox = await tx.mailbox.findUnique({ where: { id: from } });
  return {
    sender: mailbox === null || !mailbox.active ? null : { name: mailbox.name, address: mailbox.address },
    mailboxId: mailbox?.id ?? null,
  };
}

async function readThread(tx: Tx, journeyId: string, stepId: string): Promise<MessageFacts['thread']> {
  const first = await tx.message.findFirst({
    where: { journeyId, stepId, state: { in: ['accepted', 'handed-over', 'uncertain'] } },
    orderBy: { occurrence: 'desc' },
  });
  if (first === null) return { references: [], subject: null };
  return { references: [first.serverMessageId ?? first.messageId], subject: first.subject };
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
          addressHash: hashAddressText(claim.to),
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
    select: { id: true },
  });
  return row.id;
}

/**
 * What is known of a message that is planned a second time, after a hold or a restore; null: it may be sent. One in
 * doubt may too: only a person's `retry` plans it again.
 */
export async function knownOutcome(
  tx: Tx,
  journeyId: string,
  { stepId, occurrence }: MessageIntent,
): Promise<MessageResult | null> {
  const row = await tx.message.findUnique({
    where: { journeyId_stepId_occurrence: { journeyId, stepId, occurrence } },
    select: { state: true },
  });
  switch (row?.state) {
    case 'accepted':
    case 'bounced':
      return { type: 'sent' };
    case 'refused':
      return { type: 'refused' };
    case 'handed-over':
      return { type: 'uncertain' };
    default:
      return null;
  }
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

/** Writes what came of a hand-over. */
export async function settleMessage(
  tx: Tx,
  contactId: string,
  id: string,
  verdict: SendVerdict,
  now: Now,
): Promise<void> {
  switch (verdict.type) {
    case 'accepted':
      await tx.message.update({
        where: { id },
        data: {
          state: 'accepted',
          reply: verdict.reply,
          serverMessageId: verdict.serverMessageId,
          acceptedAt: new Date(now.virtual),
        },
      });
      await tx.contact.update({ where: { id: contactId }, data: { lastContactAt: new Date(now.virtual) } });
      return;
    case 'refused': {
      const { addressHash: hash } = await tx.message.update({
        where: { id },
        data: { state: 'refused', reply: verdict.reply, reason: verdict.enhanced },
      });
      if (verdict.suppress && hash !== null) {
        await tx.suppression.createMany({
          data: [{ addressHash: hash, reason: 'hard-bounce', source: 'smtp', at: new Date(now.virtual) }],
          skipDuplicates: true,
        });
      }
      return;
    }
    case 'later':
      await tx.message.update({
        where: { id },
        data: {
          ...{ state: 'intended', reason: verdict.cause, reply: verdict.reply, fence: null },
          // Nobody was asked yet.
          ...(verdict.cause === 'awaits-turn' ? { attempts: { decrement: 1 } } : {}),
        },
      });
      return;
    case 'uncertain':
      await tx.message.update({
        where: { id },
        data: { state: 'uncertain', ...(verdict.reply === '' ? {} : { reply: verdict.reply }) },
      });
      return;
    case 'stopped':
      return;
    default:
      return assertNever(verdict);
  }
}
