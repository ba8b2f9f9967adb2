import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimulationView } from '../../src/api/contracts/simulations.js';
import { aContact, problemOf, startTestApi, type TestApi } from './support.js';

const TEXT = `
kind: journey
id: played
name: Played
timezone: Europe/Berlin
steps:
  - id: hello
    email: { template: lead/hello, from: owner, purpose: service }
  - id: answer
    wait: { for: { on: email.replied, if: { event.step: hello } }, upTo: 3 days }
  - id: call
    task: { kind: call, title: Call, due: 1 days, outcomes: [reached, missed] }
  - end: done
`;
const START = '2027-01-04T09:00:00Z';
const ADA = { contact: { email: 'ada@example.com', firstName: 'Ada', language: 'en' } };

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const ask = (role: 'ops' | 'rep', body: object) =>
  api.ask(role, 'POST', '/v1/simulations', { text: TEXT, start: START, days: 10, subject: ADA, ...body });
const simulated = async (body: object, role: 'ops' | 'rep' = 'ops'): Promise<SimulationView> => {
  const response = await ask(role, body);
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
};
const storyOf = ({ lines }: SimulationView) =>
  lines.map(({ step, action, decision }) => `${step} ${action} ${decision}`);

describe('a simulation', () => {
  it('tells what would happen to somebody who is made up, and where it would stand', async () => {
    const answer = await simulated({});
    expect(storyOf(answer)).toEqual([
      'null enter done',
      'hello email send',
      'answer wait wait',
      'answer wait done',
      'call task done',
    ]);
    expect(answer.lines[2]).toMatchObject({
      at: START,
      local: '2027-01-04T10:00:00+01:00',
      until: '2027-01-07T09:00:00Z',
    });
    expect(answer).toMatchObject({
      state: 'active',
      outcome: null,
      zone: 'Europe/Berlin',
      heldBecause: null,
      more: false,
    });
    expect(answer.messages).toEqual([]);
  });

  it('offers what could happen where it stands still, and what is taken up changes the rest', async () => {
    const { offers } = await simulated({});
    expect(offers).toEqual([
      { line: 2, type: 'email.replied', fields: { step: 'hello' } },
      { line: 4, type: 'task.completed', fields: { step: 'call', outcome: 'reached' } },
      { line: 4, type: 'task.completed', fields: { step: 'call', outcome: 'missed' } },
    ]);
    const replied = { at: '2027-01-04T15:00:00Z', type: offers[0]?.type, ...offers[0]?.fields };
    const called = { at: '2027-01-05T15:00:00Z', type: offers[1]?.type, ...offers[1]?.fields };
    const answer = await simulated({ events: [replied, called] });
    expect(answer).toMatchObject({ state: 'ended', outcome: 'done', unheard: [] });
    expect(answer.lines[4]).toMatchObject({ step: 'call', at: '2027-01-04T15:00:00Z' });
  });

  it('answers the mails as they would go out, at the lines that send them', async () => {
    const { messages } = await simulated({ render: true });
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject({ line: 1, to: 'ada@example.com', language: 'en' });
    expect(messages[0]?.html).toContain('Ada');
    expect(messages[0]?.text).toContain('Ada');
  });

  it('begins with a contact as it is now, and keeps nothing', async () => {
    const mine = await aContact(api.db, { name: 'Wang Fang', email: 'wang@example.com', ownerId: api.users.rep });
    const counts = () =>
      Promise.all([api.db.journey.count(), api.db.message.count(), api.db.event.count(), api.db.task.count()]);
    const before = await counts();
    expect(storyOf(await simulated({ subject: { contactId: mine } }, 'rep'))[1]).toBe('hello email send');
    await api.db.contact.update({ where: { id: mine }, data: { doNotContact: true } });
    expect((await simulated({ subject: { contactId: mine } })).lines[1]).toMatchObject({
      decision: 'skip',
      reason: 'do-not-contact',
    });
    expect(await counts()).toEqual(before);
  });

  it('says that holidays are estimated, as lint and validation do', async () => {
    const text = TEXT.replace('timezone: Europe/Berlin', 'calendar: cn-office');
    const note = expect.stringMatching(/^holidays estimated: cn-office /);
    expect((await simulated({ text })).notes).toMatchObject([{ line: 5, message: note }]);
    const checked = await api.ask('viewer', 'POST', '/v1/definitions/validate', { text });
    expect(checked.json()).toMatchObject({ publishable: true, notes: [{ line: 5, message: note }] });
  });

  it('says that the other guests of an event with places are not known', async () => {
    const text = 'kind: campaign\nid: a\nname: A\naudience: { file: a.csv }\nrsvp: { places: 4 }\nsteps: []\n';
    const note = expect.stringMatching(/^the other guests are not known/);
    expect((await simulated({ text })).notes).toMatchObject([{ line: 5, message: note }]);
  });

  it.each([
    ['a text with errors', { text: 'kind: journey' }, 422, 'definition-has-errors', /^\//],
    ['a segment', { text: 'kind: segment\nid: s\nname: S\nif: { contact.country: CN }\n' }, 422, 'not-a-journey', null],
    ['a field that no contact has', { subject: { contact: { emial: 'x' } } }, 422, 'invalid', /^\/subject$/],
    [
      'an event before the start',
      { events: [{ at: '2026-01-01T00:00:00Z', type: 'email.replied' }] },
      422,
      'invalid',
      /^\/events\/0$/,
    ],
    [
      'an outcome that the task lacks',
      { events: [{ at: START, type: 'task.completed', step: 'call', outcome: 'x' }] },
      422,
      'invalid',
      /^\/events\/0$/,
    ],
    ['a century', { days: 36_500 }, 422, 'invalid', /^\/days$/],
    [
      'another’s contact',
      { subject: { contactId: 'con_00000000000000000000000000' } },
      422,
      'unknown-contact',
      /^\/subject\/contactId$/,
    ],
  ])('refuses %s', async (_, body, status, code, pointer) => {
    const problem = problemOf(await ask('ops', body));
    expect(problem).toMatchObject({ status, code });
    if (pointer !== null) expect(problem.errors[0]?.pointer).toMatch(pointer);
  });
});
