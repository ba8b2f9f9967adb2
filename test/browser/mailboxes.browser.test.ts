import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findingTexts } from '../../src/web/mailboxes/finding-texts.js';
import { mailboxTexts } from '../../src/web/mailboxes/texts.js';
import { troubleTexts } from '../../src/web/mailboxes/trouble-texts.js';
import { GreenMail } from '../support/greenmail.js';
import { type Inbox, startInbox } from '../support/inbox.js';
import { useDesk } from './support/own.js';
import { axe, axeLines, settled } from './support/visit.js';

const t = mailboxTexts.en;
const findings = findingTexts.en;
const PASSWORD = 'the right one';

describe('a mailbox, in the page', () => {
  const desk = useDesk();
  let greenMail: GreenMail;
  let smtp: Inbox;
  beforeAll(async () => {
    greenMail = await GreenMail.start();
    smtp = await startInbox({ login: { user: 'news', password: PASSWORD } });
  });
  afterAll(async () => {
    await greenMail?.stop();
    await smtp?.stop();
  });

  const choose = async (page: Page, within: string, label: string, option: string) => {
    const group = page.getByRole('group', { name: within });
    await group.getByRole('button', { name: new RegExp(`${label}$`) }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  const server = async (
    page: Page,
    within: string,
    { host, port, user, password }: { host: string; port: number; user: string; password: string },
  ) => {
    const group = page.getByRole('group', { name: within });
    await group.getByLabel(t.host).fill(host);
    await group.getByLabel(t.port).fill(String(port));
    await choose(page, within, t.tls, t.noTls);
    await group.getByLabel(t.user).fill(user);
    await group.getByLabel(t.password).fill(password);
  };

  // Its waits for two servers and the worker, each with its limit, may take longer together than a test usually may.
  test('is made with a wrong password, which the check and the reader name; corrected, it works', {
    timeout: 150_000,
  }, async () => {
    const box = greenMail.mailbox();
    const { page, go } = await desk.open('ops');
    await go('/people?part=mailboxes');
    await page.getByRole('button', { name: t.new }).click();
    await page.getByLabel(t.id, { exact: true }).fill('news');
    await page.getByLabel(t.address).fill('news@ours.example');
    await page.getByText(t.ownSmtp).click();
    await page.getByText(t.ownImap).click();
    const smtpServer = { host: '127.0.0.1', port: Number(new URL(smtp.url).port), user: 'news' };
    await server(page, t.smtp, { ...smtpServer, password: 'a wrong one' });
    await server(page, t.imap, { ...box.server, user: box.address, password: 'a wrong one' });
    await page.getByText(t.warmUpOn).click();
    await page.getByLabel(t.daily).fill('500');
    await page.getByText(t.dkimOn).click();
    await page.getByRole('button', { name: t.create }).click();
    // The name was forgotten: said at its field.
    await page.getByText(t.wrongText).waitFor();
    expect(await page.getByLabel(t.name, { exact: true }).getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel(t.name, { exact: true }).fill('Our news');
    expect(axeLines(await axe(page))).toEqual([]);
    await page.getByRole('button', { name: t.create }).click();

    await page.getByRole('heading', { name: 'Our news' }).waitFor();
    await page.getByText('followthrough._domainkey.ours.example', { exact: true }).waitFor();
    await page.getByText(/^v=DKIM1/).waitFor();
    await page.getByRole('button', { name: t.check, exact: true }).click();
    await expect.poll(() => page.getByText(findings['wrong-login']).count(), { timeout: 30_000 }).toBe(2);
    // The worker reads it meanwhile, and is refused too.
    await page.getByText(new RegExp(troubleTexts.en['wrong-password'])).first().waitFor({ timeout: 30_000 });
    expect(await page.content()).not.toContain('a wrong one');
    expect(axeLines(await axe(page))).toEqual([]);

    await page.getByRole('button', { name: t.mend, exact: true }).last().click();
    const sending = page.getByRole('group', { name: t.smtp });
    expect(await sending.getByLabel(t.password).inputValue()).toBe('');
    expect(await sending.getByLabel(t.password).getAttribute('placeholder')).toBe(t.passwordKept);
    // Another server doesn't get the password of this one.
    await sending.getByLabel(t.host).fill('localhost');
    await sending.getByText(t.passwordAgain).waitFor();
    await page.getByRole('button', { name: t.save }).click();
    await expect.poll(() => sending.getByLabel(t.password).getAttribute('aria-invalid')).toBe('true');
    await expect
      .poll(() => sending.getByLabel(t.password).evaluate((node) => node === document.activeElement))
      .toBe(true);
    await sending.getByLabel(t.host).fill('127.0.0.1');
    await sending.getByLabel(t.password).fill(PASSWORD);
    await page.getByRole('group', { name: t.imap }).getByLabel(t.password).fill(box.server.password);
    await page.getByRole('button', { name: t.save }).click();
    await page.getByText(t.saved).waitFor();
    await page.getByRole('button', { name: t.check, exact: true }).click();
    await expect.poll(() => page.getByText(findings.ok, { exact: true }).count(), { timeout: 30_000 }).toBe(2);
    await page.getByText(t.connected).first().waitFor({ timeout: 30_000 });

    await go('/people?part=mailboxes');
    const row = page.getByRole('row', { name: /Our news/ });
    await row.getByText(t.sentOf('0', '20')).first().waitFor();
    await row.getByText(t.warmUpDay(1)).first().waitFor();
    await row.getByText(t.signedOn).waitFor();
    await row.getByText(t.connected).waitFor();
    expect(axeLines(await axe(page))).toEqual([]);
  });

  test('tells somebody who chose an id or an owner that is taken at the field, and is stopped and used again', async () => {
    const { page, go } = await desk.open('ops');
    await desk.db.mailbox.create({ data: { id: 'desk', name: 'The desk', address: 'desk@ours.example' } });
    await go('/people?part=mailboxes');
    await page.getByRole('button', { name: t.new }).click();
    await page.getByLabel(t.id, { exact: true }).fill('desk');
    await page.getByLabel(t.name, { exact: true }).fill('Another desk');
    await page.getByLabel(t.address).fill('other@ours.example');
    await page.getByRole('button', { name: t.create }).click();
    await expect.poll(() => page.getByLabel(t.id, { exact: true }).getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.press('Escape');

    await page.getByRole('link', { name: 'The desk' }).click();
    await page.getByRole('button', { name: t.stop }).click();
    await page.getByRole('dialog').getByRole('button', { name: t.stop }).click();
    await page.getByText(t.stopDone).waitFor();
    expect(await desk.db.mailbox.findUniqueOrThrow({ where: { id: 'desk' } })).toMatchObject({ active: false });
    await page.getByRole('button', { name: t.again }).click();
    await page.getByRole('dialog').getByRole('button', { name: t.again }).click();
    await page.getByText(t.againDone).waitFor();
    expect(await desk.db.mailbox.findUniqueOrThrow({ where: { id: 'desk' } })).toMatchObject({ active: true });
  });

  test('is there in Chinese, in the dark and on a phone, and axe finds nothing', async () => {
    await desk.db.mailbox.create({
      data: {
        ...{ id: 'lost', name: '市场部', address: 'lost@ours.example', kind: 'marketing', dailyQuota: 1200 },
        ...{ imapHost: '127.0.0.1', imapPort: 9, imapTls: 'implicit', imapUser: 'lost' },
        ...{ smtpHost: 'smtp.ours.example', smtpPort: 465, smtpTls: 'implicit' },
      },
    });
    const found: string[] = [];
    for (const options of [{}, { viewport: 'phone' }, { scheme: 'dark' }] as const) {
      const { page, go } = await desk.open('ops', { language: 'zh-CN', ...options });
      for (const path of ['/people?part=mailboxes', '/people/mailboxes/lost']) {
        await go(path);
        await page
          .getByText(/无法|由另一个/)
          .first()
          .waitFor({ timeout: 30_000 });
        found.push(...axeLines(await axe(page)));
      }
      await page.getByRole('button', { name: mailboxTexts['zh-CN'].edit, exact: true }).click();
      await settled(page);
      found.push(...axeLines(await axe(page)));
    }
    expect(found).toEqual([]);
  });
});
