import type { ClaimEntry, ClaimedMessage, FrozenDecision, HeldBackEntry, SendVerdict } from '../../activities/ports.js';
import type { Instant } from '../../domain/instant.js';
import { ORDINARY } from '../../domain/journey/caps.js';
import { contentOf, type MessageIntent } from '../../domain/journey/commands.js';
import { assertNever } from '../../domain/result.js';
import { hashAddressText, hashPhone } from '../address-hash.js';
import { noteResponse } from '../campaign-results/note-response.js';
import type { Db, Tx } from '../client.js';
import { askBy } from '../forms/consents.js';
import { Prisma } from '../generated/client.js';
import { newId } from '../new-id.js';
import { execute, query } from '../statement.js';

interface Now {
  readonly virtual: Instant;
  readonly real: Instant;
}

interface Owner {
  readonly journeyId: string;
  readonly contactId: string;
}

interface Frozen {
  readonly number: number;
  readonly decision: FrozenDecision;
  readonly fence: string;
}

/**
 * Freezes a decision and claims the ledger row of its message, with its bytes, at once (laws 3 and 8); answers the row's id.
 * A message that was put off before has its row already.
 */
export async function freezeWithClaim(
  tx: Tx,
  owner: Owner,
  { number, decision, fence }: Frozen,
  entry: ClaimEntry,
  now: Now,
): Promise<string> {
  const frozen = Prisma.sql`
    WITH frozen AS (
      INSERT INTO advances ("journeyId", number, fence, decision, "realAt")
      VALUES (${owner.journeyId}, ${number}, ${fence}, ${JSON.stringify(decision)}::jsonb, ${new Date(now.real)}))`;
  return await claim(tx, frozen, owner, fence, entry, now);
}

/** Claims the ledger row of a message that no decision of a journey is waiting for. */
export const claimMessage = (tx: Tx, owner: Owner, fence: string, entry: ClaimEntry, now: Now): Promise<string> =>
  claim(tx, Prisma.empty, owner, fence, entry, now);

/** `beside`: what is written by the same statement. */
async function claim(
  tx: Tx,
  beside: Prisma.Sql,
  { journeyId, contactId }: Owner,
  fence: string,
  { intent, messageId, at, raw, from, to, subject, locale, versions, mailboxId, countsAt, asksForConsent }: ClaimEntry,
  now: Now,
): Promise<string> {
  const { purpose, topic, template } = contentOf(intent);
  const virtual = new Date(now.virtual);
  const real = new Date(now.real);
  const hash = intent.email === undefined ? hashPhone(to) : hashAddressText(to);
  const [row] = await query<{ id: string }>(tx)`
    ${beside}
    INSERT INTO messages AS known
      (id, "journeyId", "contactId", "stepId", occurrence, channel, purpose, topic, template, "messageId", "intendedAt",
        state, fence, raw, "fromAddress", "toAddress", "addressHash", subject, locale, "templateVersions",
        "mailboxId", "countsAt", "claimedAt", "realClaimedAt", attempts)
    VALUES (${newId('message')}, ${journeyId}, ${contactId}, ${intent.stepId}, ${intent.occurrence}, ${channelOf(intent)},
      ${purpose}, ${topic ?? null}, ${template}, ${messageId}, ${virtual},
      'claimed', ${fence}, ${raw}, ${from}, ${to}, ${hash}, ${subject}, ${locale}, ${JSON.stringify(versions)}::jsonb,
      ${mailboxId}, ${mailboxId === null ? null : new Date(countsAt)}, ${new Date(at)}, ${real}, 1)
    ON CONFLICT ("journeyId", "stepId", occurrence) DO UPDATE SET
      state = excluded.state, reason = NULL, "dueAt" = NULL, receiver = NULL, "linedUpAt" = NULL, fence = excluded.fence, raw = excluded.raw,
      "fromAddress" = excluded."fromAddress", "toAddress" = excluded."toAddress", "addressHash" = excluded."addressHash",
      subject = excluded.subject, locale = excluded.locale, "templateVersions" = excluded."templateVersions",
      "mailboxId" = excluded."mailboxId", "countsAt" = excluded."countsAt",
      "claimedAt" = excluded."claimedAt", "realClaimedAt" = excluded."realClaimedAt", attempts = known.attempts + 1
    RETURNING id`;
  if (row === undefined) throw new Error(`message ${messageId} was neither written nor there`);
  if (asksForConsent === true) await askBy(tx, { contactId, messageId: row.id, addressHash: hash });
  return row.id;
}

const channelOf = (intent: MessageIntent): 'sms' | 'email' => (intent.email === undefined ? 'sms' : 'email');

