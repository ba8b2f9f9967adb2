import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { createContact } from '../../src/api/contracts/contacts.js';
import { publishDefinition } from '../../src/api/contracts/definitions.js';
import { getJourney, startJourney } from '../../src/api/contracts/journeys.js';
import { problemTexts } from '../../src/web/api/problem-texts.js';
import { bulkTexts } from '../../src/web/bulks/texts.js';
import { actTexts } from '../../src/web/journey/act-texts.js';
import { kitTexts } from '../../src/web/kit/texts.js';
import { eventually, useDesk } from './support/own.js';
import { LANGUAGES, type Language, userId } from './support/people.js';
import { axe, axeLines, settled } from './support/visit.js';

/** A message that is put off until its minute of the night, and a wait beside it. */
const STEERED = (id: string): string => `kind: journey
id: ${id}
name: { en: Steered, zh-CN: 可调整的旅程 }
timezone: UTC
enter: { on: manual }
goal: { on: order.placed }
window: { from: "03:00", to: "03:01" }
throughout:
  - id: aside
    steps:
      - id: beside
        wait: 60 days
stages:
  - id: first
    name: { en: First, zh-CN: 第一 }
    steps:
      - id: letter
        email: { template: customer/check-in, from: owner, purpose: service }
      - id: long
        wait: 30 days
      - id: longer
        wait: 40 days
  - id: second
    name: { en: Second, zh-CN: 第二 }
    steps:
      - id: rest
        wait: 50 days
`;

