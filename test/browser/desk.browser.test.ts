import { describe, expect, test } from 'vitest';
import { completeTask, getTask } from '../../src/api/contracts/tasks.js';
import { appTexts } from '../../src/web/app/texts.js';
import { signInTexts } from '../../src/web/sign-in/texts.js';
import { tasksTexts } from '../../src/web/tasks/texts.js';
import { eventually, useDesk } from './support/own.js';
import { emailOf, passwordOf, userId } from './support/people.js';
import { settled } from './support/visit.js';

const t = tasksTexts.en;

describe('the desk of a rep', () => {
  const desk = useDesk();

  const outcomeOf = async (id: string) => (await desk.api.call(getTask, { params: { id } })).outcome;
  const events = (journeyId: string) => desk.db.event.count({ where: { journeyId, type: 'task.completed' } });

  test('is worked without a mouse, from signing in to a task recorded by a key', async () => {
    const { task, name } = await desk.careCall('Keyboard Kay');
    const { page } = await desk.open(null);
    await page.goto(new URL(`/tasks/${task.id}`, desk.world.apiUrl).toString());
    await settled(page);
    // The address has the focus at once.
    await page.keyboard.type(emailOf('rep', 'en'));
    await page.keyboard.press('Tab');
    await page.keyboard.type(passwordOf('rep'));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: task.title }).waitFor();
    // The form asks for something first: choosing an outcome goes there.
    await page.locator('.tasks-form input').first().waitFor();
    await page.keyboard.press('1');
    await page.getByText(t.faultRequired).waitFor();
    await page.keyboard.type('8');
    await page.keyboard.press('Escape');
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press('1');
    await page.getByRole('button', { name: new RegExp(t.record) }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain(t.record);
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: name }).waitFor();
    expect(await outcomeOf(task.id)).toBe('satisfied');
    // The next task has come, and the focus with it: the next key works at once.
    await page.waitForFunction((id) => !location.pathname.endsWith(id), task.id);
  });

  test('shows where the focus is on everything that the tab key reaches', async () => {
    const { task } = await desk.careCall('Focus Fay');
    const { page, go } = await desk.open('rep');
    await go(`/tasks/${task.id}`);
    await page.locator('.tasks-form input').first().waitFor();
    const unseen: string[] = [];
    for (let step = 0; step < 40; step++) {
      await page.keyboard.press('Tab');
      // The outline fades in.
      await page.waitForTimeout(40);
      const fault = await page.evaluate(() => {
        const node = document.activeElement;
        if (node === null || node === document.body) return null;
        const shows = (of: Element): boolean => {
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(of);
          return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
        };
        const places = [node, node.parentElement, node.closest('label'), node.nextElementSibling, ...node.children];
        if (places.some((of) => of != null && shows(of))) return null;
        return `${node.tagName}.${node.className} "${node.textContent?.slice(0, 40) ?? ''}"`;
      });
      if (fault !== null) unseen.push(fault);
    }
    expect([...new Set(unseen)]).toEqual([]);
  });

  test('tells the second of two people who completed the task first, and keeps what they had typed', async () => {
    const { task, journeyId } = await desk.careCall('Twice Tess');
    const { page, go } = await desk.open('rep');
    await go(`/tasks/${task.id}`);
    await page.locator('.tasks-note textarea').fill('They called back themselves');
    await page.locator('.tasks-form input').first().fill('9');
    // Nothing tells this window of the other's act before its own.
    await page.context().route('**/v1/tasks/**', async (route) => {
      if (route.request().method() === 'POST')
        await desk.api
          .call(completeTask, {
            params: { id: task.id },
            body: { outcome: 'problem', answers: { satisfaction: 2 } },
          })
          .catch(() => undefined);
      await route.continue();
    });
    await page
      .getByRole('button', { name: 'satisfied' })
      .or(page.getByRole('button', { name: 'Satisfied' }))
      .first()
      .click();
    await page.getByRole('button', { name: new RegExp(t.record) }).click();
    await page.getByText(/Olivia Ops completed this task/).waitFor();
    await page.getByText('They called back themselves').waitFor();
    expect(await outcomeOf(task.id)).toBe('problem');
    expect(await events(journeyId)).toBe(1);
  });

  test('asks to sign in again when the session ends in the midst of an act, and then does it, once', async () => {
    const { task, journeyId } = await desk.careCall('Expired Ed');
    const { page, go, sessionId } = await desk.open('rep');
    await go(`/tasks/${task.id}`);
    await page.locator('.tasks-note textarea').fill('Written before the session ended');
    await page.locator('.tasks-form input').first().fill('7');
    await page
      .getByRole('button', { name: /satisfied/i })
      .first()
      .click();
    await desk.db.session.delete({ where: { id: sessionId ?? '' } });
    await page.getByRole('button', { name: new RegExp(t.record) }).click();
    const dialog = page.getByRole('dialog', { name: appTexts.en.sessionOver });
    await dialog.waitFor();
    await dialog.getByLabel(signInTexts.en.password).fill(passwordOf('rep'));
    await dialog.getByRole('button', { name: signInTexts.en.submit }).click();
    await page.getByRole('status').filter({ hasText: 'Expired Ed' }).waitFor();
    const done = await desk.api.call(getTask, { params: { id: task.id } });
    expect(done).toMatchObject({ outcome: 'satisfied', note: 'Written before the session ended' });
    expect(await events(journeyId)).toBe(1);
  });

  test('records once when the answer is lost and the button is pressed again', async () => {
    const { task, journeyId } = await desk.careCall('Lost Lou');
    const { page, go } = await desk.open('rep');
    await go(`/tasks/${task.id}`);
    await page.locator('.tasks-form input').first().fill('7');
    let lost = 0;
    await page.context().route(`**/v1/tasks/${task.id}/complete`, async (route) => {
      if (lost++ > 0) return await route.continue();
      // It arrives and is done; only the answer gets lost on its way back.
      await route.fetch();
      await route.abort('connectionreset');
    });
    await page
      .getByRole('button', { name: /satisfied/i })
      .first()
      .click();
    const record = page.getByRole('button', { name: new RegExp(t.record) });
    await record.click();
    await eventually(async () => ((await outcomeOf(task.id)) === 'satisfied' ? true : undefined));
    // Either the stream has told meanwhile that it is done, or pressing again says so.
    await page.waitForTimeout(500);
    // It may go while it is being pressed.
    if (await record.isVisible()) await record.click({ timeout: 3_000 }).catch(() => undefined);
    await page
      .getByText(/You completed this task|Recorded “/)
      .first()
      .waitFor();
    expect(await events(journeyId)).toBe(1);
  });

  test('has a new task without being loaded again', async () => {
    const { page, go } = await desk.open('rep');
    await go('/tasks');
    await page.evaluate(() => Object.assign(window, { stillHere: true }));
    const { name } = await desk.careCall('Sudden Sue');
    await page.getByPlaceholder(t.search).or(page.getByLabel(t.search)).first().fill(name);
    await page.locator('.tasks-row').filter({ hasText: name }).first().waitFor();
    expect(await page.evaluate(() => 'stillHere' in window)).toBe(true);
  });

  test('is not shown to others: another rep’s task is not there', async () => {
    const { task } = await desk.careCall('Private Pat');
    const { page, go } = await desk.open('rep', { language: 'zh-CN' });
    await go(`/tasks/${task.id}`);
    await page.locator('.ft-state').first().waitFor();
    expect(await page.innerText('body')).not.toContain('Private Pat');
    expect(task.assigneeId).toBe(await userId(desk.db, 'rep', 'en'));
  });
});
