import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { hasGuests } from '../../../src/web/campaigns/has-guests.js';

describe('a campaign has a guest list', () => {
  test.each(['customer-day-2027', 'mid-autumn-2027'])('%s, when it listens to answers to its own invitation', (id) => {
    const text = readFileSync(`definitions/${id}.yaml`, 'utf8');
    expect(hasGuests({ id, text })).toBe(id === 'customer-day-2027');
  });

  test.each([
    ['{ event.form: open-day }', true],
    ['{ "event.form": "open-day" }', true],
    ['{ event.form: open-day-2 }', false],
    ['{ event.form: contact-us }', false],
    ['rsvp: { places: 40 }', true],
    ['{"id": "open-day", "rsvp": {"companions": 1}}', true],
    ['{{links.rsvp}}', false],
  ])('%s: %s', (text, is) => expect(hasGuests({ id: 'open-day', text })).toBe(is));
});
