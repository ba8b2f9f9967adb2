import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BoardView, OverviewView } from '../../src/api/contracts/overview.js';
import type { FoundView } from '../../src/api/contracts/search.js';
import { newId } from '../../src/db/new-id.js';
import { HOUR, MINUTE } from '../../src/domain/instant.js';
import { aContact, aJournalLine, aJourney, aMessage, aTask, problemOf, startTestApi, type TestApi } from './support.js';

const FUNNEL = `kind: journey
id: funnel
name: { en: Funnel, zh-CN: 漏斗 }
timezone: UTC
enter: { on: manual }
stages:
  - { id: new, name: { en: New, zh-CN: 新线索 }, steps: [{ wait: 2 days }] }
  - { id: talk, steps: [{ wait: 2 days }] }
  - { id: done, final: true, steps: [{ end: won }] }
`;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  const published = await api.ask('ops', 'POST', '/v1/definitions', { text: FUNNEL });
  expect(published.statusCode, published.body).toBe(201);
});
afterAll(() => api.stop());

const ago = (ms: number) => new Date(Date.now() - ms);
const inFunnel = async (ownerId: string, name: string, changes: Parameters<typeof aJourney>[2] = {}) => {
  const contactId = await aContact(api.db, { ownerId, name });
  const id = await aJourney(api.db, contactId, { definitionId: 'funnel', ownerId, stage: 'new', ...changes });
  return { id, contactId };
};
const stateWithSla = (due: number, broken = false) => ({ slas: [{ index: 0, due, broken }] });

describe('the overview', () => {
  it('begins with what needs the one who asks, and shows a rep their own only', async () => {
    const { rep, manager } = api.users;
    await aTask(api.db, { assigneeId: rep, dueAt: ago(HOUR) });
    await aTask(api.db, { assigneeId: manager, dueAt: ago(2 * HOUR) });
    await inFunnel(rep, 'Held', { phase: 'held', attention: 'planner-defect' });
    await inFunnel(manager, 'Late', { nextAt: ago(HOUR) });
    await inFunnel(manager, 'In time', { nextAt: ago(MINUTE) });
    const doubtful = await inFunnel(rep, 'Doubtful', { attention: 'uncertain' });
    await aMessage(api.db, doubtful, { state: 'uncertain' });
    await aMessage(api.db, doubtful, { state: 'refused', stepId: 'second' });
    await aMessage(api.db, doubtful, { state: 'refused', stepId: 'old', intendedAt: ago(8 * 24 * HOUR) });
    const breaking = await inFunnel(manager, 'Breaking', {
      nextAt: new Date(Date.now() + HOUR),
      state: stateWithSla(Date.now() + 2 * HOUR),
    });
    await inFunnel(manager, 'Far off', {
      nextAt: new Date(Date.now() + 2 * HOUR),
      state: stateWithSla(Date.now() + 48 * HOUR),
    });
    const broken = await inFunnel(rep, 'Broken', { state: stateWithSla(Date.now() - HOUR, true) });
    await aJournalLine(api.db, broken.id, { action: 'sla', reason: 'overdue', at: ago(HOUR) });
    await aJournalLine(api.db, broken.id, { action: 'email', decision: 'send' });

    const all = (await api.ask('manager', 'GET', '/v1/overview')).json<OverviewView>();
    expect(all.tasks.overdue).toMatchObject({ count: 2, first: [{ assigneeName: 'The manager' }, {}] });
    expect(all.held).toMatchObject({ count: 1, first: [{ contactName: 'Held', ownerName: 'The rep', stageName: {} }] });
    expect(all.late).toMatchObject({ count: 1, first: [{ contactName: 'Late', late: true }] });
    expect(all.refused).toMatchObject({ count: 1, first: [{ contactName: 'Doubtful', step: 'second' }] });
    expect(all.uncertain.count).toBe(1);
    expect(all.slas.count).toBe(2);
    expect(all.slas.first).toMatchObject([
      { journeyId: broken.id, broken: true, ownerName: 'The rep' },
      { journeyId: breaking.id, broken: false, contactName: 'Breaking', stageName: { 'zh-CN': '新线索' } },
    ]);
    expect(all.lately).toMatchObject({ sent: 1, entered: 0 });

    const own = (await api.ask('rep', 'GET', '/v1/overview')).json<OverviewView>();
    expect(own.tasks.overdue.count).toBe(1);
    expect(own.late.count).toBe(0);
    expect(own.slas.first.map((sla) => sla.journeyId)).toEqual([broken.id]);
  });

  it('ends today where the day ends for the one who asks', async () => {
    await api.db.user.update({ where: { id: api.users.viewer }, data: { timezone: 'Pacific/Kiritimati' } });
    const local = new Date(Date.now() + 14 * HOUR);
    const dayEnds = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate() + 1) - 14 * HOUR;
    await aTask(api.db, { dueAt: new Date(dayEnds - 1) });
    await aTask(api.db, { dueAt: new Date(dayEnds) });
    const { tasks } = (await api.ask('viewer', 'GET', '/v1/overview')).json<OverviewView>();
    expect(tasks.today.first.map((task) => task.dueAt)).toEqual([new Date(dayEnds - 1).toISOString()]);
  });
});

