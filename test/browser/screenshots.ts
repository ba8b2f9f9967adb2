import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { Role } from '../../src/api/contracts/common.js';
import { repositoryRoot } from '../../src/config/env.js';
import { buildPage } from '../../src/dev/page.js';
import { launchBrowser } from './support/chromium.js';
import type { Language } from './support/people.js';
import { type Landmarks, seed } from './support/seed.js';
import { type Scheme, type Viewport, visit } from './support/visit.js';
import { startWorld } from './support/world.js';

/*
 * `npm run screenshots`: takes the pictures of docs/images, of the same world as the tests of the page. With names, as in
 * `npm run screenshots -- templates`, those alone.
 */

interface Shot {
  readonly name: string;
  readonly role: Role | null;
  readonly language?: Language;
  readonly scheme?: Scheme;
  readonly viewport?: Viewport;
  path(desks: Landmarks): string;
  /** What must be there, beside what loads with the page. */
  ready?(page: Page): Promise<unknown>;
}

const SHOTS: readonly Shot[] = [
  { name: 'sign-in', role: null, path: () => '/' },
  { name: 'home', role: 'manager', path: () => '/' },
  { name: 'board', role: 'manager', path: () => '/board' },
  { name: 'journeys', role: 'manager', path: () => '/journeys' },
  { name: 'journey', role: 'manager', path: ({ en }) => `/journeys/${en.called.journeyId}` },
  { name: 'tasks', role: 'rep', language: 'zh-CN', path: () => '/tasks' },
  { name: 'tasks-phone', role: 'rep', viewport: 'phone', path: () => '/tasks' },
  { name: 'contact', role: 'manager', scheme: 'dark', path: ({ en }) => `/contacts/${en.called.contactId}` },
  { name: 'campaign', role: 'manager', path: () => '/campaigns/customer-day-2027' },
  { name: 'definitions', role: 'ops', path: () => '/definitions/lead-to-customer' },
  {
    name: 'templates',
    role: 'ops',
    path: () => '/templates/lead/hello',
    ready: (page) => page.frameLocator('iframe').first().locator('p').first().waitFor(),
  },
  { name: 'inbox', role: 'ops', path: () => '/inbox' },
];

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const folder = path.join(repositoryRoot, 'docs/images');
const only = new Set(process.argv.slice(2));
const shots = SHOTS.filter(({ name }) => only.size === 0 || only.has(name));
if (shots.length < only.size)
  throw new Error(`expected names of pictures: ${SHOTS.map(({ name }) => name).join(', ')}`);
await mkdir(folder, { recursive: true });
await buildPage(repositoryRoot);
const world = await startWorld(say);
const browser = await launchBrowser();
try {
  const desks = await seed(world);
  for (const { name, role, path: pathOf, ready, ...options } of shots) {
    const { page, go, errors, close } = await visit(browser, { url: world.apiUrl, db: world.db }, role, options);
    await go(pathOf(desks));
    await ready?.(page);
    // What fades in has.
    await page.waitForTimeout(400);
    const file = path.join(folder, `${name}.png`);
    await page.screenshot({ path: file });
    say(
      `${name}: ${Math.round((await stat(file)).size / 1024)} KB${errors.length > 0 ? `, with errors: ${errors.join('; ')}` : ''}`,
    );
    await close();
  }
} finally {
  await browser.close();
  await world.stop();
}
