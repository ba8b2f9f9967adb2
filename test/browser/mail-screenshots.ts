import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { repositoryRoot } from '../../src/config/env.js';
import { LANGUAGES, type Language, SHIPPED, shippedMail } from '../mail/shipped-mails.js';
import { launchBrowser } from './support/chromium.js';
import type { Scheme } from './support/visit.js';

const HELP = `Takes pictures of the shipped mails, rendered as they go out, for somebody made up.

  npm run screenshots:mail                                   # those of docs/images
  npm run screenshots:mail -- --out /tmp/mails lead/hello …  # these, in both languages and schemes, wide and narrow
  npm run screenshots:mail -- --out /tmp/mails --all         # every shipped one
`;

interface Shot {
  readonly file: string;
  readonly template: string;
  readonly language: Language;
  readonly scheme: Scheme;
  readonly width: number;
}

const WIDE = 640;
const NARROW = 360;
/** A picture is as high as its mail; a window this high never makes it higher. */
const LEAST_HEIGHT = 100;

const IMAGES = path.join(repositoryRoot, 'docs/images');
const CHOSEN: readonly Shot[] = [
  { file: 'mail-hello', template: 'lead/hello', language: 'en', scheme: 'light', width: WIDE },
  { file: 'mail-survey-phone', template: 'onboarding/survey', language: 'zh-CN', scheme: 'dark', width: NARROW },
  { file: 'mail-festival', template: 'care/mid-autumn', language: 'zh-CN', scheme: 'light', width: WIDE },
  { file: 'mail-quote-phone', template: 'quote/arrived', language: 'en', scheme: 'dark', width: NARROW },
].map((shot) => ({ ...shot, file: path.join(IMAGES, `${shot.file}.png`) }) as Shot);

const everyView = (folder: string, templates: readonly string[]): readonly Shot[] =>
  templates.flatMap((template) =>
    LANGUAGES.flatMap((language) =>
      (['light', 'dark'] as const).flatMap((scheme) =>
        [WIDE, NARROW].map((width) => ({
          file: path.join(folder, `${template.replace('/', '-')}-${language}-${scheme}-${width}.png`),
          template,
          language,
          scheme,
          width,
        })),
      ),
    ),
  );

async function take(browser: Browser, { file, template, language, scheme, width }: Shot): Promise<void> {
  const { html } = await shippedMail(template, language);
  const page = await browser.newPage({ viewport: { width, height: LEAST_HEIGHT }, colorScheme: scheme });
  await page.setContent(html);
  await page.screenshot({ path: file, fullPage: true });
  await page.close();
  process.stdout.write(`${file}: ${Math.round((await stat(file)).size / 1024)} KB\n`);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, all: { type: 'boolean', default: false } },
});
const { out, all } = values;
if ((out === undefined) !== (!all && positionals.length === 0)) throw new Error(HELP);
const shots = out === undefined ? CHOSEN : everyView(out, all ? SHIPPED : positionals);
await mkdir(out ?? IMAGES, { recursive: true });
const browser = await launchBrowser();
try {
  for (const shot of shots) await take(browser, shot);
} finally {
  await browser.close();
}
