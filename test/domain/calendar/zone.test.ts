import { Temporal } from 'temporal-polyfill/implementation';
import { describe, expect, test } from 'vitest';
import { formatLocal, fromLocal, isValidZone, offsetAt } from '../../../src/domain/calendar/zone.js';
import { formatInstant, parseInstant } from '../../../src/domain/instant.js';
import { at } from './shipped.js';

describe('a local time', () => {
  test.each([
    ['America/New_York', '2027-03-14T02:30', '2027-03-14T07:30:00Z', 'in a gap moves forward by it'],
    ['America/New_York', '2027-11-07T01:30', '2027-11-07T05:30:00Z', 'that occurs twice is its first occurrence'],
    ['Europe/London', '2027-03-28T01:30', '2027-03-28T01:30:00Z', 'in a gap moves forward by it'],
    [
      'Australia/Lord_Howe',
      '2027-10-03T02:15',
      '2027-10-02T15:45:00Z',
      'in a gap of half an hour moves by half an hour',
    ],
    [
      'Australia/Lord_Howe',
      '2027-04-04T01:45',
      '2027-04-03T14:45:00Z',
      'of a doubled half hour is its first occurrence',
    ],
    ['Asia/Shanghai', '2027-07-01T09:00', '2027-07-01T01:00:00Z', 'is the same all year'],
    ['Asia/Kathmandu', '2027-07-01T09:00', '2027-07-01T03:15:00Z', 'has a quarter-hour offset'],
    ['Pacific/Apia', '2011-12-30T09:00', '2011-12-30T19:00:00Z', 'on a day that never was comes a day later'],
    ['Africa/Cairo', '2027-04-30T00:00', '2027-04-29T22:00:00Z', 'at a midnight that is skipped comes at one'],
    ['America/Havana', '2027-11-07T00:30', '2027-11-07T04:30:00Z', 'after a midnight that comes twice is the first'],
  ])('%s %s is %s: it %s', (zone, local, instant) => {
    expect(formatInstant(fromLocal(at(`${local}:00Z`), zone))).toBe(instant);
  });

  test('agrees with Temporal hour by hour through every change of twenty years', () => {
    for (const zone of [
      'America/New_York',
      'Africa/Casablanca',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'Africa/Cairo',
      'America/Sao_Paulo',
      'Asia/Gaza',
      'Antarctica/Troll',
    ]) {
      let transition = Temporal.Instant.from('2010-01-01T00:00Z')
        .toZonedDateTimeISO(zone)
        .getTimeZoneTransition('next');
      while (transition && transition.year < 2030) {
        for (let minutes = -30 * 60; minutes <= 30 * 60; minutes += 15) {
          const wall = transition.toPlainDateTime().add({ minutes });
          const local = wall.toZonedDateTime('UTC').epochMilliseconds;
          const expected = wall.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
          if (fromLocal(local, zone) !== expected)
            expect([zone, wall.toString(), fromLocal(local, zone)]).toEqual([zone, wall.toString(), expected]);
          const instant = transition.epochMilliseconds + minutes * 60_000;
          const offset =
            Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;
          if (offsetAt(instant, zone) !== offset)
            expect([zone, instant, offsetAt(instant, zone)]).toEqual([zone, instant, offset]);
        }
        transition = transition.getTimeZoneTransition('next');
      }
    }
  });
});

test.each(['Asia/Shanghai', 'UTC', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'Europe/Kyiv'])(
  '%s is a zone',
  (zone) => {
    expect(isValidZone(zone)).toBe(true);
  },
);

test.each([
  'Beijing',
  'Asia/Beijing',
  '+08:00',
  '+08',
  'UTC+8',
  'GMT+8',
  'PST',
  'Z',
  '',
  'Asia/Shanghai ',
  'Mars/Olympus',
  '../etc',
])('"%s" is no zone', (zone) => {
  expect(isValidZone(zone)).toBe(false);
});

test('asking for the clock of an unknown zone throws', () => {
  expect(() => offsetAt(0, 'Beijing')).toThrow('"Beijing" is no IANA time zone');
});

test.each([
  ['2027-01-04T01:00:00Z', 'Asia/Shanghai', '2027-01-04T09:00:00+08:00'],
  ['2027-01-04T01:00:00Z', 'UTC', '2027-01-04T01:00:00+00:00'],
  ['2027-07-04T01:00:00Z', 'America/St_Johns', '2027-07-03T22:30:00-02:30'],
  ['1900-01-01T00:00:00Z', 'Asia/Shanghai', '1900-01-01T08:05:43+08:05:43'],
])('%s in %s is told as %s', (instant, zone, local) => {
  expect(formatLocal(at(instant), zone)).toBe(local);
});

describe('an instant', () => {
  test('is told in whole seconds', () => {
    expect(formatInstant(Date.UTC(2027, 0, 4, 9, 0, 0, 999))).toBe('2027-01-04T09:00:00Z');
  });

  test.each([
    ['2027-01-04T09:00:00Z', Date.UTC(2027, 0, 4, 9)],
    ['2027-01-04T09:00Z', Date.UTC(2027, 0, 4, 9)],
    ['2027-01-04T09:00:00.1239Z', Date.UTC(2027, 0, 4, 9, 0, 0, 123)],
    ['2027-01-04T09:00:00+08:00', Date.UTC(2027, 0, 4, 1)],
    ['2028-02-29T00:00:00-05:30', Date.UTC(2028, 1, 29, 5, 30)],
  ])('is read from %s', (text, ms) => {
    expect(parseInstant(text)).toBe(ms);
  });

  test.each([
    '2027-01-04',
    '2027-01-04T09:00:00',
    '2027-02-29T00:00:00Z',
    '2027-13-01T00:00:00Z',
    '2027-01-04T24:00:00Z',
    '2027-01-04 09:00:00Z',
    '1767225600000',
    'tomorrow',
    '',
  ])('is not read from "%s"', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});
