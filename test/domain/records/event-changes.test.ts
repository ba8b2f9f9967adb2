import { describe, expect, test } from 'vitest';
import { changesBy, changesByOutcome } from '../../../src/domain/records/event-changes.js';

const at = Date.parse('2027-01-04T09:00:00Z');
const changes = (type: string, fields: { readonly [name: string]: unknown } = {}) => changesBy({ type, at, fields });

describe('an event changes in the records', () => {
  test.each([
    ['contact.changed', 'contact'],
    ['account.changed', 'account'],
    ['deal.changed', 'deal'],
  ])('for %s the fields that it says of the %s', (type, object) => {
    expect(changes(type, { set: { city: 'Ulm' } })).toEqual([{ type: 'set', object, set: { city: 'Ulm' } }]);
    expect(changes(type, { set: 'city' })).toEqual([]);
    expect(changes(type, { set: null })).toEqual([]);
    expect(changes(type)).toEqual([]);
  });

  test('for an unsubscription its topic, or all of them', () => {
    expect(changes('contact.unsubscribed', { topic: 'news' })).toEqual([{ type: 'opt-out', topic: 'news' }]);
    expect(changes('contact.unsubscribed')).toEqual([{ type: 'opt-out', topic: '*' }]);
    expect(changes('contact.unsubscribed', { topic: 5 })).toEqual([{ type: 'opt-out', topic: '*' }]);
  });

  test('for a tag that tag, and nothing where none is said', () => {
    expect(changes('contact.tagged', { tag: 'vip' })).toEqual([{ type: 'tag', tag: 'vip' }]);
    expect(changes('contact.tagged', { tag: 5 })).toEqual([]);
  });

  test('for a bounce that is for good the address, for another nothing', () => {
    expect(changes('email.bounced', { hard: true })).toEqual([{ type: 'suppress' }]);
    expect(changes('email.bounced', { hard: false })).toEqual([]);
    expect(changes('email.bounced', { hard: 'true' })).toEqual([]);
  });

  test('for a reply when the contact was last spoken with', () => {
    expect(changes('email.replied')).toEqual([
      { type: 'set', object: 'contact', set: { lastContactAt: '2027-01-04T09:00:00Z' } },
    ]);
  });

  test('for an order the instants, the count and the sum, which an order without an amount leaves', () => {
    const order = (amount?: unknown) => changes('order.placed', amount === undefined ? {} : { amount });
    expect(order(19.5)).toEqual([
      { type: 'first-order', at },
      { type: 'set', object: 'contact', set: { lastOrderAt: '2027-01-04T09:00:00Z' } },
      { type: 'add', to: 'orderCount', n: 1 },
      { type: 'add', to: 'totalSpent', n: 19.5 },
    ]);
    for (const none of [undefined, '19.5', null])
      expect(order(none).at(-1)).toEqual({ type: 'add', to: 'totalSpent', n: 0 });
  });

  test('for any other nothing', () => {
    expect(changes('deal.won', { set: { city: 'Ulm' } })).toEqual([]);
    expect(changes('constructor', { set: { city: 'Ulm' } })).toEqual([]);
  });
});

describe('an outcome changes when the contact was last spoken with', () => {
  test.each([
    ['call', true],
    ['visit', true],
    ['meeting', true],
    ['message', false],
    ['quote', false],
    ['todo', false],
  ])('of a %s: %s', (kind, spoken) => {
    expect(changesByOutcome(kind, at)).toEqual(
      spoken ? [{ type: 'set', object: 'contact', set: { lastContactAt: '2027-01-04T09:00:00Z' } }] : [],
    );
  });
});
