import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BulkItem } from '../../src/activities/ports.js';
import type { BulkView } from '../../src/api/contracts/bulks.js';
import { createBulkWork } from '../../src/db/bulk/work.js';
import { createClock, REAL_TIME } from '../../src/db/clock.js';
import { createEngine } from '../../src/db/engine.js';
import { createPrograms } from '../../src/db/programs.js';
import { createBulkRunner } from '../../src/worker/run-bulks.js';
import { aContact, aDefinition, aJourney, startTestApi, type TestApi } from '../api/support.js';
import { aDeployment } from '../support/walk.js';

type Said = { readonly code: string | null; readonly phase: string; readonly stage: string } | null;

/** When bulks begin, by the clocks of the workers here. */
const START = Date.UTC(2027, 0, 4, 9);

const DONE: Said = { code: null, phase: 'paused', stage: 'main' };

let api: TestApi;
let journeys: string[];
/** What each journey says to its command, by how often it was asked before; and who was asked. */
let says: (journeyId: string, before: number) => Said | Promise<Said>;
let asked: string[];
let answers: boolean;

beforeAll(async () => {
  api = await startTestApi();
  await api.ask('ops', 'POST', '/v1/definitions', { text: aDefinition() });
});
afterAll(() => api.stop());

beforeEach(async () => {
  await api.db.bulkItem.deleteMany();
  await api.db.bulk.deleteMany();
  await api.db.journey.deleteMany();
  says = () => DONE;
  asked = [];
  answers = true;
});

async function someJourneys(count: number): Promise<void> {
  journeys = [];
  for (let n = 0; n < count; n++) journeys.push(await aJourney(api.db, await aContact(api.db)));
}

async function aBulk(changes: object = {}): Promise<BulkView> {
  const made = await api.ask('manager', 'POST', '/v1/bulks', {
    command: { kind: 'pause' },
    filter: { ids: journeys },
    expect: journeys.length,
    reason: 'the fair is over',
    ratePerMinute: 6_000,
    ...changes,
  });
  expect(made.statusCode, made.body).toBe(201);
  const bulk = made.json<BulkView>();
  await api.db.bulk.update({ where: { id: bulk.id }, data: { realNextAt: new Date(START) } });
  return bulk;
}

const work = () =>
  createBulkWork({
    db: api.db,
    engine: createEngine({
      db: api.db,
      programs: createPrograms(api.db),
      deployment: aDeployment(),
      clock: createClock(() => REAL_TIME, Date.now),
      tell: async () => undefined,
      send: async (_, requestId) => {
        const journeyId = requestId.split('/')[1] ?? '';
        const before = asked.filter((id) => id === journeyId).length;
        asked.push(journeyId);
        return await says(journeyId, before);
      },
    }),
  });

/** A worker whose clock the test moves. */
function worker(now: () => number) {
  const troubled: BulkItem[] = [];
  const deps = { bulks: work(), temporalAnswers: async () => answers, now };
  const runner = createBulkRunner({ ...deps, onTrouble: (item) => troubled.push(item) });
  const look = async (): Promise<number> => {
    let begun = 0;
    for (let n = await runner.round(); n > 0; n = await runner.round()) begun += n;
    await runner.settled();
    return begun;
  };
  return { look, troubled };
}

const shown = async (id: string) => (await api.ask('manager', 'GET', `/v1/bulks/${id}`)).json();

/** Looks every so often by its clock until the bulk is over; answers how many were begun each time. */
async function runOut(id: string, everyMs = 500): Promise<number[]> {
  let now = START;
  const { look } = worker(() => now);
  const counts: number[] = [];
  while (counts.length < 200 && (await shown(id)).state === 'running') {
    counts.push(await look());
    now += everyMs;
  }
  return counts;
}

