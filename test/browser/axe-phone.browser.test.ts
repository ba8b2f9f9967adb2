import { describe, expect, test } from 'vitest';
import { useDesk } from './support/own.js';
import { PHONE_PAGES } from './support/pages.js';
import { LANGUAGES } from './support/people.js';
import { axe, axeLines, changeScheme } from './support/visit.js';

const SMALLEST_TARGET = 44;

describe('on a phone', () => {
  const desk = useDesk();

  test.each(PHONE_PAGES)('axe finds nothing on $name, and it is no wider than the phone', async ({ role, path }) => {
    const found: string[] = [];
    for (const language of LANGUAGES) {
      const { page, go } = await desk.open(role, { language, viewport: 'phone' });
      await go(await path(desk.landmarks[language], desk.db));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (wide > 0) found.push(`${language}: ${wide} px wider than the phone`);
      for (const colorScheme of ['light', 'dark'] as const) {
        await changeScheme(page, colorScheme);
        found.push(...axeLines(await axe(page)).map((line) => `${language} ${colorScheme}: ${line}`));
      }
    }
    expect(found).toEqual([]);
  });

  test.each(PHONE_PAGES)('buttons of $name are large enough for a thumb', async ({ role, path }) => {
    const { page, go } = await desk.open(role, { viewport: 'phone' });
    await go(await path(desk.landmarks.en, desk.db));
    const small = await page.evaluate((least) => {
      const of = (node: Element) =>
        `${node.tagName} "${(node.getAttribute('aria-label') ?? node.textContent ?? '').trim().slice(0, 40)}"`;
      return (
        [...document.querySelectorAll('button, [role=tab], select, input:not([type=hidden])')]
          // Beside its own control a component keeps a hidden one for forms.
          .filter((node) => node.closest('[aria-hidden="true"]') === null)
          .filter((node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
          .map((node) => ({ node, box: (node.closest('label, .ft-search') ?? node).getBoundingClientRect() }))
          // What only a screen reader sees is a pixel large.
          .filter(({ box }) => box.width > 2 && box.height > 2 && Math.round(box.height) < least)
          .map(({ node, box }) => `${of(node)} is ${Math.round(box.width)} × ${Math.round(box.height)} px`)
      );
    }, SMALLEST_TARGET);
    expect(small).toEqual([]);
  });
});
