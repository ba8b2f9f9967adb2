import { describe, expect, test } from 'vitest';
import { newId } from '../../src/db/new-id.js';
import { eraseTexts } from '../../src/web/contacts/erase-texts.js';
import { contactsTexts } from '../../src/web/contacts/texts.js';
import { useDesk } from './support/own.js';
import { LANGUAGES } from './support/people.js';
import { axe, axeLines } from './support/visit.js';

describe('erasing a contact, in the page', () => {
  const desk = useDesk();

  async function somebody(name: string): Promise<string> {
    const id = newId('contact');
    const at = new Date();
    const email = `${id}@customer.example`;
    await desk.db.contact.create({
      data: { id, name, email, emailKey: email, tags: [], createdAt: at, updatedAt: at },
    });
    return id;
  }

  test.each(LANGUAGES)('shows what it takes, wants the name typed, and the person is gone (%s)', async (language) => {
    const t = eraseTexts[language];
    const name = language === 'en' ? 'Erasa Seiten' : '黄忘';
    const [id, namesake] = [await somebody(name), await somebody(name)];
    const { page, go } = await desk.open('ops', { language });
    await go(`/contacts/${id}`);
    await page.getByRole('button', { name: contactsTexts[language].erase, exact: true }).click();
    await page.getByText(t.addresses(1)).waitFor();
    await page.getByRole('link', { name: `${name}, ${namesake}@customer.example` }).waitFor();
    expect(axeLines(await axe(page))).toEqual([]);

    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').last().fill('asked for it');
    await dialog.getByLabel(t.typeName(name)).fill(`${name}x`);
    await dialog.getByRole('button', { name: t.confirm }).click();
    await page.getByText(t.typeFirst).waitFor();
    expect(await desk.db.contact.count({ where: { id, erasedAt: null } })).toBe(1);
    await dialog.getByLabel(t.typeName(name)).fill(name);
    await dialog.getByRole('button', { name: t.confirm }).click();
    await page.waitForURL((url) => url.pathname === '/contacts');
    expect(await desk.db.contact.count({ where: { id, erasedAt: null } })).toBe(0);
    expect(await desk.db.contact.count({ where: { id: namesake, name } })).toBe(1);
  });

  test('is offered to ops alone', async () => {
    const { page, go } = await desk.open('manager');
    await go(`/contacts/${await somebody('Erasa Bleibt')}`);
    await page.getByRole('button', { name: contactsTexts.en.edit, exact: true }).waitFor();
    expect(await page.getByRole('button', { name: contactsTexts.en.erase }).count()).toBe(0);
  });
});
