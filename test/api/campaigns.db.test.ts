import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aContact, problemOf, startTestApi, type TestApi } from './support.js';

const CAMPAIGN = `
kind: campaign
id: greetings
name: Greetings
audience: { if: { contact.status: friend } }
steps: [ { wait: 3 days }, { end: greeted } ]
`;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await aContact(api.db, { status: 'friend' });
});
afterAll(() => api.stop());

describe('a published campaign', () => {
  it('is not enrolled in, past approval, rate and hold-out: it is drafted and scheduled', async () => {
    expect((await api.ask('ops', 'POST', '/v1/definitions', { text: CAMPAIGN })).statusCode).toBe(201);
    for (const dryRun of [true, false]) {
      const answer = await api.ask('marketing', 'POST', '/v1/enrolments', { definition: 'greetings', dryRun });
      expect(problemOf(answer)).toMatchObject({ status: 409, code: 'of-campaign' });
    }
    expect(await api.db.journey.count()).toBe(0);
    const draft = await api.ask('marketing', 'POST', '/v1/campaigns', { definition: 'greetings' });
    expect(draft.json()).toMatchObject({ id: 'greetings', state: 'draft', findings: [] });
    const scheduled = await api.ask('marketing', 'POST', '/v1/campaigns/greetings/schedule', { revision: 1 });
    expect(scheduled.json()).toMatchObject({ state: 'scheduled', expected: 1, way: 'journeys' });
  });
});
