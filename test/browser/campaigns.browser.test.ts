import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { campaignHistory } from '../../src/api/contracts/campaign-history.js';
import { createCampaign, editCampaign, getCampaign, scheduleCampaign } from '../../src/api/contracts/campaigns.js';
import { createContact } from '../../src/api/contracts/contacts.js';
import { publishDefinition } from '../../src/api/contracts/definitions.js';
import { checkTexts } from '../../src/web/campaigns/check-texts.js';
import { oneTexts } from '../../src/web/campaigns/one-texts.js';
import { campaignsTexts } from '../../src/web/campaigns/texts.js';
import { wizardTexts } from '../../src/web/campaigns/wizard-texts.js';
import { kitTexts } from '../../src/web/kit/texts.js';
import { useDesk } from './support/own.js';
import { userId } from './support/people.js';
import { axe, axeLines, settled } from './support/visit.js';

/** The component library says for some seconds that the button of a dialog is at work, by a name that went with it. */
const announced = (page: Page) =>
  page.locator('[data-live-announcer] [role=img]').first().waitFor({ state: 'detached' });

async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole('button', { name: field }).last().click();
  await page.getByRole('option', { name: option }).click();
}

/** Without Latin letters, for the pages of others are read for these. */
const inChinese = (tag: string): string => `标签${[...tag].reduce((sum, sign) => sum * 7 + sign.charCodeAt(0), 0)}`;

