import { simpleParser } from 'mailparser';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { createContact } from '../../src/api/contracts/contacts.js';
import { listInbox } from '../../src/api/contracts/inbox.js';
import { startJourney } from '../../src/api/contracts/journeys.js';
import { listTasks } from '../../src/api/contracts/tasks.js';
import { readProperties } from '../../src/domain/appointment/read-calendar.js';
import { appointmentTexts } from '../../src/web/tasks/appointment-texts.js';
import { tasksTexts } from '../../src/web/tasks/texts.js';
import { eventually, useDesk } from './support/own.js';
import { LANGUAGES, userId } from './support/people.js';
import { axe, axeLines, settled } from './support/visit.js';

const t = appointmentTexts.en;
/** Each desk is in one language (language.browser.test.ts). */
const NAMES = { en: 'Careful Carla', 'zh-CN': '安可心' } as const;
const SUNDAY = '2027-03-21T10:00';
const MONDAY = '2027-03-22T10:00';

describe('the appointment of a task', () => {
  const desk = useDesk();

  /** A call with somebody in New York who has an address. */
  async function aCall(name: string, email: string) {
    const ownerId = await userId(desk.db, 'rep', 'en');
    const { contact } = await desk.api.call(createContact, {
      body: { name, email, language: 'en', country: 'US', timezone: 'America/New_York', ownerId },
    });
    const { id } = await desk.api.call(startJourney, { body: { definition: 'care-call', contactId: contact.id } });
    return await eventually(
      async () => (await desk.api.call(listTasks, { query: { journey: id, limit: 1 } as never })).data[0],
    );
  }

  /** Opens the dialog of the task that is shown. */
  async function open(page: Page, language: (typeof LANGUAGES)[number] = 'en') {
    await page.getByRole('button', { name: tasksTexts[language].appointment }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[type=datetime-local]').first().waitFor();
    return dialog;
  }

  test('is made on a Sunday in spite of the warning, moved and called off, and all its mails are one entry', async () => {
    const email = 'sunday.sam@customer.example';
    const task = await aCall('Sunday Sam', email);
    const { page, go } = await desk.open('rep');
    await go(`/tasks/${task.id}`);
    const sent = async (n: number) => {
      return await eventually(async () => {
        const { data } = await desk.api.call(listInbox, { query: { q: email } as never });
        const raw = data.map(({ id }) => entryOf(`${desk.world.mailUrl}/api/messages/${id}/raw`));
        // A contact gets other mails too.
        const entries = (await Promise.all(raw)).filter(({ UID }) => UID !== undefined);
        return entries.length >= n ? entries : undefined;
      });
    };

    let dialog = await open(page);
    await dialog.getByRole('button', { name: t.make }).click();
    await dialog.getByText(t.timesMissing).waitFor();
    await dialog.getByLabel(t.begins).fill(SUNDAY);
    expect(await dialog.getByLabel(t.ends).inputValue()).toBe('2027-03-21T10:30');
    await dialog.getByText(t.outsideContact).waitFor();
    await dialog.getByRole('button', { name: t.make }).click();
    await dialog.waitFor({ state: 'detached' });
    await sent(1);

    dialog = await open(page);
    await dialog.getByText('Sent', { exact: true }).waitFor();
    await dialog.getByLabel(t.begins).fill(MONDAY);
    await dialog.getByText(t.outsideContact).waitFor({ state: 'detached' });
    await dialog.getByRole('button', { name: t.change }).click();
    await dialog.waitFor({ state: 'detached' });
    await sent(2);

    dialog = await open(page);
    await dialog.getByRole('button', { name: t.cancel }).click();
    await page.getByText(t.cancelEffect).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: t.cancel }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const mails = await sent(3);

    // Newest first.
    expect(mails.map(({ METHOD }) => METHOD)).toEqual(['CANCEL', 'REQUEST', 'REQUEST']);
    expect(mails.map(({ SEQUENCE }) => Number(SEQUENCE))).toEqual([2, 1, 0]);
    expect(new Set(mails.map(({ UID }) => UID)).size).toBe(1);
    dialog = await open(page);
    await dialog.getByText(t.cancelled).waitFor();
  });

  test('says why the customer was not told', async () => {
    const { task } = await desk.careCall('Nowhere Ned');
    const { page, go } = await desk.open('rep');
    await go(`/tasks/${task.id}`);
    const made = await open(page);
    await made.getByLabel(t.begins).fill(MONDAY);
    await made.getByRole('button', { name: t.make }).click();
    await made.waitFor({ state: 'detached' });
    const dialog = await open(page);
    await dialog.getByText('The contact has no mail address.').waitFor();
    await dialog.getByText(t.again).waitFor();
  });

  test('is asked for in both languages, on a phone too, with nothing for axe to find', async () => {
    const found: string[] = [];
    for (const language of LANGUAGES) {
      const { task } = await desk.careCall(NAMES[language], language);
      for (const viewport of ['desk', 'phone'] as const) {
        const { page, go } = await desk.open('rep', { language, viewport });
        await go(`/tasks/${task.id}`);
        const dialog = await open(page, language);
        await dialog.getByLabel(appointmentTexts[language].begins).fill(SUNDAY);
        await settled(page);
        found.push(...axeLines(await axe(page)).map((line) => `${language} ${viewport}: ${line}`));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (wide > 0) found.push(`${language} ${viewport}: ${wide} px wider than the window`);
      }
    }
    expect(found).toEqual([]);
  });
});

/** What a calendar reads of a caught mail: values by property. */
async function entryOf(url: string): Promise<{ readonly [property: string]: string }> {
  const mail = await simpleParser(await (await fetch(url)).text());
  const calendar = mail.attachments.find(({ contentType }) => contentType === 'text/calendar');
  const properties = readProperties(calendar?.content.toString() ?? '');
  return Object.fromEntries(properties.map(({ name, value }) => [name, value]));
}
