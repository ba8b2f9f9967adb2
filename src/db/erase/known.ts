import { addressKey } from '../../domain/mail-address.js';
import { hashAddressText, hashesOf } from '../address-hash.js';
import type { Tx } from '../client.js';
import type { Contact } from '../generated/client.js';

/** What belongs to a contact that is erased: by these its rows are found. */
export interface Belongings {
  readonly contactId: string;
  readonly journeyIds: readonly string[];
  readonly dealIds: readonly string[];
  readonly taskIds: readonly string[];
  readonly noticeIds: readonly string[];
  /** Of every address and number that it has and that its messages went to, of numbers in every form that a list may have them in. */
  readonly hashes: readonly string[];
  /** How many addresses and numbers those are of. */
  readonly addresses: number;
  /** What names the person wherever somebody wrote it: addresses, numbers, the whole name. */
  readonly words: readonly string[];
}

/** A shorter one stands in other people's texts too; of Chinese names two characters are the whole. */
const isTelling = (word: string): boolean => word.length >= 4 || /^\p{sc=Han}{2,}$/u.test(word);

export async function belongingsOf(tx: Tx, contact: Contact): Promise<Belongings> {
  const contactId = contact.id;
  const journeyIds = ids(await tx.journey.findMany({ where: { contactId }, select: { id: true } }));
  const dealIds = ids(await tx.deal.findMany({ where: { contactId }, select: { id: true } }));
  const ofThese = { OR: [{ contactId }, { journeyId: { in: journeyIds } }, { dealId: { in: dealIds } }] };
  const taskIds = ids(await tx.task.findMany({ where: ofThese, select: { id: true } }));
  const about = { OR: [{ contactId }, { journeyId: { in: journeyIds } }, { taskId: { in: taskIds } }] };
  const noticeIds = ids(await tx.notice.findMany({ where: about, select: { id: true } }));
  const sent = await tx.message.findMany({
    where: { contactId, toAddress: { not: null } },
    distinct: ['toAddress'],
    select: { toAddress: true, addressHash: true },
  });
  const addresses = sent.flatMap(({ toAddress }) => (toAddress === null || toAddress === '' ? [] : [toAddress]));
  const own = new Set(ownHashes(contact));
  const others = new Set((await hashesOfNobodyElse(tx, contactId, sent)).filter((hash) => !own.has(hash)));
  return {
    ...{ contactId, journeyIds, dealIds, taskIds, noticeIds },
    hashes: [...own, ...others],
    addresses: [contact.email, contact.phone].filter((each) => each !== null).length + others.size,
    words: [...new Set([contact.email, contact.phone, contact.name, ...addresses].flatMap(telling))],
  };
}

const ids = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);
const telling = (word: string | null): string[] => (word !== null && isTelling(word) ? [word] : []);

const ownHashes = ({ email, phone }: Contact): string[] => [
  ...(email === null ? [] : [hashAddressText(email)]),
  ...(phone === null ? [] : hashesOf('phone', phone)),
];

/** An address that the contact had once may be another's by now: that one has objected to nothing. */
async function hashesOfNobodyElse(
  tx: Tx,
  contactId: string,
  sent: readonly { readonly toAddress: string | null; readonly addressHash: string | null }[],
): Promise<string[]> {
  const keys = sent.map(({ toAddress }) => addressKey(toAddress ?? ''));
  const holders = await tx.contact.findMany({
    where: { emailKey: { in: keys }, id: { not: contactId } },
    select: { emailKey: true },
  });
  const taken = new Set(holders.map(({ emailKey }) => emailKey));
  return sent.flatMap(({ addressHash }, i) => (addressHash === null || taken.has(keys[i] ?? '') ? [] : [addressHash]));
}

/** A text without what names the person. */
export const withoutWords = (text: string, words: readonly string[]): string =>
  [...words]
    .sort((a, b) => b.length - a.length)
    .reduce((left, word) => left.replace(new RegExp(escaped(word), 'giu'), '…'), text);

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
