import fc from 'fast-check';
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
 * What the engine and the second implementation are asked alike. Cases are drawn anew each time; a failure prints its
 * seed. The tests ask a part; `npm run prove:calendar` asks a hundred thousand.
 */

/** Forty zones: those whose clocks change by half an hour, at midnight, twice within weeks, or by a whole day; and the plain ones. */
export const ZONES = [
  ...['Australia/Lord_Howe', 'Pacific/Apia', 'Asia/Kathmandu', 'Africa/Casablanca', 'Africa/El_Aaiun', 'Africa/Cairo'],
  ...['America/St_Johns', 'America/Sao_Paulo', 'Antarctica/Troll', 'Asia/Beirut', 'Asia/Gaza', 'Asia/Tehran'],
  ...['America/Havana', 'America/Asuncion', 'America/Santiago', 'Atlantic/Azores', 'America/Nuuk', 'Asia/Amman'],
  ...['Pacific/Chatham', 'Pacific/Kiritimati', 'Pacific/Fiji', 'Pacific/Tongatapu', 'Asia/Kolkata', 'Asia/Yangon'],
  ...[
    'Australia/Eucla',
    'Australia/Adelaide',
    'Australia/Sydney',
    'Asia/Pyongyang',
    'Europe/Istanbul',
    'Europe/Volgograd',
  ],
  ...['America/Caracas', 'Africa/Juba', 'America/New_York', 'America/Los_Angeles', 'America/Phoenix', 'Europe/Berlin'],
  ...['Europe/London', 'Europe/Moscow', 'Asia/Shanghai', 'UTC'],
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

const CHANGES = [
  ...['2027-03-14T07:00:00Z', '2027-11-07T06:00:00Z', '2027-10-02T15:30:00Z', '2027-04-03T15:00:00Z'],
  ...['2011-12-30T10:00:00Z', '2027-02-07T02:00:00Z', '2027-04-29T22:00:00Z', '2027-03-28T01:00:00Z'],
  ...['2027-10-31T01:00:00Z', '2018-11-04T03:00:00Z', '2016-12-04T20:00:00Z', '2021-02-01T00:00:00Z'],
];

/** Two answers to one question. */
interface Answers {
  readonly ours: number;
  readonly theirs: number;
}

const asked = <Case extends unknown[]>(
  cases: fc.Arbitrary<Case>,
  answer: (...question: Case) => Answers,
): fc.IPropertyWithHooks<[Case]> =>
  fc.property(cases, (question) => {
    const { ours, theirs } = answer(...question);
    if (ours !== theirs)
      throw new Error(`we say ${new Date(ours).toISOString()}, the second ${new Date(theirs).toISOString()}`);
  });

const clockUnit = fc.constantFrom('days' as const, 'weeks' as const, 'months' as const, 'years' as const);

const longSums = asked(fc.tuple(second, fc.integer({ min: 1, max: 40 }), clockUnit, zone), (start, n, unit, where) => ({
  ours: addDuration(start, { n, unit }, { zone: where, calendar: ALWAYS }),
  theirs: slowAdd(start, n, unit, where),
}));

const nearChange = fc
  .tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -24 * 60, max: 24 * 60 }))
  .map(([change, minutes]) => at(change) - 10 * 86_400_000 + minutes * 60_000);

const changesOfClocks = asked(fc.tuple(nearChange, fc.integer({ min: 9, max: 11 }), zone), (start, n, where) => ({
  ours: addDuration(start, { n, unit: 'days' }, { zone: where, calendar: ALWAYS }),
  theirs: slowAdd(start, n, 'days', where),
}));

const timesOfDay = asked(
  fc.tuple(
    second,
    fc.integer({ min: 0, max: 23 }),
    fc.integer({ min: 0, max: 59 }),
    fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
    zone,
  ),
  (after, hour, minute, weekdays, where) => {
    const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
    const names = WEEKDAYS.filter((_, index) => weekdays.includes(index + 1));
    return {
      ours: nextLocalTime(after, time, names, where),
      theirs: slowNextLocalTime(after, hour, minute, weekdays, where),
    };
  },
);

const businessDays = asked(
  fc.tuple(known, fc.integer({ min: 0, max: 60 }), office, zone),
  (start, n, [id, slow], where) => ({
    ours: addDuration(start, { n, unit: 'business days' }, { zone: where, calendar: calendar(id) }),
    theirs: slowBusinessDays(start, n, slow),
  }),
);

const businessTime = asked(
  fc.tuple(known, fc.integer({ min: 1, max: 80 }), office, zone),
  (start, quarters, [id, slow], where) => ({
    ours: addDuration(start, { n: quarters * 15, unit: 'business minutes' }, { zone: where, calendar: calendar(id) }),
    theirs: slowOpenQuarters(start, quarters, slow),
  }),
);

// The clocks of these zones change between midnight and four, where a window's edge is ruled and not just read.
const edge = fc
  .integer({ min: 16, max: 95 })
  .map((count) => `${String(Math.floor(count / 4)).padStart(2, '0')}:${String((count % 4) * 15).padStart(2, '0')}`);

const windows = asked(
  fc
    .tuple(known, fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 2 }), edge, edge, office, zone)
    .filter(([, , from, to]) => from !== to),
  (start, weekdays, from, to, [id, slow], where) => {
    const window = { days: WEEKDAYS.filter((_, index) => weekdays.includes(index + 1)), from, to };
    const state = windowState(start, window, { zone: where, calendar: calendar(id), calendarNamed: true });
    return {
      ours: state.open ? start : state.opensAt,
      theirs: slowOpening(start, { days: weekdays, from, to, kind: slow.kind }, where),
    };
  },
);

/** Every question with how many of a hundred cases are of it: those that look at every quarter of an hour are dear. */
export const AGREEMENTS = [
  { name: 'days, weeks, months and years', share: 40, property: longSums },
  { name: 'days into the hours around a change of the clocks', share: 30, property: changesOfClocks },
  { name: 'the next time of day', share: 18, property: timesOfDay },
  { name: 'business days', share: 9, property: businessDays },
  { name: 'business time', share: 1, property: businessTime },
  { name: 'windows', share: 2, property: windows },
] as const;
