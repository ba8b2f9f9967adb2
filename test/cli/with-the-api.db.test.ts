import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiClient } from '../../src/api/client.js';
import type { Role } from '../../src/api/contracts/common.js';
import type { Deps } from '../../src/cli/ports.js';
import { newId } from '../../src/db/new-id.js';
import {
  aContact,
  aDefinition,
  aJourney,
  aMessage,
  aNotice,
  aTask,
  startTestApi,
  type TestApi,
} from '../api/support.js';
import { followthrough } from './support.js';

/* The commands against the real API, over HTTP and a real database; only Temporal is not there. */

let api: TestApi;
let url: string;
beforeAll(async () => {
  api = await startTestApi();
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => api.stop());

const as = (role: Role, changes: Partial<Deps> = {}): Partial<Deps> => ({
  api: async () => createApiClient({ url, key: api.keys[role] }),
  ...changes,
});

const ask = async (role: Role, ...args: string[]) => await followthrough([...args, '--json'], as(role));
const read = <T>(said: { out: string; err: string; exit: number }): T => {
  if (said.exit !== 0) throw new Error(said.err);
  return JSON.parse(said.out) as T;
};
const eventsOf = async (contactId: string) =>
  (await api.db.event.findMany({ where: { contactId }, orderBy: { seq: 'asc' } })).map((event) => event.type);

const publishing = (text: string) => as('ops', { readText: async () => text });
const publish = async (text: string) =>
  await followthrough(['publish', 'my/nurture.yaml', '--note', 'first'], publishing(text));

describe('publish', () => {
  it('publishes once, and says so when the same text comes again', async () => {
    expect((await publish(aDefinition('published'))).out).toBe('Published published as version 1.\n');
    expect((await publish(aDefinition('published'))).out).toContain('is published already: version 1');
  });

  it('prints the findings of a refused one as lint does, and exits 1', async () => {
    const { exit, out } = await publish(aDefinition('faulty').replace('2 days', '2 dayz'));
    expect(exit).toBe(1);
    expect(out).toMatch(/^my\/nurture\.yaml:7:11 {2}error {2}bad-duration {2}.*\nNot published: 1 error\.\n$/);
  });

  it('refuses a key without the role, with what to do', async () => {
    const { exit, err } = await followthrough(['publish', 'x.yaml'], {
      ...as('rep'),
      readText: async () => aDefinition('rep'),
    });
    expect(exit).toBe(1);
    expect(err).toContain('FOLLOWTHROUGH_KEY');
  });
});

describe('publish for those in flight, and rollback', () => {
  const moving = (steps: string): string =>
    `kind: journey\nid: moving\nname: Moving\nenter: { on: manual, again: always }\nsteps:\n${steps}  - end: done\n`;
  const was = moving('  - id: rest\n    wait: 10 days\n  - id: think\n    wait: 5 days\n');
  const is = moving('  - id: think\n    wait: 5 days\n');
  const say = async (text: string, ...args: string[]) =>
    await followthrough(['publish', 'moving.yaml', ...args], publishing(text));
  const tokenIn = (out: string): string => /--confirm (\S+)$/m.exec(out)?.[1] ?? '';

  beforeAll(async () => {
    await say(was);
    const enrolled = await api.ask('ops', 'POST', '/v1/journeys', {
      definition: 'moving',
      contactId: await aContact(api.db),
    });
    const wait = { type: 'timer', due: Date.now() + 9e8, moves: true, business: false };
    const track = {
      id: 'main',
      scope: 'stage',
      at: 'rest',
      instant: Date.now(),
      effectAt: 0,
      used: [],
      lastEvent: null,
    };
    const state = {
      v: 1,
      startedAt: 0,
      startEvent: null,
      phase: { type: 'active' },
      stage: 'main',
      stageSince: 0,
      tracks: [{ ...track, wait, aside: null }],
      steps: {},
      repeats: {},
      slas: [],
      goals: {},
      seenUpTo: 0,
      seen: [],
    };
    await api.db.journey.update({ where: { id: enrolled.json().id }, data: { state } });
  });

  it('shows first what would become of them, and publishes nothing without the token that confirms it', async () => {
    const shown = await say(is, '--policy', 'migrate');
    expect(shown.exit).toBe(0);
    expect(shown.out).toContain('1 journey in flight on other versions than 2.');
    expect(shown.out).toMatch(/1 {2}main, Wait: 10 days +1 {2}on to Wait: 5 days/);
    expect(shown.out).toContain('version 1, step rest: 1   --map rest=<step>');
    expect(await api.db.definitionVersion.count({ where: { definitionId: 'moving' } })).toBe(1);
    const unmapped = await say(is, '--policy', 'migrate', '--confirm', tokenIn(shown.out));
    expect([unmapped.exit, unmapped.err]).toEqual([1, expect.stringContaining('step rest')]);
    const mapped = await say(is, '--policy', 'migrate', '--map', 'rest=');
    const done = await say(is, '--policy', 'migrate', '--map', 'rest=', '--confirm', tokenIn(mapped.out));
    expect(done.out).toMatch(/^Published moving as version 2\.\n1 journey in flight go.* bulk show blk_\w+\n$/);
  });

  it('rolls back to an earlier version in the same two steps', async () => {
    const back = async (...args: string[]) => await followthrough(['rollback', 'moving', ...args], as('ops'));
    const shown = await back('--to', '1');
    expect(shown.out).toContain('1 journey in flight on other versions than 3.');
    const done = await back('--to', '1', '--confirm', tokenIn(shown.out));
    expect(done.out).toContain('Published moving as version 3.');
    const { text, note } = await api.db.definitionVersion.findFirstOrThrow({
      where: { definitionId: 'moving' },
      orderBy: { version: 'desc' },
    });
    expect([text, note]).toEqual([was, 'Rolled back to version 1']);
    expect((await back('--to', '9')).exit).toBe(1);
  });
});

describe('a rep at work', () => {
  it('adds a lead, which begins the journeys it fits, and finds them by address', async () => {
    await publish(aDefinition('welcome').replace('manual', 'lead.created'));
    const added = await followthrough(
      [
        'lead',
        'add',
        '--email',
        'xm@customer.example',
        '--last-name',
        '王',
        '--first-name',
        '小明',
        '--country',
        'cn',
        '--owner',
        'me',
      ],
      as('rep'),
    );
    expect(added.err).toBe('');
    expect(added.out).toMatch(/^Added .+ as con_\w+\.\nIt began 1 journey:\n {2}followthrough journey jrn_\w+\n$/);
    const listed = await followthrough(['journeys', '--contact', 'xm@customer.example', '--owner', 'me'], as('rep'));
    expect(listed.out).toContain('1 journey.');
    const told = await followthrough(['journey', 'xm@customer.example'], as('rep'));
    expect(told.exit, told.err).toBe(0);
    expect(told.out).toContain('What is next\n  it begins as soon as a worker takes it up');
  });

  it('is told when the lead is there already', async () => {
    const { exit, err } = await followthrough(['lead', 'add', '--email', 'xm@customer.example'], as('ops'));
    expect(exit).toBe(1);
    expect(err).toContain('--contact');
  });

  it('opens a deal, moves it, wins it, and logs a call; the journeys hear of each', async () => {
    const contactId = await aContact(api.db, { email: 'deal@customer.example' });
    const set = (...args: string[]) => ask('ops', 'deal', 'set', 'deal@customer.example', ...args);
    const opened = read<{ deal: { id: string; amount: number } }>(
      await set('--stage', 'proposal', '--amount', '1200', '--currency', 'eur'),
    );
    expect(opened.deal).toMatchObject({ amount: 1200, currency: 'EUR', stage: 'proposal' });
    const changed = read<{ deal: { id: string } }>(await set('--stage', 'negotiation'));
    expect(changed.deal.id).toBe(opened.deal.id);
    expect(read(await ask('ops', 'deal', 'set', opened.deal.id, '--won'))).toMatchObject({ deal: { status: 'won' } });
    const call = await ask('ops', 'log', 'call', '--contact', contactId, '--outcome', 'reached', '--duration', '12m');
    expect(read(call)).toMatchObject({ woken: 0 });
    expect(await eventsOf(contactId)).toEqual(['deal.created', 'deal.changed', 'deal.won', 'call.logged']);
    expect(await api.db.call.findFirst({ where: { contactId } })).toMatchObject({ durationSeconds: 720 });
  });

  it('does not guess which of several deals is meant', async () => {
    const contactId = await aContact(api.db, { email: 'two@customer.example' });
    for (const name of ['One', 'Two']) await api.ask('ops', 'POST', '/v1/deals', { contactId, name });
    const { exit, err } = await followthrough(['deal', 'set', contactId, '--won'], as('ops'));
    expect(exit).toBe(2);
    expect(err).toContain('2 open deals');
  });

  it('reads own notices: those unread, one, and all', async () => {
    const contactId = await aContact(api.db, { ownerId: api.users.rep });
    const told = { userId: api.users.rep, contactId, kind: 'lead-given' };
    const id = await aNotice(api.db, told);
    await aNotice(api.db, { ...told, kind: 'message', contactId: null, title: 'The quote is out' });
    const listed = await followthrough(['notices', '--unread'], as('rep'));
    expect(listed.out).toMatch(new RegExp(`${id} .* lead given to you +Ada Lovelace`));
    expect(listed.out).toContain('The quote is out');
    expect((await followthrough(['notices', '--read', id], as('rep'))).out).toBe(
      'Read: lead given to you, Ada Lovelace.\n',
    );
    expect((await followthrough(['notices', '--read-all'], as('rep'))).out).toBe('Read: 1 notice.\n');
    expect((await followthrough(['notices', '--unread'], as('rep'))).out).toBe('No notice is unread.\n');
    expect((await followthrough(['notices'], as('rep'))).out).toContain('2 notices.');
    expect((await followthrough(['notices'], as('ops'))).out).toBe('There are no notices.\n');
    const foreign = await followthrough(['notices', '--read', id], as('ops'));
    expect([foreign.exit, foreign.err]).toEqual([1, expect.stringContaining('not-found')]);
  });

  it('sees own tasks and completes one; an outcome that is none is refused', async () => {
    const id = await aTask(api.db, { assigneeId: api.users.rep });
    await aTask(api.db, { assigneeId: api.users.manager });
    const mine = await followthrough(['task', 'list', '--mine'], as('rep'));
    expect(mine.out).toContain(id);
    expect(mine.out).toContain('1 task.');
    const wrong = await followthrough(['task', 'done', id, '--outcome', 'nonsense'], as('rep'));
    expect(wrong).toMatchObject({ exit: 1, err: expect.stringContaining('fix: Use one of the outcomes') });
    expect(read(await ask('rep', 'task', 'done', id, '--outcome', 'reached'))).toMatchObject({
      status: 'done',
      outcome: 'reached',
    });
  });

  it('plans return visits: the weeks with their places, then those of one, with what to know', async () => {
    const contactId = await aContact(api.db, { name: 'Emmy Noether', city: 'Ulm', country: 'DE' });
    const id = await aTask(api.db, { assigneeId: api.users.rep, contactId });
    await api.db.task.update({ where: { id }, data: { kind: 'visit', dueAt: new Date(Date.now() - 14 * 86_400_000) } });
    const order = { id: newId('order'), contactId, number: 'A-1', total: 990, currency: 'EUR' };
    const at = new Date('2026-06-01T00:00:00Z');
    await api.db.order.create({ data: { ...order, createdAt: at, updatedAt: at } });
    const plan = await followthrough(['task', 'visits', '--mine'], as('rep'));
    expect(plan.out).toMatch(/overdue +- +1 +Ulm DE: 1/);
    expect(plan.out).toContain('Weeks begin in UTC.');
    const visits = await followthrough(['task', 'visits', '--week', 'overdue'], as('rep'));
    expect(visits.out).toMatch(new RegExp(`Emmy Noether.*2026-06-01 990 EUR.*${id}`));
    expect(visits.out).toContain('1 visit.');
    expect(await followthrough(['task', 'visits', '--week', '2027-W60'], as('rep'))).toMatchObject({ exit: 1 });
    expect((await followthrough(['task', 'visits'], as('marketing'))).out).toContain('overdue');
  });
});

describe('planned campaigns', () => {
  it('stand in the care calendar, and say whom they go to and who was taken out', async () => {
    const contactId = await aContact(api.db, {
      name: 'Mary Somerville',
      city: 'Jedburgh',
      email: 'mary@customer.example',
    });
    const text = `kind: campaign
id: in-the-calendar
name: In the calendar
audience: { if: { contact.city: Jedburgh } }
at: { time: "2090-05-17T10:00", timezone: contact }
send: { email: { template: care/season, from: owner, purpose: marketing, topic: greetings } }
variables: { company: Acme, companyAddress: "12 Harbour Street, Springfield" }
`;
    expect((await api.ask('marketing', 'POST', '/v1/campaigns', { text })).statusCode).toBe(201);
    const may = await followthrough(['care', 'calendar', '--from', '2090-05-01'], as('manager'));
    expect(may.out).toMatch(/2090-05-17 .*campaign in-the-calendar \(draft\): not counted/);
    const out = ['care', 'out', 'mary@customer.example', '--campaign', 'in-the-calendar', '--reason', 'asked us'];
    expect((await followthrough(out, as('manager'))).exit).toBe(0);
    const people = await followthrough(['care', 'people', 'in-the-calendar'], as('manager'));
    expect(people.out).toMatch(
      new RegExp(`10:00 Wed 17 May +${contactId} +Mary Somerville.*taken out by The manager: asked us`),
    );
    expect(people.out).toContain('1 person.');
  });
});

describe('enrol', () => {
  it('starts one, and says why when it cannot', async () => {
    await publish(aDefinition('one-by-one'));
    await aContact(api.db, { email: 'one@customer.example' });
    const enrol = () => followthrough(['enrol', 'one-by-one', '--contact', 'one@customer.example'], as('ops'));
    expect((await enrol()).out).toMatch(/^Started jrn_\w+: Ada Lovelace in one-by-one, version 1\.\n$/);
    expect(await enrol()).toMatchObject({ exit: 1, err: expect.stringContaining('in this journey already') });
  });

  it('starts all that fit, counts the refused by reason, and counts only with --dry-run', async () => {
    await publish(aDefinition('many'));
    for (const n of [1, 2, 3]) await aContact(api.db, { email: `m${n}@many.example` });
    const condition = '{ contact.email: { contains: "@many.example" } }';
    const enrol = (...args: string[]) => followthrough(['enrol', 'many', '--if', condition, ...args], as('ops'));
    expect((await enrol('--dry-run')).out).toMatch(/^Of \d+ contacts, 3 fit\. A dry run: none was started\.\n$/);
    expect((await enrol()).out).toMatch(/, 3 fit, 3 journeys started\.\n$/);
    expect((await enrol()).out).toMatch(/0 journeys started\.\n {2}3 refused: already-open \(.+\)\n$/);
  });

  it('does not send a faulty condition', async () => {
    const { exit, err } = await followthrough(['enrol', 'many', '--if', '{ contact.score: { gtt: 5 } }'], as('ops'));
    expect(exit).toBe(2);
    expect(err).toContain('did you mean "gt"?');
  });
});

describe('events and commands', () => {
  it('sends an event once by its external id', async () => {
    const contactId = await aContact(api.db, { email: 'order@customer.example' });
    const send = () =>
      followthrough(
        [
          'event',
          'order.placed',
          '--contact',
          'order@customer.example',
          '--field',
          'amount=120',
          '--external-id',
          'o-1',
        ],
        as('ops'),
      );
    expect((await send()).out).toMatch(/^Taken as evt_\w+: 0 journeys woken, 0 begun\.\n$/);
    expect((await send()).out).toBe('This event was taken before; nothing changed.\n');
    expect(await eventsOf(contactId)).toEqual(['order.placed']);
  });

  it('refuses an event that is not sent that way, with exit 1', async () => {
    const { exit, err } = await followthrough(['event', 'task.completed', '--field', 'step=x'], as('ops'));
    expect(exit).toBe(1);
    expect(err).toMatch(/an outcome is recorded on its task/i);
  });

  it('pauses a journey with a reason that is kept', async () => {
    const [journey] = await api.db.journey.findMany({ take: 1 });
    const { out } = await followthrough(['pause', journey?.id ?? '', '--reason', 'on holiday'], as('ops'));
    expect(out).toBe(`${journey?.id} is now paused, stage main.\n`);
    expect(await api.db.command.findFirst({ where: { kind: 'pause' } })).toMatchObject({
      reason: 'on holiday',
    });
  });

  it('says that an unknown journey is not there', async () => {
    const { exit, err } = await followthrough(['journey', 'jrn_00000000000000000000000000'], as('ops'));
    expect(exit).toBe(1);
    expect(err).toMatch(/^error: There is no journey jrn_0+, or it is not yours to see\. \(not-found\)\n {2}fix: /);
  });
});

describe('messages', () => {
  it('are listed with what was found of those in doubt, and settled by a command to their journey', async () => {
    const contactId = await aContact(api.db, { ownerId: api.users.rep });
    const journeyId = await aJourney(api.db, contactId);
    const journey = { id: journeyId, contactId };
    const doubtedAt = new Date();
    const doubtful = await aMessage(api.db, journey, { state: 'uncertain', doubtedAt, subject: 'Your offer' });
    const sent = await aMessage(api.db, journey, { stepId: 'other' });
    const list = ['message', 'list', '--state', 'uncertain', '--journey', journeyId];
    expect((await followthrough(list, as('rep'))).out).toMatch(/uncertain .*Your offer .*nobody has looked for it yet/);
    await api.db.journalEntry.create({
      data: {
        ...{ journeyId, advance: 1, at: new Date(), realAt: new Date(), step: 'hello' },
        ...{ action: 'email', decision: 'uncertain', reason: 'not-found' },
      },
    });
    expect((await followthrough(list, as('rep'))).out).toContain('it was looked for and is not there');

    const settle = (act: string, id: string) =>
      followthrough(['message', act, id, '--reason', 'looked'], as('manager'));
    expect((await settle('arrived', sent)).err).toContain('is accepted, not in doubt');
    expect((await settle('arrived', doubtful)).exit).toBe(0);
    expect((await settle('resend', doubtful)).exit).toBe(0);
    expect(await api.db.command.findMany({ where: { journeyId }, orderBy: { at: 'asc' } })).toMatchObject([
      { kind: 'skip', input: { step: 'hello' }, reason: 'looked', actorId: api.users.manager },
      { kind: 'retry', input: { step: 'hello' }, reason: 'looked', actorId: api.users.manager },
    ]);
  });
});
