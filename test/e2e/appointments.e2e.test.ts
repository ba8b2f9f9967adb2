import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { simpleParser } from 'mailparser';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createAppointmentStore } from '../../src/db/appointments/appointment-store.js';
import { stepOf } from '../../src/domain/appointment/appointment.js';
import { readProperties } from '../../src/domain/appointment/read-calendar.js';
import { DAY, HOUR } from '../../src/domain/instant.js';
import { aJourney } from '../support/definitions.js';
import { startRealWorker } from '../support/real-worker.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';
import { verified } from '../support/verified.js';

const PATIENT = 180_000;
const REP = 'rep@sender.example';

const VISIT = aJourney(
  'visit',
  `  - id: visit
    task: { kind: visit, title: "Visit {{contact.name}}", due: 20 days, outcomes: [done] }
  - end: done`,
);

interface Death {
  readonly at: string;
  /** Where the mail server stands still meanwhile. */
  readonly hook: 'named' | 'before' | 'after';
  readonly state: string;
  readonly ends: string;
  readonly first: readonly string[];
}

interface Visit {
  readonly appointmentId: string;
  readonly journeyId: string;
  readonly email: string;
}

function aSignal() {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give };
}

describe('an appointment, with the worker’s own process', () => {
  let temporal: TestTemporal;
  let system: TestSystem;
  let worker: ChildProcess | null = null;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    await system.publish(VISIT);
  });
  afterEach(() => {
    system.inbox.named = async () => {};
    system.inbox.after = async () => {};
    system.inbox.before = async () => {};
  });
  afterAll(async () => {
    worker?.kill('SIGKILL');
    await system?.stop();
    await temporal?.stop();
  });

  async function works(): Promise<void> {
    worker ??= await startRealWorker(system, { PUBLIC_URL: 'https://mail.sender.example' });
  }

  async function dies(): Promise<void> {
    const dead = worker === null ? null : once(worker, 'exit');
    worker?.kill('SIGKILL');
    await dead;
    worker = null;
  }

  /** A visit next week, in a journey that waits for it. */
  async function appointed(email: string): Promise<Visit> {
    const contactId = await system.contact({ email });
    const { journeyId } = await system.enrol('visit', contactId);
    const task = await eventually(
      () => system.db.task.findFirst({ where: { journeyId } }),
      (found) => found !== null,
      60_000,
    );
    const begins = Math.ceil(Date.now() / HOUR) * HOUR + 7 * DAY;
    const arrangement = { begins, ends: begins + HOUR, zone: 'UTC', place: null, title: null, words: null };
    const store = createAppointmentStore(system.db, system.deployment);
    const by = { actorId: 'usr_rep', at: Date.now() };
    const made = await store.make(task?.id ?? '', { ...arrangement, invites: true }, by);
    if (!made.ok) throw new Error(`not made: ${made.error}`);
    return { appointmentId: made.value.id, journeyId, email };
  }

  const mailOf = ({ appointmentId }: Visit, occurrence: number) =>
    system.db.message.findFirst({ where: { stepId: stepOf(appointmentId), occurrence } });
  const becomes = (visit: Visit, occurrence: number, state: string) =>
    eventually(
      () => mailOf(visit, occurrence),
      (mail) => mail?.state === state,
      60_000,
    );

  /** Nothing of it is left to be told, to either of them. */
  const allTold = ({ appointmentId }: Visit) =>
    eventually(
      async () => ({
        appointment: await system.db.appointment.findUniqueOrThrow({ where: { id: appointmentId } }),
        waiting: await system.db.delivery.count({ where: { stepId: stepOf(appointmentId), state: { not: 'done' } } }),
      }),
      ({ appointment, waiting }) => appointment.realDueAt === null && waiting === 0,
      60_000,
    );

  /** What has arrived at an address of this entry and of the rep's own: `REQUEST 0`. */
  async function arrived(to: string, { appointmentId }: Visit): Promise<string[]> {
    const mails = system.inbox.mails.filter((mail) => mail.to[0] === to);
    const entries = await Promise.all(
      mails.map(async ({ raw }) => {
        const { attachments } = await simpleParser(raw);
        const calendar = attachments.find(({ contentType }) => contentType === 'text/calendar');
        return readProperties(calendar?.content.toString() ?? '');
      }),
    );
    const value = (entry: (typeof entries)[number], name: string) =>
      entry.find((property) => property.name === name)?.value ?? '';
    return entries
      .filter((entry) => value(entry, 'UID').includes(appointmentId))
      .map((entry) => `${value(entry, 'METHOD')} ${value(entry, 'SEQUENCE')}`);
  }

  async function exits({ journeyId }: Visit): Promise<void> {
    const who = { requestId: `exit-${journeyId}`, actorId: 'usr_rep', reason: 'bought elsewhere' };
    expect(await system.engine().command(journeyId, { kind: 'exit', outcome: 'lost' }, who)).toMatchObject({
      ok: true,
    });
    await eventually(
      () => system.row(journeyId),
      ({ status }) => status === 'ended',
      60_000,
    );
  }

  const differences = async () => (await verified(system.records())).differences;

  test(
    'arrives once, and is called off when the exit of its journey takes its task away',
    async () => {
      await works();
      const visit = await appointed('once@customer.example');
      await becomes(visit, 1, 'accepted');
      await allTold(visit);
      expect(await arrived(visit.email, visit)).toEqual(['REQUEST 0']);
      expect(await arrived(REP, visit)).toEqual(['REQUEST 0']);
      expect(await differences()).toEqual([]);

      await exits(visit);
      await becomes(visit, 2, 'accepted');
      await allTold(visit);
      expect(await arrived(visit.email, visit)).toEqual(['REQUEST 0', 'CANCEL 1']);
      expect(await arrived(REP, visit)).toEqual(['REQUEST 0', 'CANCEL 1']);
      expect(await differences()).toEqual([]);
    },
    PATIENT,
  );

  /** Where the worker is when it is killed, what its mail comes to, and what has arrived of it. */
  const DEATHS: readonly Death[] = [
    { at: 'between claim and hand-over', hook: 'named', state: 'claimed', ends: 'accepted', first: ['REQUEST 0'] },
    {
      at: 'when all is handed over and nothing kept',
      hook: 'before',
      state: 'handed-over',
      ends: 'uncertain',
      first: [],
    },
    {
      ...{ at: 'when it has arrived and the answer is not recorded', hook: 'after', state: 'handed-over' },
      ...{ ends: 'uncertain', first: ['REQUEST 0'] },
    },
  ];

  test.each(DEATHS)(
    'is sent twice to nobody when its worker is killed $at',
    async ({ hook, state, ends, first }) => {
      await works();
      const email = `${hook}@customer.example`;
      const [held, death] = [aSignal(), aSignal()];
      const hold = async (to: string) => {
        if (to !== email) return;
        held.give();
        await death.given;
        // What has come too late for its sender is kept by nobody.
        if (hook !== 'after') throw new Error('the sender is gone');
      };
      if (hook === 'after') system.inbox.after = ({ to }) => hold(to[0] ?? '');
      else system.inbox[hook] = hold;
      const visit = await appointed(email);
      await held.given;
      await becomes(visit, 1, state);
      await dies();
      death.give();
      system.inbox[hook] = async () => {};

      await timePasses(visit);
      await works();
      await becomes(visit, 1, ends);
      await allTold(visit);
      expect(await arrived(email, visit)).toEqual(first);
      expect(await arrived(REP, visit)).toEqual(['REQUEST 0']);
      const lines = (await system.story(visit.journeyId)).filter((line) => line.includes(' appointment '));
      const isDoubted = ends === 'uncertain';
      const decided = isDoubted ? 'uncertain' : 'send';
      expect(lines).toEqual([`${stepOf(visit.appointmentId)} appointment ${decided} invitation`]);
      // In doubt is listed as what a person has to look at, and is no difference.
      const { differences: found, doubts } = await verified(system.records());
      expect(found).toEqual([]);
      expect(doubts.filter(({ journeyId }) => journeyId === visit.journeyId)).toHaveLength(isDoubted ? 1 : 0);

      // Whether or not it arrived, that it is off is told.
      await exits(visit);
      await becomes(visit, 2, 'accepted');
      await allTold(visit);
      expect(await arrived(email, visit)).toEqual([...first, 'CANCEL 1']);
    },
    PATIENT,
  );

  /** So long that no claim and no hand-over of a dead worker holds any more. */
  async function timePasses({ appointmentId }: Visit): Promise<void> {
    const before = new Date(Date.now() - HOUR);
    const where = { stepId: stepOf(appointmentId) };
    await system.db.message.updateMany({
      where: { ...where, realHandedAt: { not: null } },
      data: { realHandedAt: before },
    });
    await system.db.message.updateMany({ where, data: { realClaimedAt: before } });
    await system.db.appointment.update({ where: { id: appointmentId }, data: { realDueAt: before } });
  }
});
