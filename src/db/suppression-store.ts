import type { LiftRefusal, NewConsent, SuppressionStore } from '../api/store-ports.js';
import type { Instant } from '../domain/instant.js';
import { err, ok, type Result } from '../domain/result.js';
import { type Channel, type Lifting, liftingOf } from '../domain/suppression.js';
import { hashesOf } from './address-hash.js';
import { writeAudit } from './audit.js';
import type { Db, Tx } from './client.js';
import { keepConsent } from './consents.js';
import { lockContact } from './journey/lock.js';

/**
 * Addresses that nothing is sent to, by a person's word: one more, or one less. Under the contact's lock, so that a claim
 * comes before or after it (law 9).
 */
export function createSuppressionStore(db: Db): SuppressionStore {
  return {
    suppress: (contactId, { channel, reason }, by) =>
      db.$transaction(async (tx) => {
        const address = await presentAddress(tx, contactId, channel);
        if (address === null) return refuse('no-such-address');
        const at = new Date(by.at);
        const data = hashesOf(channel, address).map((addressHash) => ({
          addressHash,
          reason: 'by-hand',
          source: 'person',
          at,
        }));
        const { count } = await tx.suppression.createMany({ data, skipDuplicates: true });
        if (count > 0)
          await writeAudit(tx, by, {
            ...{
              action: 'contact.suppressed',
              objectType: 'contact',
              objectId: contactId,
              reason,
              detail: { channel },
            },
          });
        return ok(null);
      }),

    lift: (contactId, { channel, cause, reason, consent }, by) =>
      db.$transaction(async (tx) => {
        const address = await presentAddress(tx, contactId, channel);
        if (address === null) return refuse('no-such-address');
        const where = { addressHash: { in: [...hashesOf(channel, address)] }, reason: cause };
        const rows = await tx.suppression.findMany({ where, orderBy: { at: 'desc' } });
        const [newest] = rows;
        if (newest === undefined) return refuse('not-suppressed');
        const lifting = liftingOf(cause);
        if (lifting === 'never') return refuse('never-lifted');
        const fault = consentFault(lifting, consent, { since: newest.at.getTime(), now: by.at });
        if (fault !== null) return refuse(fault);
        const kept = consent === null ? null : await keepConsent(tx, contactId, consent, by);
        await tx.suppression.deleteMany({ where });
        await writeAudit(tx, by, {
          ...{ action: 'contact.suppression-lifted', objectType: 'contact', objectId: contactId, reason },
          detail: { channel, cause, since: newest.at.toISOString(), source: newest.source, consent: kept },
        });
        return ok(null);
      }),
  };
}

/** A stop and a complaint are about everything: a consent to one topic ends neither. */
function consentFault(
  lifting: Lifting,
  consent: NewConsent | null,
  { since, now }: { readonly since: Instant; readonly now: Instant },
): LiftRefusal | null {
  if (consent !== null && consent.at > now) return 'consent-to-come';
  if (lifting !== 'with-consent') return null;
  if (consent === null) return 'consent-needed';
  if (consent.topic !== '*') return 'consent-too-narrow';
  return consent.at <= since ? 'consent-too-old' : null;
}

const refuse = (code: LiftRefusal): Result<null, LiftRefusal> => err(code);

async function presentAddress(tx: Tx, contactId: string, channel: Channel): Promise<string | null> {
  await lockContact(tx, contactId);
  const row = await tx.contact.findUnique({
    where: { id: contactId, erasedAt: null },
    select: { email: true, phone: true },
  });
  return row?.[channel] ?? null;
}
