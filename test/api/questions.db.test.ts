import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLinks } from '../../src/mail/links.js';
import { aContact, LINKS, startTestApi, type TestApi } from './support.js';

const SURVEY = `
kind: survey
id: satisfaction
name: { en: How was it?, zh-CN: 您满意吗？ }
questions:
  - { id: recommend, label: { en: "Would you <recommend> us?", zh-CN: 您愿意推荐我们吗？ }, type: score }
  - { id: best, label: What was best?, type: choice, options: [{ en: advice, zh-CN: 咨询 }, price] }
  - { id: wish, label: What else?, type: text }
`;
const JOURNEY =
  'kind: journey\nid: open-day\nname: { en: Open day, zh-CN: 开放日 }\nenter: { on: manual }\nsteps:\n  - wait: 9 days\n  - end: done\n';

let api: TestApi;
let contactId: string;
let n = 0;
beforeAll(async () => {
  api = await startTestApi();
  for (const text of [SURVEY, JOURNEY]) {
    const published = await api.ask('ops', 'POST', '/v1/definitions', { text });
    expect(published.statusCode, published.body).toBe(201);
  }
});
afterAll(() => api.stop());
beforeEach(async () => {
  contactId = await aContact(api.db, { email: `grace${++n}@example.com` });
});

const asked = () => ({ contactId, journeyId: `jrn_${n}`, step: 'ask', occurrence: 1 });
const surveyLink = () => new URL(LINKS.survey({ ...asked(), form: 'satisfaction' })).pathname;
const rsvpLink = () => new URL(LINKS.rsvp({ ...asked(), form: 'open-day' })).pathname;
const visit = (url: string, headers: Record<string, string> = {}) => api.ask(null, 'GET', url, undefined, headers);
const send = (url: string, fields: Record<string, string>) =>
  api.ask(null, 'POST', url, new URLSearchParams(fields).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
  });
const heard = (type: string) => api.db.event.findMany({ where: { contactId, type } });

describe('the link to a survey', () => {
  it('shows its questions to whom it was sent, in their language and as text, and changes nothing', async () => {
    const page = await visit(surveyLink());
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('Would you &lt;recommend&gt; us?');
    expect(page.body.match(/name="recommend"/g)).toHaveLength(11);
    await api.db.contact.update({ where: { id: contactId }, data: { language: 'zh-CN' } });
    const inChinese = (await visit(surveyLink())).body;
    expect(inChinese).toContain('您愿意推荐我们吗？');
    expect(inChinese).toContain('value="advice">咨询<');
    expect(await heard('survey.answered')).toEqual([]);
  });

  it('tells the journeys the answers and the score, once', async () => {
    const answers = { recommend: '3', best: 'advice', wish: ' More <b>colours</b> ', other: 'x' };
    expect((await send(surveyLink(), answers)).body).toContain('Your answer has arrived');
    const [event, ...more] = await heard('survey.answered');
    expect(more).toEqual([]);
    expect(event?.fields).toEqual({
      survey: 'satisfaction',
      step: 'ask',
      score: 3,
      answers: { recommend: 3, best: 'advice', wish: 'More <b>colours</b>' },
    });
    expect((await send(surveyLink(), { recommend: '10' })).body).toContain('from before');
    expect(await heard('survey.answered')).toHaveLength(1);
  });

  it('opens a task with the owner’s manager at once when it was answered badly, one for each answer', async () => {
    const { rep, manager } = api.users;
    await api.db.user.update({ where: { id: rep }, data: { managerId: manager } });
    await api.db.contact.update({ where: { id: contactId }, data: { ownerId: rep } });
    const before = Date.now();
    for (const recommend of ['2', '2', '9']) await send(surveyLink(), { recommend, wish: 'More colours' });
    const [task, ...more] = await api.db.task.findMany({ where: { contactId } });
    expect(more).toEqual([]);
    expect(task).toMatchObject({
      ...{ assigneeId: manager, kind: 'call', origin: 'survey', status: 'open', outcomes: expect.any(Array) },
      title: 'Bad answer from Ada Lovelace: 2 of 10',
      reason: 'Would you <recommend> us? 2 · What else? More colours',
    });
    expect((task?.dueAt?.getTime() ?? 0) - before).toBeLessThan(5 * 3_600_000);
  });

  it('opens no task when it was answered well, or without a score', async () => {
    await send(surveyLink(), { recommend: '7' });
    expect(await heard('survey.answered')).toHaveLength(1);
    expect(await api.db.task.count({ where: { contactId } })).toBe(0);
  });

  it('takes two answers at once for one', async () => {
    await Promise.all([1, 2, 3].map((score) => send(surveyLink(), { recommend: String(score) })));
    expect(await heard('survey.answered')).toHaveLength(1);
  });

  it('asks again when nothing was answered, or nothing that could be', async () => {
    for (const fields of [{}, { recommend: '11' }, { recommend: '-1' }, { best: 'nothing' }, { wish: '  ' }]) {
      const page = await send(surveyLink(), fields as Record<string, string>);
      expect([page.statusCode, page.body]).toEqual([422, expect.stringContaining('at least one')]);
    }
    expect(await heard('survey.answered')).toEqual([]);
  });

  it('is nobody else’s: forged, of another kind, of somebody gone or a survey that is not published', async () => {
    const foreign = createLinks({ baseUrl: 'http://127.0.0.1:4600', secret: 'another secret of good length' });
    const paths = [
      new URL(foreign.survey({ ...asked(), form: 'satisfaction' })).pathname,
      surveyLink().replace('/s/', '/r/'),
      rsvpLink().replace('/r/', '/s/'),
      surveyLink().replace('/s/', '/u/'),
      new URL(LINKS.survey({ ...asked(), contactId: 'con_gone', form: 'satisfaction' })).pathname,
      new URL(LINKS.survey({ ...asked(), form: 'nothing' })).pathname,
      new URL(LINKS.survey({ ...asked(), form: 'open-day' })).pathname,
    ];
    for (const path of paths)
      for (const response of [await visit(path), await send(path, { recommend: '5', answer: 'yes' })])
        expect(response.statusCode, path).toBe(404);
    expect(await api.db.event.count({ where: { contactId } })).toBe(0);
  });
});

describe('the link of an invitation', () => {
  it('asks, and tells the journeys the first yes or no', async () => {
    expect((await visit(rsvpLink())).body).toContain('Open day');
    expect(await heard('form.submitted')).toEqual([]);
    expect((await send(rsvpLink(), { answer: 'no' })).body).toContain('What a pity');
    expect((await send(rsvpLink(), { answer: 'yes' })).body).toContain('from before');
    const events = await heard('form.submitted');
    expect(events.map(({ fields }) => fields)).toEqual([{ form: 'open-day', answer: 'no', step: 'ask' }]);
  });

  it('takes nothing but yes and no', async () => {
    expect((await send(rsvpLink(), { answer: 'perhaps' })).statusCode).toBe(422);
    expect(await heard('form.submitted')).toEqual([]);
  });
});
