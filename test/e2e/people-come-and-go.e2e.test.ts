import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStores } from '../../src/db/api-stores.js';
import { handOver } from '../../src/db/people/hand-over.js';
import { createPrograms } from '../../src/db/programs.js';
import { relay } from '../../src/temporal/relay.js';
import { aJourney } from '../support/definitions.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';
import { aDeployment } from '../support/walk.js';

const MAIL = '  - id: hello\n    email: { template: test/hello, from: owner, purpose: service }';
const CALL = '  - id: call\n    task: { kind: call, title: Call, due: 1 days, outcomes: [ok] }';
/** Hibernates until the form comes, then writes and calls. */
const SEASON = `  - wait: { for: { on: form.submitted }, upTo: 90 days }\n${MAIL}\n${CALL}\n  - end: done`;
/** Runs, with a timer of a day. */
const DAY = `  - wait: { for: { on: form.submitted }, upTo: 1 days }\n${MAIL}\n  - end: done`;
/** A call first, and a mail after it. */
const CALLS = `${CALL}\n${MAIL}\n  - end: done`;

describe('people come and go while journeys are in flight', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    await system.publish(aJourney('season', SEASON));
    await system.publish(aJourney('day', DAY));
    await system.publish(aJourney('calls', CALLS));
    await system.contact();
    for (const id of ['usr_new', 'usr_dep'])
      await system.db.user.create({
        data: { id, email: `${id}@sender.example`, name: id, role: 'rep', createdAt: new Date() },
      });
    await system.work();
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  const addressOf = async (contactId: string) =>
    (await system.db.contact.findUniqueOrThrow({ where: { id: contactId } })).email ?? '';
  const mailsTo = async (contactId: string) => {
    const address = await addressOf(contactId);
    return system.inbox.mails.filter((mail) => mail.to.includes(address));
  };
  const tell = () => relay(system.tellings, system.journeys);
  const formFrom = (contactId: string) =>
    system.engine().receive({ type: 'form.submitted', contactId, fields: {}, source: 'test' });

  test('a rep leaves: contacts, journeys and tasks are the successor’s, whose name is on the next mail', {
    timeout: 180_000,
  }, async () => {
    const { db } = system;
    const flown: { readonly definition: string; readonly contactId: string; readonly journeyId: string }[] = [];
    for (let i = 0; i < 20; i++) {
      const definition = ['season', 'day', 'calls'][i % 3] ?? 'season';
      const { journeyId, contactId } = await system.enrol(definition, await system.contact());
      flown.push({ definition, journeyId, contactId });
    }
    const ids = flown.map(({ journeyId }) => journeyId);
    await eventually(
      () => db.journey.count({ where: { id: { in: ids }, advance: 1 } }),
      (n) => n === 20,
      60_000,
    );
    const tasks = { where: { assigneeId: 'usr_rep', status: 'open' } };
    expect(await db.task.count(tasks)).toBe(6);

    const leaving = createStores(db, aDeployment()).leaving;
    const asked = {
      target: { type: 'user', userId: 'usr_new' } as const,
      reason: 'gone',
      requestId: 'r',
      source: 'test',
    };
    const begun = await leaving.begin('usr_rep', asked, { actorId: 'usr_dep', at: Date.now() });
    expect(begun).toMatchObject({ ok: true, value: { total: 27 } });
    const deps = { db, programs: createPrograms(db), deployment: system.deployment };
    const clock = () => ({ virtual: Date.now(), real: Date.now() });
    for (let i = 0; i < 5; i++) await handOver(deps, clock, (error) => expect.fail(String(error)));
    await tell();
    const nothing = { contacts: 0, accounts: 0, deals: 0, journeys: 0, tasks: 0 };
    expect(await leaving.get('usr_rep')).toMatchObject({ state: 'done', left: nothing });
    expect(await db.journey.count({ where: { id: { in: ids }, ownerId: 'usr_new' } })).toBe(20);
    expect(await db.task.count({ where: { assigneeId: 'usr_new', status: 'open' } })).toBe(6);

    for (const { definition, contactId, journeyId } of flown.slice(0, 6)) {
      if (definition === 'calls') {
        const task = await db.task.findFirstOrThrow({ where: { journeyId } });
        await system.engine().completeTask({ taskId: task.id, outcome: 'ok', actorId: 'usr_new' });
      } else await formFrom(contactId);
      const [mail] = await eventually(
        () => mailsTo(contactId),
        (mails) => mails.length === 1,
      );
      expect(mail?.from, definition).toBe('usr_new@sender.example');
    }
    const ofSeason = flown.filter(({ definition }) => definition === 'season').slice(0, 2);
    for (const { journeyId } of ofSeason)
      expect(
        await eventually(
          () => db.task.findFirst({ where: { journeyId } }),
          (task) => task !== null,
        ),
      ).toMatchObject({ assigneeId: 'usr_new' });
  });

  test('a rep is away: a task that comes meanwhile is on the deputy’s desk, and afterwards on the rep’s', {
    timeout: 60_000,
  }, async () => {
    const { db } = system;
    await db.user.create({
      data: { id: 'usr_away', email: 'away@sender.example', name: 'Away', role: 'rep', createdAt: new Date() },
    });
    const contactId = await system.contact({ ownerId: 'usr_away' });
    const { journeyId } = await system.enrol('season', contactId);
    await eventually(
      () => system.row(journeyId),
      (row) => row.advance === 1,
    );
    const { people, tasks } = createStores(db, aDeployment());
    const [from, to] = [Date.now(), Date.now() + 3_600_000];
    const absence = { from, to, deputyId: 'usr_dep' };
    expect(await people.setAbsence('usr_away', absence, { actorId: 'usr_dep', at: from })).toMatchObject({ ok: true });
    await formFrom(contactId);
    const task = await eventually(
      () => db.task.findFirst({ where: { journeyId } }),
      (row) => row !== null,
    );
    const deskAt = async (now: number) => (await tasks.get({ type: 'all' }, task?.id ?? '', now))?.assigneeId;
    expect([await deskAt(Date.now()), await deskAt(to - 1), await deskAt(to)]).toEqual([
      'usr_dep',
      'usr_dep',
      'usr_away',
    ]);
    const desk = async (userId: string, now: number) =>
      (
        await tasks.list({ type: 'all' }, { todoOf: userId, status: ['open'] }, { after: null, limit: 50 }, now)
      ).rows.map(({ id }) => id);
    expect(await desk('usr_dep', Date.now())).toContain(task?.id);
    expect(await desk('usr_dep', to)).not.toContain(task?.id);
    // The mail went out in the owner's name all the same.
    expect((await mailsTo(contactId)).map((mail) => mail.from)).toEqual(['away@sender.example']);
  });
});
