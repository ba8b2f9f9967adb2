import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TaskContextView, TaskView } from '../../src/api/contracts/tasks.js';
import { newId } from '../../src/db/new-id.js';
import { HOUR } from '../../src/domain/instant.js';
import { aContact, aDefinition, aJourney, aMessage, aTask, problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.ask('ops', 'POST', '/v1/definitions', { text: aDefinition() });
});
afterAll(() => api.stop());

describe('the context of a task', () => {
  it('has who, where in the journey, what was said last, and the form with what is known', async () => {
    const contactId = await aContact(api.db, { name: '王芳', timezone: 'Asia/Shanghai' });
    await api.db.contact.update({ where: { id: contactId }, data: { satisfaction: 4, company: '远大' } });
    const journey = await aJourney(api.db, contactId);
    const task = await aTask(api.db, { contactId, assigneeId: api.users.rep });
    const form = [
      { field: 'satisfaction', required: true },
      { field: 'deal.amount', required: false },
      { field: 'contact.gone', required: false },
    ];
    await api.db.task.update({ where: { id: task }, data: { journeyId: journey, form } });
    const at = new Date('2027-01-04T09:00:00Z');
    await api.db.deal.create({
      data: { id: newId('deal'), name: 'Big', contactId, amount: 12.5, currency: 'CNY', createdAt: at, updatedAt: at },
    });
    await aMessage(api.db, { id: journey, contactId }, { subject: '您好', claimedAt: at });
    await aMessage(api.db, { id: journey, contactId }, { subject: 'never went', stepId: 'later' });
    await api.db.call.create({
      data: { id: newId('call'), contactId, startedAt: at, createdAt: at, direction: 'inbound', outcome: 'reached' },
    });
    const context = (await api.ask('rep', 'GET', `/v1/tasks/${task}/context`)).json<TaskContextView>();
    expect(context).toMatchObject({
      contact: { name: '王芳', company: '远大', localTime: expect.stringMatching(/\+08:00$/) },
      journey: { id: journey, definitionName: 'Nurture', stage: 'main' },
      deal: { name: 'Big', amount: 12.5, currency: 'CNY' },
      lastMessage: { subject: '您好', at: at.toISOString(), state: 'accepted' },
      lastCall: { direction: 'inbound', outcome: 'reached' },
      form: [
        { field: 'satisfaction', type: 'number', required: true, value: 4 },
        { field: 'deal.amount', type: 'number', required: false, value: 12.5 },
        { field: 'contact.gone', type: 'text', value: null },
      ],
    });
  });

  it('of a task without a contact is empty, and of another’s task is not to be had', async () => {
    const bare = await aTask(api.db, { assigneeId: api.users.manager });
    const context = (await api.ask('manager', 'GET', `/v1/tasks/${bare}/context`)).json<TaskContextView>();
    expect(context).toMatchObject({ contact: null, journey: null, deal: null, lastMessage: null, lastEvent: null });
    expect((await api.ask('rep', 'GET', `/v1/tasks/${bare}/context`)).statusCode).toBe(404);
  });
});

describe('a task that two people complete', () => {
  it('takes the first outcome, and says to the second who was faster, when and how', async () => {
    const contactId = await aContact(api.db);
    const tasks = await Promise.all(
      [1, 2, 3, 4].map(() => aTask(api.db, { contactId, outcomes: ['reached', 'busy'] })),
    );
    for (const task of tasks) {
      const url = `/v1/tasks/${task}/complete`;
      const answers = await Promise.all([
        api.ask('ops', 'POST', url, { outcome: 'reached', note: 'by ops' }),
        api.ask('manager', 'POST', url, { outcome: 'busy', note: 'by the manager' }),
      ]);
      expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 409]);
      const won = answers.find((answer) => answer.statusCode === 200)?.json<TaskView>();
      const lost = answers.find((answer) => answer.statusCode === 409);
      expect(lost?.json()).toMatchObject({
        code: 'task-closed',
        closed: {
          status: 'done',
          outcome: won?.outcome,
          at: won?.doneAt,
          by: { id: won?.doneBy, name: won?.doneByName },
        },
      });
      expect(lost?.json().detail).toContain(won?.doneByName);
      // The note of the second isn't the first's.
      expect((await api.ask('ops', 'GET', `/v1/tasks/${task}`)).json()).toMatchObject({ note: won?.note });
      expect(await api.db.event.count({ where: { externalId: task } })).toBe(1);
    }
  });
});

describe('a task given to another', () => {
  it('is audited with the reason', async () => {
    const task = await aTask(api.db, { assigneeId: api.users.rep });
    const body = { assigneeId: api.users.manager, reason: 'ill' };
    const given = await api.ask('manager', 'POST', `/v1/tasks/${task}/reassign`, body);
    expect(given.json()).toMatchObject({ assigneeId: api.users.manager, assigneeName: 'The manager' });
    expect(await api.db.audit.findMany({ where: { objectId: task } })).toMatchObject([
      { action: 'task.reassign', reason: 'ill', detail: { from: api.users.rep, to: api.users.manager } },
    ]);
  });

  it('goes to nobody who does not exist, and not once it is closed', async () => {
    const task = await aTask(api.db, { assigneeId: api.users.rep });
    const url = `/v1/tasks/${task}/reassign`;
    const nobody = await api.ask('ops', 'POST', url, { assigneeId: 'usr_nobody', reason: 'ill' });
    expect(problemOf(nobody)).toMatchObject({ code: 'unknown-assignee', errors: [{ pointer: '/assigneeId' }] });
    await api.ask('ops', 'POST', `/v1/tasks/${task}/complete`, { outcome: 'reached' });
    const late = await api.ask('ops', 'POST', url, { assigneeId: api.users.manager, reason: 'ill' });
    expect(late.json()).toMatchObject({ status: 409, code: 'task-closed', closed: { by: { name: 'The ops' } } });
  });
});

describe('the list of tasks', () => {
  const ids = async (query: string) =>
    (await api.ask('manager', 'GET', `/v1/tasks?status=open&${query}`))
      .json<{ data: TaskView[] }>()
      .data.map((task) => task.id);

  it('filters by due time, kind, words and whose it is', async () => {
    const at = Date.parse('2030-01-04T09:00:00Z');
    const contactId = await aContact(api.db, { name: 'Zhou Quentin' });
    const first = await aTask(api.db, { contactId, dueAt: new Date(at) });
    const second = await aTask(api.db, { dueAt: new Date(at + HOUR), assigneeId: api.users.manager });
    const window = `dueAfter=${new Date(at).toISOString()}`;
    expect(await ids(window)).toEqual([first, second]);
    expect(await ids(`${window}&dueBefore=${new Date(at + HOUR).toISOString()}`)).toEqual([first]);
    expect(await ids(`${window}&q=quentin`)).toEqual([first]);
    expect(await ids(`${window}&q=CALL%20them`)).toEqual([first, second]);
    expect(await ids(`${window}&mine=true`)).toEqual([second]);
    expect(await ids(`${window}&kind=visit`)).toEqual([]);
  });
});
