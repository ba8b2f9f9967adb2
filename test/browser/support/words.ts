import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { repositoryRoot } from '../../../src/config/env.js';

type Dictionary = Readonly<Record<string, unknown>>;

/** Every English text of the page that reads otherwise in Chinese, from all its dictionaries. */
export async function englishTexts(): Promise<ReadonlySet<string>> {
  const root = path.join(repositoryRoot, 'src/web');
  const files = (await readdir(root, { recursive: true })).filter((file) => /(^|[/-])[a-z-]*texts\.ts$/.test(file));
  const found = new Set<string>();
  for (const file of files) {
    const module = (await import(pathToFileURL(path.join(root, file)).href)) as Readonly<Record<string, unknown>>;
    for (const value of Object.values(module)) {
      if (!isDictionaries(value)) continue;
      for (const [key, text] of Object.entries(value.en))
        if (typeof text === 'string' && /[A-Za-z]{3}/.test(text) && value['zh-CN'][key] !== text) found.add(text);
    }
  }
  return found;
}

const isDictionaries = (value: unknown): value is { readonly en: Dictionary; readonly 'zh-CN': Dictionary } =>
  typeof value === 'object' && value !== null && 'en' in value && 'zh-CN' in value;

export interface Word {
  readonly text: string;
  /** Where it stands, to find it by. */
  readonly at: string;
}

/** What a person reads or hears on the page as it stands: text, labels, hints, alternatives, the title. */
export async function wordsOf(page: Page): Promise<readonly Word[]> {
  return await page.evaluate(() => {
    const found: { text: string; at: string }[] = [{ text: document.title, at: 'title' }];
    const place = (node: Element | null): string =>
      node === null ? '' : `${node.tagName.toLowerCase()}.${node.getAttribute('class')?.split(' ').join('.') ?? ''}`;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      const text = node.textContent?.trim() ?? '';
      if (text === '' || parent === null || parent.closest('[lang]:not(html), script, style, noscript') !== null)
        continue;
      found.push({ text, at: place(parent) });
    }
    for (const node of document.body.querySelectorAll('*')) {
      if (node.closest('[lang]:not(html)') !== null) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description', 'aria-roledescription']) {
        const text = node.getAttribute(name)?.trim() ?? '';
        if (text !== '') found.push({ text, at: `${place(node)}[${name}]` });
      }
    }
    return found;
  });
}
