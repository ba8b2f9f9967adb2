import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeKey } from '../../src/api/auth/secrets.js';
import type { HandoverTarget, LeavingPreview, LeavingView } from '../../src/api/contracts/leaving.js';
import { newId } from '../../src/db/new-id.js';
import { handOver } from '../../src/db/people/hand-over.js';
import { createPrograms } from '../../src/db/programs.js';
import { aDeployment } from '../support/walk.js';
import { aContact, aDefinition, aJourney, aTask, problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.ask('ops', 'POST', '/v1/definitions', { text: aDefinition() });
});
afterAll(() => api.stop());

const at = new Date();
async function aUser(changes: object = {}): Promise<string> {
  const id = newId('user');
  await api.db.user.create({
    data: { id, email: `${id}@x.example`, name: id, role: 'rep', createdAt: at, ...changes },
  });
  return id;
}

async function anAccount(ownerId: string): Promise<string> {
  const id = newId('account');
  await api.db.account.create({ data: { id, name: id, ownerId, createdAt: at, updatedAt: at } });
  return id;
}

async function aDeal(ownerId: string, changes: object = {}): Promise<string> {
  const id = newId('deal');
  await api.db.deal.create({ data: { id, name: id, ownerId, createdAt: at, updatedAt: at, ...changes } });
  return id;
}

const leave = (id: string, to: HandoverTarget, more: object = {}) =>
  api.ask('ops', 'POST', `/v1/users/${id}/leaving`, { to, reason: 'a new job', ...more });
const preview = async (id: string, to: HandoverTarget) =>
  (await api.ask('ops', 'POST', `/v1/users/${id}/leaving/preview`, { to })).json<LeavingPreview>();
const progress = async (id: string) => (await api.ask('manager', 'GET', `/v1/users/${id}/leaving`)).json<LeavingView>();

const deps = () => ({ db: api.db, programs: createPrograms(api.db), deployment: aDeployment() });
const clock = () => ({ virtual: Date.now(), real: Date.now() });
const fails = (error: unknown): void => expect.fail(String(error));
async function work(): Promise<void> {
  while ((await handOver(deps(), clock, fails)) > 0);
  // The round that finds nothing left says that it is done.
  await handOver(deps(), clock, fails);
}

const NOTHING = { contacts: 0, accounts: 0, deals: 0, journeys: 0, tasks: 0 };
const ownerOf = async (id: string) => (await api.db.contact.findUniqueOrThrow({ where: { id } })).ownerId;

/** Somebody who has all that one can have. */
async function aLeaver() {
  const boss = await aUser({ role: 'manager' });
  const id = await aUser({ managerId: boss });
  const report = await aUser({ managerId: id });
  const friend = await aUser({ deputyId: id });
  const account = await anAccount(id);
  const contact = await aContact(api.db, { ownerId: id });
  await api.db.contact.update({ where: { id: contact }, data: { accountId: account } });
  const journey = await aJourney(api.db, contact, { ownerId: id, interests: ['contact.ownerId'] });
  const tasks = {
    ofContact: await aTask(api.db, { assigneeId: id, contactId: contact }),
    alone: await aTask(api.db, { assigneeId: id }),
    done: await aTask(api.db, { assigneeId: id, contactId: contact }),
  };
  await api.db.task.update({ where: { id: tasks.done }, data: { status: 'done', doneBy: id } });
  const deals = { open: await aDeal(id, { contactId: contact }), won: await aDeal(id, { status: 'won' }) };
  const team = newId('team');
  await api.db.team.create({ data: { id: team, name: team, members: { create: { userId: id } } } });
  const mailbox = newId('team');
  await api.db.mailbox.create({ data: { id: mailbox, name: 'M', address: 'm@x.example', ownerId: id } });
  const key = newId('key');
  const { text, hash } = makeKey(key);
  await api.db.apiKey.create({ data: { id: key, hash, name: 'k', userId: id, createdAt: at } });
  const me = () => api.ask(null, 'GET', '/v1/auth/me', undefined, { authorization: `Bearer ${text}` });
  return { id, boss, report, friend, account, contact, journey, tasks, deals, team, mailbox, me };
}

