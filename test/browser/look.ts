import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../../src/config/env.js';
import { openDb } from '../../src/db/client.js';
import { lastLines } from '../../src/dev/child.js';
import { launchBrowser } from './support/chromium.js';
import { LOOK_FOLDER, LOOK_LOG, type LookState, runningLook } from './support/look-state.js';
import { LANGUAGES, ROLES } from './support/people.js';
import { axe, axeLines, visit } from './support/visit.js';

const HELP = `Looks at a page of a running world, and says what is wrong with it.

  npx tsx test/browser/look.ts <path> [options]

  <path>           such as /journeys; {called.journeyId} stands for an id of the world (--landmarks lists them)
  --role <role>    ops, manager (as it is), marketing, rep, viewer, or nobody
  --lang <tag>     en (as it is) or zh-CN
  --dark           the dark colour scheme
  --phone          390 × 844
  --full           the whole page, not only what the window shows
  --click <text>   press the button or link of this name first; may be given again
  --key <key>      press a key, such as j or Enter, after the clicks
  --axe            print what axe finds
  --text           print the page's text
  --html <css>     print the HTML of an element
  --out <file>     where the picture goes (/tmp/look.png)

  --landmarks      list the people of the world
  --restart        start the API's process anew (done by itself when its sources changed)
  --stop           end the world
`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    role: { type: 'string', default: 'manager' },
    lang: { type: 'string', default: 'en' },
    dark: { type: 'boolean', default: false },
    phone: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    click: { type: 'string', multiple: true, default: [] },
    key: { type: 'string', multiple: true, default: [] },
    axe: { type: 'boolean', default: false },
    text: { type: 'boolean', default: false },
    html: { type: 'string' },
    out: { type: 'string', default: '/tmp/look.png' },
    landmarks: { type: 'boolean', default: false },
    restart: { type: 'boolean', default: false },
    stop: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** The world that runs, or a new one. Two looks at once start one. */
async function theWorld(): Promise<LookState> {
  const known = runningLook();
  if (known !== undefined) return known;
  await mkdir(LOOK_FOLDER, { recursive: true });
  const lock = path.join(LOOK_FOLDER, 'starting');
  const mine = await mkdir(lock).then(
    () => true,
    () => false,
  );
  try {
    if (mine) {
      say('starting a world (about half a minute)');
      const log = openSync(LOOK_LOG, 'w');
      const entry = path.join(repositoryRoot, 'test/browser/support/look-world.ts');
      const child = spawn(process.execPath, ['--import', 'tsx', entry], {
        cwd: repositoryRoot,
        detached: true,
        stdio: ['ignore', log, log],
      });
      child.unref();
      return await startedWorld(() => child.exitCode !== null);
    }
    const { mtimeMs } = await stat(lock);
    if (Date.now() - mtimeMs > 180_000) await rm(lock, { recursive: true, force: true });
    return await startedWorld(() => false);
  } finally {
    if (mine) await rm(lock, { recursive: true, force: true });
  }
}

async function startedWorld(died: () => boolean): Promise<LookState> {
  const until = Date.now() + 180_000;
  for (;;) {
    const state = runningLook();
    if (state !== undefined) return state;
    if (died() || Date.now() > until)
      throw new Error(`the world did not start; its last lines (${LOOK_LOG}):\n${await lastLines(LOOK_LOG, 30)}`);
    await sleep(300);
  }
}

/** The API runs what its sources say: it is started anew when they are newer than its process. */
async function fresh(state: LookState): Promise<LookState> {
  const changed = await newest(['src/api', 'src/db', 'src/domain', 'src/mail', 'src/config', 'src/temporal']);
  if (!values.restart && changed <= state.apiStartedAt) return state;
  say('the API is started anew');
  const answer = await fetch(state.controlUrl, { method: 'POST' });
  if (!answer.ok) say(`it did not start: ${await answer.text()}`);
  return runningLook() ?? state;
}

async function newest(folders: readonly string[]): Promise<number> {
  let latest = 0;
  for (const folder of folders) {
    const entries = await readdir(path.join(repositoryRoot, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (!entry.isFile() || entry.parentPath.includes('generated')) continue;
      latest = Math.max(latest, (await stat(path.join(entry.parentPath, entry.name))).mtimeMs);
    }
  }
  return latest;
}

async function look(state: LookState, target: string): Promise<void> {
  const language = LANGUAGES.find((tag) => tag === values.lang);
  const role = ROLES.find((name) => name === values.role) ?? null;
  if (language === undefined || (role === null && values.role !== 'nobody')) throw new Error(HELP);
  const place = target.replace(/\{(\S+?)\.(\w+)\}/g, (all, fate: string, field: string) => {
    const found = state.landmarks[language]?.[fate]?.[field as 'journeyId'];
    if (found === undefined) throw new Error(`${all} is nobody of the world; see --landmarks`);
    return found;
  });
  const db = openDb(state.databaseUrl, 1);
  const browser = await launchBrowser();
  try {
    const { page, errors, go } = await visit(browser, { url: state.pageUrl, db }, role, {
      language,
      scheme: values.dark ? 'dark' : 'light',
      viewport: values.phone ? 'phone' : 'desk',
    });
    await go(place).catch((error: unknown) => errors.push(`never settled: ${String(error).split('\n')[0]}`));
    for (const name of values.click) {
      const pressable = page.locator('button, a, summary, [role=tab], [role=option], [role^=menuitem]');
      await pressable
        .filter({ hasText: name })
        .or(page.getByRole('button', { name }))
        .first()
        .click({ timeout: 5_000 });
      await sleep(400);
    }
    for (const key of values.key) {
      await page.keyboard.press(key);
      await sleep(300);
    }
    await page.screenshot({ path: values.out, fullPage: values.full });
    say(`${page.url()} → ${values.out}`);
    if (values.axe) for (const line of axeLines(await axe(page))) say(line);
    if (values.text) say(await page.innerText('body'));
    if (values.html !== undefined)
      say(
        await page
          .locator(values.html)
          .first()
          .evaluate((node) => node.outerHTML),
      );
    for (const error of errors) say(`error: ${error}`);
  } finally {
    await browser.close();
    await db.$disconnect();
  }
}

async function main(): Promise<void> {
  if (values.help) return say(HELP);
  if (values.stop) {
    const state = runningLook();
    if (state === undefined) return say('no world runs');
    process.kill(state.pid, 'SIGTERM');
    return say('the world ends');
  }
  const state = await fresh(await theWorld());
  if (values.landmarks) return say(JSON.stringify(state.landmarks, null, 1));
  const [target] = positionals;
  if (target === undefined) return say(values.restart ? state.pageUrl : HELP);
  await look(state, target);
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
