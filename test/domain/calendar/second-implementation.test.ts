import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDuration } from '../../../src/domain/calendar/add-duration.js';
import { ALWAYS } from '../../../src/domain/calendar/calendar.js';
import { nextLocalTime } from '../../../src/domain/calendar/local-time.js';
import { WEEKDAYS } from '../../../src/domain/calendar/weekday.js';
import { windowState } from '../../../src/domain/calendar/window.js';
import {
  american,
  chinese,
  type SlowOffice,
  slowAdd,
  slowBusinessDays,
  slowNextLocalTime,
  slowOpening,
  slowOpenQuarters,
} from './second-implementation.js';
import { at, calendar } from './shipped.js';

/*
 * The engine against the second implementation, 6,000 cases. They are drawn anew each time; a failure prints its seed.
 */

const ZONES = [
  'America/New_York',
  'Europe/Berlin',
  'Asia/Shanghai',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Africa/Cairo',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Antarctica/Troll',
] as const;
const QUARTER = 15 * 60_000;
const quarter = (from: string, to: string): fc.Arbitrary<number> =>
  fc.integer({ min: at(from) / QUARTER, max: at(to) / QUARTER }).map((count) => count * QUARTER);
const second = fc
  .integer({ min: at('2009-01-01T00:00:00Z') / 1000, max: at('2034-01-01T00:00:00Z') / 1000 })
  .map((count) => count * 1000);
const zone = fc.constantFrom(...ZONES);

const OFFICES: readonly (readonly [string, SlowOffice])[] = [
  [
    'cn-office',
    {
      zone: 'Asia/Shanghai',
      kind: chinese,
      hours: [
        ['09:00', '12:00'],
        ['13:30', '18:00'],
      ],
    },
  ],
  ['us-office', { zone: 'America/New_York', kind: american, hours: [['09:00', '17:00']] }],
];
const office = fc.constantFrom(...OFFICES);
// The years both holiday sources know, with room for the result.
const known = quarter('2020-01-01T00:00:00Z', '2026-06-01T00:00:00Z');

test('days, weeks, months and years agree', () => {
  const unit = fc.constantFrom('days', 'weeks', 'months', 'years');
  fc.assert(
    fc.property(second, fc.integer({ min: 1, max: 40 }), unit, zone, (start, n, of, where) => {
      expect(addDuration(start, { n, unit: of }, { zone: where, calendar: ALWAYS })).toBe(slowAdd(start, n, of, where));
    }),
    { numRuns: 2000 },
  );
});

test('days into the hours around a change of the clocks agree', () => {
  const changes = [
    '2027-03-14T07:00:00Z',
    '2027-11-07T06:00:00Z',
    '2027-10-02T15:30:00Z',
    '2027-04-03T15:00:00Z',
    '2011-12-30T10:00:00Z',
    '2027-02-07T02:00:00Z',
    '2027-04-29T22:00:00Z',
    '2027-03-28T01:00:00Z',
    '2027-10-31T01:00:00Z',
  ];
  const near = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -24 * 60, max: 24 * 60 }))
    .map(([change, minutes]) => at(change) - 10 * 86_400_000 + minutes * 60_000);
  fc.assert(
    fc.property(near, fc.integer({ min: 9, max: 11 }), zone, (start, n, where) => {
      expect(addDuration(start, { n, unit: 'days' }, { zone: where, calendar: ALWAYS })).toBe(
        slowAdd(start, n, 'days', where),
      );
    }),
    { numRuns: 1500 },
  );
});

test('the next time of day agrees', () => {
  const days = fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 });
  fc.assert(
    fc.property(
      second,
      fc.integer({ min: 0, max: 23 }),
      fc.integer({ min: 0, max: 59 }),
      days,
      zone,
      (after, hour, minute, weekdays, where) => {
        const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
        const names = WEEKDAYS.filter((_, index) => weekdays.includes(index + 1));
        expect(nextLocalTime(after, time, names, where)).toBe(slowNextLocalTime(after, hour, minute, weekdays, where));
      },
    ),
    { numRuns: 1000 },
  );
});

test('business days agree', () => {
  fc.assert(
    fc.property(known, fc.integer({ min: 0, max: 60 }), office, zone, (start, n, [id, slow], where) => {
      expect(addDuration(start, { n, unit: 'business days' }, { zone: where, calendar: calendar(id) })).toBe(
        slowBusinessDays(start, n, slow),
      );
    }),
    { numRuns: 800 },
  );
});

test('business time agrees', () => {
  fc.assert(
    fc.property(known, fc.integer({ min: 1, max: 80 }), office, zone, (start, quarters, [id, slow], where) => {
      const duration = { n: quarters * 15, unit: 'business minutes' } as const;
      expect(addDuration(start, duration, { zone: where, calendar: calendar(id) })).toBe(
        slowOpenQuarters(start, quarters, slow),
      );
    }),
    { numRuns: 300 },
  );
});

test('windows agree', () => {
  const days = fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 2 });
  // The clocks of these zones change between midnight and four, where a window's edge is ruled and not just read.
  const edge = fc
    .integer({ min: 16, max: 95 })
    .map((count) => `${String(Math.floor(count / 4)).padStart(2, '0')}:${String((count % 4) * 15).padStart(2, '0')}`);
  fc.assert(
    fc.property(known, days, edge, edge, office, zone, (start, weekdays, from, to, [id, slow], where) => {
      fc.pre(from !== to);
      const window = { days: WEEKDAYS.filter((_, index) => weekdays.includes(index + 1)), from, to };
      const state = windowState(start, window, { zone: where, calendar: calendar(id), calendarNamed: true });
      expect(state.open ? start : state.opensAt).toBe(
        slowOpening(start, { days: weekdays, from, to, kind: slow.kind }, where),
      );
    }),
    { numRuns: 500 },
  );
});