describe('the preview of a leaving', () => {
  it('says all that is theirs and who would get how much, and changes nothing', async () => {
    const leaver = await aLeaver();
    const successor = await aUser();
    const text = aDefinition(`names-${leaver.id.slice(-6)}`).replace(
      '  - end: done',
      `  - id: named\n    task: { kind: call, title: Call, assign: ${leaver.id}, due: 1 days, outcomes: [ok] }\n  - end: done`,
    );
    const published = await api.ask('ops', 'POST', '/v1/definitions', { text });
    expect(published.statusCode, published.body).toBeLessThan(300);
    const shown = await preview(leaver.id, { type: 'user', userId: successor });
    expect(shown).toEqual({
      work: { contacts: 1, accounts: 1, deals: 1, journeys: 1, tasks: 2 },
      gets: [{ id: successor, name: successor, contacts: 1, accounts: 1, deals: 1, tasks: 2, isThere: true }],
      reports: [{ id: leaver.report, name: leaver.report }],
      reportsTo: { id: leaver.boss, name: leaver.boss },
      deputyOf: [{ id: leaver.friend, name: leaver.friend }],
      teams: [leaver.team],
      mailboxes: [leaver.mailbox],
      keys: 1,
      definitions: [`names-${leaver.id.slice(-6)}`],
    });
    expect(await ownerOf(leaver.contact)).toBe(leaver.id);
    expect((await leaver.me()).statusCode).toBe(200);
  });

  it('shows what a team would get as it is then given', async () => {
    const [id, a, b] = [await aUser(), await aUser({ name: 'A' }), await aUser({ name: 'B' })];
    const team = newId('team');
    await api.db.team.create({ data: { id: team, name: team } });
    for (const userId of [id, a, b]) await api.db.teamMember.create({ data: { teamId: team, userId } });
    const contacts: string[] = [];
    for (let i = 0; i < 5; i++) contacts.push(await aContact(api.db, { ownerId: id }));
    const to = { type: 'team', teamId: team, by: 'roundRobin' } as const;
    const shown = await preview(id, to);
    expect(shown.gets.map((each) => [each.id, each.contacts])).toEqual([
      [a, 3],
      [b, 2],
    ]);
    await leave(id, to);
    await work();
    const owners = await Promise.all(contacts.map(ownerOf));
    expect([owners.filter((owner) => owner === a).length, owners.filter((owner) => owner === b).length]).toEqual([
      3, 2,
    ]);
    const turns = await api.db.teamMember.findMany({ where: { teamId: team }, orderBy: { lastTurn: 'asc' } });
    expect(turns.map(({ userId }) => userId)).toEqual([b, a]);
  });
});

