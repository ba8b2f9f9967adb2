import { expect, it } from 'vitest';
import { nearestLocale } from '../../src/mail/locale.js';

it.each([
  ['en', ['en', 'zh-CN'], 'en', 'en'],
  ['zh-CN', ['en', 'zh-CN'], 'en', 'zh-CN'],
  ['zh-TW', ['en', 'zh-CN'], 'en', 'zh-CN'],
  ['zh-HK', ['zh-CN', 'zh-TW'], 'en', 'zh-TW'],
  ['zh', ['zh-CN', 'zh-TW'], 'en', 'zh-CN'],
  ['zh-Hant', ['zh-CN', 'zh-TW'], 'en', 'zh-TW'],
  ['EN_us', ['en-GB', 'en-US'], 'de', 'en-US'],
  ['en-AU', ['en', 'en-US'], 'de', 'en'],
  ['fr', ['de', 'en', 'zh-CN'], 'en', 'en'],
  ['fr', ['zh-CN'], 'en', 'zh-CN'],
  [null, ['en', 'zh-CN'], 'zh', 'zh-CN'],
  ['', ['en', 'zh-CN'], 'en', 'en'],
  ['fr', [], 'en', null],
])('for %s of %j with %s as the default the nearest locale is %s', (wanted, available, fallback, expected) => {
  expect(nearestLocale(wanted, available, fallback)).toBe(expected);
});
