import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALWAYS } from '../../../src/domain/calendar/calendar.js';
import { parseCalendar } from '../../../src/domain/calendar/parse-calendar.js';
import { WEEKDAYS, type Weekday } from '../../../src/domain/calendar/weekday.js';
import {
  neverOpens,
  type SendWindow,
  spreadInto,
  type WindowPlace,
  windowState,
} from '../../../src/domain/calendar/window.js';
import { formatLocal } from '../../../src/domain/calendar/zone.js';
import { at, calendar, span } from './shipped.js';

const OFFICE: SendWindow = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00' };
const CN: WindowPlace = { zone: 'Asia/Shanghai', calendar: calendar('cn-office'), calendarNamed: true };
const plain = (zone: string): WindowPlace => ({ zone, calendar: ALWAYS, calendarNamed: false });

const opens = (instant: string, window: SendWindow, where: WindowPlace): string => {
  const state = windowState(at(instant), window, where);
  return state.open ? 'open' : formatLocal(state.opensAt, where.zone).slice(0, 16);
};

describe('a window', () => {
  test.each([
    ['2027-01-04T08:59:59+08:00', '2027-01-04T09:00', 'is closed before it opens'],
    ['2027-01-04T09:00:00+08:00', 'open', 'is open at its first minute'],
    ['2027-01-04T17:59:59+08:00', 'open', 'is open in its last minute'],
    ['2027-01-04T18:00:00+08:00', '2027-01-05T09:00', 'is closed at its end'],
    ['2027-01-08T18:00:00+08:00', '2027-01-11T09:00', 'opens after the weekend'],
    ['2026-09-30T18:30:00+08:00', '2026-10-08T09:00', 'is closed on holidays'],
    ['2026-10-09T18:30:00+08:00', '2026-10-10T09:00', 'is open on a make-up Saturday'],
    ['2026-09-19T12:00:00+08:00', '2026-09-20T09:00', 'is open on a make-up Sunday'],
  ])('at %s is %s: it %s', (instant, expected) => {
    expect(opens(instant, OFFICE, CN)).toBe(expected);
  });

  test('takes a make-up day for a Monday, whatever its weekday', () => {
    expect(opens('2026-10-10T12:00:00+08:00', { ...OFFICE, days: ['mon'] }, CN)).toBe('open');
    expect(opens('2026-10-10T12:00:00+08:00', { ...OFFICE, days: ['tue', 'sat'] }, CN)).toBe('2026-10-13T09:00');
  });

  test('ignores holidays and make-up days where it says so, or where no calendar is named', () => {
    for (const [window, where] of [
      [{ ...OFFICE, holidays: 'ignore' }, CN],
      [OFFICE, { ...CN, calendarNamed: false }],
    ] as const) {
      expect(opens('2026-10-01T12:00:00+08:00', window, where)).toBe('open');
      expect(opens('2026-10-10T12:00:00+08:00', window, where)).toBe('2026-10-12T09:00');
    }
    expect(opens('2026-10-01T12:00:00+08:00', { ...OFFICE, holidays: 'skip' }, { ...CN, calendarNamed: false })).toBe(
      '2026-10-08T09:00',
    );
  });

  test('is read in the zone of the journey, on holidays of the calendar', () => {
    expect(opens('2026-10-01T03:00:00Z', OFFICE, { ...CN, zone: 'America/New_York' })).toBe('2026-10-08T09:00');
    expect(opens('2026-10-08T03:00:00Z', OFFICE, { ...CN, zone: 'America/New_York' })).toBe('2026-10-08T09:00');
  });

  test('without days opens on all of them, to the end of the day', () => {
    const whole: SendWindow = { from: '00:00', to: '24:00' };
    expect(opens('2027-01-01T23:59:59+08:00', whole, CN)).toBe('2027-01-02T00:00');
    expect(opens('2027-01-09T23:59:59+08:00', whole, CN)).toBe('open');
  });
});

