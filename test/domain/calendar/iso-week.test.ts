import { describe, expect, test } from 'vitest';
import { formatDay, parseDay } from '../../../src/domain/calendar/civil.js';
import { formatWeek, parseWeek, spanOfWeek, weekAt } from '../../../src/domain/calendar/iso-week.js';
import { DAY, HOUR } from '../../../src/domain/instant.js';

const day = (text: string): number => {
  const found = parseDay(text);
  if (found === undefined) throw new Error(`${text} is no day`);
  return found;
};
const weekOf = (text: string): string => formatWeek(weekAt(day(text) * DAY, 'UTC'));

describe('a week', () => {
  // ISO 8601's own examples of years that begin or end in another year's week.
  test.each([
    ['2005-01-01', '2004-W53'],
    ['2005-01-02', '2004-W53'],
    ['2005-12-31', '2005-W52'],
    ['2006-01-01', '2005-W52'],
    ['2006-01-02', '2006-W01'],
    ['2007-12-31', '2008-W01'],
    ['2008-12-29', '2009-W01'],
    ['2010-01-03', '2009-W53'],
    ['1969-12-29', '1970-W01'],
  ])('%s is in %s', (text, week) => {
    expect(weekOf(text)).toBe(week);
  });

  test('has the name that it is read from, and a name that no week has is none', () => {
    for (let at = day('2019-12-30'); at < day('2031-01-01'); at += 7) expect(parseWeek(formatWeek(at))).toBe(at);
    for (const text of ['2027-W53', '2027-W00', '2027-W1', '2027W01', '2027-W99', 'W01'])
      expect(parseWeek(text)).toBe(undefined);
    expect(formatDay(parseWeek('2026-W53') ?? 0)).toBe('2026-12-28');
  });

  test('begins when Monday does where somebody is, also where it is already Monday elsewhere', () => {
    const at = Date.parse('2027-01-03T17:00:00Z');
    expect([weekAt(at, 'Asia/Shanghai'), weekAt(at, 'America/New_York')].map(formatWeek)).toEqual([
      '2027-W01',
      '2026-W53',
    ]);
    const { from, to } = spanOfWeek(day('2027-01-04'), 'Asia/Shanghai');
    expect(new Date(from).toISOString()).toBe('2027-01-03T16:00:00.000Z');
    expect(to - from).toBe(7 * DAY);
  });

  test('in which clocks go forward is an hour shorter', () => {
    const { from, to } = spanOfWeek(day('2027-03-22'), 'Europe/Berlin');
    expect(to - from).toBe(7 * DAY - HOUR);
  });
});
