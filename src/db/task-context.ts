import type { StoredFormField, StoredTaskContext } from '../api/store-ports.js';
import type { Fields } from '../domain/journey/facts.js';
import type { Db } from './client.js';
import type { Account, Contact, Deal, Task } from './generated/client.js';
import { accountFields, contactFields, dealFields } from './journey/records.js';
import { readLately } from './lately.js';
import { type Outlines, stageName } from './outlines.js';
import { iso, isoOrNull } from './paging.js';
import { formOf } from './task-view.js';

/** Everything around a task that its doer should have before them; each part is one small read by an index. */
export async function readTaskContext(db: Db, outlines: Outlines, task: Task): Promise<StoredTaskContext> {
  const { contactId, dealId, accountId } = task;
  const ofContact = { where: { contactId: contactId ?? '' } };
  const [contact, account, deal, journey, lastMessage, lastEvent, lastCall, lately] = await Promise.all([
    contactId === null ? null : db.contact.findUnique({ where: { id: contactId } }),
    accountId === null ? null : db.account.findUnique({ where: { id: accountId } }),
    dealId === null
      ? db.deal.findFirst({ ...ofContact, orderBy: { createdAt: 'desc' } })
      : db.deal.findUnique({ where: { id: dealId } }),
    readJourney(db, outlines, task.journeyId),
    lastMessageTo(db, contactId),
    db.event.findFirst({ ...ofContact, orderBy: { seq: 'desc' }, select: { type: true, at: true } }),
    db.call.findFirst({ ...ofContact, orderBy: { startedAt: 'desc' } }),
    readLately(db, outlines, [contactId]),
  ]);
  return {
    contact: contact === null ? null : whoOf(contact),
    journey,
    deal:
      deal === null
        ? null
        : {
            id: deal.id,
            name: deal.name,
            stage: deal.stage,
            status: deal.status,
            amount: deal.amount?.toNumber() ?? null,
            currency: deal.currency,
          },
    lastMessage,
    lastEvent: lastEvent === null ? null : { type: lastEvent.type, at: iso(lastEvent.at) },
    lastCall:
      lastCall === null
        ? null
        : {
            at: iso(lastCall.startedAt),
            direction: lastCall.direction,
            subject: lastCall.subject,
            outcome: lastCall.outcome,
          },
    lately: lately(contactId),
    form: formOf(task.form).map((field) => withValue(field, { contact, account, deal })),
  };
}

const whoOf = (row: Contact): NonNullable<StoredTaskContext['contact']> => ({
  id: row.id,
  name: row.name,
  company: row.company,
  title: row.title,
  email: row.email,
  phone: row.phone,
  language: row.language,
  timezone: row.timezone,
});

async function readJourney(db: Db, outlines: Outlines, id: string | null): Promise<StoredTaskContext['journey']> {
  const row =
    id === null
      ? null
      : await db.journey.findUnique({
          where: { id },
          select: {
            id: true,
            definitionId: true,
            definitionVersion: true,
            phase: true,
            stage: true,
            stageSince: true,
          },
        });
  if (row === null) return null;
  const outline = (await outlines.of([row]))(row);
  const { definitionVersion: _, ...shown } = row;
  return {
    ...shown,
    definitionName: outline.name,
    stageName: stageName(outline, row.stage),
    stageSince: isoOrNull(row.stageSince),
  };
}

async function lastMessageTo(db: Db, contactId: string | null): Promise<StoredTaskContext['lastMessage']> {
  const row = await db.message.findFirst({
    where: { contactId: contactId ?? '', claimedAt: { not: null } },
    orderBy: { claimedAt: 'desc' },
    select: { id: true, subject: true, claimedAt: true, state: true, repliedAt: true },
  });
  if (row === null || row.claimedAt === null) return null;
  const { claimedAt, repliedAt, ...shown } = row;
  return { ...shown, at: iso(claimedAt), repliedAt: isoOrNull(repliedAt) };
}

interface Records {
  readonly contact: Contact | null;
  readonly account: Account | null;
  readonly deal: Deal | null;
}

/** A field's path begins with its record; a bare name is the contact's. */
function withValue({ field, required }: { field: string; required: boolean }, records: Records): StoredFormField {
  const [, record = 'contact', name = field] = /^(contact|account|deal)\.(.+)$/.exec(field) ?? [];
  const all: { readonly [record: string]: Fields | null } = {
    contact: records.contact === null ? null : contactFields(records.contact),
    account: records.account === null ? null : accountFields(records.account),
    deal: records.deal === null ? null : dealFields(records.deal),
  };
  return { field, required, value: all[record]?.[name] ?? null };
}
