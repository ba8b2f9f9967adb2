import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Role } from '../../../src/api/contracts/common.js';
import type { Db } from '../../../src/db/client.js';
import { emailOf, type Language, openSession } from './people.js';

export type Scheme = 'light' | 'dark';
export const VIEWPORTS = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const;
export type Viewport = keyof typeof VIEWPORTS;

export interface VisitOptions {
  readonly language?: Language;
  readonly scheme?: Scheme;
  readonly viewport?: Viewport;
}

/** One person's browser window, with what went wrong in it. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** The session's id; null: nobody is signed in. */
  readonly sessionId: string | null;
  /** Errors that the page threw or logged, but for answers that a test provokes. */
  readonly errors: string[];
  /** Goes to a path of the page and waits until nothing loads any more. */
  go(path: string): Promise<void>;
  close(): Promise<void>;
}

export interface Place {
  /** Where the page is served. */
  readonly url: string;
  readonly db: Db;
}

/** Opens a window; `role` null: nobody is signed in. */
export async function visit(
  browser: Browser,
  place: Place,
  role: Role | null,
  options: VisitOptions = {},
): Promise<Visit> {
  const language = options.language ?? 'en';
  const viewport = options.viewport ?? 'desk';
  const context = await browser.newContext({
    viewport: VIEWPORTS[viewport],
    locale: language === 'en' ? 'en-US' : 'zh-CN',
    timezoneId: language === 'en' ? 'America/New_York' : 'Asia/Shanghai',
    colorScheme: options.scheme ?? 'light',
    reducedMotion: 'reduce',
    ...(viewport === 'phone' ? { hasTouch: true, isMobile: true, deviceScaleFactor: 1 } : {}),
  });
  const sessionId = role === null ? null : await signIn(context, place, role, language);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(`threw: ${error.message}`));
  page.on('console', (message) => {
    // Refusals are answers that the page shows; Chromium logs each.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) errors.push(message.text());
  });
  return {
    page,
    context,
    sessionId,
    errors,
    go: async (path) => {
      await page.goto(new URL(path, place.url).toString());
      await settled(page);
    },
    close: () => context.close(),
  };
}

async function signIn(context: BrowserContext, { url, db }: Place, role: Role, language: Language): Promise<string> {
  const user = await db.user.findUniqueOrThrow({ where: { email: emailOf(role, language) } });
  const { id, token } = await openSession(db, user.id);
  const cookie = { name: 'ft_session', value: token, url, httpOnly: true, sameSite: 'Strict' as const };
  await context.addCookies([cookie]);
  return id;
}

/**
 * Waits until a page shows what it is about: its main heading, and nothing that says it is loading. Not for a quiet
 * network: the stream of changes is never quiet.
 */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1, .ft-state').first().waitFor({ timeout: 20_000 });
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"], .ft-loading') === null, null, {
    timeout: 20_000,
  });
  await dialogsAreShown(page);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/**
 * Waits until an open dialog is seen. With a touch screen React Aria keeps it invisible for up to 600 ms, until the
 * keyboard of the field that has the focus has moved everything; the page below is inert meanwhile, and axe would judge
 * a document with nothing in it.
 */
async function dialogsAreShown(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('[role=dialog]')].every((node) => node.checkVisibility({ opacityProperty: true })),
  );
}

/** Changes the colour scheme of a page that is open, and waits until its colours have faded over. */
export async function changeScheme(page: Page, colorScheme: Scheme): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.waitForTimeout(50);
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))),
  );
}

export interface AxeFinding {
  readonly rule: string;
  readonly impact: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: string; readonly html: string; readonly fix: string }[];
}

const AXE_SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds on the page as it stands: WCAG 2.2 A and AA, and good practice, or what `judged` names of these. */
export async function axe(page: Page, judged = AXE_TAGS): Promise<readonly AxeFinding[]> {
  await dialogsAreShown(page);
  // Through the debugger, which the page's content security policy doesn't bind.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE_SOURCE);
  return await page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as { axe: { run(where: Document, options: unknown): Promise<AxeResults> } };
    interface AxeResults {
      readonly violations: {
        id: string;
        impact: string | null;
        help: string;
        nodes: { target: unknown[]; html: string; failureSummary?: string }[];
      }[];
    }
    const { violations } = await axe.run(document, {
      runOnly: { type: 'tag', values: tags },
      resultTypes: ['violations'],
    });
    return violations.map(({ id, impact, help, nodes }) => ({
      rule: id,
      impact: impact ?? '',
      help,
      nodes: nodes.map(({ target, html, failureSummary }) => ({
        target: target.join(' '),
        html: html.slice(0, 300),
        fix: failureSummary ?? '',
      })),
    }));
  }, judged);
}

/** Findings as lines to read: rule, help, then node and fix. */
export const axeLines = (findings: readonly AxeFinding[]): string[] =>
  findings.flatMap(({ rule, impact, help, nodes }) => [
    `${rule} (${impact}): ${help}`,
    ...nodes
      .slice(0, 5)
      .flatMap(({ target, html, fix }) => [`  at ${target}`, `     ${html}`, `     ${fix.replaceAll('\n', ' ')}`]),
    ...(nodes.length > 5 ? [`  and ${nodes.length - 5} more`] : []),
  ]);