describe('a journey that is steered', () => {
  const desk = useDesk();
  beforeAll(async () => {
    for (const id of ['steered', 'steered-many'])
      await desk.api.call(publishDefinition, { body: { text: STEERED(id) } });
  });

  async function aSteered(name: string, definition = 'steered'): Promise<string> {
    const email = `${name.toLowerCase().replace(/\W+/g, '.')}@steered.example`;
    // Without an owner the letter would race the lead's journey, which gives one: a letter from nobody is skipped.
    const ownerId = await userId(desk.db, 'rep', 'en');
    const body = { name, email, language: 'en', country: 'US', ownerId } as const;
    const { contact } = await desk.api.call(createContact, { body });
    const { id } = await desk.api.call(startJourney, { body: { definition, contactId: contact.id } });
    await eventually(async () =>
      (await desk.api.call(getJourney, { params: { id } })).may.includes('send-now') ? id : undefined,
    );
    return id;
  }

  /** Presses a button, fills what the dialog asks, gives a reason, and waits until it is done. */
  async function act(page: Page, button: string, wait: string | null, fill?: (page: Page) => Promise<void>) {
    const place = wait === null ? page.locator('.ft-page-head') : page.locator('.journey-next li', { hasText: wait });
    await place.getByRole('button', { name: button, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await fill?.(page);
    await dialog.getByLabel(kitTexts.en.reason).fill('asked by phone');
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  async function choose(page: Page, label: string, option: string): Promise<void> {
    await page.getByRole('dialog').getByRole('button', { name: label }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  }

  test('is given another time, sent, skipped, moved and ended at its goal, each beside what is meant', async () => {
    const t = actTexts.en;
    const id = await aSteered('Stella Steered');
    const { page, go } = await desk.open('manager');
    await go(`/journeys/${id}`);
    await act(page, t.reschedule, 'letter', async () => {
      await page.getByRole('dialog').getByLabel(t.dueTime('UTC')).fill('04:05');
    });
    await page.locator('.journey-next li', { hasText: 'letter' }).getByText('04:05').waitFor();
    await act(page, t['send-now'], 'letter');
    await page.locator('.journey-next li', { hasText: 'long' }).waitFor();
    await act(page, t.skip, 'long');
    await page.locator('.journey-next li', { hasText: 'longer' }).waitFor();
    await act(page, t.move, null, () => choose(page, t.moveTo, 'Second'));
    await page.locator('.journey-next li', { hasText: 'rest' }).waitFor();
    await act(page, t.goal, null);
    await page.getByText(t.goalDone).first().waitFor();
    const commands = await desk.db.command.findMany({ where: { journeyId: id }, orderBy: { at: 'asc' } });
    expect(
      commands.map(({ kind, reason, answer }) => [kind, reason, (answer as { code: string | null }).code]),
    ).toEqual(['reschedule', 'send-now', 'skip', 'move', 'goal'].map((kind) => [kind, 'asked by phone', null]));
    expect(await desk.db.journey.findUniqueOrThrow({ where: { id } })).toMatchObject({
      status: 'ended',
      outcome: 'goal',
      stage: 'second',
    });
  });

  test.each(LANGUAGES)('has buttons and dialogs for that in which axe finds nothing (%s)', async (language) => {
    const t = actTexts[language];
    const id = await aSteered(`Axel Axe ${language}`);
    const found: string[] = [];
    for (const viewport of ['phone', 'desk'] as const) {
      const { page, go } = await desk.open('manager', { language, viewport });
      await go(`/journeys/${id}`);
      const look = async (what: string) =>
        found.push(...axeLines(await axe(page)).map((line) => `${what} ${viewport}: ${line}`));
      await look('page');
      for (const button of [t.move, t.goal, t.skip, t.reschedule, t['send-now']]) {
        await page.getByRole('button', { name: button, exact: true }).first().click();
        await page.getByRole('dialog').waitFor();
        await settled(page);
        await look(button);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
    }
    expect(found).toEqual([]);
  });

  /** Fills the dialog that asks for a command for many. */
  async function fillBulk(page: Page, language: Language, kind: string, rate: string): Promise<void> {
    const t = bulkTexts[language];
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await choose(page, t.command, kind);
    await dialog.getByLabel(t.rate).fill(rate);
    await dialog.getByLabel(kitTexts[language].reason).fill('the fair is over');
  }

  test('is commanded with all that fit, and what refuses or is left alone is told', async () => {
    const t = bulkTexts.en;
    const names = ['Mary Many', 'Mia Many', 'Mona Many'];
    const ids: string[] = [];
    for (const name of names) ids.push(await aSteered(name, 'steered-many'));
    const { page, go } = await desk.open('manager');
    await go('/journeys?definition=steered-many');
    await page.getByRole('button', { name: t.open, exact: true }).click();
    await page.getByRole('dialog').getByText(t.count(3)).waitFor();
    await fillBulk(page, 'en', t.pause, '6000');
    await page.getByRole('button', { name: t.confirm(3) }).click();
    await page.waitForURL('**/bulks/blk_*');
    await page.getByText(t.done, { exact: true }).first().waitFor();
    await page.getByText(t.noneMissed).waitFor();
    expect(await desk.db.journey.count({ where: { id: { in: ids }, phase: 'paused' } })).toBe(3);

    // Chosen by hand, one that is paused already: its refusal is said in words, with a link to it.
    await go('/journeys?definition=steered-many');
    await page.getByRole('button', { name: t.choose }).click();
    await page.locator('tr', { hasText: 'Mia Many' }).locator('.ft-check-box').click();
    await page.getByRole('button', { name: t.openChosen(1) }).click();
    await page.getByRole('dialog').getByText(t.count(1)).waitFor();
    await fillBulk(page, 'en', t.pause, '60');
    await page.getByRole('button', { name: t.confirm(1) }).click();
    await page.waitForURL('**/bulks/blk_*');
    await page.getByText(problemTexts.en['already-paused']).first().waitFor();
    await page.getByRole('link', { name: 'Mia Many', exact: true }).click();
    await page.waitForURL(`**/journeys/${ids[1]}`);

    // At one a minute there is time to stop it.
    await go('/journeys?definition=steered-many');
    await page.getByRole('button', { name: t.open, exact: true }).click();
    await page.getByRole('dialog').getByText(t.count(3)).waitFor();
    await fillBulk(page, 'en', t.resume, '1');
    await page.getByRole('button', { name: t.confirm(3) }).click();
    await page.waitForURL('**/bulks/blk_*');
    await page.getByRole('button', { name: t.abort, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(kitTexts.en.reason).fill('the wrong ones');
    await dialog.getByRole('button', { name: t.abort, exact: true }).click();
    await page.getByText(t.aborted, { exact: true }).first().waitFor();
    await page.getByText(t.leftAlone).waitFor();
    expect(await desk.db.journey.count({ where: { id: { in: ids }, phase: 'paused' } })).toBeGreaterThanOrEqual(2);
  });

  const SIZES = LANGUAGES.flatMap((language) => (['desk', 'phone'] as const).map((size) => [language, size] as const));
  test.each(SIZES)('is commanded on pages in which axe finds nothing (%s, %s)', async (language, viewport) => {
    const t = bulkTexts[language];
    const found: string[] = [];
    const bulk = await desk.db.bulk.findFirstOrThrow({ orderBy: { id: 'desc' } });
    const { page, go } = await desk.open('manager', { language, viewport });
    const look = async (what: string) =>
      found.push(...axeLines(await axe(page)).map((line) => `${what} ${viewport}: ${line}`));
    await go('/journeys?definition=steered-many');
    await page.getByRole('button', { name: t.choose }).click();
    await look('choosing');
    await page.getByRole('button', { name: t.chooseNone }).click();
    await page.getByRole('button', { name: t.open, exact: true }).click();
    await fillBulk(page, language, t.reassign, '600');
    await look('dialog');
    await page.keyboard.press('Escape');
    for (const path of ['/bulks', `/bulks/${bulk.id}`]) {
      await go(path);
      await look(path);
    }
    expect(found).toEqual([]);
  });

  test('offers a viewer no command for many, but what has become of them', async () => {
    const { page, go } = await desk.open('viewer');
    await go('/journeys');
    expect(await page.getByRole('button', { name: bulkTexts.en.open, exact: true }).count()).toBe(0);
    await page.getByRole('link', { name: bulkTexts.en.title, exact: true }).click();
    await page.waitForURL('**/bulks');
    await page.getByText('the fair is over').first().waitFor();
  });
});
