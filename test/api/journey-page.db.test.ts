import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JourneyDetailView, JourneyView, StoryLine } from '../../src/api/contracts/journeys.js';
import { HOUR } from '../../src/domain/instant.js';
import { aContact, aDefinition, aJournalLine, aJourney, startTestApi, type TestApi } from './support.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.ask('ops', 'POST', '/v1/definitions', { text: aDefinition() });
});
afterAll(() => api.stop());

const ago = (ms: number) => new Date(Date.now() - ms);
const anOwned = async (changes: Parameters<typeof aJourney>[2] = {}) => {
  const contactId = await aContact(api.db, { ownerId: api.users.rep });
  return await aJourney(api.db, contactId, { ownerId: api.users.rep, ...changes });
};
const detail = async (role: 'ops' | 'rep' | 'viewer', id: string) =>
  (await api.ask(role, 'GET', `/v1/journeys/${id}`)).json<JourneyDetailView>();

describe('one journey', () => {
  it('says whose it is, in which zone it lives, and where its run is to be seen', async () => {
    const due = Date.parse('2027-01-04T09:00:00Z');
    const id = await anOwned({ state: { slas: [{ index: 0, due, broken: false }] } });
    expect(await detail('ops', id)).toMatchObject({
      contact: { name: 'Ada Lovelace', company: null },
      ownerName: 'The rep',
      definitionName: 'Nurture',
      timezone: 'Asia/Shanghai',
      temporalUrl: expect.stringMatching(
        /^http:\/\/127\.0\.0\.1:8233\/namespaces\/default\/workflows\/journey%2Fnurture%2F/,
      ),
      slas: [{ stage: 'main', breaksAt: '2027-01-04T09:00:00.000Z', broken: false }],
    });
  });

  it.each([
    ['active', null, ['pause', 'exit', 'reassign']],
    ['paused', null, ['resume', 'exit', 'reassign']],
    ['held', 'planner-defect', ['exit', 'retry', 'reassign']],
    ['active', 'uncertain', ['pause', 'exit', 'retry', 'reassign']],
    ['starting', null, ['exit', 'reassign']],
  ])('that is %s (attention: %s) offers %j', async (phase, attention, may) => {
    expect((await detail('ops', await anOwned({ phase, attention }))).may).toEqual(may);
  });

  it('offers what can be done about what it waits for, where it can move and whether it has a goal', async () => {
    const text =
      'kind: journey\nid: steered\nname: S\nenter: { on: manual }\ngoal: { on: order.placed }\nstages:\n  - id: first\n    steps: [{ wait: 2 days }]\n  - id: second\n    steps: [{ wait: 2 days }]\n';
    expect((await api.ask('ops', 'POST', '/v1/definitions', { text })).statusCode).toBe(201);
    const may = async (waits: object[], changes: object = {}) => {
      const stored = waits.map((wait, n) => ({ track: `t${n}`, step: `s${n}`, wait }));
      const id = await anOwned({ definitionId: 'steered', stage: 'first', waits: stored, ...changes });
      return (await detail('rep', id)).may;
    };
    const due = Date.now() + HOUR;
    const BOTH = ['exit', 'move', 'goal'];
    expect(await may([])).toEqual(['pause', ...BOTH]);
    expect(await may([{ type: 'timer', due }])).toEqual(['pause', ...BOTH, 'skip', 'reschedule']);
    expect(await may([{ type: 'event', due: null }])).toEqual(['pause', ...BOTH, 'skip']);
    expect(await may([{ type: 'task', dueAt: due }])).toEqual(['pause', ...BOTH, 'skip']);
    expect(await may([{ type: 'message', due }])).toEqual(['pause', ...BOTH, 'skip', 'reschedule', 'send-now']);
    const paused = { phase: 'paused' };
    expect(await may([{ type: 'message', due }], paused)).toEqual(['resume', ...BOTH, 'skip', 'reschedule']);
    expect(await may([{ type: 'timer', due }], { phase: 'held', attention: 'planner-defect' })).toEqual(['exit']);
    expect(await may([], { phase: 'starting', stage: null })).toEqual(['exit']);
  });

  it('offers each role what it may do, and nothing once it has ended', async () => {
    const held = await anOwned({ phase: 'held', attention: 'planner-defect' });
    expect((await detail('rep', held)).may).toEqual(['exit']);
    expect((await detail('viewer', held)).may).toEqual([]);
    const ended = await anOwned({ phase: 'ended', status: 'ended', outcome: 'done' });
    expect((await detail('ops', ended)).may).toEqual([]);
  });
});