describe('somebody who leaves', () => {
  it('has no access from the first moment, and nothing left at the end; history keeps the name', async () => {
    const leaver = await aLeaver();
    const successor = await aUser();
    const begun = await leave(leaver.id, { type: 'user', userId: successor });
    expect(begun.statusCode).toBe(201);
    expect(begun.json()).toMatchObject({ state: 'running', total: 5, done: 0 });
    expect((await leaver.me()).statusCode).toBe(401);
    await work();
    expect(await progress(leaver.id)).toMatchObject({ state: 'done', total: 5, done: 5, left: NOTHING, code: null });
    const { db } = api;
    expect(await ownerOf(leaver.contact)).toBe(successor);
    expect((await db.journey.findUniqueOrThrow({ where: { id: leaver.journey } })).ownerId).toBe(successor);
    expect((await db.account.findUniqueOrThrow({ where: { id: leaver.account } })).ownerId).toBe(successor);
    const dealOwner = async (id: string) => (await db.deal.findUniqueOrThrow({ where: { id } })).ownerId;
    expect([await dealOwner(leaver.deals.open), await dealOwner(leaver.deals.won)]).toEqual([successor, leaver.id]);
    const assignee = async (id: string) => (await db.task.findUniqueOrThrow({ where: { id } })).assigneeId;
    const { ofContact, alone, done } = leaver.tasks;
    expect([await assignee(ofContact), await assignee(alone), await assignee(done)]).toEqual([
      successor,
      successor,
      leaver.id,
    ]);
    expect(await db.user.findUniqueOrThrow({ where: { id: leaver.report } })).toMatchObject({ managerId: leaver.boss });
    expect(await db.user.findUniqueOrThrow({ where: { id: leaver.friend } })).toMatchObject({ deputyId: successor });
    expect(await db.user.findUniqueOrThrow({ where: { id: leaver.id } })).toMatchObject({
      active: false,
      deputyId: successor,
    });
    expect(await db.teamMember.count({ where: { userId: leaver.id } })).toBe(0);
    expect(await db.mailbox.findUniqueOrThrow({ where: { id: leaver.mailbox } })).toMatchObject({ ownerId: successor });
    const doneTask = (await api.ask('ops', 'GET', `/v1/tasks/${done}`)).json<{ doneByName: string }>();
    expect(doneTask.doneByName).toBe(leaver.id);
  });

  it('is written down with who and why, for each contact too, and the journeys are told', async () => {
    const leaver = await aLeaver();
    const successor = await aUser();
    await leave(leaver.id, { type: 'user', userId: successor });
    await work();
    const audits = (objectId: string) => api.db.audit.findMany({ where: { objectId }, orderBy: { id: 'asc' } });
    expect(await audits(leaver.id)).toMatchObject([
      {
        action: 'user.leave',
        actorId: api.users.ops,
        reason: 'a new job',
        detail: { reports: 1, deputyOf: 1, teams: 1 },
      },
      { action: 'user.left', actorId: api.users.ops },
    ]);
    expect(await audits(leaver.contact)).toMatchObject([
      { action: 'contact.reassign', reason: 'a new job', detail: { from: leaver.id, to: successor } },
    ]);
    const events = await api.db.event.findMany({ where: { contactId: leaver.contact } });
    expect(events).toMatchObject([{ type: 'contact.changed', fields: { set: { ownerId: successor } } }]);
    expect(await api.db.outbox.count({ where: { journeyId: leaver.journey, kind: 'poke' } })).toBe(1);
  });

  it('is handed over once, however often it is said and by however many workers', async () => {
    const id = await aUser();
    const successor = await aUser();
    const contacts: string[] = [];
    for (let i = 0; i < 60; i++) contacts.push(await aContact(api.db, { ownerId: id }));
    const to = { type: 'user', userId: successor } as const;
    const answers = await Promise.all([1, 2, 3].map(() => leave(id, to, { requestId: `leave-${id}` })));
    expect(answers.filter(({ statusCode }) => statusCode === 201).length).toBeGreaterThanOrEqual(1);
    const again = await leave(id, to, { requestId: `leave-${id}` });
    expect(again.statusCode).toBe(201);
    expect(problemOf(await leave(id, to)).code).toBe('already-leaving');
    await Promise.all([work(), work(), work()]);
    await work();
    expect(await progress(id)).toMatchObject({ state: 'done', total: 60, done: 60, left: NOTHING });
    expect(await api.db.event.count({ where: { contactId: { in: contacts } } })).toBe(60);
  });

  it('is handed over whole by the next worker, when one dies in the midst of it', async () => {
    const id = await aUser();
    const successor = await aUser();
    const contacts: string[] = [];
    for (let i = 0; i < 30; i++) contacts.push(await aContact(api.db, { ownerId: id }));
    await leave(id, { type: 'user', userId: successor });
    let asked = 0;
    const dies = () => {
      asked += 1;
      if (asked > 8) throw new Error('killed');
      return clock();
    };
    await expect(handOver(deps(), dies, fails)).rejects.toThrow('killed');
    const half = await progress(id);
    expect(half.done).toBeGreaterThan(0);
    expect(half.done).toBeLessThan(30);
    // Its lease holds for a minute, in which nobody else takes it.
    expect(await handOver(deps(), clock, fails)).toBe(0);
    const later = () => ({ virtual: Date.now(), real: Date.now() + 61_000 });
    while ((await handOver(deps(), later, fails)) > 0);
    await handOver(deps(), later, fails);
    expect(await progress(id)).toMatchObject({ state: 'done', done: 30, left: NOTHING });
    expect(await api.db.event.count({ where: { contactId: { in: contacts } } })).toBe(30);
  });

  it('leaves to others what others have given away meanwhile, and hands over what comes late', async () => {
    const [id, successor, other] = [await aUser(), await aUser(), await aUser()];
    const given = await aContact(api.db, { ownerId: id });
    await leave(id, { type: 'user', userId: successor });
    await api.db.contact.update({ where: { id: given }, data: { ownerId: other } });
    // A decision that was under way when they left.
    const late = await aContact(api.db, { ownerId: id });
    await work();
    await work();
    expect([await ownerOf(given), await ownerOf(late)]).toEqual([other, successor]);
    expect(await progress(id)).toMatchObject({ state: 'done', left: NOTHING });
  });

  it('is handed over but for what fails or has nobody to take it, and the rest as soon as it can be', async () => {
    const { db } = api;
    const [id, successor, gone] = [await aUser(), await aUser(), await aUser({ active: false })];
    // Each kind of trouble is more than what is read at once.
    const accounts = await Promise.all(Array.from({ length: 30 }, () => anAccount(id)));
    const contacts = await Promise.all(Array.from({ length: 30 }, () => aContact(db, { ownerId: id })));
    const task = await aTask(db, { assigneeId: id });
    await leave(id, { type: 'user', userId: successor });
    await db.handoverItem.updateMany({ where: { objectId: { in: contacts } }, data: { toId: gone } });
    const others = { active: true, id: { not: successor } };
    await db.user.updateMany({
      where: others,
      data: { absentFrom: at, absentTo: new Date(at.getTime() + 86_400_000) },
    });
    await db.$executeRawUnsafe(
      `CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN RAISE 'refused'; END $$ LANGUAGE plpgsql`,
    );
    await db.$executeRawUnsafe(`
      CREATE TRIGGER refuse BEFORE UPDATE ON accounts FOR EACH ROW WHEN (OLD."ownerId" = '${id}') EXECUTE FUNCTION refuse()`);
    const failed: string[] = [];
    const moved = await handOver(deps(), clock, (_, { objectId }) => void failed.push(objectId));
    expect([moved, failed]).toEqual([1, accounts.sort()]);
    expect((await db.task.findUniqueOrThrow({ where: { id: task } })).assigneeId).toBe(successor);
    expect(await progress(id)).toMatchObject({ state: 'running', done: 1, total: 61, code: 'handover-failed' });
    // Nobody tries again at once.
    expect(await handOver(deps(), clock, fails)).toBe(0);
    await db.$executeRawUnsafe('DROP FUNCTION refuse CASCADE');
    const later = (ms: number) => () => ({ virtual: Date.now(), real: Date.now() + ms });
    expect(await handOver(deps(), later(31_000), fails)).toBe(30);
    expect(await progress(id)).toMatchObject({ state: 'running', done: 31, total: 61, code: 'no-successor' });
    await db.user.updateMany({ where: others, data: { absentFrom: null, absentTo: null } });
    while ((await handOver(deps(), later(62_000), fails)) > 0);
    await handOver(deps(), later(62_000), fails);
    expect(await progress(id)).toMatchObject({ state: 'done', done: 61, left: NOTHING, code: null });
    expect(await db.contact.count({ where: { id: { in: contacts }, ownerId: { not: id } } })).toBe(30);
  });

  it('is handed over whole when a whole file of contacts comes to them as they go', async () => {
    const [id, successor] = [await aUser(), await aUser()];
    await leave(id, { type: 'user', userId: successor });
    await api.db.$executeRaw`
      INSERT INTO contacts (id, name, "ownerId", "createdAt", "updatedAt")
      SELECT 'late_' || n, 'Late', ${id}, now(), now() FROM generate_series(1, 20000) n`;
    const began = Date.now();
    expect(await handOver(deps(), clock, fails)).toBe(20_000);
    expect(Date.now() - began).toBeLessThan(10_000);
    expect(await progress(id)).toMatchObject({ state: 'running', total: 20_000, done: 0 });
    // Other tests don't wait for the rest.
    await api.db.handover.updateMany({ where: { userId: id }, data: { state: 'done' } });
    await api.db.contact.deleteMany({ where: { ownerId: id } });
  });

  it('never makes the contact’s owner give their own approval', async () => {
    const boss = await aUser({ role: 'manager' });
    const [id, successor] = [await aUser({ managerId: boss }), await aUser({ managerId: boss })];
    const contact = await aContact(api.db, { ownerId: successor });
    const task = await aTask(api.db, { assigneeId: id, contactId: contact });
    await api.db.task.update({ where: { id: task }, data: { kind: 'approval' } });
    await leave(id, { type: 'user', userId: successor });
    await work();
    expect((await api.db.task.findUniqueOrThrow({ where: { id: task } })).assigneeId).toBe(boss);
  });
});

