import type { PreferencesStore } from '../api/store-ports.js';
import { TRACKING_TOPIC } from '../domain/tracking/may-track.js';
import type { Db, Tx } from './client.js';
import { grantedTopics } from './granted-topics.js';
import { lockContact } from './journey/lock.js';
import { newId } from './new-id.js';

/** What people choose by the links of their mails. Stopping goes through the engine, since journeys hear of it. */
export function createPreferencesStore(db: Db): PreferencesStore {
  return {
    async choices(contactId) {
      const contact = await db.contact.findUnique({
        where: { id: contactId, erasedAt: null },
        select: {
          email: true,
          language: true,
          country: true,
          optOuts: { select: { topic: true } },
          consents: { select: { id: true, topic: true, granted: true }, orderBy: [{ at: 'desc' }, { id: 'desc' }] },
        },
      });
      if (contact === null) return null;
      const written = await db.message.findMany({
        where: { contactId, purpose: 'marketing', topic: { not: null } },
        distinct: ['topic'],
        select: { topic: true },
      });
      const stopped = contact.optOuts.map((row) => row.topic);
      const topics = new Set([...stopped, ...[...contact.consents, ...written].map((row) => row.topic ?? '*')]);
      topics.delete('*');
      // No topic of mail: the page has it by itself, where the deployment tracks.
      topics.delete(TRACKING_TOPIC);
      return {
        contactId,
        email: contact.email,
        language: contact.language,
        stopped,
        topics: [...topics],
        agreed: grantedTopics([...contact.consents].reverse()),
        country: contact.country,
        lastConsentId: contact.consents.find((consent) => consent.granted)?.id ?? null,
      };
    },

    allow: ({ contactId, topic, text, at }) =>
      db.$transaction(async (tx) => {
        await lockContact(tx, contactId);
        if ((await tx.contact.count({ where: { id: contactId, erasedAt: null } })) === 0) return false;
        const { count } = await tx.optOut.deleteMany({ where: { contactId, topic } });
        // Nothing was stopped: a repeated request says nothing new.
        if (count === 0 && (topic !== TRACKING_TOPIC || (await isAgreed(tx, contactId, topic)))) return false;
        await tx.consent.create({
          data: {
            id: newId('consent'),
            contactId,
            topic,
            granted: true,
            source: 'preferences',
            text,
            at: new Date(at),
          },
        });
        return true;
      }),
  };
}

async function isAgreed(tx: Tx, contactId: string, topic: string): Promise<boolean> {
  const answers = await tx.consent.findMany({ where: { contactId }, orderBy: [{ at: 'asc' }, { id: 'asc' }] });
  return grantedTopics(answers).includes(topic);
}
