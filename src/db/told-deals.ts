import type { DealFields, DealView } from '../api/contracts/deals.js';
import type { NewCall, Teller } from '../api/ports.js';
import { defined } from '../domain/defined.js';
import { dealEvents, statusOfStage } from '../domain/records/deal-events.js';
import { writeAudit } from './audit.js';
import type { Tx } from './client.js';
import { dealView } from './deal-store.js';
import { type IntakeDeps, type Received, takeIn } from './intake.js';
import { lockContact } from './journey/lock.js';
import { newId } from './new-id.js';
import { dateOrNull, touchedAt } from './paging.js';

/*
 * Deals and calls are written in the transaction of their events: there is none of which journeys haven't heard, and of
 * two changes at once the events are in the order of the writes (laws 4 and 10).
 */

interface Now {
  readonly virtual: number;
  readonly real: number;
}

export function createDeal(
  deps: IntakeDeps,
  contactId: string,
  fields: Omit<DealFields, 'status'>,
  { actorId, source }: Teller,
  now: Now,
): Promise<{ readonly deal: DealView; readonly received: Received }> {
  const at = new Date(now.virtual);
  return deps.db.$transaction(async (tx) => {
    await lockContact(tx, contactId);
    const contact = await tx.contact.findUniqueOrThrow({ where: { id: contactId } });
    const { accountId, ownerId } = contact;
    const of = { contactId, accountId, ownerId, source: contact.source, createdAt: at, updatedAt: at };
    const data = { ...columns(fields), id: newId('deal'), name: fields.name ?? contact.name, ...of };
    const deal = dealView(await tx.deal.create({ data }));
    const deed = { action: 'deal.create', objectType: 'deal', objectId: deal.id };
    await writeAudit(tx, { actorId, at: now.virtual }, deed);
    const event = { type: 'deal.created', fields: { ...fields }, contactId, accountId, dealId: deal.id, source };
    return { deal, received: await takeIn(tx, deps, { ...event, at: now.virtual, now }) };
  });
}

interface Change {
  readonly fields: DealFields;
  readonly reason: string | undefined;
  readonly unchangedSince: string | undefined;
}

interface Changed {
  readonly deal: DealView;
  readonly told: readonly { readonly type: string; readonly received: Received }[];
}

/** Null, and nothing is written: it has not the `updatedAt` any more that was named. */
export function changeDeal(
  deps: IntakeDeps,
  id: string,
  change: Change,
  { actorId, source }: Teller,
  now: Now,
): Promise<Changed | null> {
  const { status: given, ...set } = change.fields;
  const status = given ?? statusOfStage(set.stage);
  return deps.db.$transaction(async (tx) => {
    const { contactId, accountId } = await lockDeal(tx, id);
    if (!(await touch(tx, id, change.unchangedSince, now))) return null;
    // Decided once: the same decision again keeps its instant, by which the events of the two are known as one.
    if (status !== undefined)
      await tx.deal.updateMany({
        where: { id, NOT: { status } },
        data: { status, closedAt: status === 'open' ? null : new Date(now.virtual) },
      });
    const detail = { fields: Object.keys(defined({ ...change.fields, status })) };
    const deed = { action: 'deal.update', objectType: 'deal', objectId: id, detail };
    await writeAudit(tx, { actorId, at: now.virtual }, deed);
    const decided = dealView(await tx.deal.findUniqueOrThrow({ where: { id } }));
    const told: { type: string; received: Received }[] = [];
    for (const event of dealEvents({ deal: decided, set, status, reason: change.reason })) {
      // The source of a decision is the deal, whoever tells it: so two people's tellings are one.
      const of = { contactId, accountId, dealId: id, source: event.externalId === undefined ? source : 'deal' };
      told.push({
        type: event.type,
        received: await takeIn(tx, deps, { ...event, ...of, at: now.virtual, now }),
      });
    }
    return { deal: dealView(await tx.deal.findUniqueOrThrow({ where: { id } })), told };
  });
}

/** The contact's lock, and the deal's own row: of one without a contact changes come one after the other, too. */
async function lockDeal(tx: Tx, id: string) {
  const { contactId } = await tx.deal.findUniqueOrThrow({ where: { id }, select: { contactId: true } });
  if (contactId !== null) await lockContact(tx, contactId);
  await tx.$executeRaw`SELECT FROM deals WHERE id = ${id} FOR NO KEY UPDATE`;
  return await tx.deal.findUniqueOrThrow({ where: { id }, select: { contactId: true, accountId: true } });
}

async function touch(tx: Tx, id: string, unchangedSince: string | undefined, now: Now): Promise<boolean> {
  if (unchangedSince === undefined) return true;
  const where = { id, updatedAt: new Date(unchangedSince) };
  const { count } = await tx.deal.updateMany({ where, data: { updatedAt: touchedAt(now.virtual, unchangedSince) } });
  return count > 0;
}

export function logCall(
  deps: IntakeDeps,
  { startedAt, note, ...call }: NewCall,
  { actorId, source }: Teller,
  now: Now,
): Promise<{ readonly callId: string; readonly received: Received }> {
  const callId = newId('call');
  const { contactId, dealId, ...said } = call;
  return deps.db.$transaction(async (tx) => {
    await lockContact(tx, contactId);
    const { accountId } = await tx.contact.findUniqueOrThrow({ where: { id: contactId }, select: { accountId: true } });
    const ids = { id: callId, contactId, accountId, dealId: dealId ?? null, ownerId: actorId };
    const instants = { startedAt: new Date(startedAt), createdAt: new Date(now.virtual) };
    await tx.call.create({ data: { ...defined(said), ...ids, ...instants } });
    const fields = defined({ ...said, call: callId, note });
    const of = { contactId, dealId: dealId ?? null, source, externalId: callId };
    const received = await takeIn(tx, deps, { type: 'call.logged', fields, ...of, at: startedAt, now });
    return { callId, received };
  });
}

function columns({ expectedCloseAt, ...fields }: Omit<DealFields, 'status'>) {
  return {
    ...(fields as { [K in keyof typeof fields]: Exclude<(typeof fields)[K], undefined> }),
    ...(expectedCloseAt === undefined ? {} : { expectedCloseAt: dateOrNull(expectedCloseAt) }),
  };
}
