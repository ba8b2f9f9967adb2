import { createHash } from 'node:crypto';
import type { VisitStore } from '../api/store-ports.js';
import { campaignIdOf } from '../domain/campaign/response.js';
import { JUDGED_AFTER, judgeVisit, type Visit, type VisitSign } from '../domain/tracking/mail-visits.js';
import type { Db, Tx } from './client.js';
import type { MailVisit } from './generated/client.js';
import { type IntakeDeps, takeIn } from './intake.js';
import { lockContact } from './journey/lock.js';

/** Of one message: a program that asks without end fills no table. */
const MOST_VISITS = 200;

/** Where visits to the links of mails are kept until they are judged. */
export function createVisitStore(db: Db): VisitStore {
  return {
    async keep({ contactId, journeyId, step, occurrence, kind, url, sign }, { virtual, real }) {
      const message = { journeyId, stepId: step, occurrence };
      const [known, visits] = await Promise.all([
        sentAt(db, { ...message, contactId }, virtual - real),
        db.mailVisit.count({ where: message, take: MOST_VISITS }),
      ]);
      if (known === null || visits >= MOST_VISITS) return;
      const [at, realAt] = [new Date(virtual), new Date(real)];
      await db.mailVisit.create({ data: { ...message, contactId, kind, url, sign, at, realAt } });
    },
  };
}

/** Messages at once: a round gives the others of the worker's rounds their turn. */
const MESSAGES_A_ROUND = 50;

interface OfMessage {
  readonly contactId: string;
  readonly journeyId: string;
  readonly stepId: string;
  readonly occurrence: number;
}

/**
 * Judges the visits that have lain long enough, and tells the journeys of those that are a person's: `email.opened` once a
 * message, `email.clicked` once a message and link. Answers how many messages it was about, and what is to be told to Temporal.
 * Those of a message that can't be judged are set aside, and hold up no other's.
 */
export async function judgeVisits(
  deps: IntakeDeps,
  now: { readonly virtual: number; readonly real: number },
  notJudged: (error: unknown, of: OfMessage) => void,
): Promise<{ readonly messages: number; readonly outbox: readonly bigint[] }> {
  const lainSince = new Date(now.real - JUDGED_AFTER);
  const messages = await deps.db.$queryRaw<OfMessage[]>`
    SELECT "contactId", "journeyId", "stepId", occurrence FROM mail_visits
    WHERE "byPerson" IS NULL AND "realAt" <= ${lainSince} AND ("realHeldTo" IS NULL OR "realHeldTo" <= ${new Date(now.real)})
    GROUP BY 1, 2, 3, 4 ORDER BY min("realAt") LIMIT ${MESSAGES_A_ROUND}`;
  const outbox: bigint[] = [];
  let judged = 0;
  for (const message of messages) {
    try {
      outbox.push(...(await deps.db.$transaction((tx) => judgeMessage(tx, deps, message, lainSince, now))));
      judged += 1;
    } catch (error) {
      notJudged(error, message);
      await setAside(deps.db, message, now.real).catch((reason: unknown) => notJudged(reason, message));
    }
  }
  return { messages: judged, outbox };
}

/** Tried again when as much time is over again as since the visit: what fails for good is tried less and less, once a day at last. */
async function setAside(db: Db, { journeyId, stepId, occurrence }: OfMessage, real: number): Promise<void> {
  const now = new Date(real);
  await db.$executeRaw`
    UPDATE mail_visits SET "realHeldTo" = ${now}::timestamptz
      + greatest(interval '1 minute', least(interval '1 day', ${now}::timestamptz - "realAt"))
    WHERE "journeyId" = ${journeyId} AND "stepId" = ${stepId} AND occurrence = ${occurrence} AND "byPerson" IS NULL`;
}

/**
 * When the mail that a link stands in was handed over, in real time, if that is known. Null: there is none, or its contact was
 * erased: somebody whose records are gone still follows the link of an old mail. `ahead`: of business time, in ms.
 */
async function sentAt(
  db: Db | Tx,
  { contactId, journeyId, stepId, occurrence }: OfMessage,
  ahead: number,
): Promise<{ readonly realHandedAt: number | null } | null> {
  const campaignId = campaignIdOf(journeyId);
  if (campaignId !== null) {
    const [recipient, known] = await Promise.all([
      db.campaignRecipient.findFirst({
        where: { campaignId, n: occurrence, contactId, handedAt: { not: null } },
        select: { handedAt: true },
      }),
      db.contact.count({ where: { id: contactId, erasedAt: null } }),
    ]);
    if (known === 0) return null;
    // Of a recipient only business time is kept, which runs as real time does where machines visit.
    return recipient === null ? null : { realHandedAt: (recipient.handedAt?.getTime() ?? 0) - ahead };
  }
  const message = await db.message.findFirst({
    where: { journeyId, stepId, occurrence, contactId, journey: { contact: { erasedAt: null } } },
    select: { realHandedAt: true },
  });
  return message === null ? null : { realHandedAt: message.realHandedAt?.getTime() ?? null };
}

/** Under the contact's lock, so that of two workers one judges. */
async function judgeMessage(
  tx: Tx,
  deps: IntakeDeps,
  { contactId, ...message }: OfMessage,
  lainSince: Date,
  now: { readonly virtual: number; readonly real: number },
): Promise<bigint[]> {
  await lockContact(tx, contactId);
  const rows = await tx.mailVisit.findMany({ where: message, orderBy: { id: 'asc' } });
  const sent = await sentAt(tx, { contactId, ...message }, now.virtual - now.real);
  const visits = rows.map(visitOf);
  const outbox: bigint[] = [];
  for (const [i, row] of rows.entries()) {
    const visit = visits[i];
    if (visit === undefined || row.byPerson !== null || row.realAt > lainSince) continue;
    const reason = judgeVisit(visit, visits, sent?.realHandedAt ?? null);
    await tx.mailVisit.update({ where: { id: row.id }, data: { byPerson: reason === null, reason } });
    if (reason === null) outbox.push(...(await tell(tx, deps, row, now)));
  }
  return outbox;
}

async function tell(
  tx: Tx,
  deps: IntakeDeps,
  { contactId, journeyId, stepId, occurrence, kind, url, at }: MailVisit,
  now: { readonly virtual: number; readonly real: number },
): Promise<readonly bigint[]> {
  const asked = kind === 'click' ? { type: 'email.clicked', link: { link: url } } : { type: 'email.opened', link: {} };
  const { outbox } = await takeIn(tx, deps, {
    type: asked.type,
    at: at.getTime(),
    contactId,
    journeyId,
    fields: { step: stepId, ...asked.link },
    source: 'visit',
    // An index takes no key as long as an address may be.
    externalId: createHash('sha256').update([kind, journeyId, stepId, occurrence, url].join('\n')).digest('base64url'),
    now,
  });
  return outbox;
}

const visitOf = ({ kind, url, realAt, sign }: MailVisit): Visit => ({
  // The columns' values are the domain's; what a later version wrote is a sign of a machine all the same.
  kind: kind as Visit['kind'],
  url,
  real: realAt.getTime(),
  sign: sign as VisitSign | null,
});
