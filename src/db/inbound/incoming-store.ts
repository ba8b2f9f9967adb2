import type { IncomingStore, MailPlace, MailToTake } from '../../activities/inbound-ports.js';
import type { Clock } from '../../activities/ports.js';
import { contactOf } from '../../domain/inbound/effect-of.js';
import type { Instant } from '../../domain/instant.js';
import { hashAddressText } from '../address-hash.js';
import { recordAnswer } from '../appointments/record-answer.js';
import type { Tx } from '../client.js';
import type { IntakeDeps } from '../intake.js';
import { lockContact } from '../journey/lock.js';
import { newId } from '../new-id.js';
import { carryOutEffect } from './carry-out.js';
import { knownOf, type OurIds } from './known.js';

export interface IncomingDeps extends IntakeDeps, OurIds {
  readonly clock: Clock;
  /** Tells Temporal what the outbox holds; what fails is taken up by the relay. */
  readonly tell: (outbox: readonly bigint[]) => Promise<void>;
}

type Now = ReturnType<Clock['now']>;

/** What comes in, in our books: who reads it twice writes it once. */
export function createIncomingStore(deps: IncomingDeps): IncomingStore {
  const { db } = deps;
  const now = () => deps.clock.now(0);
  return {
    know: (mail) => knownOf(db, mail, deps, now().virtual),

    async take(mail) {
      const at = now();
      const matched = 'contactId' in mail.effect ? mail.effect.contactId : contactOf(mail.understood);
      const outbox = await db.$transaction(async (tx) => {
        if (matched !== null) await lockContact(tx, matched);
        const contactId = await unlessErased(tx, matched);
        const id = mail.again ?? newId('incomingMail');
        const isNew = await writeRow(tx, rowOf(mail, id, contactId, at), mail.again);
        await moveCursor(tx, mail.place, at);
        if (!isNew) return null;
        await noteMail(tx, mail.place.mailboxId, at);
        return await carryOut(tx, deps, mail, id, at);
      });
      if (outbox !== null) await deps.tell(outbox);
      return outbox !== null;
    },

    async keepUnhandled(place, fetched, identity, code) {
      const at = now();
      const { uidValidity, folder, mailboxId } = place;
      await db.$transaction(async (tx) => {
        await tx.incomingMail.createMany({
          data: [
            {
              id: newId('incomingMail'),
              ...{ mailboxId, folder, uidValidity, uid: BigInt(place.uid), identity },
              ...{ kind: 'unhandled', why: code, effect: 'none', noEffect: 'unhandled' },
              size: fetched?.size ?? 0,
              realReceivedAt: dateOf(fetched?.receivedAt ?? null),
              ...{ at: new Date(at.virtual), realAt: new Date(at.real) },
            },
          ],
          skipDuplicates: true,
        });
        await moveCursor(tx, place, at);
      });
    },

    async askedAgain(mailboxId) {
      const rows = await db.incomingMail.findMany({
        where: { mailboxId, realAskedAt: { not: null } },
        orderBy: { realAskedAt: 'asc' },
      });
      return rows.map(({ id, folder, uidValidity, uid }) => ({
        id,
        place: { mailboxId, folder, uidValidity, uid: Number(uid) },
      }));
    },

    async withAsked(mailboxIds) {
      if (mailboxIds.length === 0) return [];
      const where = { mailboxId: { in: [...mailboxIds] }, realAskedAt: { not: null } };
      const rows = await db.incomingMail.findMany({ where, distinct: ['mailboxId'], select: { mailboxId: true } });
      return rows.map(({ mailboxId }) => mailboxId);
    },

    async triedInVain(id, why) {
      const code = why.type === 'failed' ? { why: why.code } : {};
      await db.incomingMail.updateMany({
        where: { id, kind: 'unhandled' },
        data: { realAskedAt: null, retried: why.type, ...code },
      });
    },

    async cursor(mailboxId, folder) {
      const row = await db.mailboxFolder.findUnique({ where: { mailboxId_folder: { mailboxId, folder } } });
      if (row === null) return null;
      return { uidValidity: row.uidValidity, lastUid: Number(row.lastUid), lookedAt: row.realLookedAt.getTime() };
    },

    advance: (place) => db.$transaction((tx) => moveCursor(tx, place, now())),
  };
}

