import { describe, expect, test } from 'vitest';
import { formsTexts } from '../../src/web/forms/texts.js';
import { kitTexts } from '../../src/web/kit/texts.js';
import { useDesk } from './support/own.js';

/** No program writes faster than this, says the form. */
const A_MOMENT = 2_200;

/** One that says it is headless is counted as a program. */
const A_PERSONS = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

describe('forms in the page', () => {
  const desk = useDesk();

  test('lead a visitor by the link of a campaign to a submission with the consent that was shown', async () => {
    const t = formsTexts.en;
    const { page, go } = await desk.open('marketing');
    await go('/forms/contact-us?tab=share&campaign=open-day');
    const title = kitTexts.en.copyOf(t.landingLink);
    await page.getByRole('button', { name: title }).waitFor();
    const link = await page.locator('.ft-to-copy').first().innerText();
    expect(link).toMatch(/\/l\/[\w.-]+$/);

    const visitor = await desk.browser.newPage({ userAgent: A_PERSONS });
    await visitor.goto(`${desk.world.apiUrl}${new URL(link).pathname}?lang=en`);
    await visitor.getByLabel('Last name').fill('Quillfeather');
    await visitor.getByLabel('Business email').fill('quillfeather@visitors.example');
    await visitor.getByLabel('Country').selectOption('DE');
    await visitor.getByLabel(/send me news/).check();
    await visitor.waitForTimeout(A_MOMENT);
    await visitor.getByRole('button').click();
    await visitor.getByRole('status').waitFor();
    await visitor.close();

    await go('/forms/contact-us?tab=submissions&campaign=open-day');
    const sent = page.getByRole('article', { name: 'Quillfeather' });
    await sent.getByText('Yes, send me news by mail from time to time.', { exact: false }).waitFor();
    expect(await sent.innerText()).toContain(t.waiting);
    await page.getByRole('tab', { name: t.came }).click();
    const row = page.getByRole('table', { name: t.byCampaign }).getByRole('row', { name: /^open-day/ });
    expect((await row.getByRole('cell').allInnerTexts()).map(Number)).toEqual([1, 1, 1]);
  });

  test('are told to a rep without what other people’s contacts sent', async () => {
    const { page, go } = await desk.open('rep', { language: 'zh-CN' });
    await go('/forms/contact-us?tab=submissions');
    await page.getByText(formsTexts['zh-CN'].noSubmissions).waitFor();
  });
});