describe('a leaving', () => {
  it('is refused where there is nobody to take it, and of who may not go', async () => {
    const id = await aUser();
    const gone = await aUser({ active: false });
    const code = async (to: HandoverTarget, who = id) => problemOf(await leave(who, to)).code;
    expect(await code({ type: 'user', userId: gone })).toBe('unknown-successor');
    expect(await code({ type: 'user', userId: id })).toBe('unknown-successor');
    expect(await code({ type: 'team', teamId: 'nowhere', by: 'roundRobin' })).toBe('unknown-team');
    const team = newId('team');
    await api.db.team.create({ data: { id: team, name: team } });
    for (const userId of [id, gone]) await api.db.teamMember.create({ data: { teamId: team, userId } });
    expect(await code({ type: 'team', teamId: team, by: 'leastLoaded' })).toBe('no-successor');
    expect(await code({ type: 'user', userId: id }, api.users.ops)).toBe('own-account');
    expect(problemOf(await api.ask('manager', 'GET', `/v1/users/${id}/leaving`)).code).toBe('not-found');
  });

  it('is not taken back while it is under way, and may be afterwards', async () => {
    const [id, successor] = [await aUser(), await aUser()];
    await aContact(api.db, { ownerId: id });
    await leave(id, { type: 'user', userId: successor });
    const back = () => api.ask('ops', 'PATCH', `/v1/users/${id}`, { active: true });
    expect(problemOf(await back()).code).toBe('already-leaving');
    await work();
    expect((await back()).statusCode).toBe(200);
  });

  it('of whose successor has left too goes to that one’s manager', async () => {
    const boss = await aUser({ role: 'manager' });
    const [id, successor] = [await aUser(), await aUser({ managerId: boss })];
    const contact = await aContact(api.db, { ownerId: id });
    await leave(id, { type: 'user', userId: successor });
    await api.db.user.update({ where: { id: successor }, data: { active: false } });
    await work();
    expect(await ownerOf(contact)).toBe(boss);
  });
});
