import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey } from '../../src/api/auth/secrets.js';
import type { TaskView } from '../../src/api/contracts/tasks.js';
import type { UserView } from '../../src/api/contracts/users.js';
import { newId } from '../../src/db/new-id.js';
import { HOUR } from '../../src/domain/instant.js';
import { aContact, aDefinition, aJourney, aTask, problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
/** Business time, which the tests move; by it absences begin and end. */
let now = Date.parse('2027-01-04T09:00:00Z');
beforeAll(async () => {
  api = await startTestApi();
  Object.assign(api.engine, { now: async () => now });
  await api.db.user.update({ where: { id: api.users.rep }, data: { managerId: api.users.manager } });
  await api.ask('ops', 'POST', '/v1/definitions', { text: aDefinition() });
});
afterAll(() => api.stop());

const at = (hours: number): string => new Date(Date.parse('2027-01-04T09:00:00Z') + hours * HOUR).toISOString();
const goTo = (hours: number): void => {
  now = Date.parse(at(hours));
};

/** A rep in the manager's charge, with a key. */
async function aRep() {
  const id = newId('user');
  const person = { email: `${id}@x.example`, name: `Rep ${id.slice(-4)}`, role: 'rep', managerId: api.users.manager };
  await api.db.user.create({ data: { id, ...person, createdAt: new Date() } });
  const key = newId('key');
  const { text, hash } = makeKey(key);
  await api.db.apiKey.create({ data: { id: key, hash, name: 'k', userId: id, createdAt: new Date() } });
  const ask = (method: string, url: string, body?: unknown) =>
    api.ask(null, method, url, body, { authorization: `Bearer ${text}` });
  const desk = async () =>
    (await ask('GET', '/v1/tasks?mine=true&status=open')).json<{ data: TaskView[] }>().data.map(({ id: task }) => task);
  return { id, ask, desk };
}

const away = (id: string, body: object) => api.ask('ops', 'POST', `/v1/users/${id}/absence`, body);

describe('the work of somebody who is away', () => {
  it('is on the deputy’s desk from the first instant of the absence to the last, and then on their own again', async () => {
    goTo(0);
    const [owner, deputy] = [await aRep(), await aRep()];
    const contact = await aContact(api.db, { ownerId: owner.id });
    const journey = await aJourney(api.db, contact, { ownerId: owner.id });
    const task = await aTask(api.db, { contactId: contact, assigneeId: owner.id });
    const absence = { from: at(10), to: at(20), deputyId: deputy.id };
    expect((await away(owner.id, absence)).json<UserView>().absence).toEqual({
      from: at(10),
      to: at(20),
      isNow: false,
    });
    const desks: (readonly [string[], string | null])[] = [];
    for (const hour of [9.99, 10, 19.99, 20]) {
      goTo(hour);
      const { assigneeId } = (await api.ask('ops', 'GET', `/v1/tasks/${task}`)).json<TaskView>();
      desks.push([await deputy.desk(), assigneeId]);
    }
    expect(desks).toEqual([
      [[], owner.id],
      [[task], deputy.id],
      [[task], deputy.id],
      [[], owner.id],
    ]);
    goTo(15);
    for (const url of [`/v1/tasks/${task}`, `/v1/contacts/${contact}`, `/v1/journeys/${journey}`])
      expect((await deputy.ask('GET', url)).statusCode, url).toBe(200);
    goTo(25);
    for (const url of [`/v1/tasks/${task}`, `/v1/contacts/${contact}`, `/v1/journeys/${journey}`])
      expect((await deputy.ask('GET', url)).statusCode, url).toBe(404);
  });

  it('says in whose stead it is done, and is done by the deputy', async () => {
    goTo(0);
    const [owner, deputy] = [await aRep(), await aRep()];
    const task = await aTask(api.db, { assigneeId: owner.id });
    await away(owner.id, { deputyId: deputy.id });
    const shown = (await deputy.ask('GET', `/v1/tasks/${task}`)).json<TaskView>();
    expect(shown).toMatchObject({ assigneeId: deputy.id, insteadOf: { id: owner.id } });
    const listed = await api.ask('manager', 'GET', `/v1/tasks?assignee=${deputy.id}`);
    expect(listed.json<{ data: TaskView[] }>().data.map(({ id }) => id)).toEqual([task]);
    const done = (await deputy.ask('POST', `/v1/tasks/${task}/complete`, { outcome: 'reached' })).json<TaskView>();
    expect(done).toMatchObject({ status: 'done', doneBy: deputy.id, assigneeId: owner.id, insteadOf: null });
  });

  it('is the manager’s without a deputy, and goes on with a deputy who goes away later', async () => {
    goTo(0);
    const [owner, deputy, third] = [await aRep(), await aRep(), await aRep()];
    const task = await aTask(api.db, { assigneeId: owner.id });
    const deskOf = async () => (await api.ask('ops', 'GET', `/v1/tasks/${task}`)).json<TaskView>().assigneeId;
    await away(owner.id, { deputyId: null });
    expect(await deskOf()).toBe(api.users.manager);
    await away(owner.id, { deputyId: deputy.id });
    expect(await deskOf()).toBe(deputy.id);
    await away(deputy.id, { deputyId: third.id });
    expect(await deskOf()).toBe(third.id);
    expect(await third.desk()).toEqual([task]);
  });

  it('that is an approval never comes to the contact’s owner, who asks for it', async () => {
    goTo(0);
    const [owner, boss] = [await aRep(), await aRep()];
    const contact = await aContact(api.db, { ownerId: owner.id });
    const task = await aTask(api.db, { contactId: contact, assigneeId: boss.id });
    await api.db.task.update({ where: { id: task }, data: { kind: 'approval', outcomes: ['approved', 'refused'] } });
    await away(boss.id, { deputyId: owner.id });
    expect(await owner.desk()).toEqual([]);
    expect((await api.ask('ops', 'GET', `/v1/tasks/${task}`)).json<TaskView>().assigneeId).toBe(api.users.manager);
    const url = `/v1/tasks/${task}/complete`;
    expect(problemOf(await owner.ask('POST', url, { outcome: 'approved' })).code).toBe('forbidden');
    expect((await api.ask('manager', 'POST', url, { outcome: 'approved' })).statusCode).toBe(200);
  });
});

describe('an absence', () => {
  it('is said by everybody for themselves, and ended', async () => {
    goTo(0);
    const [rep, deputy] = [await aRep(), await aRep()];
    const set = await rep.ask('POST', '/v1/auth/me/absence', { to: at(30), deputyId: deputy.id });
    expect(set.json()).toMatchObject({ absence: { from: at(0), to: at(30), isNow: true }, deputyId: deputy.id });
    goTo(3);
    const back = await rep.ask('DELETE', '/v1/auth/me/absence');
    expect(back.json()).toMatchObject({ absence: null });
    expect(await api.db.user.findUnique({ where: { id: rep.id } })).toMatchObject({ absentTo: new Date(at(3)) });
    expect(problemOf(await rep.ask('DELETE', '/v1/auth/me/absence')).code).toBe('not-away');
    const audits = await api.db.audit.findMany({ where: { objectId: rep.id }, orderBy: { id: 'asc' } });
    expect(audits.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['user.absence', rep.id],
      ['user.return', rep.id],
    ]);
  });

  it('that is still to come is taken back whole', async () => {
    goTo(0);
    const rep = await aRep();
    await away(rep.id, { from: at(10), to: at(20), deputyId: null });
    expect((await api.ask('ops', 'DELETE', `/v1/users/${rep.id}/absence`)).json<UserView>().absence).toBe(null);
    expect(await api.db.user.findUnique({ where: { id: rep.id } })).toMatchObject({ absentFrom: null, absentTo: null });
  });

  it('is said by a manager for the people in their charge alone, also over another manager', async () => {
    goTo(0);
    const [rep, other] = [await aRep(), await aRep()];
    await api.db.user.update({ where: { id: rep.id }, data: { managerId: other.id } });
    const url = (id: string) => `/v1/users/${id}/absence`;
    expect((await api.ask('manager', 'POST', url(rep.id), { deputyId: null })).statusCode).toBe(200);
    expect((await api.ask('manager', 'DELETE', url(rep.id))).statusCode).toBe(200);
    const strange = await api.ask('manager', 'POST', url(api.users.viewer), { deputyId: null });
    expect(problemOf(strange).code).toBe('forbidden');
    expect(problemOf(await api.ask('manager', 'DELETE', url(api.users.viewer))).code).toBe('forbidden');
    expect((await rep.ask('POST', url(rep.id), { deputyId: null })).statusCode).toBe(403);
  });

  it.each([
    ['oneself as deputy', (id: string) => ({ deputyId: id }), 'own-deputy', '/deputyId'],
    ['a deputy who is nobody', () => ({ deputyId: 'usr_nobody' }), 'unknown-deputy', '/deputyId'],
    ['an end before its beginning', () => ({ from: at(5), to: at(4), deputyId: null }), 'bad-absence', '/to'],
  ])('with %s is refused', async (_, body, code, pointer) => {
    goTo(0);
    const rep = await aRep();
    expect(problemOf(await away(rep.id, body(rep.id)))).toMatchObject({ code, errors: [{ pointer }] });
  });

  it('is refused with a deputy who is away then, so that two never stand in for each other', async () => {
    goTo(0);
    const [one, two] = [await aRep(), await aRep()];
    const both = await Promise.all([
      away(one.id, { from: at(1), to: at(9), deputyId: two.id }),
      away(two.id, { from: at(5), to: at(12), deputyId: one.id }),
    ]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    expect(both.map((answer) => problemOf(answer).code)).toContain('deputy-away');
  });
});
