import { expect, test } from 'vitest';
import { estimatedHolidays } from '../../../src/domain/definition/estimated-holidays.js';
import { parseDefinition } from '../../../src/domain/definition/parse.js';
import { book } from '../calendar/shipped.js';
import { HEAD } from './support.js';

const told = (head: string, kind = 'journey'): string[] =>
  estimatedHolidays(
    parseDefinition({ file: 'f.yaml', text: `${HEAD.replace('journey', kind)}${head}\nsteps: []\n` }),
    book.calendars,
  ).map(({ line, column, message }) => `${line}:${column} ${message.slice(0, 31)}`);

test.each([
  ['calendar: cn-office', ['4:11 holidays estimated: cn-office k']],
  ['calendar: contact', ['4:11 holidays estimated: cn-office k']],
  ['calendar: owner', ['4:11 holidays estimated: cn-office k']],
  ['calendar: us-office', []],
  ['calendar: always', []],
  ['calendar: nowhere', []],
  ['calendar: 5', []],
  ['per: contact', []],
])('of a journey with "%s" is said: %j', (head, expected) => {
  expect(told(head)).toEqual(expected.map((line) => line.slice(0, 36)));
});

test('of a campaign it is said for a year that nobody announced', () => {
  const at = (time: string): string => `calendar: cn-office\nat: { time: "${time}", timezone: contact }`;
  expect(told(at('2026-12-31T10:00'), 'campaign')).toEqual([]);
  expect(told(at('2027-01-01T10:00'), 'campaign')).toHaveLength(1);
  expect(told(at('soon'), 'campaign')).toHaveLength(1);
  // A journey has no such instant, whatever stands there.
  expect(told(at('2026-12-31T10:00'))).toHaveLength(1);
});
