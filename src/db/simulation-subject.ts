import type { Subject } from '../domain/simulate/subject.js';
import { hashAddressText } from './address-hash.js';
import type { Db } from './client.js';
import type { Prisma } from './generated/client.js';
import { grantedTopics } from './granted-topics.js';
import { accountFields, contactFields, dealFields, ownerFields } from './journey/records.js';

/** A contact as a simulation begins with it: the records and wishes of now. Null: there is none such in the scope. */
export async function readSubject(db: Db, where: Prisma.ContactWhereInput): Promise<Subject | null> {
  const contact = await db.contact.findFirst({
    where,
    include: {
      account: true,
      owner: { include: { teams: { orderBy: { teamId: 'asc' } } } },
      deals: { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 1 },
    },
  });
  if (contact === null) return null;
  const contactId = contact.id;
  const [optOuts, consents, suppressions] = await Promise.all([
    db.optOut.findMany({ where: { contactId }, select: { topic: true } }),
    db.consent.findMany({
      where: { contactId },
      orderBy: { at: 'asc' },
      select: { topic: true, granted: true, at: true },
    }),
    contact.email === null ? [] : db.suppression.findMany({ where: { addressHash: hashAddressText(contact.email) } }),
  ]);
  const [deal] = contact.deals;
  const erased = suppressions.find(({ reason }) => reason === 'erased');
  return {
    contact: contactFields(contact),
    account: contact.account === null ? null : accountFields(contact.account),
    deal: deal === undefined ? null : dealFields(deal),
    owner: contact.owner === null ? null : ownerFields(contact.owner),
    consents: grantedTopics(consents),
    optOuts: optOuts.map(({ topic }) => topic),
    suppressed: suppressions.some(({ reason }) => reason !== 'erased'),
    ...(erased === undefined ? {} : { agreedSince: agreedSince(erased, consents) }),
  };
}

const agreedSince = (
  erased: { readonly at: Date },
  consents: readonly { readonly topic: string; readonly granted: boolean; readonly at: Date }[],
): readonly string[] => consents.filter(({ granted, at }) => granted && at > erased.at).map(({ topic }) => topic);
