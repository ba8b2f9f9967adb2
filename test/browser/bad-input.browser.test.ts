import { describe, expect, test } from 'vitest';
import { kitTexts } from '../../src/web/kit/texts.js';
import { useDesk } from './support/own.js';
import { MARKUP_NAME } from './support/seed-people.js';
import { settled } from './support/visit.js';

describe('what nobody meant', () => {
  const desk = useDesk();

  test.each([
    '/journeys?phase=sleeping&sort=colour',
    '/journeys?version=latest',
    '/tasks?whose=the-moon',
    '/contacts?sort=%00&status=',
    '/messages?state=lost-in-space',
    '/board?definition=of-last-year',
  ])('an old link, %s, says what it asks for in vain and still shows what there is', async (path) => {
    const { page, go } = await desk.open('manager');
    await go(path);
    await page.locator('.ft-notice').first().waitFor();
    expect(await page.locator('main a, main tbody tr, main li').count()).toBeGreaterThan(3);
  });

  test('an old link’s filter is named in its notice', async () => {
    const { page, go } = await desk.open('manager');
    await go('/journeys?phase=sleeping');
    await page.getByText(kitTexts.en.oldLink('phase=sleeping')).waitFor();
    await page.locator('tbody .ft-row-link').first().waitFor();
  });

  test('markup in a name is text wherever the name is shown, in mails too', async () => {
    const { contactId, journeyId } = desk.landmarks.en.markup;
    const message = await desk.db.message.findFirstOrThrow({ where: { contactId, state: 'accepted' } });
    const task = await desk.db.task.findFirst({ where: { contactId, status: 'open' } });
    const mails = (await (await fetch(`${desk.world.mailUrl}/api/messages?limit=200`)).json()) as {
      messages: { id: number; envelopeTo: string[] }[];
    };
    const mail = mails.messages.find(({ envelopeTo }) => envelopeTo.some((address) => address.startsWith('markup.')));
    const { page, go } = await desk.open('ops');
    const shown: string[] = [];
    for (const path of [
      `/contacts/${contactId}`,
      `/journeys/${journeyId}`,
      '/contacts?q=onerror',
      '/journeys?q=onerror',
      '/board?definition=lead-to-customer',
      ...(task === null ? [] : [`/tasks/${task.id}`]),
      `/messages/${message.id}`,
      ...(mail === undefined ? [] : [`/inbox/${mail.id}`]),
    ]) {
      await go(path);
      // Time for an image that should not be there to fail.
      await page.waitForTimeout(300);
      for (const frame of page.frames()) {
        expect(await frame.evaluate(() => 'pwned' in window), path).toBe(false);
        expect(await frame.locator('img[src="x"]').count(), path).toBe(0);
      }
      if ((await page.innerText('body')).includes(MARKUP_NAME)) shown.push(path);
    }
    expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
    expect(shown.length).toBeGreaterThanOrEqual(5);
  });

  test('a mail’s own markup is shown, and runs nothing', async () => {
    const message = await desk.db.message.findFirstOrThrow({
      where: { contactId: desk.landmarks.en.called.contactId, state: 'accepted' },
    });
    const { page, go } = await desk.open('manager');
    await go(`/messages/${message.id}`);
    const frame = page.frameLocator('.ft-mail-frame');
    await frame.getByText('Harbour Lights').first().waitFor();
    expect(await page.locator('.ft-mail-frame').getAttribute('sandbox')).not.toContain('allow-same-origin');
  });

  test('a search finds a person, and says when it finds nobody', async () => {
    const { page, go } = await desk.open('manager');
    await go('/');
    await page.keyboard.press('/');
    await page.keyboard.type('Whitfield');
    await page
      .getByRole('option', { name: /Nora Whitfield/ })
      .or(page.locator('.ft-search-found a'))
      .first()
      .waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/(contacts|journeys)\//);
    await settled(page);
    expect(await page.innerText('h1')).toContain('Nora Whitfield');
  });
});
