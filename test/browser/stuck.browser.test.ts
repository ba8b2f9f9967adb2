import { afterAll, describe, expect, test } from 'vitest';
import { pauseJourney } from '../../src/api/contracts/journeys.js';
import { homeTexts } from '../../src/web/home/texts.js';
import { stuckTexts } from '../../src/web/journeys/stuck-texts.js';
import { useDesk } from './support/own.js';
import { LANGUAGES, type Language } from './support/people.js';
import { axe, axeLines, changeScheme } from './support/visit.js';

const LONG_AGO = new Date('2020-01-01T00:00:00Z');
const AS_IT_WAS = { poked: false, realPokedAt: null, nextAt: null };

/* Both are paused: of journeys under way the worker would tell Temporal again, and they would not stay stuck. */

describe('journeys that are stuck', () => {
  const desk = useDesk();
  const ids: string[] = [];
  afterAll(async () => {
    await desk.db.journey.updateMany({ where: { id: { in: ids } }, data: AS_IT_WAS });
  });

  async function aStuck(name: string, language: Language, how: object): Promise<void> {
    const { journeyId: id } = await desk.careCall(name, language);
    await desk.api.call(pauseJourney, { params: { id }, body: { reason: 'made to be stuck' } });
    await desk.db.journey.update({ where: { id }, data: how });
    ids.push(id);
  }

  test.each(LANGUAGES)(
    'are on the home of a manager, whose link shows them all with why; axe finds nothing (%s)',
    async (language) => {
      const t = stuckTexts[language];
      await aStuck(`Sten Due ${language}`, language, { nextAt: LONG_AGO });
      await aStuck(`Stine Unheard ${language}`, language, { poked: true, realPokedAt: LONG_AGO });
      const found: string[] = [];
      for (const viewport of ['desk', 'phone'] as const) {
        const { page, go } = await desk.open('manager', { language, viewport });
        const look = async (what: string) => {
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          if (wide > 0) found.push(`${what} ${viewport}: ${wide} px wider than the window`);
          for (const scheme of ['light', 'dark'] as const) {
            await changeScheme(page, scheme);
            found.push(...axeLines(await axe(page)).map((line) => `${what} ${viewport} ${scheme}: ${line}`));
          }
        };
        await go('/');
        const card = page.locator('.home-part', { has: page.getByRole('heading', { name: t.title }) });
        await card.getByText(t.due).first().waitFor();
        await card.getByText(t.unheard).first().waitFor();
        await look('home');
        await card.getByRole('link', { name: homeTexts[language].stuck }).click();
        await page.getByRole('heading', { level: 1, name: t.title }).waitFor();
        const row = (name: string) => page.getByRole('row', { name: new RegExp(name) });
        await row(`Sten Due ${language}`).getByText(t.due).waitFor();
        await row(`Stine Unheard ${language}`).getByText(t.unheard).waitFor();
        await look('list');
      }
      expect(found).toEqual([]);
    },
  );
});
