import type { WishesView } from '../api/contracts/wishes.js';
import type { WishesStore } from '../api/store-ports.js';
import { type Channel, liftingOf } from '../domain/suppression.js';
import { hashesOf } from './address-hash.js';
import type { Db } from './client.js';
import { keepConsent } from './consents.js';
import { contactScope } from './contact-store.js';
import { lockContact } from './journey/lock.js';
import { iso } from './paging.js';

/** What contacts have agreed to and refused. Who refuses does so by the engine, since journeys hear of it. */
export function createWishesStore(db: Db): WishesStore {
  return {
    read: async (scope, contactId) => {
      const contact = await db.contact.findFirst({
        where: { AND: [{ id: contactId }, contactScope(scope)] },
        select: {
          email: true,
          phone: true,
          optOuts: { orderBy: { at: 'desc' } },
          consents: { orderBy: [{ at: 'desc' }, { id: 'desc' }] },
        },
      });
      if (contact === null) return null;
      const [email, phone] = await Promise.all([
        suppressionsOf(db, 'email', contact.email),
        suppressionsOf(db, 'phone', contact.phone),
      ]);
      const [newest] = email;
      return {
        suppressions: [...email, ...phone],
        suppressed: newest === undefined ? null : { reason: newest.reason, source: newest.source, at: newest.at },
        optOuts: contact.optOuts.map(({ topic, source, at }) => ({ topic, source, at: iso(at) })),
        consents: contact.consents.map(({ id, topic, granted, source, text, at }) => ({
          ...{ id, topic, granted, source, text },
          at: iso(at),
        })),
      } satisfies WishesView;
    },

    grant: (contactId, consent, by) =>
      db.$transaction(async (tx) => {
        await lockContact(tx, contactId);
        await keepConsent(tx, contactId, consent, by);
      }),
  };
}

/** Each cause by itself, newest first; a number is known in several forms, and has each cause once. */
async function suppressionsOf(
  db: Db,
  channel: Channel,
  address: string | null,
): Promise<WishesView['suppressions'][number][]> {
  if (address === null) return [];
  const where = { addressHash: { in: [...hashesOf(channel, address)] } };
  const rows = await db.suppression.findMany({ where, orderBy: { at: 'desc' }, distinct: ['reason'] });
  return rows.map(({ reason, source, at }) => ({ channel, reason, source, at: iso(at), lifting: liftingOf(reason) }));
}
