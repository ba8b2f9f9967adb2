import type { Response } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { useDesk } from './support/own.js';
import { settled } from './support/visit.js';

const MOST = 200 * 1024;

describe('the first load', () => {
  const desk = useDesk();

  test.each([
    { name: 'the sign-in', role: null, path: '/' },
    { name: 'the home of a manager', role: 'manager', path: '/' },
    { name: 'the tasks of a rep', role: 'rep', path: '/tasks' },
    { name: 'the list of journeys', role: 'manager', path: '/journeys' },
    { name: 'a story', role: 'manager', path: `/journeys/${desk.landmarks.en.called.journeyId}` },
  ] as const)('of $name is under 200 KB on the wire', async ({ role, path }) => {
    const { page } = await desk.open(role);
    const answers: Response[] = [];
    page.on('response', (response) => answers.push(response));
    await page.goto(new URL(path, desk.world.apiUrl).toString());
    await settled(page);
    const sent = await Promise.all(answers.filter(hasEnd).map(sizeOf));
    const files = sent.filter(({ path: from }) => !from.startsWith('/v1/'));
    const total = sum(files);
    const largest = files.sort((a, b) => b.bytes - a.bytes).slice(0, 3);
    process.stdout.write(
      `[sizes] ${path}: ${kb(total)} in ${files.length} files (${largest.map((file) => `${file.path} ${kb(file.bytes)}`).join(', ')}), ` +
        `and ${kb(sum(sent) - total)} in ${sent.length - files.length} answers of the API\n`,
    );
    expect(files.length).toBeGreaterThan(3);
    expect(total).toBeLessThan(MOST);
  });
});

interface Sent {
  readonly path: string;
  readonly bytes: number;
}

/** A stream of changes has no end to wait for. */
const hasEnd = (response: Response): boolean =>
  !(response.headers()['content-type'] ?? '').startsWith('text/event-stream');

/** The body as it went over the wire, compressed. */
async function sizeOf(response: Response): Promise<Sent> {
  await response.finished();
  const { responseBodySize } = await response.request().sizes();
  return { path: new URL(response.url()).pathname, bytes: responseBodySize };
}

const sum = (sent: readonly Sent[]): number => sent.reduce((bytes, file) => bytes + file.bytes, 0);
const kb = (bytes: number): string => `${Math.round(bytes / 1024)} KB`;
