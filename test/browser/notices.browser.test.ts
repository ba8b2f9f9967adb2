import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { newId } from '../../src/db/new-id.js';
import { appTexts } from '../../src/web/app/texts.js';
import { noticesTexts } from '../../src/web/notices/texts.js';
import { type Desk, eventually, useDesk } from './support/own.js';
import { LANGUAGES, type Language, userId } from './support/people.js';
import { axe, axeLines, changeScheme } from './support/visit.js';

/* Marketing is told nothing by the world's journeys, so that what a test counts is its own. */

const ROLE = 'marketing';

describe('the notices', () => {
  const desk = useDesk();

  async function tell(language: Language, changes: object): Promise<string> {
    const id = newId('notice');
    const reader = { userId: await userId(desk.db, ROLE, language), at: new Date('2027-01-04T09:00:00Z') };
    await desk.db.notice.create({ data: { id, kind: 'message', ...reader, ...changes } });
    return id;
  }
  const bell = (page: Page, language: Language, unread: number) => {
    const { notices, noticesUnread } = appTexts[language];
    return page.getByRole('link', { name: unread === 0 ? notices : noticesUnread(String(unread)), exact: true });
  };
  const isRead = (id: string) => wasRead(desk, id);

  test.each(LANGUAGES)(
    'are behind a bell that counts them as they come, and are read one by one (%s)',
    async (language) => {
      const t = noticesTexts[language];
      const { called } = desk.landmarks[language];
      await desk.db.notice.deleteMany({ where: { userId: await userId(desk.db, ROLE, language) } });
      const { page, go } = await desk.open(ROLE, { language });
      await go('/');
      await bell(page, language, 0).waitFor();
      const given = await tell(language, { kind: 'lead-given', contactId: called.contactId });
      await bell(page, language, 1).waitFor();
      const text = 'Line one of it.\nLine two.';
      const message = await tell(language, { title: 'Quote 17 is out', text, journeyId: called.journeyId });
      await bell(page, language, 2).click();
      await page.getByRole('heading', { level: 1, name: t.title }).waitFor();
      await page.locator('.notices-line').nth(1).waitFor();
      expect(await page.locator('.notices-head').allTextContents()).toEqual([
        'Quote 17 is out',
        t['lead-given'](called.name),
      ]);
      await page.getByText(t.message).click();
      await page.getByText('Line two.').waitFor();

      // The line goes, and the focus with it to the one that is left.
      await page.getByRole('button', { name: t.readOne('Quote 17 is out') }).press('Enter');
      await bell(page, language, 1).waitFor();
      await isRead(message);
      await page.locator('.notices-line').nth(1).waitFor({ state: 'detached' });
      const left = t.readOne(t['lead-given'](called.name));
      expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(left);

      // Going where it leads reads it.
      await page.getByRole('link', { name: t['lead-given'](called.name) }).click();
      await page.getByRole('heading', { level: 1, name: called.name }).waitFor();
      await bell(page, language, 0).waitFor();
      await isRead(given);
      await bell(page, language, 0).click();
      await page.getByText(t.emptyUnread).waitFor();
      await page.getByRole('link', { name: t.seeAll }).click();
      await page.locator('.notices-line').nth(1).waitFor();
      expect(new URL(page.url()).search).toBe('?show=all');
    },
  );

  test.each(LANGUAGES)('are all read at once, and axe finds nothing in them at any width (%s)', async (language) => {
    const t = noticesTexts[language];
    const { called } = desk.landmarks[language];
    await desk.db.notice.deleteMany({ where: { userId: await userId(desk.db, ROLE, language) } });
    const kinds = ['task-overdue', 'sla-broken', 'lead-taken-back', 'from-the-future'];
    for (const kind of kinds) await tell(language, { kind, journeyId: called.journeyId });
    await tell(language, { title: `A long title ${'without-any-space'.repeat(12)}`, text: 'So it is.' });
    const found: string[] = [];
    for (const viewport of ['desk', 'phone'] as const) {
      const { page, go } = await desk.open(ROLE, { language, viewport });
      await go('/notices');
      await page.locator('.notices-line').nth(kinds.length).waitFor();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (wide > 0) found.push(`${viewport}: ${wide} px wider than the window`);
      const cut = await page.evaluate(() =>
        [...document.querySelectorAll('.ft-top-bar :is(a, button)')]
          .filter((node) => node.getBoundingClientRect().right > window.innerWidth)
          .map((node) => node.textContent),
      );
      if (cut.length > 0) found.push(`${viewport}: the bar is cut off at ${cut.join(', ')}`);
      for (const scheme of ['light', 'dark'] as const) {
        await changeScheme(page, scheme);
        found.push(...axeLines(await axe(page)).map((line) => `${viewport} ${scheme}: ${line}`));
      }
    }
    expect(found).toEqual([]);

    const { page, go } = await desk.open(ROLE, { language });
    await go('/notices');
    await page.getByRole('button', { name: t.readAll }).click();
    await page.getByText(t.readAllDone(kinds.length + 1)).waitFor();
    await page.getByText(t.emptyUnread).waitFor();
    await bell(page, language, 0).waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  });
});

const wasRead = (desk: Desk, id: string) =>
  eventually(async () => (await desk.db.notice.findUniqueOrThrow({ where: { id } })).readAt ?? undefined);
