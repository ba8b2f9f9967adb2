import type { Tx } from '../client.js';
import { newId } from '../new-id.js';
import type { RecordChange } from './change.js';
import type { ContactContext } from './contact-target.js';

/** What a list says that a person has agreed to or refused: where, when and in which words, as the list has it. */
export interface Wish {
  /** `*` is all. */
  readonly topic: string;
  readonly granted: boolean;
  readonly source: string;
  readonly text: string | null;
  /** ISO text; null: a refusal without a date, which counts from the import on. */
  readonly at: string | null;
}

export interface WishOf extends Wish {
  readonly contactId: string;
}

interface Said {
  readonly contactId: string;
  readonly topic: string;
  readonly granted: boolean;
  readonly source: string;
  readonly text: string | null;
  readonly at: Date;
}

/**
 * Keeps what a list says of wishes, once. An older statement never undoes a newer one: a consent ends only refusals from
 * before it, and a refusal that somebody has taken back since is kept and holds no more. Suppressions stay as they are. The
 * contacts are locked.
 */
export async function keepWishes(
  tx: Tx,
  given: readonly WishOf[],
  { now, announce, fresh }: ContactContext,
): Promise<void> {
  if (given.length === 0) return;
  const wishes = await ofThoseWhoAreThere(tx, given);
  const contactIds = [...new Set(wishes.map(({ contactId }) => contactId))];
  const known = await tx.consent.findMany({ where: { contactId: { in: contactIds } } });
  const before = new Set(known.map(nameOf));
  // A refusal without a date has been said before if it has been said at all: else it would grow newer with every import.
  const undated = new Set(known.filter(({ granted }) => !granted).map(untimed));
  const said = wishes
    .filter((wish) => wish.at !== null || !undated.has(untimed(wish)))
    .map(({ at, ...wish }): Said => ({ ...wish, at: new Date(at ?? now) }))
    .filter((wish, i, all) => !before.has(nameOf(wish)) && all.findIndex((w) => nameOf(w) === nameOf(wish)) === i);
  await tx.consent.createMany({ data: said.map((wish) => ({ ...wish, id: newId('consent') })) });
  for (const { contactId, topic, at } of said.filter(({ granted }) => granted))
    await tx.optOut.deleteMany({ where: { contactId, topic, at: { lt: at } } });
  const everSaid = [...known, ...said];
  const refusals = said.filter((wish) => !wish.granted && !isTakenBack(wish, everSaid));
  await tx.optOut.createMany({
    data: refusals.map(({ contactId, topic, source, at }) => ({ contactId, topic, source, at })),
    skipDuplicates: true,
  });
  const news: RecordChange[] = refusals
    .filter(({ contactId }) => !fresh.has(contactId))
    .map(({ contactId, topic }) => ({ type: 'contact.unsubscribed', contactId, topic }));
  if (news.length > 0) await announce(tx, news);
}

/** Whom somebody has erased since the rows were looked up says nothing any more. */
async function ofThoseWhoAreThere(tx: Tx, wishes: readonly WishOf[]): Promise<readonly WishOf[]> {
  const ids = wishes.map(({ contactId }) => contactId);
  const rows = await tx.contact.findMany({ where: { id: { in: ids }, erasedAt: null }, select: { id: true } });
  const there = new Set(rows.map(({ id }) => id));
  return wishes.filter(({ contactId }) => there.has(contactId));
}

const isTakenBack = ({ contactId, topic, at }: Said, all: readonly Said[]): boolean =>
  all.some((wish) => wish.granted && wish.contactId === contactId && wish.topic === topic && wish.at > at);

const nameOf = (wish: Said): string => JSON.stringify([untimed(wish), wish.at.getTime()]);
const untimed = ({ contactId, topic, granted, source, text }: Omit<Said, 'at'>): string =>
  JSON.stringify([contactId, topic, granted, source, text]);
