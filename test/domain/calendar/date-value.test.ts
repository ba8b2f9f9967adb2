import { expect, test } from 'vitest';
import { parseDateValue } from '../../../src/domain/calendar/date-value.js';

test('a lunar date has a month of twelve and a day of thirty, and nothing else beside', () => {
  const lunar = (value: unknown) => parseDateValue({ lunar: value });
  for (const [month, day] of [
    [1, 1],
    [1, 30],
    [12, 1],
    [12, 30],
  ])
    expect(lunar({ month, day })).toEqual({ type: 'lunar', month, day, leap: false });
  expect(lunar({ month: 4, day: 8, leap: true })).toEqual({ type: 'lunar', month: 4, day: 8, leap: true });
  for (const wrong of [
    { month: 0, day: 1 },
    { month: 13, day: 1 },
    { month: 1, day: 0 },
    { month: 1, day: 31 },
    { month: 1.5, day: 1 },
    { month: 1, day: '1' },
    { month: 1, day: 1, leap: 'no' },
    { month: 1, day: 1, year: 2027 },
    { month: 1 },
    null,
    '1-1',
  ])
    expect(lunar(wrong), JSON.stringify(wrong)).toBeUndefined();
});

test('a date without a year is one of a leap year', () => {
  expect(parseDateValue('--02-29')).toEqual({ type: 'monthDay', month: 2, day: 29 });
  expect(parseDateValue('--12-31')).toEqual({ type: 'monthDay', month: 12, day: 31 });
  for (const wrong of ['--02-30', '--00-10', '--13-01', '--01-00', '--04-31'])
    expect(parseDateValue(wrong), wrong).toBeUndefined();
});
