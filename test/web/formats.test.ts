import { describe, expect, test } from 'vitest';
import {
  dayKey,
  formatDuration,
  formatInstant,
  formatList,
  formatMoney,
  formatRelative,
} from '../../src/web/texts/formats.js';
import { chooseLanguage, languageOf } from '../../src/web/texts/language.js';
import { localise } from '../../src/web/texts/localised.js';
import { counted } from '../../src/web/texts/texts.js';

const AT = '2027-01-04T01:30:00Z';
const NOW = Date.parse(AT);
const HOUR = 3_600_000;

describe('instants', () => {
  test('are shown on the wall clock of a zone, which is named', () => {
    expect(formatInstant('en', AT, 'Asia/Shanghai')).toMatch(/Jan 4.*09:30.*(GMT\+8|CST)/);
    expect(formatInstant('en', AT, 'America/New_York')).toMatch(/Jan 3.*20:30.*EST/);
    expect(formatInstant('zh-CN', AT, 'Asia/Shanghai')).toMatch(/1月4日.*09:30/);
  });

  test('belong to the day of their zone', () => {
    expect(dayKey(AT, 'Asia/Shanghai')).toBe('2027-01-04');
    expect(dayKey(AT, 'America/New_York')).toBe('2027-01-03');
  });

  test('that nobody can read stand as they are', () => {
    expect(formatInstant('en', 'soon', 'UTC')).toBe('soon');
    expect(formatRelative('en', 'soon', NOW)).toBe('soon');
  });

  test.each([
    [0, 'now', '现在'],
    [5 * 60_000, 'in 5 minutes', '5分钟后'],
    [-2 * HOUR, '2 hours ago', '2小时前'],
    [48 * HOUR, 'in 2 days', '后天'],
    [-400 * 24 * HOUR, 'last year', '去年'],
  ])('%d ms from now are worded', (distance, en, zh) => {
    const at = new Date(NOW + distance).toISOString();
    expect(formatRelative('en', at, NOW)).toBe(en);
    expect(formatRelative('zh-CN', at, NOW)).toBe(zh);
  });
});

describe('durations', () => {
  test.each([
    [0, '0 seconds'],
    [90_000, '1 minute 30 seconds'],
    [26 * HOUR, '1 day 2 hours'],
    [24 * HOUR + 5_000, '1 day'],
    [5 * HOUR, '5 hours'],
  ])('%d ms are %s', (length, words) => {
    expect(formatDuration('en', length)).toBe(words);
  });

  test('are Chinese in Chinese', () => {
    expect(formatDuration('zh-CN', 26 * HOUR)).toMatch(/1天.*2小时/);
  });
});

describe('amounts, lists and counts', () => {
  test('have the currency’s sign, and cents only if there are any', () => {
    expect(formatMoney('en', 12_000, 'EUR')).toBe('€12,000');
    expect(formatMoney('en', 12_000.5, 'EUR')).toBe('€12,000.50');
    expect(formatMoney('zh-CN', 12_000, 'CNY')).toBe('¥12,000');
    expect(formatMoney('en', 7, null)).toBe('7');
    expect(formatMoney('en', 7, 'not one')).toBe('7');
  });

  test('one is one, the rest are many', () => {
    expect([counted(1, 'task', 'tasks'), counted(0, 'task', 'tasks'), counted(1_200, 'task', 'tasks')]).toEqual([
      '1 task',
      '0 tasks',
      '1,200 tasks',
    ]);
    expect(formatList('en', ['a', 'b', 'c'])).toBe('a, b, and c');
  });
});

describe('languages', () => {
  test('a choice comes before the browser’s wishes, and English is the last resort', () => {
    expect(chooseLanguage([undefined, 'zh-TW', 'en'])).toBe('zh-CN');
    expect(chooseLanguage(['en', 'zh-CN'])).toBe('en');
    expect(chooseLanguage(['de', 'fr'])).toBe('en');
    expect(languageOf('zho')).toBeUndefined();
  });

  test('names of definitions are in the person’s language, else in one that is there', () => {
    expect(localise('zh-CN', { en: 'Lead', zh: '线索' }, 'lead')).toBe('线索');
    expect(localise('zh-CN', { en: 'Lead' }, 'lead')).toBe('Lead');
    expect(localise('en', { zh: '线索' }, 'lead')).toBe('线索');
    expect(localise('en', 'Plain', 'lead')).toBe('Plain');
    expect(localise('en', null, 'lead')).toBe('lead');
  });
});
