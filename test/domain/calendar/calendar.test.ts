import { createRequire } from 'node:module';
import { HolidayUtil } from 'lunar-typescript';
import { describe, expect, test } from 'vitest';
import {
  ALWAYS,
  holidayName,
  isEstimated,
  isHoliday,
  isOpenDay,
  openSpans,
} from '../../../src/domain/calendar/calendar.js';
import { parseCalendarBook } from '../../../src/domain/calendar/calendar-book.js';
import { formatDay, yearOf } from '../../../src/domain/calendar/civil.js';
import { yearlyDay } from '../../../src/domain/calendar/holiday-rule.js';
import { parseCalendar, parseHolidaySet } from '../../../src/domain/calendar/parse-calendar.js';
import { book, calendar, day, shippedFiles } from './shipped.js';

const require = createRequire(import.meta.url);
const cn = calendar('cn-office');
const daysOf = (year: number): number[] =>
  Array.from({ length: 366 }, (_, index) => day(`${year}-01-01`) + index).filter((each) => yearOf(each) === year);

describe('the Chinese calendar', () => {
  test('has every holiday and make-up day that was announced from 2004 to 2026', () => {
    const announced = require('chinese-days/dist/chinese-days.json') as {
      holidays: Record<string, string>;
      workdays: Record<string, string>;
    };
    const ours = Array.from({ length: 23 }, (_, index) => daysOf(2004 + index)).flat();
    expect(ours.filter((each) => isHoliday(cn, each)).map(formatDay)).toEqual(Object.keys(announced.holidays).sort());
    const weekendsWorked = ours.filter((each) => isOpenDay(cn, each) && !isOpenDay({ ...cn, holidays: [] }, each));
    // The notice of 2006 moved the free Saturday before New Year; that source begins its 2006 with January.
    expect(weekendsWorked.map(formatDay)).toEqual([...Object.keys(announced.workdays), '2005-12-31'].sort());
  });

  test('is open and closed on the days of a second collection of the notices, year by year', () => {
    // That one lacks two Saturdays and Sundays of the notice of 2013 that were worked.
    const lacking = ['2013-04-07', '2013-10-12'];
    for (let year = 2004; year <= 2026; year++) {
      const worked = new Map(HolidayUtil.getHolidays(year).map((each) => [each.getDay(), each.isWork()]));
      const theirs = daysOf(year).filter(
        (each) => worked.get(formatDay(each)) ?? isOpenDay({ ...cn, holidays: [] }, each),
      );
      const ours = daysOf(year).filter((each) => isOpenDay(cn, each) && !lacking.includes(formatDay(each)));
      expect(ours.map(formatDay), String(year)).toEqual(theirs.map(formatDay));
    }
  });

  test.each([
    ['2026-01-04', true],
    ['2026-02-14', true],
    ['2026-02-28', true],
    ['2026-05-09', true],
    ['2026-09-20', true],
    ['2026-10-10', true],
    ['2026-10-07', false],
    ['2026-10-08', true],
    ['2026-02-16', false],
    ['2026-02-24', true],
  ])('on %s is open: %s', (date, open) => {
    expect(isOpenDay(cn, day(date))).toBe(open);
  });

  test('keeps the thirteen statutory days in a year that is not announced, without make-up days', () => {
    expect(
      daysOf(2027)
        .filter((each) => isHoliday(cn, each))
        .map(formatDay),
    ).toEqual([
      '2027-01-01',
      '2027-02-05',
      '2027-02-06',
      '2027-02-07',
      '2027-02-08',
      '2027-04-05',
      '2027-05-01',
      '2027-05-02',
      '2027-06-09',
      '2027-09-15',
      '2027-10-01',
      '2027-10-02',
      '2027-10-03',
    ]);
    expect(
      daysOf(2027).filter((each) => isOpenDay(cn, each) && new Date(each * 86_400_000).getUTCDay() % 6 === 0),
    ).toEqual([]);
  });

  test('says from which year on it is an estimate', () => {
    expect([2003, 2004, 2026, 2027, 2030].map((year) => isEstimated(cn, year))).toEqual([
      true,
      false,
      false,
      true,
      true,
    ]);
    expect([calendar('us-office'), calendar('de-office'), ALWAYS].some((each) => isEstimated(each, 2050))).toBe(false);
  });

  test('gives a make-up day the hours of a Monday', () => {
    expect(openSpans(cn, day('2026-10-10'))).toEqual([
      { from: 540, to: 720 },
      { from: 810, to: 1080 },
    ]);
  });

  test('names its holidays', () => {
    expect(holidayName(cn, day('2026-10-01'))).toBe('国庆节');
    expect(holidayName(cn, day('2026-10-10'))).toBeUndefined();
  });
});

