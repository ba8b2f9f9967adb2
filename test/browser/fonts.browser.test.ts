import path from 'node:path';
import { expect, test } from 'vitest';
import { launchBrowser, provideChromium } from './support/chromium.js';

/** A rare character that the fonts don't have: what a missing glyph looks like (a box, or nothing). */
const MISSING = '\u{2B740}';

test('Chinese is drawn as glyphs, not as boxes', async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const draw = async (text: string): Promise<string> => {
      await page.setContent(`<body style="margin:0"><p style="margin:0;font:40px system-ui, sans-serif">${text}</p>`);
      return (await page.screenshot({ clip: { x: 0, y: 0, width: 80, height: 60 } })).toString('base64');
    };
    const [customer, lead, missing] = [await draw('客'), await draw('线'), await draw(MISSING)];
    expect(new Set([customer, lead, missing]).size).toBe(3);
  } finally {
    await browser.close();
  }
});

test('the browser is the one of the package, and runs with the libraries that it brings', async () => {
  const found = await provideChromium();
  const folder = path.dirname(found.executable);
  const bundled = path.join(folder, 'al2023', 'lib');
  const browser = await launchBrowser({ ...found, libraries: bundled });
  try {
    expect(browser.version()).toMatch(/^140\./);
    const page = await browser.newPage();
    await page.setContent('<h1>Here</h1>');
    expect(await page.innerText('h1')).toBe('Here');
  } finally {
    await browser.close();
  }
});
