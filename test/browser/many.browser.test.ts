import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Crowd, lengthenStory, startCrowd } from './support/crowd.js';
import { useDesk } from './support/own.js';

const JOURNEYS = 10_000;
const LINES = 5_000;
/** Far fewer than the rows: what is out of sight is not there. */
const MOST_NODES = 3_000;

/** Scrolls what holds the rows to its end again and again until no more come; says what was there on the way. */
async function scrollThrough(
  page: Page,
  row: string,
): Promise<{ nodes: number; rows: number; last: string; blocked: number[] }> {
  return await page.evaluate(
    async ({ row }) => {
      const blocked: number[] = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) blocked.push(Math.round(entry.duration));
      }).observe({ entryTypes: ['longtask'] });
      const scrollers = (): Element[] => {
        const found: Element[] = [];
        for (let node = document.querySelector(row)?.parentElement ?? null; node !== null; node = node.parentElement)
          if (node.scrollHeight > node.clientHeight + 1) found.push(node);
        return found;
      };
      const lastRow = () => [...document.querySelectorAll(row)].at(-1)?.textContent ?? '';
      let most = { nodes: 0, rows: 0 };
      let still = 0;
      let before = '';
      // Five seconds without a new row: a busy machine takes more than one for a page of rows.
      for (let round = 0; round < 3_000 && still < 84; round++) {
        for (const scroller of scrollers()) scroller.scrollTop += 20_000;
        await new Promise((resolve) => setTimeout(resolve, 60));
        const nodes = document.querySelectorAll('*').length;
        const rows = document.querySelectorAll(row).length;
        most = { nodes: Math.max(most.nodes, nodes), rows: Math.max(most.rows, rows) };
        still = lastRow() === before ? still + 1 : 0;
        before = lastRow();
      }
      return { ...most, last: before, blocked };
    },
    { row },
  );
}

const told = (what: string, { nodes, rows, blocked }: { nodes: number; rows: number; blocked: number[] }) =>
  process.stdout.write(
    `[many] ${what}: at most ${nodes} nodes, ${rows} rows; ${blocked.length} tasks over 50 ms, longest ${Math.max(0, ...blocked)} ms\n`,
  );

describe('very many', () => {
  const desk = useDesk();
  let crowd: Crowd;
  beforeAll(async () => {
    crowd = await startCrowd(desk.world, JOURNEYS);
  });
  afterAll(async () => {
    await crowd?.stop();
  });

  test(`${JOURNEYS} journeys are scrolled through to the last, and only those in sight are on the page`, async () => {
    const { page, go } = await desk.open('manager', { url: crowd.url, db: crowd.db });
    await go('/journeys');
    // The newest begin the list.
    await page.getByText(`Person ${JOURNEYS}`).first().waitFor();
    const seen = await scrollThrough(page, 'tbody tr[data-index]');
    told(`${JOURNEYS} journeys`, seen);
    expect(seen.last).toMatch(/Person 1(?!\d)/);
    expect(seen.nodes).toBeLessThan(MOST_NODES);
  }, 180_000);

  test(`a story of ${LINES} lines opens, and is read to its end`, async () => {
    const { journeyId } = await desk.careCall('Long Story');
    await lengthenStory(desk.db, journeyId, LINES);
    const { page, go } = await desk.open('manager');
    const began = Date.now();
    await go(`/journeys/${journeyId}`);
    const line = '.journey-line';
    await page.locator(line).first().waitFor();
    process.stdout.write(`[many] a story of ${LINES} lines is there after ${Date.now() - began} ms\n`);
    const seen = await scrollThrough(page, line);
    told(`${LINES} lines`, seen);
    expect(seen.nodes).toBeLessThan(MOST_NODES);
  }, 180_000);
});