describe('the calendars that are rules', () => {
  // The library is only asked here: it is slow to load, and it leaves the observed Veterans Day out.
  const Holidays = require('date-holidays') as new (
    country: string,
  ) => { getHolidays(year: number): { date: string; start: Date; type: string; name: string }[] };

  test.each([
    ['us-office', 'US'],
    ['de-office', 'DE'],
  ])('%s has the holidays that date-holidays knows for 2017 to 2060', (id, country) => {
    const library = new Holidays(country);
    for (let year = 2017; year <= 2060; year++) {
      const known = new Set(
        library
          .getHolidays(year)
          .filter((each) => each.type === 'public')
          .map((each) => each.date.slice(0, 10)),
      );
      const ours = daysOf(year).filter((each) => isHoliday(calendar(id), each));
      const veteransOnly = (each: number): boolean =>
        holidayName(calendar(id), each) === 'Veterans Day' && formatDay(each).slice(5) !== '11-11';
      const juneteenthBefore2021 = year < 2021 ? [...known].filter((date) => /-06-(18|19|20)$/.test(date)) : [];
      expect([year, ours.filter((each) => !veteransOnly(each)).map(formatDay)]).toEqual([
        year,
        [...known].filter((date) => !juneteenthBefore2021.includes(date)).sort(),
      ]);
    }
  });

  test('keep a Veterans Day of the weekend on the weekday beside it', () => {
    expect(isHoliday(calendar('us-office'), day('2028-11-10'))).toBe(true);
    expect(isHoliday(calendar('us-office'), day('2029-11-12'))).toBe(true);
  });

  test('keep a New Year of a Saturday in the old year', () => {
    expect(isOpenDay(calendar('us-office'), day('2027-12-31'))).toBe(false);
  });

  test('have Easter where the church had and has it', () => {
    for (const friday of [
      '2008-03-21',
      '2011-04-22',
      '2024-03-29',
      '2025-04-18',
      '2026-04-03',
      '2027-03-26',
      '2038-04-23',
      '2049-04-16',
    ]) {
      expect(holidayName(calendar('de-office'), day(friday))).toBe('Karfreitag');
    }
  });

  test('have Easter from 1900 to 2099 where another formula has it', () => {
    // Gauss's, with its two corrections; the calendar has the one of Meeus.
    const gauss = (year: number): number => {
      const d = (19 * (year % 19) + 24) % 30;
      const e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + 5) % 7;
      const late = (d === 29 && e === 6) || (d === 28 && e === 6 && year % 19 > 10);
      return day(`${year}-03-22`) + d + e - (late ? 7 : 0);
    };
    for (let year = 1900; year <= 2099; year++)
      expect(yearlyDay({ type: 'easter', offset: 0 }, year), String(year)).toBe(gauss(year));
  });
});

describe('the shipped calendars', () => {
  test('are the ones the format page names, each country with its own', () => {
    expect([...book.calendars.keys()].sort()).toEqual(['always', 'cn-office', 'de-office', 'us-office']);
    expect(Object.fromEntries(book.byCountry)).toEqual({ CN: 'cn-office', DE: 'de-office', US: 'us-office' });
  });

  test('have an `always` that is the one built in', () => {
    expect(calendar('always')).toEqual(ALWAYS);
  });
});

