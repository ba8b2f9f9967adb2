import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { createContact } from '../../src/api/contracts/contacts.js';
import { publishDefinition } from '../../src/api/contracts/definitions.js';
import { postEvents } from '../../src/api/contracts/events.js';
import { startJourney } from '../../src/api/contracts/journeys.js';
import { latelyTexts } from '../../src/web/tasks/lately-texts.js';
import { tasksTexts } from '../../src/web/tasks/texts.js';
import { visitsTexts } from '../../src/web/visits/texts.js';
import { eventually, useDesk } from './support/own.js';
import { LANGUAGES, type Language, userId } from './support/people.js';
import { axe, axeLines, changeScheme } from './support/visit.js';

/* Return visits of this test's own people: three a language, two of them in one city that is written in two ways. */

const VISITS = `kind: journey
id: visited-in-the-page
name: { en: Return visits, zh-CN: 客户回访 }
timezone: contact
enter: { on: manual }
steps:
  - id: visit
    task:
      kind: visit
      title: { en: "Visit {{contact.name}}", zh-CN: "回访{{contact.name}}" }
      due: 1 days
      outcomes: [all-well, problem]
    onOutcome: { all-well: [], problem: [] }
`;

interface Told {
  readonly name: string;
  readonly city: string;
}

const PEOPLE: { readonly [language in Language]: readonly [Told, Told, Told] } = {
  en: [
    { name: 'Hedy Lamarr', city: 'Portland' },
    { name: 'Lise Meitner', city: ' portland' },
    { name: 'Rosalind Franklin', city: 'Salem' },
  ],
  'zh-CN': [
    { name: '冯小刚', city: '苏州市' },
    { name: '邓丽萍', city: '苏州' },
    { name: '许文强', city: '无锡' },
  ],
};

const SUBJECTS: { readonly [language in Language]: string } = { en: 'The pump leaks', 'zh-CN': '水泵漏水' };

describe('the plan of return visits', () => {
  const desk = useDesk();

  beforeAll(async () => {
    await desk.api.call(publishDefinition, { body: { text: VISITS, file: 'visited-in-the-page.yaml' } });
    for (const language of LANGUAGES) {
      const ownerId = await userId(desk.db, 'rep', language);
      const timezone = language === 'en' ? 'America/New_York' : 'Asia/Shanghai';
      for (const [i, { name, city }] of PEOPLE[language].entries()) {
        const body = { name, language, timezone, ownerId, phone: '+1 212 555 0177' };
        const { contact } = await desk.api.call(createContact, { body });
        // As an import brings it: the API trims what it is given.
        await desk.db.contact.update({ where: { id: contact.id }, data: { city } });
        await desk.api.call(startJourney, { body: { definition: 'visited-in-the-page', contactId: contact.id } });
        await eventually(
          async () => (await desk.db.task.findFirst({ where: { contactId: contact.id, kind: 'visit' } })) ?? undefined,
        );
        if (i > 0) continue;
        const event = (type: string, fields: Record<string, unknown>) =>
          desk.api.call(postEvents, { body: { type, contactId: contact.id, fields, source: 'visits-in-the-page' } });
        await event('order.placed', { amount: 1250 });
        await event('case.opened', { subject: SUBJECTS[language] });
        await event('survey.answered', { survey: 'visit-survey', score: 8, answers: {} });
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
    'shows a rep whom to see in a week, place by place, and with what in mind (%s)',
    async (language) => {
      const [first, second, other] = PEOPLE[language];
      const t = visitsTexts[language];
      const { page, go } = await desk.open('rep', { language });
      await go('/tasks');
      await page.getByRole('link', { name: tasksTexts[language].visits }).click();
      const place = (city: string) => page.locator('.visits-place').filter({ hasText: city });
      await place(second.city.trim()).filter({ hasText: first.name }).filter({ hasText: second.name }).waitFor();
      expect(await place(other.city).textContent()).toContain(t.visits(1));
      const row = page.locator('.visits-row').filter({ hasText: first.name });
      const text = (await row.textContent()) ?? '';
      expect(text).toContain('1,250');
      expect(text).toContain(SUBJECTS[language]);
      expect(text).toContain(latelyTexts[language].score('8'));
      expect(await clean(page)).toEqual([]);

      await row.getByRole('link', { name: first.name }).click();
      const facts = page.locator('.tasks-facts');
      await facts.getByText(SUBJECTS[language]).waitFor();
      expect(await facts.textContent()).toContain(latelyTexts[language].lastOrder);
      expect(await clean(page)).toEqual([]);
    },
  );

  test.each(LANGUAGES)('shows a manager everybody’s, and by a click those of one (%s)', async (language) => {
    const [first] = PEOPLE[language];
    const { page, go } = await desk.open('manager', { language });
    await go('/tasks/visits');
    const owner = await desk.db.user.findUniqueOrThrow({ where: { id: await userId(desk.db, 'rep', language) } });
    await page
      .getByRole('navigation', { name: visitsTexts[language].owners })
      .getByRole('link', { name: owner.name })
      .click();
    await page.getByRole('navigation', { name: visitsTexts[language].owners }).waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('whose')).toBe(owner.id);
    await page.getByRole('link', { name: first.name }).waitFor();
    const others = PEOPLE[language === 'en' ? 'zh-CN' : 'en'];
    expect(await page.getByText(others[0].name).count()).toBe(0);
    expect(await clean(page)).toEqual([]);
  });

  test.each(LANGUAGES)('is read on a phone, week by week (%s)', async (language) => {
    const { page, go } = await desk.open('rep', { language, viewport: 'phone' });
    await go('/tasks/visits');
    await page.getByText(PEOPLE[language][0].name).first().waitFor();
    expect(await clean(page)).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide).toBe(0);
    await page.getByRole('link', { name: visitsTexts[language].nextWeek }).click();
    await page.getByText(visitsTexts[language].emptyTitle).waitFor();
    expect(new URL(page.url()).searchParams.get('week')).toMatch(/^\d{4}-W\d\d$/);
    expect(await clean(page)).toEqual([]);
  });
});
