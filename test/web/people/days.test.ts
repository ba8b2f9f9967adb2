import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromLocal } from '../../../src/domain/calendar/zone.js';
import { dayBegins, dayEnds, dayOf, lastDayOf } from '../../../src/web/people/days.js';

describe('the days of an absence', () => {
  test.each([
    ['2027-01-04', 'UTC', '2027-01-04T00:00:00.000Z'],
    ['2027-01-04', 'Asia/Shanghai', '2027-01-03T16:00:00.000Z'],
    ['2027-07-04', 'America/New_York', '2027-07-04T04:00:00.000Z'],
    // The clock goes forward in this very night.
    ['2027-03-28', 'Europe/Berlin', '2027-03-27T23:00:00.000Z'],
    ['2027-03-29', 'Europe/Berlin', '2027-03-28T22:00:00.000Z'],
  ])('%s begins in %s at %s', (day, zone, instant) => {
    expect(dayBegins(day, zone)).toBe(instant);
  });

  test('the last of them is away until midnight', () => {
    expect(dayEnds('2027-12-31', 'UTC')).toBe('2028-01-01T00:00:00.000Z');
    expect(lastDayOf('2028-01-01T00:00:00.000Z', 'UTC')).toBe('2027-12-31');
  });

  test('are the same as the engine counts them, and come back as they went', () => {
    const zone = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Asia/Shanghai',
      'Asia/Kolkata',
      'Australia/Sydney',
    );
    const day = fc
      .integer({ min: 20_000, max: 25_000 })
      .map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, zone, (text, place) => {
        expect(Date.parse(dayBegins(text, place))).toBe(fromLocal(Date.parse(`${text}T00:00:00Z`), place));
        expect(lastDayOf(dayEnds(text, place), place)).toBe(text);
        expect(dayOf(dayBegins(text, place), place)).toBe(text);
      }),
    );
  });
});
