import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, test } from 'vitest';
import { DAY } from '../../src/domain/instant.js';
import { aJourney, aMail } from '../support/definitions.js';
import { historiesOf } from '../support/histories.js';
import { type Enrolled, eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

/*
 * Records one journey of each shape that the workflow can take. A recording is what workers in the field hold: it is
 * made anew only for a new shape, never to make a failing replay pass (CONTRIBUTING.md, "Changing the workflow").
 */

const FOLDER = fileURLToPath(new URL('./histories', import.meta.url));
/** A day of business time a real second, so that waits of days are timers of seconds. */
const RATE = DAY / 1000;

let temporal: TestTemporal;
const systems: TestSystem[] = [];

beforeAll(async () => {
  // A shape that takes fewer runs than before must not leave the last ones of its old recording.
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  temporal = await startTestTemporal();
});

afterAll(async () => {
  for (const system of systems) await system.stop();
  await temporal?.stop();
});

async function aSystem(definition: string, hibernateAfter = 60_000): Promise<TestSystem> {
  const now = Date.now();
  const clockMap = { virtualAnchor: now, realAnchor: now, rate: RATE };
  const system = await TestSystem.start({ ...temporal, skipping: false }, { hibernateAfter, clockMap });
  systems.push(system);
  await system.publish(definition);
  await system.work();
  return system;
}

async function ended(system: TestSystem, { journeyId }: Enrolled): Promise<void> {
  await eventually(
    () => system.row(journeyId),
    (row) => row.status === 'ended',
    60_000,
  );
}

/** Writes every run of a journey, without the name of the machine that ran it. */
async function keep(system: TestSystem, name: string, { workflowId }: Enrolled): Promise<void> {
  const handle = system.client.workflow.getHandle(workflowId);
  await handle.result();
  for (const [index, run] of (await historiesOf(system.client, workflowId)).entries()) {
    const json = historyToJSON(run.history).replace(/"\d+@[^"]*"/g, '"recorded"');
    writeFileSync(`${FOLDER}/${name}-${index + 1}.json`, `${json}\n`);
  }
}

test('a mail whose wait runs out', async () => {
  const system = await aSystem(aJourney('timeout', `${aMail('hello')}\n  - wait: 2 days\n  - end: no-answer`));
  const journey = await system.enrol('timeout', await system.contact());
  await ended(system, journey);
  await keep(system, 'mail-and-timeout', journey);
});

test('a mail that is answered', async () => {
  const steps = `${aMail('hello')}\n  - wait: { for: { on: email.replied }, upTo: 40 days }\n  - end: answered`;
  const system = await aSystem(aJourney('reply', steps));
  const contactId = await system.contact();
  const journey = await system.enrol('reply', contactId);
  await eventually(
    () => system.row(journey.journeyId),
    (row) => row.nextAt !== null,
  );
  await system.engine().receive({ type: 'email.replied', contactId, fields: { step: 'hello' }, source: 'test' });
  await ended(system, journey);
  await keep(system, 'mail-and-reply', journey);
});

test('a task with its outcome', async () => {
  const task = '  - id: call\n    task: { kind: call, title: Call, due: 20 days, outcomes: [reached] }';
  const system = await aSystem(aJourney('task', task));
  const journey = await system.enrol('task', await system.contact());
  const { journeyId } = journey;
  const found = await eventually(
    () => system.db.task.findFirst({ where: { journeyId } }),
    (row) => row !== null,
  );
  await system.engine().completeTask({ taskId: found?.id ?? '', outcome: 'reached', actorId: 'usr_rep' });
  await ended(system, journey);
  await keep(system, 'task', journey);
});

test('pause, resume and exit', async () => {
  const system = await aSystem(aJourney('commands', '  - wait: 40 days'), 10_000);
  const journey = await system.enrol('commands', await system.contact());
  await eventually(
    () => system.row(journey.journeyId),
    (row) => row.nextAt !== null,
  );
  const engine = system.engine();
  const who = (requestId: string) => ({ requestId, actorId: 'usr_rep', reason: 'recorded' });
  await engine.command(journey.journeyId, { kind: 'pause' }, who('record-pause'));
  await engine.command(journey.journeyId, { kind: 'pause' }, who('record-pause-again'));
  await engine.command(journey.journeyId, { kind: 'resume' }, who('record-resume'));
  await engine.command(journey.journeyId, { kind: 'exit', outcome: 'by-hand' }, who('record-exit'));
  await ended(system, journey);
  await keep(system, 'pause-resume-exit', journey);
});

test('waits slept through, one after the other', async () => {
  const steps =
    '  - repeat: { every: 3 days, startAfter: 3 days, atMost: 3, steps: [{ score: { add: 1, reason: pass } }] }';
  const system = await aSystem(aJourney('asleep', steps), 500);
  const journey = await system.enrol('asleep', await system.contact());
  await ended(system, journey);
  await keep(system, 'hibernation', journey);
});

test('a command that wakes a sleeping journey, and an event that does', async () => {
  const steps = '  - wait: { for: { on: email.replied }, upTo: 300 days }\n  - wait: 300 days';
  const system = await aSystem(aJourney('woken', steps), 500);
  const contactId = await system.contact();
  const journey = await system.enrol('woken', contactId);
  const asleepAt = (step: string) =>
    eventually(
      () => system.story(journey.journeyId),
      (story) => story.join().includes(step),
    );
  await asleepAt('wait wait');
  const engine = system.engine();
  await engine.receive({ type: 'email.replied', contactId, fields: {}, source: 'test' });
  await asleepAt('wait done email.replied');
  await engine.command(
    journey.journeyId,
    { kind: 'exit', outcome: 'by-hand' },
    { requestId: 'wake', actorId: 'usr_rep', reason: 'recorded' },
  );
  await ended(system, journey);
  await keep(system, 'woken', journey);
});

test('a sleeping journey that an event wakes for something sooner', async () => {
  const steps = '  - wait: { for: { on: email.replied }, upTo: 300 days }\n  - wait: 2 days\n  - end: done';
  const system = await aSystem(aJourney('early', steps), 500);
  const contactId = await system.contact();
  const journey = await system.enrol('early', contactId);
  await eventually(
    () => historiesOf(system.client, journey.workflowId),
    (runs) => runs.length === 2,
  );
  await system.engine().receive({ type: 'email.replied', contactId, fields: {}, source: 'test' });
  await ended(system, journey);
  await keep(system, 'woken-early', journey);
});

test('a journey that is held and goes on', async () => {
  const system = await aSystem(
    aJourney('held', '  - wait: { for: { on: email.replied }, upTo: 300 days }\n  - end: done'),
    10_000,
  );
  const contactId = await system.contact();
  const journey = await system.enrol('held', contactId);
  const { journeyId } = journey;
  await eventually(
    () => system.row(journeyId),
    (row) => row.nextAt !== null,
  );
  await system.db.advance.deleteMany({ where: { journeyId } });
  await system.db.journey.update({ where: { id: journeyId }, data: { advance: 0, poked: false } });
  await system.engine().receive({ type: 'email.replied', contactId, fields: {}, source: 'test' });
  await eventually(
    () => system.row(journeyId),
    (row) => row.attention !== null,
  );
  await system
    .engine()
    .command(journeyId, { kind: 'retry' }, { requestId: 'released', actorId: 'usr_rep', reason: 'recorded' });
  await ended(system, journey);
  await keep(system, 'held-and-retried', journey);
});
