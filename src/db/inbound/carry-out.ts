import { parseDay } from '../../domain/calendar/civil.js';
import { fromLocal, isValidZone } from '../../domain/calendar/zone.js';
import type { Effect } from '../../domain/inbound/effect-of.js';
import type { ProviderEffect } from '../../domain/inbound/provider-event.js';
import { DAY, formatInstant, type Instant } from '../../domain/instant.js';
import { assertNever } from '../../domain/result.js';
import { hashAddressText } from '../address-hash.js';
import { noteResponse } from '../campaign-results/note-response.js';
import type { Tx } from '../client.js';
import type { EventToStore } from '../event-rows.js';
import { type IntakeDeps, takeIn } from '../intake.js';
import { wantsNoMore } from '../wants-no-more.js';

/** Who tells it: its event is one, however often it is told. `fields`: what the event says beside the rest. */
export interface Teller {
  readonly source: 'mail' | 'provider';
  readonly externalId: string;
  readonly fields: { readonly [name: string]: unknown };
}

/** What our mail's journeys hear of as an event. */
type Told = Exclude<Effect, { type: 'answered' }> | ProviderEffect;

/**
 * What is told of our mail takes effect, in the caller's transaction, which holds the contact's lock. Returns what is to
 * be told to Temporal.
 */
export async function carryOutEffect(
  tx: Tx,
  deps: Omit<IntakeDeps, 'db'>,
  effect: Told,
  { source, externalId, fields }: Teller,
  now: { readonly virtual: Instant; readonly real: Instant },
): Promise<readonly bigint[]> {
  const event = await eventOf(tx, deps, effect);
  if (event === null) return [];
  if (effect.type === 'complained')
    await wantsNoMore(tx, [hashAddressText(effect.sent.toAddress)], { reason: 'complaint', source, at: now.virtual });
  await noteWish(tx, effect, now.virtual);
  const said = { source, externalId, at: now.virtual, now };
  return (await takeIn(tx, deps, { ...said, ...event, fields: { ...event.fields, ...fields } })).outbox;
}

/** What these do is about the contact and not about one mail, so their events don't say which campaign's it was. */
async function noteWish(tx: Tx, effect: Told, at: Instant): Promise<void> {
  if (effect.type !== 'complained' && effect.type !== 'opted-out') return;
  if (effect.sent === null) return;
  const { journeyId, contactId } = effect.sent;
  if (effect.type === 'complained') await noteResponse(tx, { journeyId, contactId, response: 'complained', at });
  await noteResponse(tx, { journeyId, contactId, response: 'unsubscribed', at });
}

type Said = Pick<EventToStore, 'type' | 'contactId' | 'journeyId' | 'fields'>;

async function eventOf(tx: Tx, deps: Omit<IntakeDeps, 'db'>, effect: Told): Promise<Said | null> {
  switch (effect.type) {
    case 'none':
      return null;
    case 'replied':
      return aboutSent('email.replied', effect.sent, {});
    case 'away': {
      const returnsAt = await returnInstant(tx, deps, effect.sent.contactId, effect.until);
      return aboutSent(
        'email.autoReplied',
        effect.sent,
        returnsAt === null ? {} : { returnsAt: formatInstant(returnsAt) },
      );
    }
    case 'delivered':
      return aboutSent('email.delivered', effect.sent, {});
    case 'bounced':
      return aboutSent('email.bounced', effect.sent, { hard: effect.suppress });
    case 'complained':
      return optOut(effect.sent.contactId);
    case 'opted-out':
      return optOut(effect.contactId);
    default:
      return assertNever(effect);
  }
}

type Sent = Extract<Effect, { type: 'replied' }>['sent'];

const aboutSent = (type: string, { contactId, journeyId, stepId }: Sent, fields: Said['fields']): Said => ({
  type,
  contactId,
  journeyId,
  fields: { step: stepId, ...fields },
});

/** It concerns all of the contact's journeys. */
const optOut = (contactId: string): Said => ({
  type: 'contact.unsubscribed',
  contactId,
  journeyId: null,
  fields: { topic: '*' },
});

/** The beginning of the first day back, where the contact is. */
async function returnInstant(
  tx: Tx,
  { deployment }: Omit<IntakeDeps, 'db'>,
  contactId: string,
  until: string | null,
): Promise<Instant | null> {
  const day = until === null ? undefined : parseDay(until);
  if (day === undefined) return null;
  const { timezone } = await tx.contact.findUniqueOrThrow({ where: { id: contactId }, select: { timezone: true } });
  const zone = timezone !== null && isValidZone(timezone) ? timezone : deployment.zone;
  return fromLocal(day * DAY, zone);
}
