import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { MailEventFormView } from '../../src/api/contracts/mail-events.js';
import type { PolicyView } from '../../src/api/contracts/policy.js';
import { hashAddressText } from '../../src/db/address-hash.js';
import { newId } from '../../src/db/new-id.js';
import { causeTexts, liftTexts } from '../../src/web/contacts/lift-texts.js';
import { kitTexts } from '../../src/web/kit/texts.js';
import { unhandledTexts } from '../../src/web/mailboxes/unhandled-texts.js';
import { mailEventTexts } from '../../src/web/people/mail-event-texts.js';
import { policyTexts } from '../../src/web/policy/texts.js';
import { useDesk } from './support/own.js';
import { LANGUAGES, type Language, userId } from './support/people.js';
import { axe, axeLines, settled } from './support/visit.js';

/* What ops and managers do about mail that doesn't go or come: each in both languages, wide and on a phone, and under axe. */

const LOOKS = LANGUAGES.flatMap((language) => (['desk', 'phone'] as const).map((viewport) => ({ language, viewport })));
const SINCE = new Date('2020-05-04T09:00:00Z');

describe('what keeps mail from somebody', () => {
  const desk = useDesk();
  let people = 0;

  async function somebody(language: Language, ...reasons: readonly string[]) {
    people += 1;
    const [id, email] = [newId('contact'), `refuses${people}@customer.example`];
    const at = new Date();
    const ownerId = await userId(desk.db, 'manager', language);
    const name = language === 'en' ? `Ruth Refuser ${people}` : `拒收人${people}`;
    await desk.db.contact.create({
      data: { id, name, email, emailKey: email, ownerId, language, createdAt: at, updatedAt: at },
    });
    const addressHash = hashAddressText(email);
    for (const reason of reasons)
      await desk.db.suppression.create({ data: { addressHash, reason, source: 'mail', at: SINCE } });
    const causes = async () =>
      (await desk.db.suppression.findMany({ where: { addressHash } })).map(({ reason }) => reason).sort();
    return { id, name, causes };
  }

  test.each(LOOKS)('is lifted by a consent that says when, and to all of it ($language, $viewport)', async (look) => {
    const t = liftTexts[look.language];
    const contact = await somebody(look.language, 'complaint', 'hard-bounce');
    const { page, go } = await desk.open('manager', look);
    await go(`/contacts/${contact.id}`);
    const line = page.getByRole('listitem').filter({ hasText: causeTexts[look.language].complaint });
    await line.waitFor();
    expect(await wider(page)).toEqual([]);
    await line.getByRole('button').click();
    const dialog = page.getByRole('dialog');
    const lift = dialog.getByRole('button', { name: t.confirm, exact: true });
    const saysWhy = async (text: string) => {
      await lift.click();
      await dialog.getByText(text).waitFor();
    };
    await dialog.getByRole('textbox', { name: kitTexts[look.language].reason }).fill('she called us');
    await saysWhy(t.missing);
    await dialog.getByLabel(t.source).fill('phone');
    await dialog.getByLabel(t.words).fill('Yes, send me all your news again.');
    await saysWhy(t.timeMissing);
    await dialog.getByLabel(t.at).fill('2019-05-04T09:00');
    await saysWhy(t.tooOld);
    await dialog.getByLabel(t.at).fill('2199-05-04T09:00');
    await saysWhy(t.toCome);
    await dialog.getByLabel(t.at).fill('2021-05-04T09:00');
    await saysWhy(t.tooNarrow);
    expect(await wider(page)).toEqual([]);
    expect(axeLines(await axe(page))).toEqual([]);
    expect(await contact.causes()).toEqual(['complaint', 'hard-bounce']);
    await dialog.getByText(t.general).click();
    await lift.click();
    await dialog.waitFor({ state: 'detached' });
    expect(await contact.causes()).toEqual(['hard-bounce']);
    const [consent] = await desk.db.consent.findMany({ where: { contactId: contact.id } });
    expect(consent).toMatchObject({ topic: '*', source: 'phone', granted: true });
    expect(consent?.at.getUTCFullYear()).toBe(2021);
  });

  test.each(LOOKS)('is said by hand, with a reason ($language, $viewport)', async (look) => {
    const t = liftTexts[look.language];
    const contact = await somebody(look.language);
    const { page, go } = await desk.open('manager', look);
    await go(`/contacts/${contact.id}`);
    await page.getByRole('button', { name: t.block }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(t.blockEffect).waitFor();
    expect(await wider(page)).toEqual([]);
    expect(axeLines(await axe(page))).toEqual([]);
    await dialog.getByRole('textbox', { name: kitTexts[look.language].reason }).fill('asked on the phone');
    await dialog.getByRole('button', { name: t.blockConfirm }).click();
    await page.getByText(causeTexts[look.language]['by-hand']).first().waitFor();
    expect(await contact.causes()).toEqual(['by-hand']);
  });

  test.each(LOOKS)('is a mailbox’s unhandled mail, which is tried again ($language, $viewport)', async (look) => {
    const t = unhandledTexts[look.language];
    const mailbox = `kept-${look.language.toLowerCase()}-${look.viewport}`;
    const name = look.language === 'en' ? 'Kept mails' : '留存邮件';
    // Nobody answers at its server, so the wish stands.
    const server = { imapHost: '127.0.0.1', imapPort: 9, imapTls: 'none' };
    await desk.db.mailbox.create({ data: { id: mailbox, name, address: `${mailbox}@ours.example`, ...server } });
    const [id, at] = [newId('incomingMail'), new Date()];
    const place = { mailboxId: mailbox, folder: 'INBOX', uidValidity: 1n, uid: 1n, identity: id };
    const failed = { kind: 'unhandled', why: 'RangeError', effect: 'none', size: 30_000_000, retried: 'failed' };
    await desk.db.incomingMail.create({ data: { id, ...place, ...failed, at, realAt: at } });
    const { page, go } = await desk.open('ops', look);
    await go(`/people/mailboxes/${mailbox}`);
    await page.getByText(t.help).waitFor();
    expect(await wider(page)).toEqual([]);
    expect(axeLines(await axe(page))).toEqual([]);
    await page.getByRole('button', { name: t.again }).click();
    await page.getByRole('button', { name: t.again }).waitFor({ state: 'detached' });
    expect((await desk.db.incomingMail.findUniqueOrThrow({ where: { id } })).realAskedAt).not.toBeNull();
  });

  test.each(LOOKS)('is what providers’ calls and receiving rates say ($language, $viewport)', async (look) => {
    const { page, go } = await desk.open('ops', look);
    // The world of these tests takes no such calls and has no rates: the answers are as of a deployment that does.
    await page.route('**/v1/mail/events', (route) => route.fulfill({ json: { data: CALLS } }));
    await page.route('**/v1/policy', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...((await response.json()) as PolicyView), receiving: RATES } });
    });
    const found: string[] = [];
    for (const [path, text] of [
      ['/people?part=mailboxes', mailEventTexts[look.language].title],
      ['/policy', policyTexts[look.language].rates],
    ] as const) {
      await go(path);
      await page.getByText(text).first().waitFor();
      await settled(page);
      found.push(...(await wider(page)), ...axeLines(await axe(page)));
    }
    await page.getByText('qq.com').first().waitFor();
    expect(found).toEqual([]);
  });
});

const CALLS: readonly MailEventFormView[] = [
  {
    ...{ form: 'sendgrid', lastAt: '2027-01-04T09:00:00Z', calls: 1_204 },
    refused: [{ why: 'bad-signature', count: 3, lastAt: '2027-01-03T09:00:00Z' }],
  },
  { form: 'standard', lastAt: null, calls: 0, refused: [] },
];
const RATES: PolicyView['receiving'] = {
  default: { most: 600, perMs: 60_000 },
  domains: [{ domain: 'qq.com', most: 60, perMs: 60_000 }],
};

/** Nothing is wider than the window, and no sign than what it stands in. */
async function wider(page: Page): Promise<readonly string[]> {
  return await page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - window.innerWidth;
    const out = [...document.querySelectorAll('.ft-card .ft-status')].filter((sign) => {
      const card = sign.closest('.ft-card')?.getBoundingClientRect();
      return card !== undefined && sign.getBoundingClientRect().right > card.right;
    });
    return [
      ...(wide > 0 ? [`${wide} px wider than the window`] : []),
      ...out.map((sign) => `wider than its card: ${sign.textContent}`),
    ];
  });
}
