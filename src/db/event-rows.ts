import type { Instant } from '../domain/instant.js';
import { ofAccount, offersOf } from '../domain/journey/interests.js';
import type { Tx } from './client.js';
import { correlationId } from './correlation.js';
import type { Prisma } from './generated/client.js';
import { newId } from './new-id.js';

/** An event about to become a row. */
export interface EventToStore {
  readonly type: string;
  readonly at: Instant;
  readonly contactId?: string | null;
  readonly accountId?: string | null;
  readonly dealId?: string | null;
  readonly journeyId?: string | null;
  readonly fields: { readonly [name: string]: unknown };
  readonly source: string;
  readonly externalId?: string | null;
  readonly now: { readonly virtual: Instant; readonly real: Instant };
}

export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly contactId: string | null;
  readonly dealId: string | null;
  readonly journeyId: string | null;
  readonly fields: { readonly [name: string]: unknown };
}

/** Writes an event once; null if its source sent it before. A future instant becomes the time of receipt. */
export async function insertEvent(tx: Tx, event: EventToStore): Promise<StoredEvent | null> {
  const row = {
    id: newId('event'),
    type: event.type,
    at: new Date(Math.min(event.at, event.now.virtual)),
    realAt: new Date(event.now.real),
    contactId: event.contactId ?? null,
    accountId: event.accountId ?? null,
    dealId: event.dealId ?? null,
    journeyId: event.journeyId ?? null,
    fields: event.fields as Prisma.InputJsonObject,
    source: event.source,
    externalId: event.externalId ?? null,
    correlationId: correlationId(),
  };
  const { count } = await tx.event.createMany({ data: [row], skipDuplicates: true });
  return count === 0
    ? null
    : {
        id: row.id,
        type: row.type,
        contactId: row.contactId,
        dealId: row.dealId,
        journeyId: row.journeyId,
        fields: event.fields,
      };
}

/**
 * Marks the journeys that an event concerns as poked and writes what must be told to Temporal; one that is poked
 * already needs no second wake (law 10). `whatever`: it is for that journey, whether it waits for such or not. The caller holds the contact's lock. Returns the outbox rows' ids.
 */
export async function wakeJourneys(
  tx: Tx,
  event: StoredEvent,
  options: { readonly except?: string; readonly whatever?: boolean; readonly now: { readonly real: Instant } },
): Promise<bigint[]> {
  const { contactId } = event;
  if (contactId === null) return [];
  const offers = offersOf(event.type, event.fields);
  const others = options.except === undefined ? {} : { NOT: { id: options.except } };
  const own = await tx.journey.updateManyAndReturn({
    where: {
      contactId,
      status: 'open',
      poked: false,
      ...(options.whatever === true ? {} : { interests: { hasSome: offers } }),
      ...(event.journeyId === null ? {} : { id: event.journeyId }),
      ...others,
    },
    data: { poked: true, realPokedAt: new Date(options.now.real), correlationId: correlationId() },
    select: { id: true, workflowId: true },
  });
  const woken = [...own, ...(await wakeColleagues(tx, contactId, offers, options.now.real))];
  if (woken.length === 0) return [];
  const rows = await tx.outbox.createManyAndReturn({
    data: woken.map((journey) => ({
      kind: 'poke',
      journeyId: journey.id,
      workflowId: journey.workflowId,
      eventId: event.id,
      realAt: new Date(options.now.real),
    })),
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** The journeys of the other contacts of the account that listen to all of it. */
async function wakeColleagues(tx: Tx, contactId: string, offers: readonly string[], real: Instant) {
  const contact = await tx.contact.findUnique({ where: { id: contactId }, select: { accountId: true } });
  if (contact === null || contact.accountId === null) return [];
  return await tx.journey.updateManyAndReturn({
    where: {
      contact: { accountId: contact.accountId },
      status: 'open',
      poked: false,
      interests: { hasSome: offers.map(ofAccount) },
      NOT: { contactId },
    },
    data: { poked: true, realPokedAt: new Date(real), correlationId: correlationId() },
    select: { id: true, workflowId: true },
  });
}
