import { describe, expect, test } from 'vitest';
import { publishDefinition } from '../../src/api/contracts/definitions.js';
import { segmentsTexts } from '../../src/web/segments/texts.js';
import { simulationTexts } from '../../src/web/simulation/texts.js';
import { useDesk } from './support/own.js';
import { axe, axeLines, settled } from './support/visit.js';

const definition = (condition: string): string =>
  `kind: segment\nid: named\nname: { en: Everybody with a name, zh-CN: 有名字的人 }\nif: ${condition}\n`;

describe('segments in the page', () => {
  const desk = useDesk();

  test('are counted as they are written, and what is wrong is one click away', async () => {
    const t = segmentsTexts.en;
    const { page, go } = await desk.open('ops');
    await go('/segments?show=write');
    const editor = page.getByLabel(t.editor);
    await editor.fill(definition('{ contact.name: { exists: true } }'));
    await page.getByText(/^([\d,]+) of \1 contacts/).waitFor();
    await editor.fill(definition('{ contact.nam: { exists: true } }'));
    await page
      .getByRole('button', { name: /^Line 4, column \d+$/ })
      .first()
      .click();
    expect(await page.evaluate(() => document.getSelection()?.toString())).toBe('contact.nam');
    expect(await page.getByRole('button', { name: t.publish, exact: true }).isDisabled()).toBe(true);
    expect(axeLines(await axe(page))).toEqual([]);
  });

  test.each(['en', 'zh-CN'] as const)(
    'are listed with their sizes, shown, sampled and explained (%s)',
    async (language) => {
      const t = segmentsTexts[language];
      const s = simulationTexts[language];
      await desk.api.call(publishDefinition, { body: { text: definition('{ contact.name: { exists: true } }') } });
      for (const viewport of ['desk', 'phone'] as const) {
        const { page, go } = await desk.open('manager', { language, viewport });
        await go('/segments');
        await settled(page);
        expect(axeLines(await axe(page))).toEqual([]);
        await go('/segments/named');
        await page.getByRole('button', { name: t.countNow }).click();
        await page.getByRole('table').waitFor();
        expect(axeLines(await axe(page))).toEqual([]);
        await page.getByRole('tab', { name: t.peopleTab }).click();
        await page.getByRole('button', { name: t.showSamples }).click();
        await page.locator('.seg-sample li').first().waitFor();
        await page.getByRole('textbox', { name: s.contact }).fill(desk.landmarks[language].called.name.slice(0, 6));
        await page.getByRole('list', { name: s.found }).getByRole('button').first().click();
        await page.getByRole('list', { name: t.partsOf }).getByText('contact.name').waitFor();
        expect(axeLines(await axe(page))).toEqual([]);
        await go('/segments/named?tab=write');
        await page.locator('.seg-live strong').waitFor();
        expect(axeLines(await axe(page))).toEqual([]);
      }
    },
  );
});
