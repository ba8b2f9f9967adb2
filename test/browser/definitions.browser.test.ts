import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createContact } from '../../src/api/contracts/contacts.js';
import { publishDefinition } from '../../src/api/contracts/definitions.js';
import { startJourney } from '../../src/api/contracts/journeys.js';
import { impactTexts } from '../../src/web/definitions/impact-texts.js';
import { definitionsTexts } from '../../src/web/definitions/texts.js';
import { simulationTexts } from '../../src/web/simulation/texts.js';
import { useDesk } from './support/own.js';
import { axe, axeLines, settled } from './support/visit.js';

const t = definitionsTexts.en;
const s = simulationTexts.en;
const SHIPPED = readFileSync(new URL('../../definitions/win-back.yaml', import.meta.url), 'utf8');

describe('a definition in the page', () => {
  const desk = useDesk();

  const write = async (role: 'ops' | 'viewer' = 'ops') => {
    const { page, go } = await desk.open(role);
    await go('/definitions?show=write');
    const editor = page.getByLabel(t.editor);
    const tab = (name: string | RegExp) => page.getByRole('tab', { name }).click();
    return { page, editor, tab };
  };

  test('is checked as it is written, and the place of a finding is one click away', async () => {
    const { page, editor } = await write();
    await editor.fill(SHIPPED.replace('kind: journey', 'kind: jurney'));
    await page.getByText(t.notPublishable).waitFor();
    await page
      .getByRole('button', { name: /^Line \d+, column \d+$/ })
      .first()
      .click();
    expect(await page.evaluate(() => document.getSelection()?.toString())).toBe('jurney');
    expect(await page.getByRole('button', { name: t.publish }).isDisabled()).toBe(true);
    await editor.fill(SHIPPED);
    await page.getByText(t.findingsNone).waitFor();
    expect(await page.getByRole('button', { name: t.publish }).isDisabled()).toBe(false);
  });

  test('is drawn beside the text, and the last picture stays while the text makes no sense', async () => {
    const { page, editor, tab } = await write();
    await editor.fill(SHIPPED);
    await tab(t.picture);
    const steps = page.locator('svg.ft-graph [data-step]');
    await steps.first().waitFor();
    const drawn = await steps.count();
    expect(drawn).toBeGreaterThan(5);
    await editor.fill(': [');
    await page.getByText(t.pictureOld).waitFor();
    expect(await steps.count()).toBe(drawn);
  });

  test('is simulated for somebody made up, and what one lets happen changes what follows', async () => {
    const { page, editor, tab } = await write();
    await editor.fill(
      [
        'kind: journey',
        'id: tried',
        'name: Tried',
        'timezone: UTC',
        'steps:',
        '  - id: hello',
        '    email: { template: lead/hello, from: owner, purpose: service }',
        '  - id: call',
        '    task: { kind: call, title: Call, due: 1 days, outcomes: [reached, no-answer] }',
        '  - end: won',
      ].join('\n'),
    );
    await tab(t.simulate);
    await page.getByRole('button', { name: s.run }).click();
    const result = page.getByRole('region', { name: s.result });
    await result.waitFor();
    await result.getByText('hello', { exact: true }).waitFor();
    // The mail, as it would go out.
    await result.getByRole('button', { name: new RegExp(`^${s.read}`) }).click();
    await page.getByRole('dialog').waitFor();
    await page.frameLocator('iframe').getByText('Ada').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(axeLines(await axe(page))).toEqual([]);
    await result
      .getByRole('button', { name: /^call: / })
      .first()
      .click();
    await result.getByText(/the journey is over/).waitFor();
    await page.getByRole('region', { name: s.happenings }).getByRole('button').first().click();
    await result.getByText(/the journey is over/).waitFor({ state: 'detached' });
    expect(await desk.db.definition.count({ where: { id: 'tried' } })).toBe(0);
  });

  test('is simulated for a contact as it is now', async () => {
    const { page, editor, tab } = await write('viewer');
    await editor.fill(SHIPPED);
    await tab(t.simulate);
    await page.getByLabel(s.who).click();
    await page.getByRole('option', { name: s.known }).click();
    await page.getByRole('button', { name: s.run }).click();
    await page.getByText(s.nobody).waitFor();
    await page.getByRole('textbox', { name: s.contact }).fill(desk.landmarks.en.called.name.slice(0, 6));
    await page.getByRole('list', { name: s.found }).getByRole('button').first().click();
    await page.getByRole('button', { name: s.run }).click();
    await page.getByRole('region', { name: s.result }).waitFor();
  });

  test('shows in its picture how many wait at a step', async () => {
    const { page, go } = await desk.open('manager');
    await go('/definitions/care-call?tab=picture');
    await settled(page);
    await page.locator('[data-step="care"].has-people .count').waitFor();
    expect(Number(await page.locator('[data-step="care"] .count').textContent())).toBeGreaterThan(0);
    expect(axeLines(await axe(page))).toEqual([]);
  });

  test('is compared with the published version while it is changed', async () => {
    const { page, go } = await desk.open('ops');
    await go('/definitions/care-call?tab=write');
    await settled(page);
    const editor = page.getByLabel(t.editor);
    await editor.fill(`${await editor.inputValue()}# a remark\n`);
    await page.getByRole('tab', { name: t.comparedWith(1) }).click();
    await page.getByText('# a remark').last().waitFor();
    await page.getByText(t.addedCount(1)).waitFor();
  });

  /** A definition of its own, with somebody who waits at its step `rest`. */
  async function inFlight(language: 'en' | 'zh-CN'): Promise<string> {
    const id = `moved-${language.toLowerCase()}`;
    const steps = '  - id: rest\n    wait: 30 days\n  - id: think\n    wait: 9 days\n  - end: done\n';
    const text = `kind: journey\nid: ${id}\nname: { en: Moved, zh-CN: 迁移 }\nenter: { on: manual }\nsteps:\n${steps}`;
    await desk.api.call(publishDefinition, { body: { text, file: `${id}.yaml` } });
    const { contact } = await desk.api.call(createContact, { body: { name: 'Mo Ving', language } });
    const started = await desk.api.call(startJourney, { body: { definition: id, contactId: contact.id } });
    const advance = async () => (await desk.db.journey.findUniqueOrThrow({ where: { id: started.id } })).advance;
    await expect.poll(advance, { timeout: 20_000 }).toBeGreaterThan(0);
    return id;
  }

  test.each(['en', 'zh-CN'] as const)(
    'is published for those in flight too, who are counted first (%s)',
    async (language) => {
      const words = { ...definitionsTexts[language], ...impactTexts[language] };
      const id = await inFlight(language);
      const { page, go } = await desk.open('ops', { language });
      await go(`/definitions/${id}?tab=write`);
      await settled(page);
      const editor = page.getByLabel(words.editor);
      await editor.fill((await editor.inputValue()).replace('id: rest', 'id: pause'));
      await page.getByText(words.findingsNone).waitFor();
      await page.getByRole('button', { name: words.publish, exact: true }).click();
      const dialog = page.getByRole('dialog');
      const choose = async (field: string, option: string) => {
        await dialog.getByRole('button', { name: field }).click();
        await page.getByRole('option', { name: option }).click();
      };
      await choose(words.policy, words.migrate);
      await dialog.getByRole('region', { name: words.table }).waitFor();
      expect(axeLines(await axe(page))).toEqual([]);
      await dialog.getByRole('button', { name: words.publish, exact: true }).click();
      await dialog.getByText(words.missing).waitFor();
      await choose(words.goneStep('rest', 1, 1), words.after);
      await dialog.getByText(words.missing).waitFor({ state: 'detached' });
      await dialog.getByText(words.waiting).waitFor({ state: 'detached' });
      expect(axeLines(await axe(page))).toEqual([]);
      await dialog.getByRole('button', { name: words.publish, exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      const { bulkId } = await desk.db.definitionVersion.findFirstOrThrow({
        where: { definitionId: id, version: 2 },
      });
      expect((await desk.db.bulk.findUniqueOrThrow({ where: { id: bulkId ?? '' } })).input).toEqual({
        version: 2,
        map: { steps: { '1/rest': null }, stages: {} },
        strict: true,
      });
      await go(`/definitions/${id}`);
      await page.getByText(words.policyWas(words.migrate)).waitFor();
      await page.getByText(words.progress(1, 1)).waitFor();
      await page.getByRole('button', { name: words.rollback }).first().click();
      await page.getByRole('dialog').getByText(words.followHelp).waitFor();
      expect(axeLines(await axe(page))).toEqual([]);
    },
  );
});
