import { describe, expect, test } from 'vitest';
import { hourKind, zoneName } from '../../../src/web/tasks/local-hour.js';

const at = (iso: string) => Date.parse(iso);

describe('an hour to call', () => {
  test.each([
    // Wednesday in New York (summer time has not begun), 5 hours behind.
    ['2027-03-10T14:00:00Z', 'good'],
    ['2027-03-10T22:59:00Z', 'good'],
    ['2027-03-10T23:00:00Z', 'evening'],
    ['2027-03-10T12:00:00Z', 'early'],
    ['2027-03-10T11:59:00Z', 'night'],
    ['2027-03-11T02:00:00Z', 'night'],
    ['2027-03-13T15:00:00Z', 'weekend'],
    ['2027-03-14T04:00:00Z', 'night'],
    // A day later than in UTC before.
    ['2027-03-15T01:00:00Z', 'night'],
  ])('at %s in New York is %s', (iso, kind) => {
    expect(hourKind(at(iso), 'America/New_York')).toBe(kind);
  });

  test('is not known without a zone that is one', () => {
    expect(hourKind(at('2027-03-10T14:00:00Z'), null)).toBeNull();
    expect(hourKind(at('2027-03-10T14:00:00Z'), 'Mars/Olympus')).toBeNull();
  });

  test('is of a zone with a name in each language', () => {
    expect(zoneName('en', 'America/New_York')).toBe('Eastern Time');
    expect(zoneName('zh-CN', 'America/New_York')).toMatch(/\p{Script=Han}/u);
    expect(zoneName('en', 'Mars/Olympus')).toBe('Mars/Olympus');
  });
});
