import type { WishesView } from '../api/contracts/wishes.js';
import type { WishesStore } from '../api/store-ports.js';
import { hashAddressText } from './address-hash.js';
import { writeAudit } from './audit.js';
import type { Db } from './client.js';
import { contactScope } from './contact-store.js';
import { lockContact } from './journey/lock.js';
import { newId } from './new-id.js';
import { iso } from './paging.js';

/** What contacts have agreed to and refused. Who refuses does so by the engine, since journeys hear of it. */
export function createWishesStore(db: Db): WishesStore {
  return {
    read: async (scope, contactId) => {
      const contact = await db.contact.findFirst({
        where: { AND: [{ id: contactId }, contactScope(scope)] },
        select: {
          email: true,
          optOuts: { orderBy: { at: 'desc' } },
          consents: { orderBy: [{ at: 'desc' }, { id: 'desc' }] },
        },
      });
      if (contact === null) return null;
      const suppression =
        contact.email === null
          ? null
          : await db.suppression.findFirst({
              where: { addressHash: hashAddressText(contact.email) },
              orderBy: { at: 'desc' },
            });
      return {
        suppressed:
          suppression === null
            ? null
            : { reason: suppression.reason, source: suppression.source, at: iso(suppression.at) },
        optOuts: contact.optOuts.map(({ topic, source, at }) => ({ topic, source, at: iso(at) })),
        consents: contact.consents.map(({ id, topic, granted, source, text, at }) => ({
          ...{ id, topic, granted, source, text },
          at: iso(at),
        })),
      } satisfies WishesView;
    },

    grant: (contactId, { topic, source, text, at }, by) =>
      db.$transaction(async (tx) => {
        await lockContact(tx, contactId);
        const given = new Date(at);
        await tx.optOut.deleteMany({ where: { contactId, topic, at: { lt: given } } });
        const data = { contactId, topic, source, text, granted: true, at: given };
        // Asked for twice is given once.
        if ((await tx.consent.findFirst({ where: data, select: { id: true } })) !== null) return;
        const id = newId('consent');
        await tx.consent.create({ data: { ...data, id } });
        await writeAudit(tx, by, {
          action: 'contact.consent',
          objectType: 'contact',
          objectId: contactId,
          detail: { consent: id, topic },
        });
      }),
  };
}