/** Who was erased since the mail was matched has none: of it is kept what is kept of a stranger's. */
async function unlessErased(tx: Tx, contactId: string | null): Promise<string | null> {
  if (contactId === null) return null;
  return (await tx.contact.count({ where: { id: contactId, erasedAt: null } })) === 0 ? null : contactId;
}

/**
 * False: this mail was read before, and does nothing again. One that could not be handled before becomes what it is; if the
 * same mail was read from elsewhere meanwhile, that row is the mail's.
 */
async function writeRow(tx: Tx, row: ReturnType<typeof rowOf>, again: string | undefined): Promise<boolean> {
  if (again === undefined) return (await tx.incomingMail.createMany({ data: [row], skipDuplicates: true })).count > 0;
  const { mailboxId, identity } = row;
  const unhandled = { id: again, kind: 'unhandled' };
  if ((await tx.incomingMail.count({ where: { mailboxId, identity } })) > 0) {
    await tx.incomingMail.deleteMany({ where: unhandled });
    return false;
  }
  const data = { ...row, realAskedAt: null, retried: null };
  return (await tx.incomingMail.updateMany({ where: unhandled, data })).count > 0;
}

const dateOf = (at: Instant | null): Date | null => (at === null ? null : new Date(at));

/** A mail that concerns no contact of ours is somebody's private one: of it only is kept that it came. */
function rowOf(
  { place, fetched, mail, understood, effect }: MailToTake,
  id: string,
  contactId: string | null,
  at: Now,
) {
  const { mailboxId, folder, uidValidity } = place;
  const { sorted, match } = understood;
  const { address } = mail.sender;
  const isTheirs = contactId !== null && !understood.sender.isOwnCopy;
  const sent = match?.sent ?? null;
  return {
    id,
    ...{ mailboxId, folder, uidValidity, uid: BigInt(place.uid), identity: mail.identity },
    messageId: mail.messageId,
    fromHash: address === '' ? null : hashAddressText(address),
    fromAddress: isTheirs ? address : null,
    ...{ kind: sorted.kind, until: sorted.until, why: sorted.why },
    ...{ effect: effect.type, noEffect: effect.type === 'none' ? effect.reason : null },
    otherAddress: effect.type === 'replied' && effect.otherAddress,
    contactId,
    ...{ journeyId: sent?.journeyId ?? null, stepId: sent?.stepId ?? null, sentId: sent?.id ?? null },
    matchedBy: match?.by ?? null,
    subject: isTheirs ? mail.subject : null,
    text: isTheirs ? mail.text : null,
    size: fetched.size,
    realReceivedAt: dateOf(fetched.receivedAt),
    ...{ at: new Date(at.virtual), realAt: new Date(at.real) },
  };
}

/** Never back: another reader may have come further. Other UIDs begin anew. */
async function moveCursor(tx: Tx, { mailboxId, folder, uidValidity, uid }: MailPlace, { real }: Now): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO mailbox_folders AS f ("mailboxId", folder, "uidValidity", "lastUid", "realLookedAt")
    VALUES (${mailboxId}, ${folder}, ${uidValidity}, ${BigInt(uid)}, ${new Date(real)})
    ON CONFLICT ("mailboxId", folder) DO UPDATE SET
      "lastUid" = CASE WHEN f."uidValidity" = excluded."uidValidity"
        THEN greatest(f."lastUid", excluded."lastUid") ELSE excluded."lastUid" END,
      "uidValidity" = excluded."uidValidity", "realLookedAt" = excluded."realLookedAt"`;
}

async function noteMail(tx: Tx, mailboxId: string, { real }: Now): Promise<void> {
  const realLastMailAt = new Date(real);
  await tx.mailboxReading.updateMany({ where: { mailboxId }, data: { realLastMailAt } });
}

/** The effect, in the transaction of its row. Returns what is to be told to Temporal. */
async function carryOut(
  tx: Tx,
  deps: IncomingDeps,
  { mail, effect }: MailToTake,
  mailId: string,
  now: Now,
): Promise<readonly bigint[]> {
  // The same mail in two of our mailboxes is one event, or one answer.
  if (effect.type === 'answered') {
    const { identity } = mail;
    const before = await tx.incomingMail.count({ where: { identity, effect: 'answered', id: { not: mailId } } });
    if (before === 0) await recordAnswer(tx, effect.appointmentId, effect.given, now);
    return [];
  }
  const teller = { source: 'mail', externalId: mail.identity, fields: { mail: mailId } } as const;
  return await carryOutEffect(tx, deps, effect, teller, now);
}
