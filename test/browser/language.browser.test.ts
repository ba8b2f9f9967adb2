import { beforeAll, describe, expect, test } from 'vitest';
import { DEMO_LOGINS } from '../../src/dev/demo-logins.js';
import { useDesk } from './support/own.js';
import { PAGES, PHONE_PAGES } from './support/pages.js';
import { englishTexts, wordsOf } from './support/words.js';

/*
 * A rep sees only their own desk, and the desks of the world are in one language each: so every word of the other one is
 * the page's.
 */

const REP_PAGES = [...new Map([...PAGES, ...PHONE_PAGES].map((page) => [page.name, page])).values()].filter(
  ({ role, shared }) => (role === 'rep' || role === null) && shared !== true,
);

/** Names of people, whom both languages call by the same. */
const NAMES = [...DEMO_LOGINS.map(({ name }) => name), '简体中文', '中文', 'Followthrough Demo Co.'];
const withoutNames = (text: string): string => NAMES.reduce((rest, name) => rest.replaceAll(name, ''), text);

/** Names of things, and what keys are called. */
const NOT_ENGLISH = new Set(
  'Followthrough English Temporal Starter package USD SLA CRM API HTML UTC GMT Esc Enter Ctrl Shift Alt'.split(' '),
);

/** Latin words of a text, without addresses, ids and codes. */
const latinWords = (text: string): string[] =>
  text
    .split(/[\s，。：；、（）“”()·,:;|]+/)
    .filter((token) => !/[@\d_/<>="]|\w[.-]\w/.test(token))
    .flatMap((token) => token.match(/[A-Za-z]{3,}/g) ?? [])
    .filter((word) => !NOT_ENGLISH.has(word));

const HAN = /\p{Script=Han}+/gu;

describe('words', () => {
  const desk = useDesk();
  let english: ReadonlySet<string>;
  beforeAll(async () => {
    english = await englishTexts();
  });

  test('are read from dictionaries that have some', () => {
    expect(english.size).toBeGreaterThan(100);
    expect(english).toContain('Sign in');
  });

  test.each(REP_PAGES)('of $name are Chinese for a Chinese rep', async ({ role, path }) => {
    const { page, go } = await desk.open(role, { language: 'zh-CN' });
    await go(await path(desk.landmarks['zh-CN'], desk.db));
    const words = await wordsOf(page);
    const left = words
      .filter(({ text }) => english.has(text) || latinWords(withoutNames(text)).length > 0)
      .map(({ text, at }) => `${at}: ${text.slice(0, 120)}`);
    expect([...new Set(left)]).toEqual([]);
    expect(words.some(({ text }) => HAN.test(text))).toBe(true);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
  });

  test.each(REP_PAGES)('of $name are English for an English rep', async ({ role, path }) => {
    const { page, go } = await desk.open(role, { language: 'en' });
    await go(await path(desk.landmarks.en, desk.db));
    const left = (await wordsOf(page))
      .map(({ text, at }) => ({ han: withoutNames(text).match(HAN), text, at }))
      .filter(({ han }) => han !== null)
      .map(({ text, at }) => `${at}: ${text.slice(0, 120)}`);
    expect([...new Set(left)]).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
  });
});
