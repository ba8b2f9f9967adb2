import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { preferencesPage, stopPage, stoppedPage, unknownPage } from '../../src/api/public/pages.js';
import { answeredPage, placePage } from '../../src/api/public/place-pages.js';
import { invitationPage, questionsPage, thanksPage } from '../../src/api/public/question-pages.js';
import { WORDING, type Wording } from '../../src/api/public/wording.js';
import { parseDefinition } from '../../src/domain/definition/parse.js';
import { launchBrowser } from './support/chromium.js';
import { axe, axeLines, changeScheme, VIEWPORTS } from './support/visit.js';

const file = 'definitions/customer-satisfaction.yaml';
const survey = parseDefinition({ file, text: readFileSync(file, 'utf8') }).definition;
if (survey?.kind !== 'survey') throw new Error(`${file} is no survey`);

const EVENT = { en: 'Autumn open day', 'zh-CN': '秋季开放日' };
const RSVP = { places: 10, companions: 2 };
const WAITING = { answer: 'waiting' as const, companions: 1 };
const ADDRESS = 'a…@example.com';
const PAGES: readonly (readonly [name: string, html: (words: Wording) => string])[] = [
  ['the question whether to stop', (words) => stopPage(words, ADDRESS, 'product-news', 'token')],
  ['the word that it is stopped', (words) => stoppedPage(words, ADDRESS, null, 'token')],
  [
    'the preferences',
    (words) =>
      preferencesPage(words, { address: ADDRESS, stopped: ['events'], topics: ['events', 'product-news'] }, 'stop'),
  ],
  ['a survey', (words) => questionsPage(words, survey, false)],
  ['a survey sent without answers', (words) => questionsPage(words, survey, true)],
  ['an invitation', (words) => invitationPage(words, EVENT)],
  [
    'an invitation with places, to whoever was asked',
    (words) => placePage(words, EVENT, RSVP, { standing: null, turn: null, left: 3, waiting: 0 }),
  ],
  [
    'an invitation to what is full, to whoever waits',
    (words) => placePage(words, EVENT, RSVP, { standing: WAITING, turn: 2, left: 0, waiting: 1 }),
  ],
  [
    'the word that somebody waits, and that there is no room for more',
    (words) => answeredPage(words, { standing: WAITING, turn: 2, left: 0, waiting: 1 }, 'no-room'),
  ],
  ['thanks', (words) => thanksPage(words, words.sendAnswers)],
  ['the page of a link that is none', unknownPage],
];

describe('the pages that customers reach from their mail', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  test.each(PAGES)('axe finds nothing on %s, and it fits a phone', async (_, html) => {
    const found: string[] = [];
    for (const [language, words] of Object.entries(WORDING))
      for (const [kind, viewport] of Object.entries(VIEWPORTS)) {
        const page = await browser.newPage({ viewport });
        await page.setContent(html(words));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (wide > 0) found.push(`${language} ${kind}: ${wide} px wider than the window`);
        for (const scheme of ['light', 'dark'] as const) {
          await changeScheme(page, scheme);
          found.push(...axeLines(await axe(page)).map((line) => `${language} ${kind} ${scheme}: ${line}`));
        }
        await page.close();
      }
    expect(found).toEqual([]);
  });
});
