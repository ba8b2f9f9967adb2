import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ReturnVisitView, VisitPlanView } from '../../src/api/contracts/return-visits.js';
import type { TaskContextView } from '../../src/api/contracts/tasks.js';
import { newId } from '../../src/db/new-id.js';
import { formatWeek, spanOfWeek, weekAt } from '../../src/domain/calendar/iso-week.js';
import { DAY, HOUR } from '../../src/domain/instant.js';
import { aContact, aTask, startTestApi, type TestApi } from './support.js';

const ZONE = 'Asia/Shanghai';
const SURVEY = `kind: survey
id: care-survey
name: { en: How are we doing, zh-CN: 回访问卷 }
questions:
  - { id: score, label: { en: How likely, zh-CN: 推荐意愿 }, type: score }
`;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.db.user.update({ where: { id: api.users.rep }, data: { timezone: ZONE } });
  await api.ask('ops', 'POST', '/v1/definitions', { text: SURVEY });
});
afterAll(() => api.stop());
beforeEach(async () => {
  await api.db.appointment.deleteMany();
  await api.db.task.deleteMany();
});

/** The instant so many days after this week's Monday began where the rep is. */
const thisWeek = () => weekAt(Date.now(), ZONE);
const on = (days: number, hours = 10): Date => new Date(spanOfWeek(thisWeek(), ZONE).from + days * DAY + hours * HOUR);
const weekIn = (weeks: number): string => formatWeek(thisWeek() + 7 * weeks);

interface Place {
  readonly city?: string | null;
  readonly region?: string | null;
  readonly country?: string | null;
}

async function aVisit(
  { city = null, region = null, country = null }: Place,
  task: { readonly dueAt?: Date | null; readonly assigneeId?: string; readonly teamId?: string } = {},
  name = 'Ada Lovelace',
) {
  const contactId = await aContact(api.db, { name });
  await api.db.contact.update({ where: { id: contactId }, data: { city, region, country } });
  const { dueAt = on(2), ...whose } = task;
  const isFree = whose.teamId !== undefined;
  const taskId = await aTask(api.db, { contactId, ...(isFree ? {} : { assigneeId: api.users.rep }), ...whose });
  await api.db.task.update({ where: { id: taskId }, data: { kind: 'visit', dueAt } });
  return { contactId, taskId };
}

const plan = async (role: 'rep' | 'manager', query = ''): Promise<VisitPlanView> =>
  (await api.ask(role, 'GET', `/v1/return-visits/plan${query}`)).json();
const list = async (role: 'rep' | 'manager', query = ''): Promise<readonly ReturnVisitView[]> =>
  (await api.ask(role, 'GET', `/v1/return-visits${query}`)).json<{ data: ReturnVisitView[] }>().data;

