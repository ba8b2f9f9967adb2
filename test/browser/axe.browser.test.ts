import { describe, expect, test } from 'vitest';
import { useDesk } from './support/own.js';
import { PAGES } from './support/pages.js';
import { LANGUAGES } from './support/people.js';
import { axe, axeLines, changeScheme } from './support/visit.js';

/* WCAG 2.2 A and AA and axe's good practice, on every page, in both languages and both colour schemes. */

describe('axe finds nothing', () => {
  const desk = useDesk();

  test.each(PAGES)('on $name', async ({ role, path }) => {
    const found: string[] = [];
    for (const language of LANGUAGES) {
      const { page, go } = await desk.open(role, { language });
      await go(await path(desk.landmarks[language], desk.db));
      for (const colorScheme of ['light', 'dark'] as const) {
        await changeScheme(page, colorScheme);
        found.push(...axeLines(await axe(page)).map((line) => `${language} ${colorScheme}: ${line}`));
      }
    }
    expect(found).toEqual([]);
  });
});
