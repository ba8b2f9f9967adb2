import { expect, it } from 'vitest';
import { anApi, followthrough } from './support.js';

it('campaign guests counts the answers and lists whom was asked for', async () => {
  const asked: { operation: string; input: unknown }[] = [];
  const guest = {
    ...{ n: 1, contactId: 'con_1', contactName: '王芳', company: null, answer: 'none' },
    ...{ answeredAt: null, journeyId: null },
  };
  const counts = { yes: 3, no: 1, none: 1, 'not-asked': 0 };
  const api = anApi({ listCampaignGuests: { data: [guest], nextCursor: null, hasMore: false, counts } }, asked);
  const { out } = await followthrough(['campaign', 'guests', 'open-day', '--answer', 'none'], { api });
  expect(out).toMatch(/^3 come, 1 do not, 1 have not answered; 0 were not asked\.\n\n/);
  expect(out).toMatch(/^none +con_1 +王芳 +-$/m);
  expect(asked.at(-1)?.input).toMatchObject({ params: { id: 'open-day' }, query: { answer: 'none' } });
  expect((await followthrough(['campaign', 'guests', 'open-day', '--answer', 'perhaps'])).exit).toBe(2);
});

it('campaign guests says how many places are taken and left, and whose turn it is', async () => {
  const guest = (n: number, answer: string, companions: number) => ({
    ...{ n, contactId: `con_${n}`, contactName: 'Ada', company: null, answer, answeredAt: null, journeyId: null },
    companions,
  });
  const data = [guest(1, 'yes', 2), { ...guest(2, 'waiting', 1), turn: 1 }];
  const counts = { yes: 1, waiting: 1, no: 0, none: 0, 'not-asked': 0 };
  const places = { places: 4, taken: 3, left: 1, waiting: 2 };
  const api = anApi({ listCampaignGuests: { data, nextCursor: null, hasMore: false, counts, places } }, []);
  const { out } = await followthrough(['campaign', 'guests', 'open-day'], { api });
  expect(out).toContain('3 of 4 places are taken with their companions, 1 left; 1 guest waits for 2.');
  expect(out).toMatch(/^yes +2 +- +con_1/m);
  expect(out).toMatch(/^waiting +1 +1 +con_2/m);
});