describe('a story', () => {
  it('is told newest first if asked so, page after page', async () => {
    const id = await anOwned();
    for (let i = 0; i < 5; i++) await aJournalLine(api.db, id, { step: `s${i}`, action: 'wait' });
    const steps: (string | null)[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = (await api.ask('ops', 'GET', `/v1/journeys/${id}/story?order=desc&limit=2${more}`)).json<{
        data: StoryLine[];
        nextCursor: string | null;
      }>();
      steps.push(...page.data.map((line) => line.step));
      cursor = page.nextCursor;
      // Lines that come in meanwhile are newer than all that is still to be shown.
      await aJournalLine(api.db, id, { step: 'new', action: 'wait' });
    }
    expect(steps).toEqual(['s4', 's3', 's2', 's1', 's0']);
  });

  it('does not take a cursor of the other direction', async () => {
    const id = await anOwned();
    for (let i = 0; i < 3; i++) await aJournalLine(api.db, id);
    const { nextCursor } = (await api.ask('ops', 'GET', `/v1/journeys/${id}/story?limit=1`)).json();
    const wrong = await api.ask('ops', 'GET', `/v1/journeys/${id}/story?limit=1&order=desc&cursor=${nextCursor}`);
    expect(wrong.statusCode).toBe(400);
  });

  it('says who did what a person did, and why; not of what followed from it', async () => {
    const id = await anOwned();
    await api.db.command.create({
      data: {
        requestId: 'r1',
        journeyId: id,
        kind: 'resume',
        actorId: api.users.manager,
        reason: 'back from holiday',
        at: new Date(),
      },
    });
    await aJournalLine(api.db, id, { action: 'resume', detail: { requestId: 'r1' } });
    await aJournalLine(api.db, id, { action: 'wait', detail: { requestId: 'r1' } });
    const { data } = (await api.ask('ops', 'GET', `/v1/journeys/${id}/story`)).json<{ data: StoryLine[] }>();
    expect(data.map((line) => line.person)).toEqual([
      { id: api.users.manager, name: 'The manager', reason: 'back from holiday' },
      null,
    ]);
  });
});

describe('the list of journeys', () => {
  const ids = async (query: string) =>
    (await api.ask('ops', 'GET', `/v1/journeys?definition=listed&${query}`))
      .json<{ data: JourneyView[] }>()
      .data.map((journey) => journey.id);
  let late: string;
  let early: string;
  let held: string;
  beforeAll(async () => {
    const listed = { definitionId: 'listed' };
    late = await anOwned({ ...listed, nextAt: ago(HOUR), stageSince: ago(3 * HOUR), enteredBy: 'usr_someone' });
    early = await anOwned({ ...listed, nextAt: new Date(Date.now() + HOUR), stageSince: ago(HOUR) });
    held = await anOwned({
      ...listed,
      phase: 'held',
      attention: 'planner-defect',
      stageSince: ago(2 * HOUR),
      definitionVersion: 2,
      lastAdvanceAt: ago(HOUR),
    });
  });

  it('filters by lateness, by who started it and by version', async () => {
    expect(await ids('late=true')).toEqual([late]);
    expect((await ids('late=false')).sort()).toEqual([early, held].sort());
    expect(await ids('enteredBy=usr_someone')).toEqual([late]);
    expect(await ids('version=2')).toEqual([held]);
  });

  it('goes by the time in the stage, and by what needs a person', async () => {
    expect(await ids('sort=stageSince')).toEqual([late, held, early]);
    const doubtful = await anOwned({ definitionId: 'listed', attention: 'uncertain', lastAdvanceAt: ago(2 * HOUR) });
    const unbegun = await anOwned({ definitionId: 'listed', phase: 'held', attention: 'out-of-step' });
    expect(await ids('sort=attention')).toEqual([doubtful, held, unbegun]);
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = (
        await api.ask('ops', 'GET', `/v1/journeys?definition=listed&sort=attention&limit=1${cursor}`)
      ).json<{
        data: JourneyView[];
        nextCursor: string | null;
      }>();
      seen.push(...page.data.map((journey) => journey.id));
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    expect(seen).toEqual([doubtful, held, unbegun]);
  });
});

describe('the people of a definition', () => {
  it('are counted by version and by the step at which they wait', async () => {
    const definitionId = 'nurture';
    await api.db.journey.deleteMany({ where: { definitionId, entries: { none: {} } } });
    const before = await api.db.journey.count({ where: { definitionId, status: 'open' } });
    const wait = { track: 'main', step: 'nap', wait: { type: 'timer', due: 1 } };
    await anOwned({ definitionId, waits: [wait, { ...wait, track: 'other', step: 'task' }] });
    await anOwned({ definitionId, waits: [wait] });
    await anOwned({ definitionId, status: 'ended', phase: 'ended', waits: [wait] });
    const { versions } = (await api.ask('ops', 'GET', '/v1/definitions/nurture/people')).json();
    expect(versions).toMatchObject([
      {
        version: 1,
        current: true,
        publishedByName: 'The ops',
        open: before + 2,
        ended: 1,
        steps: [
          { step: 'nap', waiting: 2 },
          { step: 'task', waiting: 1 },
        ],
      },
    ]);
    expect((await api.ask('ops', 'GET', '/v1/definitions/nothing/people')).statusCode).toBe(404);
  });
});
