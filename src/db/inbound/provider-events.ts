import type { Clock } from '../../activities/ports.js';
import type { ProviderEventStore, TakenEvents } from '../../api/ports.js';
import type { CampaignMailIds } from '../../domain/campaign/recipient.js';
import { type EventForm, effectOfEvent, type ProviderEvent } from '../../domain/inbound/provider-event.js';
import type { SentMail } from '../../domain/inbound/sent-mail.js';
import { DAY } from '../../domain/instant.js';
import { hashAddressText } from '../address-hash.js';
import type { Db } from '../client.js';
import type { IntakeDeps } from '../intake.js';
import { lockContact } from '../journey/lock.js';
import { carryOutEffect } from './carry-out.js';
import { SENT } from './known.js';
import { campaignMailsById } from './sent-campaign-mails.js';

export interface ProviderEventDeps extends IntakeDeps {
  readonly clock: Clock;
  readonly campaignMailIds: CampaignMailIds;
  /** Tells Temporal what the outbox holds; what fails is taken up by the relay. */
  readonly tell: (outbox: readonly bigint[]) => Promise<void>;
}

const SOURCE = 'provider';
/** Of a batch so many contacts at once; the rest of the connections are others'. */
const AT_ONCE = 4;
/** Longer than a provider tries to tell what it has signed. */
const TOKENS_KEPT_MS = 2 * DAY;
const COUNTS_KEPT_MS = 90 * DAY;
const SHOWN_FOR_MS = 7 * DAY;

