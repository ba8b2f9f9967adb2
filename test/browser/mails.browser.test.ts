import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LANGUAGES, SHIPPED, shippedMail } from '../mail/shipped-mails.js';
import { launchBrowser } from './support/chromium.js';
import { axe, axeLines, changeScheme } from './support/visit.js';

/** A reading pane on a desk, and a narrow phone. */
const WIDTHS = [640, 360];
/** Gmail cuts off what is behind 102 KB, and the way out with it. */
const CLIPPED = 102 * 1024;

/** What is good practice for a page (landmarks, one main heading) is none for a mail, which is shown inside of one. */
const MAIL_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

describe('a shipped mail', () => {
  let browser: Browser;
  let context: BrowserContext;
  const asked: string[] = [];
  beforeAll(async () => {
    browser = await launchBrowser();
    context = await browser.newContext();
    await context.route('**', async (route) => {
      asked.push(route.request().url());
      await route.abort();
    });
  });
  afterAll(() => browser?.close());

  test.each(SHIPPED)('%s is read in both languages, light and dark, wide and narrow', async (template) => {
    const page = await context.newPage();
    const found: string[] = [];
    for (const language of LANGUAGES) {
      const { html } = await shippedMail(template, language);
      if (Buffer.byteLength(html) > CLIPPED) found.push(`${language}: ${Buffer.byteLength(html)} bytes`);
      await page.setContent(html);
      // The preheader is for the list of mails; here it would be read twice.
      const preheader = page.locator('body > div').filter({ visible: true });
      if ((await preheader.count()) > 0) found.push(`${language}: the preheader is seen`);
      for (const width of WIDTHS) for (const fault of await faultsAt(page, width)) found.push(`${language} ${fault}`);
    }
    await page.close();
    expect(found).toEqual([]);
    expect(asked).toEqual([]);
  });
});

/** What is wrong with the mail in a window so wide, light and dark. */
async function faultsAt(page: Page, width: number): Promise<readonly string[]> {
  const faults: string[] = [];
  await page.setViewportSize({ width, height: 900 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wide > 0) faults.push(`${width}: ${wide} px wider than the window`);
  for (const scheme of ['light', 'dark'] as const) {
    await changeScheme(page, scheme);
    faults.push(...axeLines(await axe(page, MAIL_TAGS)).map((line) => `${width} ${scheme}: ${line}`));
    const light = await lightnessOf(page);
    if (scheme === 'light' ? light < 0.8 : light > 0.2) faults.push(`${width} ${scheme}: paper of lightness ${light}`);
  }
  return faults;
}

/** Of the paper a mail is written on, from 0 to 1. */
const lightnessOf = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const channels = getComputedStyle(document.body).backgroundColor.match(/\d+/g)?.slice(0, 3) ?? [];
    return channels.reduce((sum, channel) => sum + Number(channel), 0) / (3 * 255);
  });
