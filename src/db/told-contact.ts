import type { ContactFields, ContactView } from '../api/contracts/contacts.js';
import type { Teller } from '../api/ports.js';
import type { ContactRefusal, Writer } from '../api/store-ports.js';
import { err, ok, type Result } from '../domain/result.js';
import { writeAudit } from './audit.js';
import type { Tx } from './client.js';
import { contactView, missingReference } from './contact-store.js';
import { Prisma } from './generated/client.js';
import { type IntakeDeps, type Received, takeIn } from './intake.js';
import { lockContact } from './journey/lock.js';
import { emailKeyOf } from './journey/records.js';
import { newId } from './new-id.js';
import { sayingWhy } from './ownership.js';

interface Now {
  readonly virtual: number;
  readonly real: number;
}

/**
 * Makes a contact and stores `lead.created` in one transaction: there is none of which journeys haven't heard (laws 4 and
 * 10). Two writers of one address are told apart by the index.
 */
export async function createContact(
  deps: IntakeDeps,
  fields: ContactFields,
  { actorId, source }: Teller,
  now: Now,
): Promise<Result<{ readonly contact: ContactView; readonly received: Received }, ContactRefusal>> {
  const missing = await missingReference(deps.db, fields);
  if (missing !== null) return err(missing);
  try {
    return await deps.db.$transaction(async (tx) => {
      const contact = await insertContact(tx, fields, { actorId, at: now.virtual });
      // Nobody else knows of the contact yet; of its account they do.
      await lockContact(tx, contact.id);
      const received = await takeIn(tx, deps, {
        type: 'lead.created',
        at: now.virtual,
        contactId: contact.id,
        fields: leadFields(contact),
        source,
        externalId: contact.id,
        now,
      });
      return ok({ contact, received });
    });
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error;
    const holder = await deps.db.contact.findUnique({ where: { emailKey: emailKeyOf(fields.email) ?? '' } });
    if (holder === null) throw error;
    return err({ code: 'email-taken', contactId: holder.id, ownerId: holder.ownerId });
  }
}

/** The row and its audit; what it names exists. */
export async function insertContact(tx: Tx, fields: ContactFields, by: Writer): Promise<ContactView> {
  const at = new Date(by.at);
  const data = { ...columns(fields), id: newId('contact'), name: nameOf(fields), createdAt: at, updatedAt: at };
  const row = await sayingWhy(tx, { how: 'create', by: by.actorId }, () => tx.contact.create({ data }));
  await writeAudit(tx, by, { action: 'contact.create', objectType: 'contact', objectId: row.id });
  return contactView(row);
}

const leadFields = ({ source, channel }: ContactView) => ({
  ...(source === null ? {} : { source }),
  ...(channel === null ? {} : { channel }),
});

function columns({ custom, ...fields }: ContactFields) {
  return {
    // zod leaves absent keys out, and Prisma takes undefined for absent: neither writes a null nobody asked for.
    ...(fields as { [K in keyof typeof fields]: Exclude<(typeof fields)[K], undefined> }),
    ...(fields.email === undefined ? {} : { emailKey: emailKeyOf(fields.email) }),
    ...(custom === undefined ? {} : { custom: custom as Prisma.InputJsonObject }),
  };
}

const nameOf = ({ name, firstName, lastName, email }: ContactFields): string =>
  name ?? ([firstName, lastName].filter((part) => typeof part === 'string').join(' ') || (email ?? ''));