/** What those who carry our mail tell of it, in our books: told twice it is written once. */
export function createProviderEventStore(deps: ProviderEventDeps): ProviderEventStore {
  const { db } = deps;
  return {
    async take(form, events) {
      const [sent, known] = await Promise.all([mailsOf(deps, events), knownOf(db, form, events)]);
      const fresh = events.filter((event) => !known.has(externalId(form, event)));
      const about = fresh.map((event) => ({ event, mail: findMail(sent, event) }));
      const taken: Counted = { taken: 0, repeated: events.length - fresh.length, notOurs: 0, nothingToDo: 0 };
      const ofContact = new Map<string, { event: ProviderEvent; mail: SentMail }[]>();
      const strangers: ProviderEvent[] = [];
      for (const { event, mail } of about) {
        if (mail === null) strangers.push(event);
        else ofContact.set(mail.contactId, [...(ofContact.get(mail.contactId) ?? []), { event, mail }]);
      }
      taken.notOurs = strangers.length;
      // In the order of the batch for each contact, and those side by side.
      const waiting = [...ofContact.values()].values();
      const work = async () => {
        for (const group of waiting) for (const { event, mail } of group) await takeOne(deps, form, event, mail, taken);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      return { ...taken, early: await areEarly(db, strangers) };
    },

    async useToken({ hash, bodyHash }) {
      const real = deps.clock.now(0).real;
      await db.mailEventToken.deleteMany({ where: { realAt: { lt: new Date(real - TOKENS_KEPT_MS) } } });
      await db.mailEventToken.createMany({ data: [{ hash, bodyHash, realAt: new Date(real) }], skipDuplicates: true });
      const row = await db.mailEventToken.findUnique({ where: { hash } });
      return row?.bodyHash === bodyHash;
    },

    async note(form, outcome, count) {
      const real = new Date(deps.clock.now(0).real);
      await db.$executeRaw`
        INSERT INTO mail_event_counts AS c (form, outcome, day, count, "realLastAt")
        VALUES (${form}, ${outcome}, ${real}::date, ${count}, ${real})
        ON CONFLICT (form, outcome, day) DO UPDATE SET count = c.count + excluded.count, "realLastAt" = excluded."realLastAt"`;
      await db.mailEventCount.deleteMany({ where: { day: { lt: new Date(real.getTime() - COUNTS_KEPT_MS) } } });
    },

    async counts() {
      const since = new Date(deps.clock.now(0).real - SHOWN_FOR_MS);
      const rows = await db.mailEventCount.groupBy({
        by: ['form', 'outcome'],
        where: { realLastAt: { gte: since } },
        _sum: { count: true },
        _max: { realLastAt: true },
      });
      return rows.map(({ form, outcome, _sum, _max }) => ({
        ...{ form, outcome, count: _sum.count ?? 0 },
        lastAt: _max.realLastAt?.getTime() ?? 0,
      }));
    },
  };
}

type Counted = { -readonly [name in keyof Omit<TakenEvents, 'early'>]: number };

const externalId = (form: EventForm, { id }: ProviderEvent): string => `${form}/${id}`;

async function takeOne(
  deps: ProviderEventDeps,
  form: EventForm,
  event: ProviderEvent,
  mail: SentMail,
  counted: Counted,
): Promise<void> {
  const effect = effectOfEvent(event, mail);
  if (effect.type === 'none') {
    counted[effect.reason === 'still-trying' ? 'nothingToDo' : 'notOurs'] += 1;
    return;
  }
  const now = deps.clock.now(0);
  const teller = { source: SOURCE, externalId: externalId(form, event), fields: { provider: form } } as const;
  const outbox = await deps.db.$transaction(async (tx) => {
    await lockContact(tx, mail.contactId);
    return await carryOutEffect(tx, deps, effect, teller, now);
  });
  counted.taken += 1;
  await deps.tell(outbox);
}

/** Which of the events were told before. */
async function knownOf(db: Db, form: EventForm, events: readonly ProviderEvent[]): Promise<ReadonlySet<string>> {
  const ids = events.map((event) => externalId(form, event));
  const where = { source: SOURCE, externalId: { in: ids } };
  const rows = await db.event.findMany({ where, select: { externalId: true } });
  return new Set(rows.map((row) => row.externalId ?? ''));
}

const SELECT = {
  ...{ id: true, contactId: true, journeyId: true, stepId: true, messageId: true, serverMessageId: true },
  ...{ toAddress: true, subject: true, claimedAt: true },
} as const;

/** The mails that the events name. */
async function mailsOf(
  { db, campaignMailIds }: ProviderEventDeps,
  events: readonly ProviderEvent[],
): Promise<readonly SentMail[]> {
  const ids = events.flatMap(({ messageId }) => messageId ?? []);
  const serverIds = events.flatMap(({ serverMessageId }) => serverMessageId ?? []);
  const named = { OR: [{ messageId: { in: ids } }, { serverMessageId: { in: serverIds } }] };
  const campaigns = await campaignMailsById(db, campaignMailIds, ids);
  const rows = await db.message.findMany({
    where: { AND: [named, { channel: 'email', state: { in: SENT }, toAddress: { not: null } }] },
    select: SELECT,
  });
  const journeys = rows.map(({ claimedAt, toAddress, subject, ...row }) => ({
    ...row,
    toAddress: toAddress ?? '',
    subject: subject ?? '',
    sentAt: claimedAt?.getTime() ?? 0,
  }));
  return [...journeys, ...campaigns];
}

/** By our own id; by what the provider calls it where that isn't told, or was changed on the way. */
function findMail(sent: readonly SentMail[], { messageId, serverMessageId }: ProviderEvent): SentMail | null {
  const byId = sent.find((mail) => mail.messageId === messageId);
  return byId ?? sent.find((mail) => serverMessageId !== null && mail.serverMessageId === serverMessageId) ?? null;
}

/**
 * Whether one that names no mail of ours may name one whose server's answer, with what the server calls it, isn't written
 * down yet: then it is to be told again.
 */
async function areEarly(db: Db, strangers: readonly ProviderEvent[]): Promise<boolean> {
  const hashes = strangers.flatMap(({ serverMessageId, recipient }) =>
    serverMessageId === null ? [] : [hashAddressText(recipient)],
  );
  if (hashes.length === 0) return false;
  const where = { state: 'handed-over', addressHash: { in: hashes } };
  return (await db.message.findFirst({ where, select: { id: true } })) !== null;
}