describe('a board', () => {
  let board: BoardView;
  const read = async (role: 'ops' | 'rep') =>
    (await api.ask(role, 'GET', '/v1/board?definition=funnel')).json<BoardView>();
  const stage = (id: string) => board.stages.find((each) => each.stage === id);

  beforeAll(async () => {
    await api.db.journalEntry.deleteMany();
    const { rep, manager } = api.users;
    // One that went on after an hour, one that went back, one that never left, one of long ago.
    const onward = await inFunnel(rep, 'Onward', { stage: 'talk' });
    const back = await inFunnel(manager, 'Back');
    const stays = await inFunnel(manager, 'Stays');
    const old = await inFunnel(manager, 'Old', { status: 'ended', phase: 'ended', outcome: 'won', endedAt: ago(HOUR) });
    const line = (id: string, action: string, at: Date, where: string) =>
      aJournalLine(api.db, id, { action, at, stage: where });
    await line(onward.id, 'enter', ago(4 * HOUR), 'new');
    await line(onward.id, 'stage', ago(3 * HOUR), 'talk');
    await line(back.id, 'enter', ago(6 * HOUR), 'talk');
    await line(back.id, 'stage', ago(3 * HOUR), 'new');
    await line(stays.id, 'enter', ago(HOUR), 'new');
    await line(old.id, 'enter', ago(40 * 24 * HOUR), 'new');
    await line(old.id, 'stage', ago(39 * 24 * HOUR), 'done');
    board = await read('ops');
  });

  it('has the stages of the current version in its order, named', () => {
    expect(board.definition).toEqual({ id: 'funnel', version: 1, name: { en: 'Funnel', 'zh-CN': '漏斗' } });
    expect(board.stages.map((each) => each.stage)).toEqual(['new', 'talk', 'done']);
    expect(stage('done')).toMatchObject({ final: true, open: 0, entered: 0, conversion: 0, first: [] });
  });

  it('counts who is in a stage, who went on, and how long it took', () => {
    expect(stage('new')).toMatchObject({ held: 1, late: 1, entered: 3, visitors: 4, conversion: 2 / 4 });
    // Of those that left in the last 30 days; the old one is not among them.
    expect(stage('new')?.medianMs).toBeCloseTo(HOUR, -3);
    // Going back is no conversion.
    expect(stage('talk')).toMatchObject({ open: 1, entered: 2, conversion: 0 });
    expect(stage('talk')?.medianMs).toBeCloseTo(3 * HOUR, -3);
    expect(board.ended).toEqual([{ outcome: 'won', count: 1 }]);
  });

  it('shows those that need a person first, then those longest in it', () => {
    const first = stage('new')?.first ?? [];
    expect(first).toHaveLength(5);
    expect(first.slice(0, 2).map((journey) => journey.attention !== null)).toEqual([true, true]);
  });

  it('shows a rep their own only', async () => {
    const own = await read('rep');
    expect(own.ended).toEqual([]);
    expect(own.stages.find((each) => each.stage === 'talk')?.open).toBe(1);
    expect(own.stages.flatMap((each) => each.first).map((journey) => journey.ownerId)).toEqual(
      expect.arrayContaining([api.users.rep]),
    );
    expect(own.stages.flatMap((each) => each.first).some((journey) => journey.ownerId !== api.users.rep)).toBe(false);
  });

  it('of what is no definition is not found', async () => {
    expect(problemOf(await api.ask('ops', 'GET', '/v1/board?definition=nothing')).code).toBe('not-found');
  });
});

describe('the search', () => {
  const search = async (q: string, role: 'ops' | 'rep' = 'ops') =>
    (await api.ask(role, 'GET', `/v1/search?q=${encodeURIComponent(q)}`)).json<FoundView>();

  it('finds a part of a Chinese name, and what belongs to the contact', async () => {
    const { id, contactId } = await inFunnel(api.users.manager, '欧阳小明');
    await api.db.deal.create({
      data: { id: newId('deal'), name: 'Machines', contactId, createdAt: new Date(), updatedAt: new Date() },
    });
    const found = await search('小明');
    expect(found.contacts).toMatchObject([{ id: contactId, name: '欧阳小明' }]);
    expect(found.journeys).toMatchObject([{ id, contactName: '欧阳小明', definitionName: { en: 'Funnel' } }]);
    expect(found.deals).toMatchObject([{ name: 'Machines' }]);
    expect(await search('小明', 'rep')).toMatchObject({ contacts: [], journeys: [], deals: [] });
  });

  it('finds definitions by their names in any language, and journeys by id', async () => {
    expect((await search('漏')).definitions).toEqual([
      { id: 'funnel', kind: 'journey', name: { en: 'Funnel', 'zh-CN': '漏斗' } },
    ]);
    const { id } = await inFunnel(api.users.rep, 'By Id');
    expect((await search(id)).journeys.map((journey) => journey.id)).toEqual([id]);
  });

  it('takes the signs that patterns give a meaning to as they are, and shows eight at most', async () => {
    for (let i = 0; i < 9; i++) await aContact(api.db, { name: `50%_off ${i}` });
    await aContact(api.db, { name: '50 or so off' });
    const { contacts } = await search('50%_');
    expect(contacts).toHaveLength(8);
    expect(contacts.every((contact) => contact.name.startsWith('50%_'))).toBe(true);
  });
});
