import { expect, test } from 'vitest';
import { parsePhone } from '../../src/domain/phone.js';
import { pickText } from '../../src/domain/text.js';

test.each([
  ['zh-CN', '中文'],
  ['zh-TW', '中文'],
  ['zh', '中文'],
  ['de', 'Deutsch'],
  ['de-AT', 'Österreichisch'],
  ['de-CH', 'Deutsch'],
  ['fr', 'English'],
  ['', 'English'],
  [null, 'English'],
])('a title for a reader of %s is in that locale, its language, or English', (language, title) => {
  expect(pickText({ de: 'Deutsch', 'de-AT': 'Österreichisch', en: 'English', 'zh-CN': '中文' }, language)).toBe(title);
});

test('a title without English is the first there is, and a plain one is for everybody', () => {
  expect(pickText({ de: 'Deutsch', fr: 'Français' }, 'zh-CN')).toBe('Deutsch');
  expect(pickText('Call', 'zh-CN')).toBe('Call');
  expect(pickText({}, 'en')).toBe('');
});

test.each([
  [' +49 (89) 123-456 ', '+4989123456'],
  ['+86.138.0013.8000', '+8613800138000'],
  ['089/123456', '089123456'],
  ['+1234567', '+1234567'],
  ['12345', '12345'],
])('the phone number "%s" is %s', (text, phone) => expect(parsePhone(text)).toBe(phone));

test.each(['', '+', '1234', '+123456', '+0123456789', '+1234567890123456', '1234567890123456', '089 12x', '12-'])(
  '"%s" is no phone number',
  (text) => expect(parsePhone(text)).toBeUndefined(),
);