describe('a bulk that a worker carries out', () => {
  it('gives each journey the command once, under who made it and why', async () => {
    await someJourneys(12);
    const bulk = await aBulk();
    await runOut(bulk.id);
    expect(await shown(bulk.id)).toMatchObject({ state: 'done', total: 12, done: 12, waiting: 0, codes: [] });
    expect([...asked].sort()).toEqual([...journeys].sort());
    const commands = await api.db.command.findMany({ where: { journeyId: { in: journeys } } });
    expect(new Set(commands.map(({ requestId }) => requestId))).toEqual(
      new Set(journeys.map((id) => `${bulk.id}/${id}`)),
    );
    for (const command of commands)
      expect(command).toMatchObject({ kind: 'pause', actorId: api.users.manager, reason: 'the fair is over' });
  });

  it('keeps its rate, begins with no burst, and lets none through after an outage', async () => {
    await someJourneys(40);
    const bulk = await aBulk({ ratePerMinute: 240 });
    let now = START;
    const { look } = worker(() => now);
    const counts: number[] = [];
    for (let n = 0; n < 5; n++, now += 1_000) counts.push(await look());
    expect(counts).toEqual([1, 4, 4, 4, 4]);
    now += 3_600_000;
    expect(await look()).toBe(9);
    expect(await shown(bulk.id)).toMatchObject({ done: 26, waiting: 14 });
  });

  it('takes turns with another bulk, each at its own rate', async () => {
    await someJourneys(10);
    const slow = await aBulk({ ratePerMinute: 60 });
    const quick = await aBulk({ command: { kind: 'retry' }, ratePerMinute: 600 });
    let now = START;
    const { look } = worker(() => now);
    for (let n = 0; n < 3; n++, now += 500) await look();
    expect(await shown(slow.id)).toMatchObject({ done: 2 });
    expect(await shown(quick.id)).toMatchObject({ state: 'done', done: 10 });
  });

  it('records what refuses with its code, and goes on', async () => {
    await someJourneys(4);
    const [paused, ended, late] = journeys;
    const bulk = await aBulk();
    await api.db.journey.update({ where: { id: ended ?? '' }, data: { status: 'ended', phase: 'ended' } });
    says = async (id) => {
      if (id === paused) return { code: 'already-paused', phase: 'paused', stage: 'main' };
      if (id !== late) return DONE;
      // It ends while the command is on its way: Temporal has no run of it any more.
      await api.db.journey.update({ where: { id }, data: { status: 'ended', phase: 'ended' } });
      return null;
    };
    await runOut(bulk.id);
    expect(await shown(bulk.id)).toMatchObject({
      state: 'done',
      done: 1,
      refused: 3,
      codes: [
        { state: 'refused', code: 'journey-ended', count: 2 },
        { state: 'refused', code: 'already-paused', count: 1 },
      ],
    });
    const list = await api.ask('manager', 'GET', `/v1/bulks/${bulk.id}/items?state=refused`);
    expect(list.json().data.map((item: { journeyId: string }) => item.journeyId)).toEqual([paused, ended, late].sort());
  });

  it('waits for a journey whose run has not begun', async () => {
    await someJourneys(1);
    const bulk = await aBulk();
    says = (_, before) => (before < 5 ? null : DONE);
    await runOut(bulk.id);
    expect(await shown(bulk.id)).toMatchObject({ state: 'done', done: 1 });
    expect(asked).toHaveLength(6);
  });

  it('leaves everything waiting while Temporal is away, however long, and counts no attempt', async () => {
    await someJourneys(3);
    const bulk = await aBulk();
    const down = () => Promise.reject(new Error('unavailable'));
    says = down;
    answers = false;
    let now = START;
    const { look, troubled } = worker(() => now);
    for (let n = 0; n < 30; n++, now += 60_000) await look();
    expect(await shown(bulk.id)).toMatchObject({ state: 'running', waiting: 3 });
    expect(troubled.length).toBeGreaterThan(50);
    const items = await api.db.bulkItem.findMany({ where: { bulkId: bulk.id } });
    expect(items.map(({ attempts }) => attempts)).toEqual([0, 0, 0]);
    says = () => DONE;
    answers = true;
    for (let n = 0; n < 20; n++, now += 1_000) await look();
    expect(await shown(bulk.id)).toMatchObject({ state: 'done', done: 3 });
  });

  it('gives up on a journey that alone gives no answer, and says so', async () => {
    await someJourneys(3);
    const bulk = await aBulk();
    says = (id) => (id === journeys[1] ? Promise.reject(new Error('stuck')) : DONE);
    await runOut(bulk.id, 40_000);
    expect(await shown(bulk.id)).toMatchObject({
      state: 'done',
      done: 2,
      failed: 1,
      codes: [{ state: 'failed', code: 'unanswered', count: 1 }],
    });
    expect(asked.filter((id) => id === journeys[1])).toHaveLength(7);
  });

  it('takes up what a worker left that fell silent, and writes nothing for the one that comes back', async () => {
    await someJourneys(2);
    const bulk = await aBulk();
    const now = START;
    const silent = await work().claim(now + 1_000, 10);
    expect(silent).toHaveLength(2);
    expect(await work().claim(now + 30_000, 10)).toEqual([]);
    const second = await work().claim(now + 90_000, 10);
    expect(second.map(({ attempts }) => attempts)).toEqual([2, 2]);
    for (const item of silent) await work().settle(item, { state: 'failed', code: 'unanswered' }, now);
    expect(await shown(bulk.id)).toMatchObject({ failed: 0, waiting: 2 });
    for (const item of second) await work().settle(item, { state: 'done', code: null }, now);
    // Twice told is once counted.
    for (const item of second) await work().settle(item, { state: 'done', code: null }, now);
    expect(await shown(bulk.id)).toMatchObject({ state: 'done', done: 2, waiting: 0 });
  });

  it('hands no journey to two of many workers that look at once', async () => {
    await someJourneys(60);
    const bulk = await aBulk();
    const now = START + 1_950;
    const claims = await Promise.all(Array.from({ length: 8 }, () => work().claim(now, 16)));
    const ids = claims.flat().map(({ journeyId }) => journeyId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(16);
    for (const item of claims.flat()) await work().settle(item, { state: 'done', code: null }, now);
    expect(await shown(bulk.id)).toMatchObject({ done: ids.length, waiting: 60 - ids.length });
  });

  it('stops at once when it is aborted, also what a worker has claimed and not begun', async () => {
    await someJourneys(20);
    const bulk = await aBulk({ ratePerMinute: 600 });
    let now = START;
    const { look } = worker(() => now);
    await look();
    now += 500;
    await look();
    const before = asked.length;
    expect(before).toBe(6);
    const [claimed] = await work().claim(now + 1_000, 1);
    const stopped = await api.ask('manager', 'POST', `/v1/bulks/${bulk.id}/abort`, { reason: 'the wrong stage' });
    expect(stopped.json()).toMatchObject({ state: 'aborted', done: before, waiting: 20 - before });
    expect(claimed === undefined ? null : await work().begin(claimed)).toBe(false);
    for (let n = 0; n < 5; n++, now += 60_000) await look();
    expect(asked).toHaveLength(before);
    expect(await shown(bulk.id)).toMatchObject({
      state: 'aborted',
      done: before,
      waiting: 20 - before,
      abortReason: 'the wrong stage',
    });
    const [audit] = await api.db.audit.findMany({ where: { objectId: bulk.id, action: 'bulk.abort' } });
    expect(audit).toMatchObject({ actorId: api.users.manager, reason: 'the wrong stage', detail: { leftAlone: 14 } });
  });

  it('asks after an abort what came of a command that was on its way, and then is finished', async () => {
    await someJourneys(3);
    const bulk = await aBulk({ ratePerMinute: 60 });
    let now = START;
    const { look } = worker(() => now);
    says = (_, before) => (before === 0 ? Promise.reject(new Error('no answer in time')) : DONE);
    await look();
    await api.ask('manager', 'POST', `/v1/bulks/${bulk.id}/abort`, { reason: 'the wrong stage' });
    expect(await shown(bulk.id)).toMatchObject({ done: 0, waiting: 3, finishedAt: null });
    for (let n = 0; n < 5; n++, now += 5_000) await look();
    expect(asked).toHaveLength(2);
    expect(await shown(bulk.id)).toMatchObject({ state: 'aborted', done: 1, waiting: 2 });
    expect((await shown(bulk.id)).finishedAt).not.toBeNull();
  });

  it('keeps what it has in hand from others for as long as it says so', async () => {
    await someJourneys(1);
    await aBulk();
    const held = await work().claim(START, 1);
    await work().hold(held, START + 25_000);
    expect(await work().claim(START + 50_000, 1)).toEqual([]);
    expect(await work().claim(START + 60_000, 1)).toHaveLength(1);
  });

  it('gives the contacts of journeys to another owner', async () => {
    await someJourneys(3);
    const bulk = await aBulk({ command: { kind: 'reassign', ownerId: api.users.rep } });
    await runOut(bulk.id);
    expect(await shown(bulk.id)).toMatchObject({ state: 'done', done: 3 });
    const rows = await api.db.journey.findMany({ where: { id: { in: journeys } }, include: { contact: true } });
    for (const row of rows) expect([row.ownerId, row.contact.ownerId]).toEqual([api.users.rep, api.users.rep]);
    // Carried out again, as after a crash before it was recorded, it does nothing more.
    const again = { bulkId: bulk.id, journeyId: journeys[0] ?? '', fence: 'x', attempts: 2 };
    expect(await work().carryOut(again, START)).toEqual({ state: 'done', code: null });
    expect(await api.db.event.count({ where: { contactId: rows[0]?.contactId ?? '' } })).toBe(1);
  });

  it('tells a journey again of a version that came too early, takes one that is there for done, and names who stays', async () => {
    await someJourneys(3);
    const [early, there, gone] = [...journeys].sort();
    says = (journeyId, before) => {
      if (journeyId === early) return before === 0 ? { ...DONE, code: 'not-settled' } : DONE;
      return { ...DONE, code: journeyId === there ? 'same-version' : 'stage-gone' };
    };
    const bulk = await aBulk();
    await api.db.bulk.update({ where: { id: bulk.id }, data: { kind: 'change-version', input: { version: 2 } } });
    await runOut(bulk.id);
    expect(await shown(bulk.id)).toMatchObject({
      state: 'done',
      done: 2,
      refused: 1,
      codes: [{ state: 'refused', code: 'stage-gone', count: 1 }],
    });
    expect([...asked].sort()).toEqual([early, early, there, gone]);
    const commands = await api.db.command.findMany({
      where: { journeyId: early ?? '' },
      orderBy: { requestId: 'asc' },
    });
    expect(commands.map(({ requestId }) => requestId)).toEqual([1, 2].map((n) => `${bulk.id}/${early}/${n}`));
  });

  it('gives a journey up that is never settled, and says so', async () => {
    await someJourneys(1);
    says = () => ({ ...DONE, code: 'not-settled' });
    const bulk = await aBulk();
    await api.db.bulk.update({ where: { id: bulk.id }, data: { kind: 'change-version', input: { version: 2 } } });
    await runOut(bulk.id, 10_000);
    expect(await shown(bulk.id)).toMatchObject({
      failed: 1,
      codes: [{ state: 'failed', code: 'not-settled', count: 1 }],
    });
  });
});
