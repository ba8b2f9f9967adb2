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
  ] as const)(
    'of $name is under 200 KB on the wire, answers of the API and headers included',
    async ({ role, path }) => {
      const { page, context } = await desk.open(role);
      const devtools = await context.newCDPSession(page);
      const sent = new Map<string, number>();
      const names = new Map<string, string>();
      devtools.on('Network.requestWillBeSent', ({ requestId, request }) => names.set(requestId, request.url));
      devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
        sent.set(requestId, encodedDataLength),
      );
      await devtools.send('Network.enable');
      await page.goto(new URL(path, desk.world.apiUrl).toString());
      await settled(page);
      const total = [...sent.values()].reduce((sum, bytes) => sum + bytes, 0);
      const largest = [...sent].sort(([, a], [, b]) => b - a).slice(0, 4);
      const lines = largest.map(
        ([id, bytes]) => `${Math.round(bytes / 1024)} KB ${new URL(names.get(id) ?? '').pathname}`,
      );
      process.stdout.write(
        `[sizes] ${path}: ${Math.round(total / 1024)} KB in ${sent.size} answers; ${lines.join(', ')}\n`,
      );
      expect(sent.size).toBeGreaterThan(3);
      expect(total).toBeLessThan(MOST);
    },
  );
});
