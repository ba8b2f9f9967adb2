import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { publishTemplate } from '../../src/api/contracts/templates.js';
import { definitionsTexts } from '../../src/web/definitions/texts.js';
import { kitTexts } from '../../src/web/kit/texts.js';
import { simulationTexts } from '../../src/web/simulation/texts.js';
import { templatesTexts } from '../../src/web/templates/texts.js';
import { useDesk } from './support/own.js';
import { axe, axeLines, settled } from './support/visit.js';

const t = templatesTexts.en;

const textOf = (page: Page, nth = 0) => page.frameLocator('iframe').nth(nth).locator('body');

/** Chooses in a select of the preview, or of a dialog over the page. */
async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.locator('.tpl-look, [role=dialog]').last().getByRole('button', { name: field }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

/** The component library says for some seconds that the button of a dialog is at work, by a name that went with it. */
const announced = (page: Page) =>
  page.locator('[data-live-announcer] [role=img]').first().waitFor({ state: 'detached' });

const publishButton = (page: Page, name = t.publish) => page.getByRole('button', { name, exact: true });

describe('a template in the page', () => {
  const desk = useDesk();

  const write = async (path: string, options: Parameters<typeof desk.open>[1] = {}) => {
    const { page, go } = await desk.open('ops', options);
    await go(path);
    return { page, go, editor: page.locator('textarea.def-editor') };
  };

  test('is found in the list by a part of its subject, and opened by keyboard', async () => {
    const { page, go } = await desk.open('ops');
    await go('/templates');
    await page.getByLabel(t.search).fill('mid-autumn');
    await page.getByRole('link', { name: 'lead/hello' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'care/mid-autumn' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'care/mid-autumn' }).waitFor();
    await settled(page);
    expect(axeLines(await axe(page))).toEqual([]);
  });

  test.each(['en', 'zh-CN'] as const)(
    'is edited with its mail beside it, as a contact gets it, and published with who gets it (%s)',
    async (language) => {
      const words = templatesTexts[language];
      const lint = definitionsTexts[language];
      const contact = desk.landmarks[language].called;
      const family = language === 'en' ? 'care/birthday' : 'care/season';
      const { page, editor } = await write(`/templates/${family}`, { language });
      await page.getByRole('textbox', { name: simulationTexts[language].contact }).fill(contact.name.slice(0, 6));
      const found = page.getByRole('list', { name: simulationTexts[language].found });
      await found.getByRole('button').first().click();

      // What is typed is in the mail, without being kept.
      const shipped = await editor.inputValue();
      await editor.fill(`${shipped}<p>Wombat 袋熊</p>\n`);
      await textOf(page).getByText('Wombat 袋熊').waitFor();
      await page.getByText(words.findingsNone).waitFor();

      // Both languages, dark, on a phone, as plain text.
      await choose(page, words.language, words.bothLanguages);
      await expect.poll(() => page.locator('iframe').count()).toBe(2);
      await expect.poll(() => textOf(page, 1).innerText()).not.toBe('');
      await choose(page, words.colours, words.dark);
      const paper = () => textOf(page).evaluate((body) => getComputedStyle(body).backgroundColor);
      await expect.poll(paper).toBe('rgb(20, 21, 23)');
      await choose(page, words.widthOf, words.narrow);
      const width = async () => (await page.locator('iframe').first().boundingBox())?.width ?? 0;
      await expect.poll(width).toBeLessThanOrEqual(362);
      expect(axeLines(await axe(page))).toEqual([]);
      await choose(page, words.mailPart, words.plainText);
      expect(await page.locator('pre.mail-text').count()).toBe(2);

      await publishButton(page, words.publish).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(words.pinHelp).waitFor();
      await choose(page, words.policy, words.follow);
      await dialog.getByText(words.followHelp).waitFor();
      await dialog.getByRole('textbox').fill('a wombat for everybody');
      expect(axeLines(await axe(page))).toEqual([]);
      await dialog.getByRole('button', { name: words.publish, exact: true }).click();
      await dialog.waitFor({ state: 'detached' });

      await page.getByRole('tab', { name: words.versions, exact: true }).click();
      await page.getByText('a wombat for everybody').waitFor();
      await page.getByText(words.followed, { exact: true }).waitFor();
      await page.getByText(lint.addedCount(1)).waitFor();
      await announced(page);
      expect(axeLines(await axe(page))).toEqual([]);

      // Back to what was: the old text is opened, to be published as the next version.
      await page.getByRole('button', { name: words.openToPublish }).last().click();
      await expect.poll(() => editor.inputValue()).toBe(shipped);
      await expect.poll(() => publishButton(page, words.publish).isEnabled()).toBe(true);
    },
  );

  test('with a fault says its place and is not published', async () => {
    const { page, editor } = await write('/templates/lead/closing-file');
    const source = await editor.inputValue();
    await editor.fill(source.replace('{{greeting contact}}', '{{greting contact}}'));
    await page.getByText(t.notPublishable).waitFor();
    expect(await publishButton(page).isDisabled()).toBe(true);
    await page.getByRole('button', { name: /^Line \d+, column \d+$/ }).click();
    expect(await page.evaluate(() => (document.activeElement as HTMLTextAreaElement).selectionStart)).toBe(
      source.indexOf('{{greeting'),
    );
    expect(axeLines(await axe(page))).toEqual([]);
    await editor.fill(source);
    await page.getByText(t.findingsNone).waitFor();
  });

  test('names the values that a contact has not', async () => {
    const { page, editor } = await write('/templates/quote/changed');
    await editor.fill(`${await editor.inputValue()}<p>{{account.name}} {{deal.amount}}</p>\n`);
    await page
      .getByRole('textbox', { name: simulationTexts.en.contact })
      .fill(desk.landmarks.en.called.name.slice(0, 6));
    await page.getByRole('list', { name: simulationTexts.en.found }).getByRole('button').first().click();
    await page.getByText(t.missing).waitFor();
    await page.getByText('deal.amount').last().waitFor();
  });

  test('that somebody else published meanwhile is not overwritten: both texts can be compared', async () => {
    const { page, editor } = await write('/templates/renewal/offer');
    const file = 'renewal/offer.en.hbs';
    const source = await editor.inputValue();
    await editor.fill(`${source}<p>Mine</p>\n`);
    await page.getByText(t.findingsNone).waitFor();
    const theirs = { file, source: `${source}<p>Theirs</p>\n`, expectedVersion: 0, note: 'first' };
    await publishButton(page).click();
    const dialog = page.getByRole('dialog');
    await desk.api.call(publishTemplate, { body: theirs });
    await dialog.getByRole('button', { name: t.publish, exact: true }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('button', { name: kitTexts.en.cancel }).click();
    await page.getByText(t.stale(1)).waitFor();
    expect(await publishButton(page).isDisabled()).toBe(true);
    await page.getByText(t.staleChanges).click();
    await page.getByText('<p>Theirs</p>').waitFor();
    await announced(page);
    expect(axeLines(await axe(page))).toEqual([]);
    await page.getByRole('button', { name: t.keepMine(1) }).click();
    await publishButton(page).click();
    await dialog.getByText(t.publishEffect(2)).waitFor();
    await dialog.getByRole('button', { name: t.publish, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await publishButton(page).waitFor();
    expect(await editor.inputValue()).toContain('Mine');
  });

  test('that somebody else publishes is shown at once to whoever looks at it, in the list and in the file', async () => {
    const [list, one] = [await desk.open('rep'), await desk.open('viewer')];
    await list.go('/templates?q=win-back/goodbye');
    await one.go('/templates/win-back/goodbye?part=versions');
    const row = list.page.getByRole('row', { name: /win-back\/goodbye/ });
    await row.getByText(t.asShipped).waitFor();
    const text = one.page.locator('textarea.def-editor');
    const source = await text.inputValue();
    const file = 'win-back/goodbye.en.hbs';
    const next = { file, source: `${source}<p>Wombats</p>\n`, expectedVersion: 0, note: 'with wombats' };
    await desk.api.call(publishTemplate, { body: next });
    await row.getByText(t.versionShort(1)).waitFor();
    await one.page.getByText('with wombats').waitFor();
    await expect.poll(() => text.inputValue()).toContain('Wombats');
  });

  test('is begun anew, also in a further language', async () => {
    const { page, go, editor } = await write('/templates');
    await page.getByRole('button', { name: t.newTemplate }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: t.begin }).click();
    await dialog.getByText(t.badName).waitFor();
    await dialog.getByRole('textbox', { name: t.name }).fill('care/wombat');
    await dialog.getByRole('button', { name: t.begin }).click();
    await page.getByText(t.newFile).waitFor();
    await publishButton(page).click();
    await page.getByRole('dialog').getByRole('button', { name: t.publish, exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText(t.newFile).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: t.addFile }).click();
    await page.getByRole('dialog').getByRole('button', { name: t.begin }).click();
    await page.getByText(t.newFile).waitFor();
    expect(await editor.inputValue()).toContain('{{greeting contact}}');
    await go('/templates?q=wombat');
    await page.getByRole('link', { name: 'care/wombat' }).waitFor();
  });

  test('is read and previewed by a rep, and written by none', async () => {
    const { page, go } = await desk.open('rep');
    await go('/templates/lead/hello');
    await textOf(page).getByText('Hello').first().waitFor();
    await page.getByText(t.readOnly).waitFor();
    expect(await page.locator('textarea.def-editor').getAttribute('readonly')).not.toBeNull();
    expect(await publishButton(page).count()).toBe(0);
    expect(await page.getByRole('button', { name: t.addFile }).count()).toBe(0);
    const answer = await page.evaluate(async () => {
      const body = { file: 'lead/hello.en.hbs', source: 'x', expectedVersion: 0 };
      const sent = await fetch('/v1/templates/publish', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return sent.status;
    });
    expect(answer).toBe(403);
  });
});