describe('a campaign in the page', () => {
  const desk = useDesk();

  /** A segment of this test's own: some people of one tag, whom nobody else writes to. */
  async function anAudience(tag: string, language: 'en' | 'zh-CN', size: number): Promise<string> {
    const ownerId = await userId(desk.db, 'rep', language);
    for (let n = 1; n <= size; n += 1) {
      const name = language === 'en' ? `Ursula ${tag} ${n}` : `王小明${n}`;
      const email = `${tag}-${n}@campaign.example`;
      await desk.api.call(createContact, { body: { name, email, language, ownerId, tags: [tag] } });
    }
    const text = `kind: segment\nid: ${tag}\nname: { en: Tagged ${tag}, zh-CN: ${inChinese(tag)} }\nif: { contact.tags: { contains: ${tag} } }\n`;
    await desk.api.call(publishDefinition, { body: { text, file: `${tag}.yaml` } });
    return tag;
  }

  const ofCampaign = async (id: string) => await desk.api.call(getCampaign, { params: { id } });

  test.each(['en', 'zh-CN'] as const)(
    'goes step by step from nothing to sent, with mistakes said at their fields (%s)',
    async (language) => {
      const t = wizardTexts[language];
      const words = campaignsTexts[language];
      const checks = checkTexts[language];
      const one = oneTexts[language];
      const tag = await anAudience(`walk-${language.toLowerCase()}`, language, 3);
      const id = `greeting-${language.toLowerCase()}`;
      const { page, go } = await desk.open('marketing', { language });
      const next = () => page.getByRole('button', { name: t.next }).click();

      await go('/campaigns');
      await page.getByRole('button', { name: words.make }).click();
      const dialog = page.getByRole('dialog');
      await dialog
        .getByRole('textbox', { name: words.nameField })
        .fill(language === 'en' ? 'Spring greeting' : '春季问候');
      await dialog.getByRole('textbox', { name: words.id }).fill(id);
      expect(axeLines(await axe(page))).toEqual([]);
      await dialog.getByRole('button', { name: words.create }).click();

      // Whom. Nothing is chosen yet, and the field says so.
      await page.getByRole('heading', { level: 2, name: t.who }).waitFor();
      await next();
      await page.getByText(t.missing).waitFor();
      await choose(page, t.segment, language === 'en' ? `Tagged ${tag}` : inChinese(tag));
      await page.getByText(t.sample, { exact: true }).waitFor();
      await page.getByRole('textbox', { name: t.holdOut }).fill('200');
      await page.getByText(t.share).waitFor();
      await page.getByRole('textbox', { name: t.holdOut }).fill('');
      await announced(page);
      expect(axeLines(await axe(page))).toEqual([]);
      await next();

      // What: the mail beside it, as the first of the audience gets it.
      await page.getByRole('heading', { level: 2, name: t.what }).waitFor();
      await choose(page, t.template, 'lead/hello');
      await choose(page, t.from, t.fromOwner);
      await page.getByRole('button', { name: t.save, exact: true }).first().click();
      await page.locator('iframe').waitFor();
      expect(axeLines(await axe(page))).toEqual([]);
      await next();

      // When: an hour that is none is said at its field, in words.
      await page.getByRole('heading', { level: 2, name: t.when }).waitFor();
      await choose(page, t.start, t.atTime);
      await page.getByRole('textbox', { name: t.hour }).fill('25:00');
      await page.getByText(t.hourWrong).waitFor();
      expect(axeLines(await axe(page))).toEqual([]);
      await choose(page, t.start, t.atOnce);
      await next();

      // Check: everybody was asked of the gate.
      await page.getByText(checks.whole('3')).waitFor();
      expect(axeLines(await axe(page))).toEqual([]);
      await next();

      // A test to oneself, and off it goes.
      await page.getByRole('button', { name: checks.test }).click();
      await page.getByText('marketing', { exact: false }).first().waitFor();
      await page.locator('.ft-tone-good').getByText('@demo.example').waitFor();
      expect(axeLines(await axe(page))).toEqual([]);
      await page.getByRole('button', { name: checks.letGo }).click();
      await page.getByRole('dialog').getByRole('button', { name: checks.letGo }).click();
      await page.getByText(one.settled('3', '3')).waitFor({ timeout: 60_000 });
      await expect.poll(async () => (await ofCampaign(id)).state, { timeout: 30_000 }).toBe('done');
      expect((await ofCampaign(id)).sum).toMatchObject({ audience: 3, parts: { sent: 3, notYet: 0 } });

      // One click on a term lists its people, by keyboard too.
      await page.getByRole('link', { name: words.sent }).focus();
      await page.keyboard.press('Enter');
      const table = page.getByRole('table', { name: one.peopleOf(words.sent) });
      await expect.poll(() => table.getByRole('link').count()).toBe(3);
      await announced(page);
      expect(axeLines(await axe(page))).toEqual([]);
      await page.getByRole('tab', { name: one.history }).click();
      await page.getByText(one.didDone).waitFor();
      expect(axeLines(await axe(page))).toEqual([]);
    },
  );

  test('that somebody else changed meanwhile is saved over only when asked', async () => {
    const t = wizardTexts.en;
    const id = 'two-at-once';
    await desk.api.call(createCampaign, { body: { text: `kind: campaign\nid: ${id}\nname: Two\n` } });
    const { page, go } = await desk.open('manager');
    await go(`/campaigns/${id}`);
    await page.getByRole('textbox', { name: t.holdOut }).fill('5');
    await desk.api.call(editCampaign, { params: { id }, body: { set: { priority: 3 }, revision: 1 } });
    await page.getByRole('button', { name: t.save, exact: true }).click();
    await page.getByRole('alert').waitFor();
    await page.getByRole('button', { name: t.saveOver }).click();
    await page.getByText(t.saved).waitFor();
    expect((await ofCampaign(id)).values).toMatchObject({ priority: 3, holdOut: 5 });
  });

  test('that awaits approval is approved by another person, who sees what and to how many', async () => {
    const one = oneTexts.en;
    const id = 'for-approval';
    const tag = await anAudience('approval', 'en', 2);
    const text = `kind: campaign\nid: ${id}\nname: For approval\naudience: { segment: ${tag} }\nsend: { email: { template: lead/hello, from: owner, purpose: service } }\n`;
    const { revision } = await desk.api.call(createCampaign, { body: { text } });
    // What a deployment with a set size does: the one of these tests has none.
    const ops = await userId(desk.db, 'ops', 'en');
    const data = { state: 'awaiting-approval', askedBy: ops, expected: 2, approvedRevision: revision };
    await desk.db.campaign.update({ where: { id }, data });

    const own = await desk.open('ops');
    await own.go(`/campaigns/${id}`);
    await own.page.getByText(one.awaitsOther).waitFor();
    expect(await own.page.getByRole('button', { name: one.approve }).count()).toBe(0);

    const { page, go } = await desk.open('manager', { viewport: 'phone' });
    await go(`/campaigns/${id}`);
    await page.getByText(one.awaitsYou).waitFor();
    await page.getByText(one.ofPeople(2)).first().waitFor();
    expect(axeLines(await axe(page))).toEqual([]);
    await page.getByRole('tab', { name: one.what }).click();
    await page.locator('iframe').waitFor();
    await page.getByRole('button', { name: one.approve }).click();
    await page.getByRole('dialog').getByText(one.approveEffect(revision)).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: one.approve }).click();
    await expect.poll(async () => (await ofCampaign(id)).approvedBy, { timeout: 30_000 }).not.toBeNull();
    const { data: deeds } = await desk.api.call(campaignHistory, { params: { id }, query: { limit: 50 } as never });
    expect(deeds.map(({ deed }) => deed)).toContain('approve');
  });

  test('is paused with a reason, changed in its rate, resumed, and stopped for good', async () => {
    const one = oneTexts.en;
    const words = campaignsTexts.en;
    const kit = kitTexts.en;
    const id = 'slowly';
    const tag = await anAudience('slow-ones', 'en', 3);
    // One a minute: it is still sending while the test goes on.
    const text = `kind: campaign\nid: ${id}\nname: Slowly\naudience: { segment: ${tag} }\nsend: { email: { template: lead/hello, from: owner, purpose: service } }\nrate: { perMinute: 1 }\n`;
    const { revision } = await desk.api.call(createCampaign, { body: { text } });
    await desk.api.call(scheduleCampaign, { params: { id }, body: { revision } });
    const { page, go } = await desk.open('marketing');
    await go(`/campaigns/${id}`);
    const told = async (act: string, reason: string) => {
      await page.getByRole('button', { name: act, exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: kit.reason }).fill(reason);
      await dialog.getByRole('button', { name: act, exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
    };
    await told(one.pause, 'a broken link');
    await page.getByText(one.paused).waitFor();
    await told(one.changeRate, 'slower');
    await told(one.resume, 'the link works');
    await page.getByText(words.sending, { exact: true }).waitFor();
    await told(one.stop, 'the fair is off');
    await page.getByText(one.stopped).waitFor();
    await page.getByRole('tab', { name: one.history }).click();
    await page.getByText('a broken link').waitFor();
    await announced(page);
    expect(axeLines(await axe(page))).toEqual([]);
    const { sum } = await ofCampaign(id);
    expect(Object.values(sum?.parts ?? {}).reduce((all, n) => all + n, 0)).toBe(3);
  });

  test('takes a list of people from a file, and each count opens its lines', async () => {
    const t = wizardTexts.en;
    const id = 'by-list';
    await anAudience('listed', 'en', 2);
    await desk.api.call(createCampaign, { body: { text: `kind: campaign\nid: ${id}\nname: By list\n` } });
    const { page, go } = await desk.open('marketing', { viewport: 'phone' });
    await go(`/campaigns/${id}`);
    await choose(page, t.whom, t.byFile);
    const lines = [
      'email',
      'listed-1@campaign.example',
      'LISTED-1@campaign.example',
      'nobody@far.example',
      'no address',
    ];
    await page.locator('input[type=file]').setInputFiles({
      name: 'vip.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(lines.join('\n')),
    });
    await page.getByText(t.uploaded('4')).waitFor();
    await page.getByRole('button', { name: t.stranger }).click();
    await page.getByText('nobody@far.example').waitFor();
    expect(axeLines(await axe(page))).toEqual([]);
    await page.getByRole('button', { name: t.save, exact: true }).click();
    await page.getByText(t.saved).waitFor();
    expect((await ofCampaign(id)).values).toMatchObject({ audience: { file: 'vip.csv' } });
  });

  test('is looked at by a rep, who can do nothing with it', async () => {
    const id = 'looked-at';
    await desk.api.call(createCampaign, {
      body: { text: `kind: campaign\nid: ${id}\nname: ${'Long name '.repeat(15)}\n` },
    });
    const { page, go } = await desk.open('rep', { scheme: 'dark' });
    await go(`/campaigns/${id}`);
    await page.getByText(wizardTexts.en.viewerDraft).waitFor();
    expect(await page.getByRole('main').getByRole('button').count()).toBe(0);
    expect(axeLines(await axe(page))).toEqual([]);
    await go('/campaigns');
    await settled(page);
    expect(await page.getByRole('button', { name: campaignsTexts.en.make }).count()).toBe(0);
  });
});
