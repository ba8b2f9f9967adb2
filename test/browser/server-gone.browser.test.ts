import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { completeTask } from '../../src/api/contracts/tasks.js';
import { appTexts } from '../../src/web/app/texts.js';
import { actTexts } from '../../src/web/journey/act-texts.js';
import { kitTexts } from '../../src/web/kit/texts.js';
import { useDesk } from './support/own.js';
import { type ApiProcess, startApi } from './support/world.js';

/* An API process of this file's own before the shared world: it may end, the others' goes on. */

describe('a server that is gone for a while under an open page', () => {
  const desk = useDesk();
  let api: ApiProcess;
  const restart = async () => {
    api = await startApi(desk.world.apiEnvironment, desk.world.folder, { port: api.port });
  };
  beforeAll(async () => {
    api = await startApi(desk.world.apiEnvironment, desk.world.folder);
  });
  afterAll(async () => {
    await api?.stop();
  });

  test('is told, and when it is back the page catches up with what happened meanwhile', async () => {
    const { journeyId, task } = await desk.careCall('Gone Gina');
    const { page, go, errors } = await desk.open('manager', { url: api.url });
    await go(`/journeys/${journeyId}`);
    await page.evaluate(() => Object.assign(window, { stillHere: true }));
    await api.stop();
    await page.getByText(appTexts.en.away).waitFor();
    // What was read stays readable.
    expect(await page.innerText('h1')).toContain('Gone Gina');
    await desk.api.call(completeTask, {
      params: { id: task.id },
      body: { outcome: 'problem', answers: { satisfaction: 1 }, note: 'Happened while it was away' },
    });
    await restart();
    const began = Date.now();
    await page.getByText(appTexts.en.away).waitFor({ state: 'detached' });
    await page.getByText('Happened while it was away').first().waitFor();
    process.stdout.write(`[live] caught up ${Date.now() - began} ms after the server was back\n`);
    // The stream goes on too.
    const next = await desk.careCall('Gone Gina the second');
    await page.goto(`${api.url}/contacts`);
    await page.getByText(next.name).first().waitFor();
    expect(errors.splice(0).filter((error) => !/ERR_|EventSource/.test(error))).toEqual([]);
  });

  test('loses no act and does none twice', async () => {
    const { journeyId } = await desk.careCall('Twice Theo');
    const { page, go, errors } = await desk.open('manager', { url: api.url });
    await go(`/journeys/${journeyId}`);
    await page.getByRole('button', { name: actTexts.en.pause, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(kitTexts.en.reason).fill('Typed before the server went away');
    await api.stop();
    const confirm = dialog.getByRole('button', { name: actTexts.en.pause, exact: true });
    await confirm.click();
    await dialog.getByText(kitTexts.en.pressAgain).waitFor();
    expect(await dialog.getByLabel(kitTexts.en.reason).inputValue()).toBe('Typed before the server went away');
    await restart();
    // Pressed again, and again: the same act.
    await confirm.click();
    await dialog.waitFor({ state: 'detached' });
    const commands = await desk.db.command.findMany({ where: { journeyId } });
    expect(commands).toMatchObject([{ kind: 'pause', reason: 'Typed before the server went away' }]);
    errors.splice(0);
  });
});
