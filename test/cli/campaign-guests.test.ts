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
