import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { createCampaign } from '../../src/api/contracts/campaigns.js';
import { createContact } from '../../src/api/contracts/contacts.js';
import { publishDefinition } from '../../src/api/contracts/definitions.js';
import { startJourney } from '../../src/api/contracts/journeys.js';
import { world } from '../../src/api/contracts/world.js';
import { kindTexts } from '../../src/web/care/occasion-texts.js';
import { careTexts } from '../../src/web/care/texts.js';
import { kitTexts } from '../../src/web/kit/texts.js';
import { eventually, useDesk } from './support/own.js';
import { LANGUAGES, type Language, userId } from './support/people.js';
import { axe, axeLines, changeScheme } from './support/visit.js';

/* Birthdays, a festival and a call after silence, of this test's own people: ten a language, on one day next month. */

const CARE = `kind: journey
id: cared-in-the-page
name: { en: Care, zh-CN: 客户关怀 }
timezone: contact
variables: { company: Followthrough Demo Co., companyAddress: "12 Harbour Street, Springfield" }
enter: { on: manual }
throughout:
  - id: birthday
    steps:
      - { id: birthday-comes, wait: { until: { date: contact.birthday, at: "09:00", every: year } } }
      - { id: birthday, email: { template: care/birthday, from: owner, purpose: service } }
      - id: birthday-call
        task:
          kind: call
          title: { en: "Wish {{contact.name}} a happy birthday", zh-CN: "致电祝{{contact.name}}生日快乐" }
          due: 1 business days
          outcomes: [done]
        onOutcome: { done: [] }
      - goTo: birthday-comes
  - id: autumn
    steps:
      - { id: autumn-comes, wait: { until: { festival: mid-autumn, at: "10:00" } } }
      - { id: autumn, email: { template: care/mid-autumn, from: owner, purpose: service } }
      - goTo: autumn-comes
  - id: silence
    steps:
      - { id: quiet, wait: { for: { if: { contact.lastContactAt: { olderThan: 90 days } } } } }
      - { id: visit, task: { kind: visit, title: Visit, due: 5 days, outcomes: [done] }, onOutcome: { done: [] } }
      - goTo: quiet
steps: [ { wait: { for: { on: order.placed } } } ]
`;

const CAMPAIGNS: { readonly [language in Language]: string } = { en: 'Spring greetings', 'zh-CN': '春季问候' };
const campaignOf = (language: Language, day: string): string => `kind: campaign
id: care-page-${language.toLowerCase()}
name: { en: Spring greetings, zh-CN: 春季问候 }
audience: { if: { contact.source: care-page-${language} } }
at: { time: "${day}T10:00", timezone: contact }
send: { email: { template: care/season, from: owner, purpose: marketing, topic: greetings } }
variables: { company: Followthrough Demo Co., companyAddress: "12 Harbour Street, Springfield" }
`;

const NAMES: { readonly [language in Language]: readonly string[] } = {
  en: ['Ada Lovelace', 'Grace Hopper', 'Katherine Johnson', 'Mary Somerville', 'Emmy Noether'],
  'zh-CN': ['王小明', '赵丽华', '孙志强', '周雅琴', '吴建国'],
};

