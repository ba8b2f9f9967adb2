import { expect, test } from 'vitest';
import { asMeant } from '../../../src/domain/tracking/objection.js';

test.each([
  [{ topic: 'tracking' }, 'contact.trackingRefused', {}],
  [{ topic: 'news' }, 'contact.unsubscribed', { topic: 'news' }],
  [{}, 'contact.unsubscribed', {}],
])('an unsubscribe with %j is kept as %s', (fields, type, kept) => {
  expect(asMeant({ type: 'contact.unsubscribed', fields })).toEqual({ type, fields: kept });
});
