import type { Tx } from '../client.js';
import type { Identities } from './batch-writer.js';
import type { ContactEntry } from './contact-entry.js';

const byEmail = (key: string): string => `email ${key}`;
const byPhone = (phone: string): string => `phone ${phone}`;
/** A contact of whom only the phone is known: one who gives an address later is found by it. */
const byPhoneAlone = (phone: string): string => `phone-alone ${phone}`;

/** One address is one contact; a row without an address is known by its phone. Two addresses are two people, whatever the phone. */
export function identify({ emailKey, phone }: ContactEntry): Identities {
  const phoneKeys = phone === null ? [] : [byPhone(phone)];
  if (emailKey !== null)
    return {
      seeks: [byEmail(emailKey), ...(phone === null ? [] : [byPhoneAlone(phone)])],
      has: [byEmail(emailKey), ...phoneKeys],
    };
  return { seeks: phoneKeys, has: phone === null ? [] : [byPhone(phone), byPhoneAlone(phone)] };
}

/** The contacts that these rows might mean. A number of several people, a switchboard's for one, names none of them. */
export async function findContacts(
  tx: Tx,
  entries: readonly ContactEntry[],
): Promise<ReadonlyMap<string, string | null>> {
  const keys = [...new Set(entries.flatMap((entry) => entry.emailKey ?? []))];
  const found = new Map<string, string | null>();
  for (const contact of await tx.contact.findMany({
    where: { emailKey: { in: keys } },
    select: { id: true, emailKey: true },
  }))
    found.set(byEmail(contact.emailKey ?? ''), contact.id);
  const phones = new Set(
    entries.flatMap((entry) =>
      entry.phone !== null && !(entry.emailKey !== null && found.has(byEmail(entry.emailKey))) ? [entry.phone] : [],
    ),
  );
  if (phones.size === 0) return found;
  const holders = await tx.contact.findMany({
    where: { phone: { in: [...phones] } },
    select: { id: true, phone: true, emailKey: true },
  });
  for (const { id, phone, emailKey } of holders) {
    for (const identity of [byPhone(phone ?? ''), ...(emailKey === null ? [byPhoneAlone(phone ?? '')] : [])])
      found.set(identity, found.has(identity) ? null : id);
  }
  return found;
}