describe('the calendar of care', () => {
  const desk = useDesk();
  let day = '';

  beforeAll(async () => {
    const { now } = await desk.api.call(world);
    const then = new Date(now);
    // On the tenth of a month no language's zone is in another month.
    day = new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 1, 10)).toISOString().slice(0, 10);
    await desk.api.call(publishDefinition, { body: { text: CARE, file: 'cared-in-the-page.yaml' } });
    for (const language of LANGUAGES)
      await desk.api.call(createCampaign, { body: { text: campaignOf(language, day) } });
    for (const language of LANGUAGES) {
      const ownerId = await userId(desk.db, 'rep', language);
      const place = language === 'en' ? { timezone: 'America/New_York' } : { timezone: 'Asia/Shanghai' };
      for (const name of NAMES[language]) {
        const email = `care-${language.toLowerCase()}-${NAMES[language].indexOf(name)}@care.example`;
        const city = language === 'en' ? 'Boston' : '上海';
        const body = { name, email, city, language, ownerId, source: `care-page-${language}`, ...place };
        const { contact } = await desk.api.call(createContact, { body });
        // No form asks for a birthday: it comes by an import or an event.
        await desk.db.contact.update({ where: { id: contact.id }, data: { birthday: `1980${day.slice(4)}` } });
        const { id } = await desk.api.call(startJourney, {
          body: { definition: 'cared-in-the-page', contactId: contact.id },
        });
        await eventually(async () => (await desk.db.careOccasion.findFirst({ where: { journeyId: id } })) ?? undefined);
      }
    }
  });

  const clean = async (page: Page) => {
    const found: string[] = [];
    for (const scheme of ['light', 'dark'] as const) {
      await changeScheme(page, scheme);
      found.push(...axeLines(await axe(page)).map((line) => `${scheme}: ${line}`));
    }
    return found;
  };

  test.each(LANGUAGES)(
    'shows whom we care for on a day; who is taken out of it is left out once and can be put back (%s)',
    async (language) => {
      const t = careTexts[language];
      const { birthday } = kindTexts[language];
      const [who = ''] = NAMES[language];
      const { page, go } = await desk.open('rep', { language });
      await go(`/care?month=${day}`);
      await page.locator(`[data-day="${day}"]`).click();
      const row = page.getByRole('row').filter({ hasText: who }).filter({ hasText: t.mail });
      await row.getByRole('button', { name: t.lookOf(birthday, who) }).click();
      await page.getByRole('dialog').locator('iframe').waitFor();
      expect(await clean(page)).toEqual([]);
      await page.keyboard.press('Escape');

      await row.getByRole('button', { name: t.takeOutOf(who, birthday) }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(kitTexts[language].reason).fill(language === 'en' ? 'In mourning' : '家中有丧事');
      expect(await clean(page)).toEqual([]);
      await dialog.getByRole('button', { name: t.takeOut, exact: true }).click();
      // All that is done at the occasion is left out together.
      const backs = page.getByRole('button', { name: t.putBackOf(who) });
      await eventually(async () => ((await backs.count()) === 2 ? true : undefined));
      await page.locator(`[data-day="${day}"]`).getByText(t.out(2)).waitFor();
      // Loaded anew: what React Aria announces of a list in a dialog that is gone is labelled by nothing for some seconds.
      await go(`/care?day=${day}`);
      await eventually(async () => ((await backs.count()) === 2 ? true : undefined));
      expect(await clean(page)).toEqual([]);

      await backs.first().click();
      await page.getByRole('dialog').getByRole('button', { name: t.putBack, exact: true }).click();
      await eventually(async () => ((await backs.count()) === 0 ? true : undefined));
      await row.getByRole('button', { name: t.takeOutOf(who, birthday) }).waitFor();
    },
  );

  test.each(LANGUAGES)(
    'shows a campaign that is planned on its day, whom it goes to and with what; one of them is taken out already (%s)',
    async (language) => {
      const t = careTexts[language];
      const [who = ''] = NAMES[language];
      const name = CAMPAIGNS[language];
      const { page, go } = await desk.open('manager', { language });
      await go(`/care?day=${day}`);
      expect(await page.locator(`[data-day="${day}"]`).textContent()).toContain(t.draft(name));
      // Both languages have one of this name.
      const campaign = page
        .locator('.ft-card')
        .filter({ has: page.locator(`a[href$="/care-page-${language.toLowerCase()}"]`) });
      await campaign.getByText(t.ownClock('10:00')).waitFor();
      await campaign.getByRole('button', { name: t.whomOf(name) }).click();
      await campaign.getByText(t.nowInIt(5, '5')).waitFor();
      await campaign.getByRole('button', { name: t.lookFor(who) }).click();
      await page.getByRole('dialog').locator('iframe').waitFor();
      expect(await clean(page)).toEqual([]);
      await page.keyboard.press('Escape');

      await campaign.getByRole('button', { name: t.takeOutOf(who, name) }).click();
      const dialog = page.getByRole('dialog');
      await dialog
        .getByLabel(kitTexts[language].reason)
        .fill(language === 'en' ? 'Has a complaint open' : '投诉尚未解决');
      await dialog.getByRole('button', { name: t.takeOut, exact: true }).click();
      await campaign.getByRole('button', { name: t.putBackOf(who) }).waitFor();
      await campaign.getByText(t.out(1)).waitFor();
      await go(`/care?day=${day}`);
      await campaign.getByRole('button', { name: t.whomOf(name) }).click();
      await campaign.getByRole('button', { name: t.putBackOf(who) }).waitFor();
      expect(await clean(page)).toEqual([]);
      await campaign.getByRole('button', { name: t.putBackOf(who) }).click();
      await page.getByRole('dialog').getByRole('button', { name: t.putBack, exact: true }).click();
      await campaign.getByRole('button', { name: t.takeOutOf(who, name) }).waitFor();
    },
  );

  test.each(LANGUAGES)('is read and moved through on a phone and by the keyboard (%s)', async (language) => {
    const { page, go } = await desk.open('manager', { language, viewport: 'phone' });
    await go(`/care?day=${day}`);
    await page
      .getByText(NAMES[language][0] ?? '')
      .first()
      .waitFor();
    expect(await clean(page)).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide).toBe(0);
    await page.locator(`[data-day="${day}"]`).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByText(careTexts[language].emptyDay).waitFor();
    expect(new URL(page.url()).searchParams.get('day')).toBe(`${day.slice(0, 8)}11`);
    expect(await clean(page)).toEqual([]);
  });
});
