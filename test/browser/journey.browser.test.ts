import { describe, expect, test } from 'vitest';
import { journeyStory } from '../../src/api/contracts/journeys.js';
import { completeTask } from '../../src/api/contracts/tasks.js';
import { actTexts } from '../../src/web/journey/act-texts.js';
import { kitTexts } from '../../src/web/kit/texts.js';
import { useDesk } from './support/own.js';
import { LANGUAGES } from './support/people.js';
import { axe, axeLines, changeScheme, settled } from './support/visit.js';

const t = actTexts.en;
const kit = kitTexts.en;

describe('a journey', () => {
  const desk = useDesk();

  test('is opened from the list, paused with a reason and left again, without a mouse', async () => {
    const { name, journeyId } = await desk.careCall('Paula Pause');
    const { page, go } = await desk.open('manager');
    await go('/journeys?definition=care-call');
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
    const tabTo = async (text: string): Promise<void> => {
      for (let step = 0; step < 60; step++) {
        if ((await focused()).startsWith(text)) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`the tab key never reached "${text}"; last at "${await focused()}"`);
    };
    await tabTo(name);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/journeys/${journeyId}`);
    await settled(page);
    await tabTo(t.pause);
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    // Its effect is said, the reason has the focus, and without one nothing is done.
    await dialog.getByText(t.pauseEffect).waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
    await tabTo(t.pause);
    await page.keyboard.press('Enter');
    await dialog.getByText(kit.reasonMissing).waitFor();
    await dialog.getByLabel(kit.reason).focus();
    await page.keyboard.type('Out of office until Monday');
    await tabTo(t.pause);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(t.paused).first().waitFor();
    await page.getByText('Out of office until Monday').first().waitFor();
    expect(await desk.db.journey.findUniqueOrThrow({ where: { id: journeyId } })).toMatchObject({ phase: 'paused' });
    expect(await desk.db.command.count({ where: { journeyId } })).toBe(1);
    await page.goBack();
    await page.waitForURL(/\/journeys\?definition=care-call$/);
    await page.getByText(name).first().waitFor();
  });

  test('gives the focus back to the button when its dialog is left by Escape', async () => {
    const { journeyId } = await desk.careCall('Esther Escape');
    const { page, go } = await desk.open('manager');
    await go(`/journeys/${journeyId}`);
    for (const act of [t.pause, t.exit, t.reassign]) {
      const button = page.getByRole('button', { name: act, exact: true });
      await button.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.waitForFunction((text) => document.activeElement?.textContent?.trim() === text, act);
    }
  });

  test.each(LANGUAGES)('has dialogs in which axe finds nothing (%s)', async (language) => {
    const words = actTexts[language];
    const found: string[] = [];
    const { page, go } = await desk.open('manager', { language });
    for (const [fate, acts] of [
      ['called', [words.pause, words.exit, words.reassign]],
      ['paused', [words.resume]],
      ['held', [words.retry]],
    ] as const) {
      await go(`/journeys/${desk.landmarks[language][fate].journeyId}`);
      for (const act of acts) {
        await page.getByRole('button', { name: act, exact: true }).first().click();
        await page.getByRole('dialog').waitFor();
        for (const scheme of ['light', 'dark'] as const) {
          await changeScheme(page, scheme);
          found.push(...axeLines(await axe(page)).map((line) => `${act} ${scheme}: ${line}`));
        }
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
    }
    expect(found).toEqual([]);
  });

  test('offers a viewer nothing to do', async () => {
    const { called, paused, held } = desk.landmarks.en;
    const { page, go } = await desk.open('viewer');
    for (const { journeyId } of [called, paused, held]) {
      await go(`/journeys/${journeyId}`);
      for (const act of [t.pause, t.resume, t.exit, t.retry, t.reassign, t.complete])
        expect(await page.getByRole('button', { name: act, exact: true }).count(), act).toBe(0);
    }
  });

  test('of another rep is not there, in words, and nothing of it is shown', async () => {
    const { called } = desk.landmarks.en;
    const { page, go } = await desk.open('rep', { language: 'zh-CN' });
    for (const path of [`/journeys/${called.journeyId}`, `/contacts/${called.contactId}`]) {
      await go(path);
      await page.getByText(kitTexts['zh-CN'].missingTitle).waitFor();
      expect(await page.innerText('body')).not.toContain(called.name);
    }
  });

  test('shows what happens to it while it is open', async () => {
    const { journeyId, task } = await desk.careCall('Livia Live');
    const { page, go } = await desk.open('manager');
    await go(`/journeys/${journeyId}`);
    await page.evaluate(() => Object.assign(window, { stillHere: true }));
    const lines = await page.locator('.journey-line').count();
    const began = Date.now();
    await desk.api.call(completeTask, {
      params: { id: task.id },
      body: { outcome: 'satisfied', answers: { satisfaction: 9 }, note: 'Sent by somebody else' },
    });
    await page.waitForFunction((before) => document.querySelectorAll('.journey-line').length > before, lines);
    await page.getByText('Sent by somebody else').first().waitFor();
    process.stdout.write(`[live] a change by somebody else is on the page after ${Date.now() - began} ms\n`);
    expect(await page.evaluate(() => 'stillHere' in window)).toBe(true);
    const story = await desk.api.call(journeyStory, { params: { id: journeyId } });
    expect(story.journey.status).toBe('ended');
  });
});