describe('a window over midnight', () => {
  const night: SendWindow = { days: ['wed', 'thu'], from: '22:00', to: '06:00' };

  test.each([
    ['2027-01-06T21:59:00+08:00', '2027-01-06T22:00', 'is closed before'],
    ['2027-01-06T22:00:00+08:00', 'open', 'is open in the evening'],
    ['2027-01-08T05:59:00+08:00', 'open', 'is open on the morning after its last day'],
    ['2027-01-08T06:00:00+08:00', '2027-01-13T22:00', 'is closed at its end'],
    ['2027-01-06T05:00:00+08:00', '2027-01-06T22:00', 'does not belong to the day it ends on'],
    ['2026-10-01T01:00:00+08:00', '2026-10-08T00:00', 'is closed from the midnight a holiday begins'],
    ['2026-09-30T23:00:00+08:00', 'open', 'is open until then'],
  ])('at %s is %s: it %s', (instant, expected) => {
    expect(opens(instant, night, CN)).toBe(expected);
  });

  test('opens at the midnight a holiday ends, if its evening would have', () => {
    expect(opens('2026-10-07T23:00:00+08:00', night, CN)).toBe('2026-10-08T00:00');
    expect(opens('2026-10-07T23:00:00+08:00', { ...night, days: ['thu'] }, CN)).toBe('2026-10-08T22:00');
  });
});

describe('a window on a day the clocks change', () => {
  test.each([
    ['2027-03-14T01:00:00-05:00', '02:30', '18:00', '2027-03-14T03:30', 'opens later by the gap'],
    ['2027-03-14T01:00:00-05:00', '02:00', '02:45', '2027-03-15T02:00', 'that lies in the gap does not open'],
    ['2027-11-07T01:45:00-04:00', '00:00', '01:30', '2027-11-08T00:00', 'closes the first time'],
    ['2027-11-07T01:10:00-05:00', '00:00', '01:30', '2027-11-08T00:00', 'does not open a second time'],
    [
      '2027-11-07T01:10:00-05:00',
      '01:30',
      '18:00',
      '2027-11-07T01:30',
      'is closed when the clock shows an hour before it',
    ],
    ['2027-11-07T01:40:00-04:00', '01:30', '18:00', 'open', 'is open from the first time'],
    ['2027-03-13T23:00:00-05:00', '22:00', '06:00', 'open', 'goes through the night'],
  ])('in New York at %s from %s to %s is %s: it %s', (instant, from, to, expected) => {
    expect(opens(instant, { from, to }, plain('America/New_York'))).toBe(expected);
  });

  test('does not open on a date that a zone left out', () => {
    expect(
      opens('2011-12-29T19:00:00-10:00', { days: ['fri'], from: '09:00', to: '18:00' }, plain('Pacific/Apia')),
    ).toBe('2012-01-06T09:00');
    expect(opens('2011-12-29T19:00:00-10:00', { from: '09:00', to: '18:00' }, plain('Pacific/Apia'))).toBe(
      '2011-12-31T09:00',
    );
  });
});

