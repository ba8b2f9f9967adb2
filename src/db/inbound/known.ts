import type { Known, ReadMail } from '../../activities/inbound-ports.js';
import type { CampaignMailIds } from '../../domain/campaign/recipient.js';
import { GUESSED_FOR_DAYS, type Lookup, type SentMail } from '../../domain/inbound/sent-mail.js';
import { DAY, type Instant } from '../../domain/instant.js';
import { addressKey } from '../../domain/mail-address.js';
import { invitedTo } from '../appointments/invited.js';
import type { Db } from '../client.js';
import type { Prisma } from '../generated/client.js';
import { campaignMailsById } from './sent-campaign-mails.js';

/** Of one contact; more were not sent within the days in which a subject counts. */
const MOST_GUESSED = 50;
/** Of which something may come back. */
export const SENT = ['accepted', 'handed-over', 'uncertain', 'bounced'];

/** What makes the Message-IDs of our mails: their host, and those of campaigns. */
export interface OurIds {
  readonly messageHost: string;
  readonly campaignMailIds: CampaignMailIds;
}

/** What of our books a mail may be about. `at`: business time. */
export async function knownOf(db: Db, mail: ReadMail, ids: OurIds, at: Instant): Promise<Known> {
  const { address } = mail.sender;
  const [byId, guessed, contactId, isOurs, isOwnCopy, invited] = await Promise.all([
    sentById(db, mail.lookup, ids),
    sentLately(db, mail.lookup.address, at),
    contactWith(db, address),
    isAddressOfOurs(db, address),
    isInLedger(db, mail.messageId, ids),
    mail.answer === null ? null : invitedTo(db, mail.answer.uid, ids.messageHost, SENT),
  ]);
  return { sent: [...byId, ...guessed], contactId, isOurs, isOwnCopy, invitedTo: invited };
}

const SELECT = {
  id: true,
  contactId: true,
  journeyId: true,
  stepId: true,
  messageId: true,
  serverMessageId: true,
  toAddress: true,
  subject: true,
  claimedAt: true,
} as const;

async function sent(db: Db, where: Prisma.MessageWhereInput, take?: number): Promise<SentMail[]> {
  const rows = await db.message.findMany({
    where: { AND: [where, { channel: 'email', state: { in: SENT }, toAddress: { not: null } }] },
    select: SELECT,
    orderBy: { claimedAt: 'desc' },
    ...(take === undefined ? {} : { take }),
  });
  return rows.map(({ claimedAt, toAddress, subject, ...row }) => ({
    ...row,
    toAddress: toAddress ?? '',
    subject: subject ?? '',
    sentAt: claimedAt?.getTime() ?? 0,
  }));
}

async function sentById(
  db: Db,
  { messageIds, tags }: Lookup,
  { messageHost, campaignMailIds }: OurIds,
): Promise<SentMail[]> {
  const ids = [...messageIds, ...tags.map((tag) => `<${tag}@${messageHost}>`)];
  if (ids.length === 0) return [];
  // Servers answer with an id in brackets, without them, or without its domain.
  const bare = ids.map((id) => id.slice(1, -1));
  const serverIds = [...ids, ...bare, ...bare.map((id) => id.split('@')[0] ?? '')];
  const [journeys, campaigns] = await Promise.all([
    sent(db, { OR: [{ messageId: { in: ids } }, { serverMessageId: { in: serverIds } }] }),
    campaignMailsById(db, campaignMailIds, ids),
  ]);
  return [...journeys, ...campaigns];
}

async function sentLately(db: Db, address: string, at: Instant): Promise<SentMail[]> {
  const contactId = await contactWith(db, address);
  if (contactId === null) return [];
  return await sent(db, { contactId, claimedAt: { gte: new Date(at - GUESSED_FOR_DAYS * DAY) } }, MOST_GUESSED);
}

async function contactWith(db: Db, address: string): Promise<string | null> {
  if (address === '') return null;
  const where = { emailKey: addressKey(address) };
  return (await db.contact.findUnique({ where, select: { id: true } }))?.id ?? null;
}

async function isAddressOfOurs(db: Db, address: string): Promise<boolean> {
  if (address === '') return false;
  const is = { equals: address, mode: 'insensitive' } as const;
  const [user, mailbox] = await Promise.all([
    db.user.findFirst({ where: { email: is }, select: { id: true } }),
    db.mailbox.findFirst({ where: { address: is }, select: { id: true } }),
  ]);
  return user !== null || mailbox !== null;
}

const isInLedger = async (db: Db, messageId: string | null, { campaignMailIds }: OurIds): Promise<boolean> =>
  messageId !== null &&
  (campaignMailIds.read(messageId) !== null ||
    (await db.message.findUnique({ where: { messageId }, select: { id: true } })) !== null);
