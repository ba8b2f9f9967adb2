import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCountryText } from '../../../src/db/import/country-text.js';
import { parseDateText } from '../../../src/db/import/date-text.js';
import { parseMoneyText } from '../../../src/db/import/money-text.js';
import { splitName } from '../../../src/db/import/person-name.js';
import { parsePhoneText } from '../../../src/db/import/phone-text.js';

const iso = (text: string, zone = 'UTC', order?: 'day-first' | 'month-first') => {
  const at = parseDateText(text, zone, order);
  return at === undefined ? undefined : new Date(at).toISOString();
};

describe('a date', () => {
  it.each([
    ['15 Apr, 2021 00:03:00', 'UTC', '2021-04-15T00:03:00.000Z'],
    ['15 Apr, 2021 00:03:00', 'Asia/Shanghai', '2021-04-14T16:03:00.000Z'],
    ['2021-04-15 23:03:00', 'America/New_York', '2021-04-16T03:03:00.000Z'],
    ['2021-04-25', 'UTC', '2021-04-25T00:00:00.000Z'],
    ['2021/4/5 3:05 PM', 'UTC', '2021-04-05T15:05:00.000Z'],
    ['2021年4月5日', 'Asia/Shanghai', '2021-04-04T16:00:00.000Z'],
    ['2021-04-15T00:00:00+08:00', 'UTC', '2021-04-14T16:00:00.000Z'],
  ])('%s in %s is %s', (text, zone, expected) => {
    expect(iso(text, zone)).toBe(expected);
  });

  it.each(['31 Feb, 2021', '2021-02-30', '15 Foo, 2021', '2021-04-15 24:00:00', '13:00', '15/04/2021', 'soon', ''])(
    'is none in %j',
    (text) => {
      expect(iso(text)).toBeUndefined();
    },
  );

  it('of digits is read only when the order is known', () => {
    expect(iso('03/04/2027', 'UTC', 'day-first')).toBe('2027-04-03T00:00:00.000Z');
    expect(iso('03/04/2027', 'UTC', 'month-first')).toBe('2027-03-04T00:00:00.000Z');
  });
});

describe('an amount', () => {
  it.each([
    ['$22,700.00', '22700.00', 'USD'],
    ['$342.09K', '342090.00', 'USD'],
    ['$1,117.10K', '1117100.00', 'USD'],
    ['-$5', '-5.00', 'USD'],
    ['($5.10)', '-5.10', 'USD'],
    ['¥ 12', '12.00', null],
  ])('%s is %s %s', (text, amount, currency) => {
    expect(parseMoneyText(text)).toEqual({ amount, currency });
  });

  it.each(['1,23', '1.234', '12 apples', '$', '99999999999999999', '1e5'])('is none in %j', (text) => {
    expect(parseMoneyText(text)).toBeUndefined();
  });

  it('written with separators is read back to the cent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999_999 }), (cents) => {
        const whole = Math.floor(cents / 100);
        const text = `$${whole.toLocaleString('en-US')}.${String(cents % 100).padStart(2, '0')}`;
        expect(parseMoneyText(text)?.amount).toBe(`${whole}.${String(cents % 100).padStart(2, '0')}`);
      }),
    );
  });
});

describe('a name, a phone and a country', () => {
  it.each([
    ['欧阳修文', '欧阳', '修文'],
    ['李小龙', '李', '小龙'],
    ['Doe, John', 'Doe', 'John'],
    ['John van Doe', 'Doe', 'John van'],
    ['Denson', 'Denson', null],
  ])('parts %s', (name, lastName, firstName) => {
    expect(splitName(name)).toEqual({ lastName, firstName });
  });

  it('reads a phone with the country given, and leaves it alone without', () => {
    expect(parsePhoneText('138 0013 8000', 'CN')).toEqual({ number: '+8613800138000', valid: true });
    expect(parsePhoneText('0049 30 12345678', null)).toEqual({ number: '+493012345678', valid: true });
    expect(parsePhoneText('660-485-0224', null)).toEqual({ number: '660-485-0224', valid: true });
    expect(parsePhoneText('12', 'CN')).toEqual({ number: '12', valid: false });
  });

  it.each([
    ['cn', 'CN'],
    ['中国', 'CN'],
    ['Germany', 'DE'],
    ['Deutschland', 'DE'],
    ['USA', 'US'],
    ['Mars', undefined],
  ])('reads the country %s', (text, code) => {
    expect(parseCountryText(text)).toBe(code);
  });
});