const hhmm = fc
  .integer({ min: 0, max: 1439 })
  .map((minute) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`);
const window: fc.Arbitrary<SendWindow> = fc
  .record({
    days: fc.option(fc.subarray<Weekday>([...WEEKDAYS], { minLength: 1 }), { nil: undefined }),
    from: hhmm,
    to: hhmm,
    holidays: fc.constantFrom('skip' as const, 'ignore' as const),
  })
  .filter((each) => neverOpens(each) === undefined);
const place = fc.constantFrom(
  CN,
  { ...CN, zone: 'America/New_York' },
  plain('Australia/Lord_Howe'),
  plain('Africa/Casablanca'),
  plain('Africa/Cairo'),
  plain('America/Havana'),
);
// Around the changes of the clocks of 2026 and 2027, where it is hard.
const instant = fc
  .integer({ min: at('2026-01-01T00:00:00Z') / 1000, max: at('2028-01-01T00:00:00Z') / 1000 })
  .map((seconds) => seconds * 1000);

describe('any window', () => {
  const clockOf = (ms: number, where: WindowPlace): string => formatLocal(ms, where.zone).slice(11, 16);
  const shows = (ms: number, each: SendWindow, where: WindowPlace): boolean => {
    const clock = clockOf(ms, where);
    return each.from < each.to ? clock >= each.from && clock < each.to : clock >= each.from || clock < each.to;
  };

  test('opens no earlier than now, at a time its clock shows, and is open then', () => {
    fc.assert(
      fc.property(instant, window, place, (now, each, where) => {
        const state = windowState(now, each, where);
        const opening = state.open ? now : state.opensAt;
        expect(opening).toBeGreaterThanOrEqual(now);
        expect(shows(opening, each, where)).toBe(true);
        expect(windowState(opening, each, where)).toEqual({ open: true });
        if (!state.open) expect(windowState(opening - 1, each, where)).toEqual(state);
      }),
      { numRuns: 4000 },
    );
  });

  test('opens no earlier when asked later', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 3 * 86_400_000 }), window, place, (now, later, each, where) => {
        const opening = (ms: number): number => {
          const state = windowState(ms, each, where);
          return state.open ? ms : state.opensAt;
        };
        expect(opening(now + later)).toBeGreaterThanOrEqual(opening(now));
      }),
      { numRuns: 3000 },
    );
  });

  test('spreads within itself, later with a greater fraction', () => {
    const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(
        instant,
        window,
        place,
        fc.constantFrom('0 minutes', '30 minutes', '4 hours', '3 days'),
        fraction,
        fraction,
        (now, each, where, spread, a, b) => {
          const state = windowState(now, each, where);
          if (state.open) return;
          const spreading = { ...each, spread: span(spread) };
          const [early, late] = [Math.min(a, b), Math.max(a, b)].map((part) =>
            spreadInto(state.opensAt, spreading, part, where),
          ) as [number, number];
          expect(early).toBeGreaterThanOrEqual(state.opensAt);
          expect(late).toBeGreaterThanOrEqual(early);
          expect(windowState(late, each, where)).toEqual({ open: true });
          expect(early % 1000).toBe(0);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

test('a spread longer than the window fills it evenly', () => {
  const opensAt = at('2027-01-04T01:00:00Z');
  const spreading: SendWindow = { ...OFFICE, spread: span('3 days') };
  expect(spreadInto(opensAt, spreading, 0.5, CN)).toBe(at('2027-01-04T05:30:00Z'));
  expect(spreadInto(opensAt, { ...OFFICE, spread: span('2 hours') }, 0.5, CN)).toBe(at('2027-01-04T02:00:00Z'));
  expect(spreadInto(opensAt, OFFICE, 0.5, CN)).toBe(opensAt);
});

test('a spread goes on through a change of the clocks', () => {
  const spreading: SendWindow = { from: '00:00', to: '24:00', spread: span('3 days') };
  // A day of 25 hours: half of it is twelve and a half.
  expect(spreadInto(at('2027-11-07T04:00:00Z'), spreading, 0.5, plain('America/New_York'))).toBe(
    at('2027-11-07T16:30:00Z'),
  );
});

describe('a window that can never open', () => {
  test.each([
    [{ from: '09:00', to: '09:00' }, 'opens and closes at 09:00'],
    [{ days: [], from: '09:00', to: '18:00' }, 'days is empty'],
    [{ from: '9:00', to: '18:00' }, 'no time span'],
    [{ from: '24:00', to: '06:00' }, 'no time span'],
  ] as const)('%j is found out', (bad, message) => {
    expect(neverOpens(bad)).toContain(message);
  });

  test('for the holidays of its calendar is found out, and never searched for without end', () => {
    const mondays = parseCalendar({
      id: 'no-mondays',
      zone: 'UTC',
      hours: { tue: ['09:00-17:00'] },
      holidays: ['2027-01-01..2027-12-31', '2028-01-01..2028-12-31', '2029-01-01..2029-12-31'],
    });
    expect(mondays.ok).toBe(false);
    const shut = {
      ...ALWAYS,
      id: 'shut',
      holidays: [
        {
          id: 'all',
          dates: new Map(),
          workdays: new Set<number>(),
          rules: [{ name: 'all', on: { type: 'fixed', month: 1, day: 1 } as const, offset: 0, days: 366 }],
        },
      ],
    };
    expect(neverOpens(OFFICE, shut)).toContain('the holidays of calendar shut leave the window no day');
    expect(neverOpens({ ...OFFICE, holidays: 'ignore' }, shut)).toBeUndefined();
    expect(() => windowState(0, OFFICE, { zone: 'UTC', calendar: shut, calendarNamed: true })).toThrow(
      'opens on none of 800 days',
    );
  });

  test('is none of the ordinary ones', () => {
    expect(neverOpens(OFFICE, CN.calendar)).toBeUndefined();
    expect(neverOpens({ days: ['sun'], from: '22:00', to: '06:00' }, CN.calendar)).toBeUndefined();
  });
});
