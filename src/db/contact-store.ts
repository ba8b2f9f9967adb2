import type { ContactFields, ContactView } from '../api/contracts/contacts.js';
import type { ContactFilter, ContactRefusal, ContactStore, Scope } from '../api/store-ports.js';
import { defined } from '../domain/defined.js';
import { err, ok } from '../domain/result.js';
import { writeAudit } from './audit.js';
import type { Db } from './client.js';
import { contactLookup } from './contact-lookup.js';
import { fitting } from './contact-matching.js';
import type { Contact, Prisma } from './generated/client.js';
import { emailKeyOf } from './journey/records.js';
import { inScope } from './journey-scope.js';
import { cutPage, iso, mapOf, textAt, touchedAt } from './paging.js';
import { partOf } from './part-of.js';
import { readSubject } from './simulation-subject.js';

export const contactView = (row: Contact): ContactView => ({
  id: row.id,
  email: row.email,
  phone: row.phone,
  firstName: row.firstName,
  lastName: row.lastName,
  name: row.name,
  company: row.company,
  title: row.title,
  language: row.language,
  timezone: row.timezone,
  country: row.country,
  region: row.region,
  city: row.city,
  source: row.source,
  channel: row.channel,
  status: row.status,
  stage: row.stage,
  tags: row.tags,
  score: row.score,
  doNotContact: row.doNotContact,
  custom: mapOf(row.custom),
  accountId: row.accountId,
  ownerId: row.ownerId,
  poolId: row.poolId,
  createdAt: iso(row.createdAt),
  updatedAt: iso(row.updatedAt),
});

/** Of an erased contact nothing is left to be seen. */
export const contactScope = (scope: Scope): Prisma.ContactWhereInput => ({
  erasedAt: null,
  ...(scope.type === 'all' ? {} : { ownerId: inScope(scope) }),
});

function matchesFilter({ q, email, owner, status, source, tag }: ContactFilter): Prisma.ContactWhereInput {
  const part = partOf(q ?? '');
  return {
    ...(q === undefined ? {} : { OR: [{ name: part }, { email: part }, { company: part }] }),
    ...(email === undefined ? {} : { emailKey: emailKeyOf(email) }),
    ...(owner === undefined ? {} : { ownerId: owner }),
    ...(status === undefined ? {} : { status }),
    ...(source === undefined ? {} : { source }),
    ...(tag === undefined ? {} : { tags: { has: tag } }),
  };
}

/** Contacts in Postgres. What changes them for a journey's sake is the engine's; this is for people's own work. */
export function createContactStore(db: Db): ContactStore {
  return {
    async list(scope, filter, { after, limit }) {
      const id = textAt(after);
      const where = { AND: [contactScope(scope), matchesFilter(filter), id === null ? {} : { id: { lt: id } }] };
      const rows = await db.contact.findMany({ where, orderBy: { id: 'desc' }, take: limit + 1 });
      return cutPage(rows, limit, (row) => [row.id], contactView);
    },
    async get(scope, id) {
      const row = await db.contact.findFirst({ where: { AND: [{ id }, contactScope(scope)] } });
      return row === null ? null : contactView(row);
    },
    subject: (scope, id) => readSubject(db, { AND: [{ id }, contactScope(scope)] }),
    async prepareChange(scope, id, fields, by, unchangedSince) {
      const existing = await db.contact.findFirst({
        where: { AND: [{ id }, contactScope(scope)] },
        select: { id: true },
      });
      if (existing === null) return null;
      const refusal = (await missingReference(db, fields)) ?? (await takenAddress(db, id, fields));
      if (refusal !== null) return err(refusal);
      const { accountId, poolId } = fields;
      return await db.$transaction(async (tx) => {
        const { count } = await tx.contact.updateMany({
          where: { id, ...(unchangedSince === undefined ? {} : { updatedAt: new Date(unchangedSince) }) },
          data: { ...defined({ accountId, poolId }), updatedAt: touchedAt(by.at, unchangedSince) },
        });
        if (count === 0) return err({ code: 'changed-meanwhile' as const });
        await writeAudit(tx, by, {
          action: 'contact.update',
          objectType: 'contact',
          objectId: id,
          detail: { fields: Object.keys(fields) },
        });
        return ok(null);
      });
    },
    lookup: (scope, id, paths) => contactLookup(db, scope, id, paths),
    matching: (condition, now, page) => fitting(db, condition, now, page),
  };
}

async function takenAddress(db: Db, id: string, { email }: ContactFields): Promise<ContactRefusal | null> {
  const emailKey = emailKeyOf(email);
  const holder = emailKey === null ? null : await db.contact.findUnique({ where: { emailKey } });
  return holder === null || holder.id === id
    ? null
    : { code: 'email-taken', contactId: holder.id, ownerId: holder.ownerId };
}

export async function missingReference(
  db: Db,
  { ownerId, accountId, poolId }: ContactFields,
): Promise<ContactRefusal | null> {
  if (typeof ownerId === 'string' && (await db.user.findUnique({ where: { id: ownerId, active: true } })) === null)
    return { code: 'unknown-owner' };
  if (typeof accountId === 'string' && (await db.account.findUnique({ where: { id: accountId } })) === null)
    return { code: 'unknown-account' };
  if (typeof poolId === 'string' && (await db.pool.findUnique({ where: { id: poolId } })) === null)
    return { code: 'unknown-pool' };
  return null;
}