describe('a calendar file', () => {
  const file = { id: 'shop', zone: 'Asia/Shanghai', hours: { mon: ['10:00-20:00'], sat: ['10:00-24:00'] } };
  const problems = (change: object): unknown => {
    const parsed = parseCalendar(
      { ...file, ...change },
      new Map(book.calendars.get('cn-office')?.holidays.map((set) => [set.id, set])),
    );
    return parsed.ok ? 'fine' : parsed.error.map(({ code, path }) => `${code} ${path.join('.')}`);
  };

  test.each([
    '2027-02-30..2027-03-02',
    '2027-03-01..2027-02-30',
    '2027-03-02..2027-03-01',
    '2025-07-01..2026-07-03',
    '2027-03-01..2027-03-02..2027-03-03',
  ])('is refused for the holidays %s', (dates) =>
    expect(problems({ holidays: [dates] })).toEqual([expect.stringMatching(/ holidays\.0/)]),
  );

  test('may have a whole leap year of holidays, and names of one character', () => {
    expect(problems({ holidays: ['2025-07-01..2026-07-02'], name: '店' })).toBe('fine');
  });

  test('is refused where one year has no open day, though the next opens on its first', () => {
    const hours = { fri: ['10:00-20:00'], sat: ['10:00-20:00'] };
    expect(problems({ hours, holidays: ['2027-01-01..2027-12-31'] })).toEqual(['never-opens holidays']);
  });

  test.each([
    [{ name: 'Day', nth: 4, weekday: 'mon', month: 3 }, true],
    [{ name: 'Day', nth: 5, weekday: 'mon', month: 3 }, false],
    [{ name: 'Day', nth: -1, weekday: 'mon', month: 3 }, true],
    [{ name: 'Day', nth: 1, weekday: 'mon', month: 13 }, false],
    [{ name: 'Day', fixed: '03-15', since: 1900, until: 2200 }, true],
    [{ name: 'Day', fixed: '03-15', since: 1899 }, false],
    [{ name: 'Day', fixed: '03-15', until: 2201 }, false],
  ])('takes the rule %j: %s', (rule, fine) => {
    expect(problems({ holidays: [rule] }) === 'fine').toBe(fine);
  });

  test('may have its own holidays, open days and hours', () => {
    const parsed = parseCalendar({
      ...file,
      holidays: ['2027-03-01', '2027-03-08..2027-03-09', { name: 'Founding', fixed: '03-15' }],
      extraOpenDays: ['2027-03-14', { dates: '2027-03-15', hours: ['12:00-13:00'] }],
    });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    const hours = (date: string): string =>
      openSpans(parsed.value, day(date))
        .map(({ from, to }) => `${from / 60}-${to / 60}`)
        .join();
    expect(
      ['2027-02-22', '2027-03-01', '2027-03-08', '2027-03-13', '2027-03-14', '2027-03-15', '2027-03-22'].map(hours),
    ).toEqual(['10-20', '', '', '10-24', '10-20', '12-13', '10-20']);
    expect(isHoliday(parsed.value, day('2027-03-15'))).toBe(false);
    expect(isHoliday(parsed.value, day('2028-03-15'))).toBe(true);
  });

  test.each([
    [{}, 'fine'],
    [{ holidays: ['cn'] }, 'fine'],
    [{ zone: 'Beijing' }, ['bad-zone zone']],
    [{ zone: 'journey' }, 'fine'],
    [{ holiday: [] }, ['unknown-key holiday']],
    [{ hours: { monday: ['09:00-17:00'] } }, ['unknown-key hours.monday']],
    [{ hours: { mon: ['17:00-09:00'] } }, ['wrong-type hours.mon.0']],
    [{ hours: { mon: ['09:00-12:00', '11:00-17:00'] } }, ['wrong-type hours.mon']],
    [{ hours: { mon: '09:00-17:00' } }, ['wrong-type hours.mon']],
    [{ hours: {} }, ['never-opens hours']],
    [{ hours: {}, extraOpenDays: ['2027-01-01'] }, ['never-opens hours']],
    [{ holidays: ['2027-01-01..2027-12-31'] }, ['never-opens holidays']],
    [{ holidays: [{ name: 'all', fixed: '01-01', days: 60 }] }, 'fine'],
    [
      {
        hours: { mon: ['09:00-17:00'] },
        holidays: [1, 2, 3, 4].flatMap((nth) =>
          [...Array(12).keys()].map((month) => ({ name: 'shut', nth, weekday: 'mon', month: month + 1 })),
        ),
      },
      'fine',
    ],
    [
      {
        hours: { mon: ['09:00-17:00'] },
        holidays: [...Array(53).keys()].map((week) => ({ name: 'shut', fixed: '01-01', offset: week * 7, days: 7 })),
      },
      ['never-opens holidays'],
    ],
    [{ holidays: ['mars'] }, ['unknown-holidays holidays.0']],
    [{ holidays: ['2027-02-30'] }, ['unknown-holidays holidays.0']],
    [{ holidays: [{ name: 'x' }] }, ['wrong-type holidays.0']],
    [{ extraOpenDays: ['soon'] }, ['wrong-type extraOpenDays.0']],
    [{ id: 'Shop Hours' }, ['wrong-type id']],
  ])('with %j is %j', (change, expected) => {
    expect(problems(change)).toEqual(expected);
  });

  test.each([
    ['13-01', false],
    ['00-10', false],
    ['1-1', false],
    ['02-30', true],
    ['12-31', true],
    ['12-32', false],
    ['01-00', false],
  ])('takes the day %s of each year: %s', (fixed, fine) => {
    expect(problems({ holidays: [{ name: 'Day', fixed }] })).toEqual(fine ? 'fine' : ['wrong-type holidays.0']);
    expect(problems({ holidays: [{ name: 'Day', lunar: fixed }] })).toEqual(fine ? 'fine' : ['wrong-type holidays.0']);
  });

  test.each([
    ['00:00-24:00', true],
    ['09:00-09:01', true],
    ['09:00-09:00', false],
    ['9:00-17:00', false],
    ['09:00-24:01', false],
    ['24:00-24:00', false],
    ['09:00', false],
    ['09:00-12:00-17:00', false],
  ])('takes the open time %s: %s', (span, fine) => {
    expect(problems({ hours: { mon: [span] } })).toEqual(fine ? 'fine' : ['wrong-type hours.mon.0']);
  });

  test.each([
    [['09:00-12:00', '12:00-17:00'], true],
    [['09:00-12:00', '11:59-17:00'], false],
    [['13:00-17:00', '09:00-12:00'], false],
    [['09:00-10:00', '11:00-12:00', '13:00-14:00'], true],
    [[], false],
  ])('takes the open times %j of one day: %s', (mon, fine) => {
    expect(problems({ hours: { mon } }) === 'fine').toBe(fine);
  });

  test('says in words what is wrong', () => {
    const said = (change: object) => {
      const parsed = parseCalendar({ ...file, ...change }, new Map());
      return parsed.ok ? [] : parsed.error.map(({ message }) => message);
    };
    expect(said({ zone: 'Beijing' })).toEqual([
      '"Beijing" is no IANA time zone; expected one like Asia/Shanghai, or journey for the journey\'s own',
    ]);
    expect(said({ holidays: ['mars'] })).toEqual([
      '"mars" is neither a date nor a list of holidays; expected YYYY-MM-DD, a range, or one of (none are known)',
    ]);
    expect(said({ holidays: ['2027-01-01..2027-12-31'] })).toEqual([
      expect.stringMatching(/^calendar .* has no open day in 2027; expected at least one a year$/),
    ]);
    expect(said({ hours: {} })).toEqual([expect.stringContaining('has no open hours on any weekday')]);
    expect(said({ hours: { mon: ['x'] } })).toEqual([
      '"x" is no open time; expected HH:MM-HH:MM, the end after the beginning, at most 24:00',
    ]);
  });

  test.each([null, 'x', [], 7])('that is %j is refused', (value) => {
    expect(parseCalendar(value).ok).toBe(false);
    expect(parseHolidaySet(value).ok).toBe(false);
  });
});

describe('a folder of calendars', () => {
  test('is refused with all that is wrong in it', () => {
    const parsed = parseCalendarBook([
      ...shippedFiles(),
      { path: 'again.yaml', value: shippedFiles().find(({ path }) => path === 'always.yaml')?.value },
      { path: 'map.yaml', value: { FR: 'fr-office' } },
      { path: 'map.json', value: { France: 'us-office' } },
    ]);
    expect(parsed.ok ? [] : parsed.error.map(({ file, code }) => `${file} ${code}`)).toEqual([
      'again.yaml duplicate-id',
      'map.yaml unknown-calendar',
      'map.json wrong-type',
    ]);
  });
});
