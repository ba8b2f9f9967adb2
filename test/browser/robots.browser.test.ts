import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repositoryRoot } from '../../src/config/env.js';
import { freePort } from '../../src/dev/ports.js';
import { problemTexts } from '../../src/web/api/problem-texts.js';
import { peopleTexts } from '../../src/web/people/texts.js';
import { saidTexts } from '../../src/web/robots/said-texts.js';
import { robotTexts } from '../../src/web/robots/texts.js';
import { startTestApi, type TestApi } from '../api/support.js';
import { ROBOT_SECRET, type RobotServer, startRobotServer } from '../support/robot-server.js';
import { useDesk } from './support/own.js';
import { ownDatabase } from './support/own-database.js';
import { addPeople } from './support/people.js';
import { axe, axeLines } from './support/visit.js';

const t = robotTexts.en;
const said = saidTexts.en;

/* The API is one that lets robots be on this machine: the real ones are at their services' addresses alone. */
describe('chat robots, in the page', () => {
  const desk = useDesk();
  let api: TestApi;
  let place: { url: string; db: TestApi['db'] };
  let robots: RobotServer;
  beforeAll(async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const pageFolder = path.join(repositoryRoot, 'dist/page');
    api = await startTestApi({ pageFolder, publicUrl: url }, await ownDatabase(desk.world));
    await api.app.listen({ host: '127.0.0.1', port });
    await addPeople(api.db);
    place = { url, db: api.db };
    robots = await startRobotServer();
  });
  afterAll(async () => {
    await api?.stop();
    await robots?.stop();
  });

  test('one is added for somebody, tested with a wrong secret, made anew with the right one, and speaks', async () => {
    const { page, go } = await desk.open('ops', place);
    await go('/people?part=robots');
    await page.getByText(t.empty).waitFor();
    const add = async (address: string, secret: string) => {
      await page.getByRole('button', { name: peopleTexts.en.newRobot }).click();
      await page.getByRole('button', { name: new RegExp(`${t.kind}$`) }).click();
      await page.getByRole('option', { name: t.dingtalk }).click();
      await page.getByLabel(t.name, { exact: true }).fill('Sales room');
      await page.getByRole('button', { name: new RegExp(`${t.forWhom}$`) }).click();
      await page.getByRole('option', { name: t.user }).click();
      await page.getByRole('button', { name: new RegExp(`${t.person}$`) }).click();
      await page.getByRole('option', { name: 'Robin Rep' }).click();
      await page.getByLabel(t.address).fill(address);
      await page.getByLabel(t.secret).fill(secret);
      await page.getByRole('button', { name: t.create }).click();
    };
    await add('https://evil.example/robot/send?access_token=t', 'SECwrong');
    // No other host is ever called: said at the field.
    await expect.poll(() => page.getByLabel(t.address).getAttribute('aria-invalid')).toBe('true');
    await page.getByText(problemTexts.en['bad-robot-address']).first().waitFor();
    expect(axeLines(await axe(page))).toEqual([]);
    await page.getByLabel(t.address).fill(robots.address('dingtalk'));
    await page.getByRole('button', { name: t.create }).click();

    await page.getByRole('button', { name: t.testOf('Sales room') }).click();
    await page.getByText(said['bad-signature']).first().waitFor();
    expect(robots.said).toEqual([]);
    await page.getByText(t.last).waitFor();
    expect(await page.content()).not.toContain('SECwrong');
    // Anew: what said that the button was working names an element that has changed since.
    await go('/people?part=robots');
    expect(axeLines(await axe(page))).toEqual([]);

    await page.getByRole('button', { name: t.removeOf('Sales room') }).click();
    await page.getByRole('dialog').getByRole('button', { name: t.remove, exact: true }).click();
    await page.getByText(t.empty).waitFor();
    await add(robots.address('dingtalk'), ROBOT_SECRET);
    await page.getByRole('button', { name: t.testOf('Sales room') }).click();
    await page.getByText(t.testSaid).waitFor();
    expect(robots.said).toHaveLength(1);
    await page.getByText(t.said, { exact: true }).waitFor();
  });

  test('are there in Chinese, in the dark and on a phone, and axe finds nothing', async () => {
    const found: string[] = [];
    for (const options of [{ viewport: 'phone' }, { scheme: 'dark' }] as const) {
      const { page, go } = await desk.open('ops', { ...place, language: 'zh-CN', ...options });
      await go('/people?part=robots');
      found.push(...axeLines(await axe(page)));
      await page.getByRole('button', { name: peopleTexts['zh-CN'].newRobot }).click();
      await page.getByRole('dialog').waitFor();
      found.push(...axeLines(await axe(page)));
    }
    expect(found).toEqual([]);
  });
});
