import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDuration } from '../../../src/domain/calendar/add-duration.js';
import { ALWAYS, type Where } from '../../../src/domain/calendar/calendar.js';
import { formatDuration, parseDuration } from '../../../src/domain/calendar/duration.js';
import { parseCalendar } from '../../../src/domain/calendar/parse-calendar.js';
import { formatLocal } from '../../../src/domain/calendar/zone.js';
import { at, calendar, span } from './shipped.js';

const CN: Where = { zone: 'Asia/Shanghai', calendar: calendar('cn-office') };
const US: Where = { zone: 'America/New_York', calendar: calendar('us-office') };
const DE: Where = { zone: 'Europe/Berlin', calendar: calendar('de-office') };
const clock = (zone: string): Where => ({ zone, calendar: ALWAYS });

const ends = (start: string, duration: string, where: Where): string =>
  formatLocal(addDuration(at(start), span(duration), where), where.calendar.zone ?? where.zone).slice(0, 16);

describe('the text of a duration', () => {
  test.each([
    ['2 days', { n: 2, unit: 'days' }],
    ['1 day', { n: 1, unit: 'days' }],
    ['0 minutes', { n: 0, unit: 'minutes' }],
    ['1 business day', { n: 1, unit: 'business days' }],
    ['90 business minutes', { n: 90, unit: 'business minutes' }],
    ['3 business hours', { n: 3, unit: 'business hours' }],
    ['18 months', { n: 18, unit: 'months' }],
  ])('"%s" is read', (text, duration) => {
    expect(parseDuration(text)).toEqual(duration);
  });

  test.each([
    '2',
    'days',
    '2days',
    '1.5 days',
    '-3 days',
    '+3 days',
    '2 d',
    '2 business weeks',
    '2 Days',
    ' 2 days',
    '2 dayss',
    '9999999 years',
    '2 days 3 hours',
    '',
  ])('"%s" is refused', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  test('may be negative where a shift is read', () => {
    expect(parseDuration('-3 days', { allowNegative: true })).toEqual({ n: -3, unit: 'days' });
    expect(parseDuration('-0 days', { allowNegative: true })).toEqual({ n: 0, unit: 'days' });
  });

  test('comes back the same after printing', () => {
    for (const text of ['1 business day', '2 business days', '-1 day', '0 minutes'])
      expect(formatDuration(span(text))).toBe(text);
  });
});

describe('time by the clock', () => {
  test.each([
    [
      '2027-03-13T09:00:00-05:00',
      '1 day',
      'America/New_York',
      '2027-03-14T09:00',
      'a day keeps the wall clock when the clocks change',
    ],
    ['2027-03-13T09:00:00-05:00', '24 hours', 'America/New_York', '2027-03-14T10:00', 'hours are elapsed time'],
    [
      '2027-03-13T02:30:00-05:00',
      '1 day',
      'America/New_York',
      '2027-03-14T03:30',
      'a time that is skipped moves forward',
    ],
    [
      '2027-11-06T01:30:00-04:00',
      '1 day',
      'America/New_York',
      '2027-11-07T01:30',
      'a time that comes twice is the first',
    ],
    ['2027-01-31T09:00:00Z', '1 month', 'UTC', '2027-02-28T09:00', 'a day past the end of a month is its last'],
    ['2027-01-31T09:00:00Z', '2 months', 'UTC', '2027-03-31T09:00', 'and only of that month'],
    ['2028-02-29T09:00:00Z', '1 year', 'UTC', '2029-02-28T09:00', '29 February is kept on the 28th'],
    ['2028-02-29T09:00:00Z', '4 years', 'UTC', '2032-02-29T09:00', 'and on the 29th where there is one'],
    ['2027-03-31T09:00:00Z', '-1 month', 'UTC', '2027-02-28T09:00', 'backwards too'],
    ['2027-01-15T09:00:00Z', '-13 months', 'UTC', '2025-12-15T09:00', 'backwards over years'],
    ['2027-03-22T09:00:00+01:00', '1 week', 'Europe/Berlin', '2027-03-29T09:00', 'a week keeps the wall clock'],
    [
      '2011-12-29T09:00:00-10:00',
      '1 day',
      'Pacific/Apia',
      '2011-12-31T09:00',
      'a date that a zone left out moves forward',
    ],
  ])('%s and %s in %s is %s: %s', (start, duration, zone, expected) => {
    expect(ends(start, duration, clock(zone))).toBe(expected);
  });

  test('nothing added to the second of two equal times stays there', () => {
    const second = at('2027-11-07T01:30:00-05:00');
    for (const unit of ['days', 'months', 'business days', 'business hours'] as const) {
      expect(addDuration(second, { n: 0, unit }, clock('America/New_York'))).toBe(second);
    }
  });
});

describe('business days', () => {
  // The first column is a week of January 2027; the 4th is a Monday. As Zoho CRM counts from a weekend: day 0 is Monday.
  test.each([
    ['2027-01-04T10:15:00+08:00', 1, '2027-01-05T10:15'],
    ['2027-01-07T10:15:00+08:00', 2, '2027-01-11T10:15'],
    ['2027-01-08T23:00:00+08:00', 1, '2027-01-11T23:00'],
    ['2027-01-09T10:15:00+08:00', 0, '2027-01-11T10:15'],
    ['2027-01-09T10:15:00+08:00', 1, '2027-01-12T10:15'],
    ['2027-01-09T10:15:00+08:00', 2, '2027-01-13T10:15'],
    ['2027-01-10T10:15:00+08:00', 1, '2027-01-12T10:15'],
    ['2027-01-11T10:15:00+08:00', 0, '2027-01-11T10:15'],
    ['2027-01-11T10:15:00+08:00', -1, '2027-01-08T10:15'],
    ['2027-01-09T10:15:00+08:00', -1, '2027-01-08T10:15'],
    ['2026-09-30T10:00:00+08:00', 1, '2026-10-08T10:00'],
    ['2026-10-03T10:00:00+08:00', 1, '2026-10-09T10:00'],
    ['2026-10-08T10:00:00+08:00', 2, '2026-10-10T10:00'],
    ['2026-10-08T10:00:00+08:00', 3, '2026-10-12T10:00'],
  ])('%s and %i of them is %s in China', (start, n, expected) => {
    expect(ends(start, `${n} business days`, CN)).toBe(expected);
  });

  test('are counted in the zone of the calendar, not of the journey', () => {
    // Saturday morning in Shanghai is Friday evening in New York.
    expect(ends('2027-01-09T08:00:00+08:00', '1 business day', { ...US, zone: 'Asia/Shanghai' })).toBe(
      '2027-01-11T19:00',
    );
  });

  test('are days where nothing ever closes', () => {
    expect(ends('2027-01-09T10:15:00+01:00', '2 business days', clock('Europe/Berlin'))).toBe('2027-01-11T10:15');
  });

  test.each([
    [US, '2027-11-24T10:00:00-05:00', '2027-11-26T10:00'], // Thanksgiving
    [US, '2027-07-02T10:00:00-04:00', '2027-07-06T10:00'], // 4 July, a Sunday, is kept on Monday
    [US, '2028-11-09T10:00:00-05:00', '2028-11-13T10:00'], // Veterans Day, a Saturday, is kept on Friday
    [DE, '2027-03-25T10:00:00+01:00', '2027-03-30T10:00'], // Good Friday and Easter Monday
    [DE, '2027-05-05T10:00:00+02:00', '2027-05-07T10:00'], // Ascension
  ])('jump holidays', (where, start, expected) => {
    expect(ends(start, '1 business day', where)).toBe(expected);
  });
});

describe('business hours and minutes', () => {
  test.each([
    ['2027-01-04T10:00:00+08:00', '1 business hour', '2027-01-04T11:00', 'count open time'],
    ['2027-01-04T11:30:00+08:00', '1 business hour', '2027-01-04T14:00', 'leave the lunch break out'],
    ['2027-01-04T11:00:00+08:00', '1 business hour', '2027-01-04T12:00', 'stay at a closing time they reach exactly'],
    [
      '2027-01-04T17:00:00+08:00',
      '60 business minutes',
      '2027-01-04T18:00',
      'stay at a closing time they reach exactly',
    ],
    ['2027-01-04T12:00:00+08:00', '1 business minute', '2027-01-04T13:31', 'begin at the next opening when closed'],
    ['2027-01-08T17:30:00+08:00', '1 business hour', '2027-01-11T09:30', 'go on after the weekend'],
    ['2027-01-09T03:00:00+08:00', '2 business hours', '2027-01-11T11:00', 'begin at the next opening when closed'],
    [
      '2027-01-09T03:00:00+08:00',
      '0 business hours',
      '2027-01-11T09:00',
      'begin at the next opening when closed, also for none',
    ],
    ['2026-09-30T17:00:00+08:00', '2 business hours', '2026-10-08T10:00', 'jump the National Day'],
    ['2026-10-09T17:00:00+08:00', '2 business hours', '2026-10-10T10:00', 'count on a make-up Saturday'],
    [
      '2027-01-04T10:00:00+08:00',
      '-2 business hours',
      '2026-12-31T17:00',
      'are taken off before the weekend and New Year',
    ],
    [
      '2027-01-06T11:00:00+08:00',
      '-2 business hours',
      '2027-01-06T09:00',
      'stay at an opening they reach exactly backwards',
    ],
    ['2027-01-04T10:00:00+08:00', '15 business hours', '2027-01-06T10:00', 'make a day of seven and a half'],
  ])('%s and %s is %s: they %s', (start, duration, expected) => {
    expect(ends(start, duration, CN)).toBe(expected);
  });

  test('keep to the open hours over a change of the clocks', () => {
    expect(ends('2027-03-12T16:00:00-05:00', '2 business hours', US)).toBe('2027-03-15T10:00');
    const night = calendarOf({ sun: ['01:00-04:00'] }, 'America/New_York');
    // Three hours on the clock, two in fact in March, four in November (both ones o'clock are open).
    expect(ends('2027-03-14T00:00:00-05:00', '2 business hours', night)).toBe('2027-03-14T04:00');
    expect(ends('2027-11-07T00:00:00-04:00', '4 business hours', night)).toBe('2027-11-07T04:00');
  });

  test('count no hour twice on a date that a zone left out', () => {
    const office = calendarOf({ thu: ['09:00-17:00'], fri: ['09:00-17:00'], sat: ['09:00-17:00'] }, 'Pacific/Apia');
    expect(ends('2011-12-29T09:00:00-10:00', '16 business hours', office)).toBe('2011-12-31T17:00');
    expect(ends('2011-12-29T09:00:00-10:00', '17 business hours', office)).toBe('2012-01-05T10:00');
  });

  test('are elapsed time where nothing ever closes', () => {
    expect(ends('2027-03-13T09:00:00-05:00', '24 business hours', clock('America/New_York'))).toBe('2027-03-14T10:00');
  });
});

describe('any duration', () => {
  const instant = fc
    .integer({ min: at('2020-01-01T00:00:00Z') / 1000, max: at('2032-01-01T00:00:00Z') / 1000 })
    .map((seconds) => seconds * 1000);
  const unit = fc.constantFrom(
    'minutes',
    'hours',
    'days',
    'weeks',
    'months',
    'years',
    'business minutes',
    'business hours',
    'business days',
  );
  const n = fc.integer({ min: 0, max: 60 });
  const where = fc.constantFrom(CN, US, DE, clock('Australia/Lord_Howe'), clock('Africa/Casablanca'), {
    ...CN,
    zone: 'America/New_York',
  });

  test('never ends before it starts, nor before a shorter one', () => {
    fc.assert(
      fc.property(instant, n, n, unit, where, (start, a, b, of, place) => {
        const [shorter, longer] = [Math.min(a, b), Math.max(a, b)].map((each) =>
          addDuration(start, { n: each, unit: of }, place),
        );
        expect(shorter).toBeGreaterThanOrEqual(start);
        expect(longer).toBeGreaterThanOrEqual(shorter as number);
      }),
      { numRuns: 3000 },
    );
  });

  test('that counts open time ends later the later it starts', () => {
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: 0, max: 10 * 86_400_000 }),
        n,
        fc.constantFrom('business minutes', 'business hours', 'minutes'),
        where,
        (start, gap, count, of, place) => {
          expect(addDuration(start + gap, { n: count, unit: of }, place)).toBeGreaterThanOrEqual(
            addDuration(start, { n: count, unit: of }, place),
          );
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('of open time, split in two, ends at the same instant', () => {
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: 1, max: 900 }),
        fc.integer({ min: 1, max: 900 }),
        where,
        (start, a, b, place) => {
          const middle = addDuration(start, { n: a, unit: 'business minutes' }, place);
          const whole = addDuration(start, { n: a + b, unit: 'business minutes' }, place);
          expect(addDuration(middle, { n: b, unit: 'business minutes' }, place)).toBe(whole);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

function calendarOf(hours: Record<string, string[]>, zone: string): Where {
  const parsed = parseCalendar({ id: 'test', zone, hours });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return { zone, calendar: parsed.value };
}
