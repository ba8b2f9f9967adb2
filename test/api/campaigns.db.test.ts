import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aContact, problemOf, startTestApi, type TestApi } from './support.js';

const CAMPAIGN = (audience: string) => `
kind: campaign
id: greetings
name: Greetings
audience: ${audience}
exclude: { if: { contact.city: Oslo } }
steps: [ { wait: 3 days }, { end: greeted } ]
`;

let api: TestApi;
let friends: string[];
beforeAll(async () => {
  api = await startTestApi();
  friends = [await aContact(api.db, { status: 'friend' }), await aContact(api.db, { status: 'friend', name: 'Wang' })];
  await aContact(api.db, { status: 'friend', city: 'Oslo' });
  await aContact(api.db, { status: 'stranger' });
});
afterAll(() => api.stop());

const publish = (text: string) => api.ask('ops', 'POST', '/v1/definitions', { text });
const enrol = (body: object = {}) =>
  api.ask('marketing', 'POST', '/v1/enrolments', { definition: 'greetings', ...body });

describe('a published campaign', () => {
  it('is entered by its audience without those it leaves out, once', async () => {
    expect((await publish('kind: segment\nid: friends\nname: F\nif: { contact.status: friend }\n')).statusCode).toBe(
      201,
    );
    expect((await publish(CAMPAIGN('{ segment: friends }'))).statusCode).toBe(201);
    expect((await enrol({ dryRun: true })).json()).toMatchObject({ matched: 2, started: 0 });
    expect((await enrol()).json()).toMatchObject({ matched: 2, started: 2, refused: {} });
    expect((await enrol()).json()).toMatchObject({ started: 0, refused: { 'already-open': 2 } });
    const rows = await api.db.journey.findMany({ where: { definitionId: 'greetings' }, select: { contactId: true } });
    expect(rows.map((row) => row.contactId).sort()).toEqual([...friends].sort());
  });

  it.each([
    ['a file', '{ file: vip.csv }', 422, 'invalid'],
    ['a segment that is not there', '{ segment: nobody }', 404, 'not-found'],
    ['what is no segment', '{ segment: greetings }', 422, 'invalid'],
  ])('is not entered by %s', async (_, audience, status, code) => {
    await publish(CAMPAIGN(audience));
    expect(problemOf(await enrol())).toMatchObject({ status, code });
  });
});
