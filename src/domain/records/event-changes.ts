import { formatInstant, type Instant } from '../instant.js';
import type { Fields } from '../journey/facts.js';
import { TRACKING_TOPIC } from '../tracking/may-track.js';

/*
 * What an event changes in our own records. The database and the simulated world carry out the same list, each in its own
 * way; what journeys do about an event is the planner's.
 */

export type RecordChange =
  /** Fields get these values. */
  | { readonly type: 'set'; readonly object: 'contact' | 'account' | 'deal'; readonly set: Fields }
  /** The contact's first order was at this instant, if none was before. */
  | { readonly type: 'first-order'; readonly at: Instant }
  /** Numbers of the contact grow. */
  | { readonly type: 'add'; readonly to: 'orderCount' | 'totalSpent'; readonly n: number }
  /** The contact gets a tag, if it hasn't it yet. */
  | { readonly type: 'tag'; readonly tag: string }
  /** No marketing mail any more: of a topic, or with `*` of any. */
  | { readonly type: 'opt-out'; readonly topic: string }
  /** The contact's present address gets no mail any more, whoever has it. */
  | { readonly type: 'suppress' }
  /** The contact's present phone number gets no SMS any more, whoever has it. */
  | { readonly type: 'suppress-phone' };

interface EventSaid {
  readonly type: string;
  readonly at: Instant;
  readonly fields: { readonly [name: string]: unknown };
}

/** What changes in the records because of an event. Fields of a wrong type change nothing. */
export function changesBy({ type, at, fields }: EventSaid): readonly RecordChange[] {
  const changed = CHANGED.get(type);
  if (changed !== undefined) {
    const { set } = fields;
    return typeof set === 'object' && set !== null ? [{ type: 'set', object: changed, set: set as Fields }] : [];
  }
  switch (type) {
    case 'contact.unsubscribed':
      return [{ type: 'opt-out', topic: typeof fields['topic'] === 'string' ? fields['topic'] : '*' }];
    case 'contact.trackingRefused':
      return [{ type: 'opt-out', topic: TRACKING_TOPIC }];
    case 'contact.tagged':
      return typeof fields['tag'] === 'string' ? [{ type: 'tag', tag: fields['tag'] }] : [];
    case 'email.bounced':
      return fields['hard'] === true ? [{ type: 'suppress' }] : [];
    case 'sms.bounced':
      return fields['hard'] === true ? [{ type: 'suppress-phone' }] : [];
    case 'email.replied':
    case 'sms.replied':
      return [spokenWith(at)];
    case 'order.placed':
      return orderPlaced(at, fields['amount']);
    default:
      return [];
  }
}

const CHANGED: ReadonlyMap<string, 'contact' | 'account' | 'deal'> = new Map([
  ['contact.changed', 'contact'],
  ['account.changed', 'account'],
  ['deal.changed', 'deal'],
]);

const orderPlaced = (at: Instant, amount: unknown): readonly RecordChange[] => [
  { type: 'first-order', at },
  { type: 'set', object: 'contact', set: { lastOrderAt: formatInstant(at) } },
  { type: 'add', to: 'orderCount', n: 1 },
  { type: 'add', to: 'totalSpent', n: typeof amount === 'number' ? amount : 0 },
];

const spokenWith = (at: Instant): RecordChange => ({
  type: 'set',
  object: 'contact',
  set: { lastContactAt: formatInstant(at) },
});

/** Kinds of task whose outcome means that somebody spoke with the customer. */
const CONVERSATIONS: ReadonlySet<string> = new Set(['call', 'visit', 'meeting']);

/** What changes in the records because a task got its outcome. */
export const changesByOutcome = (kind: string, at: Instant): readonly RecordChange[] =>
  CONVERSATIONS.has(kind) ? [spokenWith(at)] : [];