/** Writes the ledger row of a message that doesn't go, or not yet (law 8). One that goes out again after a doubt stays in doubt. */
export async function writeHeldBack(
  tx: Tx,
  { journeyId, contactId }: Owner,
  { intent, messageId, state, reason, waits, place, line }: HeldBackEntry,
  now: { readonly virtual: Instant },
): Promise<void> {
  const { purpose, topic, template } = contentOf(intent);
  await execute(tx)`
    INSERT INTO messages AS known
      (id, "journeyId", "contactId", "stepId", occurrence, channel, purpose, topic, template, "messageId", "intendedAt",
        state, reason, "dueAt", priority, "mailboxId", "countsAt", receiver, "linedUpAt")
    VALUES (${newId('message')}, ${journeyId}, ${contactId}, ${intent.stepId}, ${intent.occurrence}, ${channelOf(intent)},
      ${purpose}, ${topic ?? null}, ${template}, ${messageId}, ${new Date(now.virtual)}, ${state}, ${reason},
      ${waits === undefined ? null : new Date(waits.until)}, ${waits?.priority ?? ORDINARY},
      ${place?.mailboxId ?? null}, ${place === undefined ? null : new Date(place.at)},
      ${line?.domain ?? null}, ${line === undefined ? null : new Date(line.since)})
    ON CONFLICT ("journeyId", "stepId", occurrence) DO UPDATE SET
      state = CASE WHEN known."doubtedAt" IS NULL THEN excluded.state ELSE 'uncertain' END, reason = excluded.reason,
      "dueAt" = excluded."dueAt", priority = excluded.priority, "countsAt" = excluded."countsAt",
      "mailboxId" = coalesce(excluded."mailboxId", known."mailboxId"), receiver = excluded.receiver,
      "linedUpAt" = excluded."linedUpAt"`;
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
  const envelope = {
    ...{ from: row.fromAddress, to: row.toAddress },
    ...(row.mailboxId === null ? {} : { via: { mailboxId: row.mailboxId, revision: null } }),
  };
  return { id: row.id, state: row.state, raw: row.raw, envelope };
}

/** The campaign that a message's journey is of is paused, or was stopped. */
const CAMPAIGN_RESTS = Prisma.sql`EXISTS (
  SELECT FROM journeys j JOIN campaigns c ON c.id = j."definitionId"
  WHERE j.id = messages."journeyId" AND c.state IN ('paused', 'stopped'))`;

/** Marks a claimed message as handed over, just before its final dot. False: the fence is lost, or by now its campaign rests. */
export const handOverOfJourney = (db: Db, messageId: string, fence: string, real: Instant): Promise<boolean> =>
  handOver(db, messageId, fence, real, Prisma.sql`NOT ${CAMPAIGN_RESTS}`);

/** Marks a claimed message as handed over, just before its final dot. False: the fence is lost. */
export async function handOver(
  db: Db,
  messageId: string,
  fence: string,
  real: Instant,
  mayGo = Prisma.sql`TRUE`,
): Promise<boolean> {
  // A claim older than a minute was gated too long ago to be sent on (law 5).
  const freshSince = new Date(real - 60_000);
  const count = await execute(db)`
    UPDATE messages SET state = 'handed-over', "realHandedAt" = ${new Date(real)}
    WHERE id = ${messageId} AND fence = ${fence} AND state = 'claimed' AND "realClaimedAt" > ${freshSince} AND ${mayGo}`;
  return count === 1;
}

/**
 * Writes what came of a hand-over. A bounce that was quicker stays: what came back had arrived at the server. Of a campaign with steps
 * it is told to the recipient's row, too.
 */
export async function settleMessage(
  tx: Tx,
  { journeyId, contactId }: Owner,
  id: string,
  verdict: SendVerdict,
  now: Now,
): Promise<void> {
  switch (verdict.type) {
    case 'accepted':
      await execute(tx)`
        WITH arrived AS (
          UPDATE messages SET state = CASE WHEN state = 'bounced' THEN state ELSE 'accepted' END, reply = ${verdict.reply},
            "serverMessageId" = ${verdict.serverMessageId}, "acceptedAt" = ${new Date(now.virtual)}
          WHERE id = ${id}),
        reached AS (
          UPDATE campaign_recipients SET "acceptedAt" = ${new Date(now.virtual)}
          WHERE "contactId" = ${contactId} AND "journeyId" = ${journeyId} AND "acceptedAt" IS NULL)
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
      await noteResponse(tx, {
        ...{ journeyId, contactId, response: 'bounced', at: now.virtual },
        detail: verdict.suppress ? 'hard' : 'soft',
      });
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
