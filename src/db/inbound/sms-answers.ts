import type { Clock } from '../../activities/ports.js';
import type { SmsAnswerStore } from '../../api/ports.js';
import { meansStop, type SmsAnswer } from '../../domain/inbound/sms-answer.js';
import { phoneForms } from '../../domain/phone.js';
import { hashPhone } from '../address-hash.js';
import type { Db, Tx } from '../client.js';
import { type IntakeDeps, takeIn } from '../intake.js';
import { lockContact } from '../journey/lock.js';
import { holdNumber } from '../journey/number-lock.js';
import { newId } from '../new-id.js';
import { wantsNoMore } from '../wants-no-more.js';
import { SENT } from './known.js';

export interface SmsAnswerDeps extends IntakeDeps {
  readonly clock: Clock;
  /** Tells Temporal what the outbox holds; what fails is taken up by the relay. */
  readonly tell: (outbox: readonly bigint[]) => Promise<void>;
}

type Now = ReturnType<Clock['now']>;

/** Which of our SMS an answer is about: a number says nothing more, so it is the newest that went there. */
interface Answered {
  readonly id: string;
  readonly contactId: string;
  readonly journeyId: string;
  readonly stepId: string;
}

/** Answers to SMS, in our books: told twice they are written once. */
export function createSmsAnswerStore(deps: SmsAnswerDeps): SmsAnswerStore {
  const { db, clock } = deps;
  return {
    async take(answer) {
      const now = clock.now(0);
      const forms = phoneForms(answer.phone);
      const hashes = (forms.length === 0 ? [answer.phone] : forms).map(hashPhone);
      const found = await newestTo(db, hashes);
      const outbox = await db.$transaction(async (tx) => {
        const sent = found === null ? null : await unlessErased(tx, found);
        const id = newId('incomingMail');
        const isStop = meansStop(answer.text);
        // Several contacts may have the number: no claim of an SMS to any of them stands between this and the answer.
        if (isStop) await holdNumber(tx, answer.phone);
        const data = [rowOf(answer, { id, sent, isStop, fromHash: hashes[0] ?? null }, now)];
        const { count } = await tx.incomingMail.createMany({ data, skipDuplicates: true });
        if (count === 0) return [];
        if (isStop) return await stop(tx, hashes, now);
        return sent === null ? [] : await reply(tx, deps, sent, { id, answer }, now);
      });
      await deps.tell(outbox);
    },
  };
}

const newestTo = (db: Db, hashes: readonly string[]): Promise<Answered | null> =>
  db.message.findFirst({
    where: { channel: 'sms', addressHash: { in: [...hashes] }, state: { in: SENT } },
    orderBy: { claimedAt: 'desc' },
    select: { id: true, contactId: true, journeyId: true, stepId: true },
  });

/** Under the contact's lock (laws 9 and 10). Who was erased meanwhile answers as a stranger. */
async function unlessErased(tx: Tx, sent: Answered): Promise<Answered | null> {
  await lockContact(tx, sent.contactId);
  return (await tx.contact.count({ where: { id: sent.contactId, erasedAt: null } })) === 0 ? null : sent;
}

interface Read {
  readonly id: string;
  readonly sent: Answered | null;
  readonly isStop: boolean;
  readonly fromHash: string | null;
}

/** Of an answer to no SMS of ours only is kept that it came. */
function rowOf(answer: SmsAnswer, { id, sent, isStop, fromHash }: Read, now: Now) {
  const effect = isStop ? 'opted-out' : sent === null ? 'none' : 'replied';
  return {
    ...{ id, channel: 'sms', mailboxId: '', folder: '', uidValidity: 0n, uid: 0n },
    ...{ identity: answer.id, fromHash, fromAddress: sent === null ? null : answer.phone },
    ...{ kind: isStop ? 'unsubscribe' : 'reply', why: isStop ? 'stop-word' : 'sms', effect },
    noEffect: effect === 'none' ? 'no-mail-of-ours' : null,
    ...{ contactId: sent?.contactId ?? null, journeyId: sent?.journeyId ?? null, stepId: sent?.stepId ?? null },
    ...{ sentId: sent?.id ?? null, matchedBy: null, subject: null, text: sent === null ? null : answer.text },
    size: answer.text.length,
    realReceivedAt: answer.sentAt === null ? null : new Date(answer.sentAt),
    ...{ at: new Date(now.virtual), realAt: new Date(now.real) },
  };
}

/** The number gets no SMS from the next claim on, whoever has it and however their record writes it. */
async function stop(tx: Tx, hashes: readonly string[], now: Now): Promise<[]> {
  await wantsNoMore(tx, hashes, { reason: 'stop', source: 'sms', at: now.virtual });
  return [];
}

async function reply(
  tx: Tx,
  deps: SmsAnswerDeps,
  { contactId, journeyId, stepId }: Answered,
  { id, answer }: { readonly id: string; readonly answer: SmsAnswer },
  now: Now,
): Promise<readonly bigint[]> {
  const told = { type: 'sms.replied', source: 'sms', externalId: answer.id, at: now.virtual, now };
  const fields = { step: stepId, mail: id };
  return (await takeIn(tx, deps, { ...told, contactId, journeyId, fields })).outbox;
}
