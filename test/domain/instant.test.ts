import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockText, formatInstant, parseInstant } from '../../src/domain/instant.js';

describe('an instant', () => {
  test.each([
    ['2027-01-04T09:00:00Z', '2027-01-04T09:00:00.000Z'],
    ['2027-01-04T09:00Z', '2027-01-04T09:00:00.000Z'],
    ['2027-01-04T09:00:00+08:00', '2027-01-04T01:00:00.000Z'],
    ['2027-01-04T09:00:00-05:30', '2027-01-04T14:30:00.000Z'],
    ['2027-01-04T23:59:59.5Z', '2027-01-04T23:59:59.500Z'],
    ['2027-01-04T09:00:00.123456789Z', '2027-01-04T09:00:00.123Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ])('is read from %s', (text, iso) => expect(new Date(parseInstant(text) ?? 0).toISOString()).toBe(iso));

  test.each([
    '',
    '2027-01-04',
    '2027-01-04T09:00:00',
    '2027-01-04 09:00:00Z',
    '2027-02-30T09:00:00Z',
    '2027-02-29T09:00:00Z',
    '2027-13-01T09:00:00Z',
    '2027-01-04T24:00:00Z',
    '2027-01-04T09:60:00Z',
    '2027-01-04T09:00:60Z',
    '2027-01-04T09:00:00+25:00',
    '2027-01-04T09:00:00.Z',
    ' 2027-01-04T09:00:00Z',
  ])('is not read from "%s"', (text) => expect(parseInstant(text)).toBeUndefined());

  test('is written to the second, and read again as it was', () => {
    const range = { min: Date.parse('0001-01-01T00:00:00Z'), max: Date.parse('9999-12-31T23:59:59Z') };
    fc.assert(
      fc.property(fc.integer(range), (at) => {
        expect(formatInstant(at)).toBe(`${new Date(at).toISOString().slice(0, 19)}Z`);
        expect(parseInstant(formatInstant(at))).toBe(Math.floor(at / 1000) * 1000);
      }),
    );
  });

  test('is written right for more days than are kept in mind', () => {
    const days = Array.from({ length: 12_000 }, (_, day) => day * 86_400_000);
    expect(days.every((at) => clockText(at) === new Date(at).toISOString().slice(0, 19))).toBe(true);
    expect(days.every((at) => clockText(at) === new Date(at).toISOString().slice(0, 19))).toBe(true);
  });
});