describe('return visits', () => {
  it('are counted by week and in it by place, however the place is written', async () => {
    await aVisit({ city: '杭州市', region: '浙江省', country: 'CN' });
    await aVisit({ city: ' 杭州', region: '浙江', country: 'CN' });
    await aVisit({ city: 'ULM', country: 'DE' });
    await aVisit({ city: 'Ulm  ', country: 'DE' }, { dueAt: on(6, 23) });
    await aVisit({ city: 'Ulm', country: 'DE' }, { dueAt: on(7, 0) });
    await aVisit({ city: 'Bern' }, { dueAt: on(-1) });
    await aVisit({}, { dueAt: null });
    const { data, thisWeek: now, timezone } = await plan('rep', '?weeks=2');
    expect({ now, timezone }).toEqual({ now: weekIn(0), timezone: ZONE });
    expect(data.map(({ week, count }) => [week, count])).toEqual([
      ['overdue', 1],
      [weekIn(0), 4],
      [weekIn(1), 1],
      ['undated', 1],
    ]);
    expect(data[1]?.places.map(({ key, city, count }) => [key, city, count])).toEqual([
      ['cn/浙江/杭州', expect.stringMatching(/^杭州市?$/), 2],
      ['de/～/ulm', expect.stringMatching(/^ulm$/i), 2],
    ]);
    expect(data[3]?.places).toMatchObject([{ key: '～/～/～', country: null, city: null }]);
    const there = await list('rep', `?place=${encodeURIComponent('cn/浙江/杭州')}`);
    expect(there).toHaveLength(2);
    expect(await list('rep', '?week=overdue')).toMatchObject([{ place: { city: 'Bern' } }]);
    expect(await list('rep', '?week=undated')).toHaveLength(1);
  });

  it('of whom only the company’s place is known are there', async () => {
    const { contactId } = await aVisit({});
    const at = new Date();
    const id = newId('account');
    await api.db.account.create({
      data: { id, name: 'Acme', country: 'DE', region: 'Bayern', createdAt: at, updatedAt: at },
    });
    await api.db.contact.update({ where: { id: contactId }, data: { accountId: id } });
    expect(await list('rep')).toMatchObject([{ place: { key: 'de/bayern/～', region: 'Bayern' } }]);
  });

  it('with an appointment are in the week of it, and say when and where it is', async () => {
    const { taskId, contactId } = await aVisit({ city: 'Ulm' }, { dueAt: on(2) });
    await aVisit({ city: 'Ulm' });
    const [begins, ends] = [on(8, 9), on(8, 10)];
    const at = new Date();
    const what = { taskId, contactId, organiserId: api.users.rep, zone: ZONE, place: 'Münsterplatz 1' };
    await api.db.appointment.create({
      data: {
        ...{ id: newId('appointment'), ...what, beginsAt: begins, endsAt: ends, invites: false, state: 'standing' },
        ...{ createdAt: at, createdBy: api.users.rep, updatedAt: at },
      },
    });
    expect((await plan('rep')).data.slice(1, 3).map(({ count }) => count)).toEqual([1, 1]);
    expect(await list('rep', `?week=${weekIn(1)}`)).toMatchObject([
      { taskId, appointment: { begins: begins.toISOString(), place: 'Münsterplatz 1' } },
    ]);
    await api.db.appointment.updateMany({ data: { state: 'cancelled' } });
    expect((await plan('rep')).data.slice(1, 3).map(({ count }) => count)).toEqual([2, 0]);
  });

  it('come by place, in it by time, a page at a time and each once', async () => {
    for (const city of ['Ulm', 'Aachen', 'ulm', 'Bern'])
      for (const day of [4, 1]) await aVisit({ city, country: 'DE' }, { dueAt: on(day) });
    await aVisit({ city: '无锡' }, { dueAt: on(3) });
    await aVisit({}, { dueAt: on(3) });
    const seen: ReturnVisitView[] = [];
    let cursor = '';
    do {
      const answer = await api.ask('rep', 'GET', `/v1/return-visits?limit=2${cursor}`);
      const page = answer.json<{ data: ReturnVisitView[]; nextCursor: string | null }>();
      seen.push(...page.data);
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    expect(seen.map(({ place, dueAt }) => [place.key, dueAt])).toEqual([
      ...['de/～/aachen', 'de/～/bern'].flatMap((key) => [1, 4].map((day) => [key, on(day).toISOString()])),
      ...[1, 1, 4, 4].map((day) => ['de/～/ulm', on(day).toISOString()]),
      ['～/～/无锡', on(3).toISOString()],
      ['～/～/～', on(3).toISOString()],
    ]);
    expect(new Set(seen.map(({ taskId }) => taskId)).size).toBe(10);
  });

  it('without a time are turned over page by page too', async () => {
    for (let i = 0; i < 3; i++) await aVisit({ city: 'Ulm' }, { dueAt: null });
    const first = await api.ask('rep', 'GET', '/v1/return-visits?week=undated&limit=2');
    const { nextCursor } = first.json<{ nextCursor: string }>();
    expect(await list('rep', `?week=undated&limit=2&cursor=${nextCursor}`)).toHaveLength(1);
  });

  it('are the rep’s own, those nobody of the rep’s teams has taken, and those of whom the rep stands in for', async () => {
    const away = newId('user');
    const at = new Date();
    await api.db.user.create({
      data: {
        ...{ id: away, email: `${away}@x.example`, name: 'Away', role: 'rep', createdAt: at, timezone: ZONE },
        ...{ absentFrom: new Date(0), deputyId: api.users.rep },
      },
    });
    await api.db.team.create({ data: { id: 'south', name: 'South', members: { create: { userId: api.users.rep } } } });
    await aVisit({ city: 'Own' });
    await aVisit({ city: 'Team' }, { teamId: 'south' });
    await aVisit({ city: 'Stead' }, { assigneeId: away });
    await aVisit({ city: 'Manager' }, { assigneeId: api.users.manager });
    const cities = async (role: 'rep' | 'manager', query = '') =>
      (await list(role, query)).map(({ place }) => place.city).sort();
    expect(await cities('rep')).toEqual(['Own', 'Stead', 'Team']);
    expect(await cities('rep', '?owner=me')).toEqual(['Own', 'Stead']);
    expect(await cities('rep', `?owner=${api.users.manager}`)).toEqual([]);
    expect(await cities('manager')).toEqual(['Manager', 'Own', 'Stead', 'Team']);
    expect(await cities('manager', `?owner=${api.users.rep}`)).toEqual(['Own', 'Stead']);
    const { owners, timezone } = await plan('manager', `?owner=${api.users.rep}`);
    expect({ owners, timezone }).toEqual({
      owners: [{ id: api.users.rep, name: 'The rep', count: 2 }],
      timezone: ZONE,
    });
    expect((await plan('manager')).owners.map(({ name, count }) => [name, count])).toEqual([
      ['The rep', 2],
      ['The manager', 1],
    ]);
  });

  it('that are done, or are none, are not among them', async () => {
    const { taskId } = await aVisit({ city: 'Ulm' });
    const call = await aTask(api.db, { assigneeId: api.users.rep, dueAt: on(2) });
    expect((await list('rep')).map((each) => each.taskId)).toEqual([taskId]);
    await api.db.task.update({ where: { id: taskId }, data: { status: 'done' } });
    expect(await list('rep')).toEqual([]);
    expect(call).toMatch(/^tsk_/);
  });

  it.each(['2027-W53', '2027-W1', 'soon', 'overdue,undated'])('of “%s” there are none: it is no week', async (week) => {
    expect((await api.ask('rep', 'GET', `/v1/return-visits?week=${week}`)).statusCode).toBe(400);
  });
});

describe('what to know before a return visit', () => {
  const event = (contactId: string, type: string, fields: object, at: string) =>
    api.db.event.create({
      data: { id: newId('event'), type, at: new Date(at), realAt: new Date(), contactId, fields, source: 'test' },
    });

  it('is the last order, the open cases and the last answers, in the list and beside the task', async () => {
    const { contactId, taskId } = await aVisit({ city: 'Ulm' }, {}, '王芳');
    await event(contactId, 'order.placed', { amount: 120.5 }, '2026-03-01T08:00:00Z');
    await event(contactId, 'order.placed', { amount: 80 }, '2026-02-01T08:00:00Z');
    await event(contactId, 'case.opened', { subject: 'Pump leaks', case: 'C-1' }, '2026-04-01T08:00:00Z');
    await event(contactId, 'case.opened', { subject: 'Invoice', case: 'C-2' }, '2026-04-02T08:00:00Z');
    await event(contactId, 'case.closed', { case: 'C-1' }, '2026-04-03T08:00:00Z');
    await event(contactId, 'survey.answered', { survey: 'care-survey', score: 9 }, '2026-01-01T08:00:00Z');
    await event(contactId, 'survey.answered', { survey: 'care-survey', score: 3 }, '2026-05-01T08:00:00Z');
    await event(contactId, 'email.replied', {}, '2026-05-02T08:00:01Z');
    const at = new Date('2026-05-02T08:00:00Z');
    await api.db.incomingMail.create({
      data: {
        ...{ id: newId('incomingMail'), mailboxId: 'sales', identity: 'r1', folder: 'INBOX', uidValidity: 1n, uid: 1n },
        ...{ kind: 'reply', why: 'person', effect: 'replied', size: 1, at, realAt: at, contactId },
        text: `Thank you,\n\n  please come on Tuesday. ${'And so on. '.repeat(60)}`,
      },
    });
    const known = {
      lastOrder: { at: '2026-03-01T08:00:00.000Z', amount: 120.5, currency: null, number: null },
      openCases: { count: 1, cases: [{ subject: 'Invoice', openedAt: '2026-04-02T08:00:00.000Z' }] },
      lastAnswer: {
        ...{ survey: 'care-survey', surveyName: { en: 'How are we doing', 'zh-CN': '回访问卷' } },
        ...{ score: 3, at: '2026-05-01T08:00:00.000Z' },
      },
      lastReply: {
        channel: 'email',
        at: at.toISOString(),
        words: expect.stringMatching(/^Thank you, please come .*…$/),
      },
    };
    const [visit] = await list('rep');
    expect(visit).toMatchObject({ taskId, contact: { name: '王芳' }, ...known });
    const context = (await api.ask('rep', 'GET', `/v1/tasks/${taskId}/context`)).json<TaskContextView>();
    expect(context.lately).toEqual(known);
  });

  it('may have come with an import: an order, a case; the newest order counts', async () => {
    const { contactId } = await aVisit({ city: 'Ulm' });
    const [early, late] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-06-01T00:00:00Z')];
    const order = { contactId, number: 'A-7', total: 990, currency: 'CNY', createdAt: late, updatedAt: late };
    await api.db.order.create({ data: { id: newId('order'), ...order } });
    await event(contactId, 'order.placed', { amount: 5 }, early.toISOString());
    for (const [subject, closedAt] of [
      ['Late delivery', null],
      ['Wrong size', late],
    ] as const)
      await api.db.case.create({
        data: { id: newId('case'), contactId, subject, closedAt, createdAt: early, updatedAt: early },
      });
    await event(contactId, 'case.opened', {}, '2026-02-01T00:00:00Z');
    const [visit] = await list('rep');
    expect(visit).toMatchObject({
      lastOrder: { at: late.toISOString(), amount: 990, currency: 'CNY', number: 'A-7' },
      openCases: { count: 2, cases: [{ subject: 'Late delivery' }, { subject: null }] },
    });
  });

  it('is nothing of somebody new, and broken fields of events break nothing', async () => {
    const { contactId } = await aVisit({ city: 'Ulm' });
    const nothing = { lastOrder: null, openCases: { count: 0, cases: [] }, lastAnswer: null, lastReply: null };
    expect(await list('rep')).toMatchObject([nothing]);
    await event(contactId, 'order.placed', { amount: 'a lot' }, '2026-03-01T08:00:00Z');
    await event(contactId, 'survey.answered', { score: 'good' }, '2026-03-01T08:00:00Z');
    expect(await list('rep')).toMatchObject([
      { lastOrder: { amount: null }, lastAnswer: { survey: '', surveyName: null, score: null } },
    ]);
  });
});
