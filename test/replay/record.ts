import { aJourney, aMail } from '../support/definitions.js';
import { historiesOf } from '../support/histories.js';
import { eventually } from '../support/system.js';
import { aSystem, shape } from './recorder.js';

/* Mails, tasks, events, commands and sleep: what a journey mostly does. */

shape('mail-and-timeout', 'a mail whose wait runs out', async () => {
  const system = await aSystem(aJourney('timeout', `${aMail('hello')}\n  - wait: 2 days\n  - end: no-answer`));
  const journey = await system.enrol('timeout', await system.contact());
  return { system, journey };
});

shape('mail-and-reply', 'a mail that is answered', async () => {
  const steps = `${aMail('hello')}\n  - wait: { for: { on: email.replied }, upTo: 40 days }\n  - end: answered`;
  const system = await aSystem(aJourney('reply', steps));
  const contactId = await system.contact();
  const journey = await system.enrol('reply', contactId);
  await eventually(
    () => system.row(journey.journeyId),
    (row) => row.nextAt !== null,
  );
  await system.engine().receive({ type: 'email.replied', contactId, fields: { step: 'hello' }, source: 'test' });
  return { system, journey };
});

shape('task', 'a task with its outcome', async () => {
  const task = '  - id: call\n    task: { kind: call, title: Call, due: 20 days, outcomes: [reached] }';
  const system = await aSystem(aJourney('task', task));
  const journey = await system.enrol('task', await system.contact());
  const { journeyId } = journey;
  const found = await eventually(
    () => system.db.task.findFirst({ where: { journeyId } }),
    (row) => row !== null,
  );
  await system.engine().completeTask({ taskId: found?.id ?? '', outcome: 'reached', actorId: 'usr_rep' });
  return { system, journey };
});

shape('pause-resume-exit', 'pause, resume and exit', async () => {
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
  return { system, journey };
});

shape('hibernation', 'waits slept through, one after the other', async () => {
  const steps =
    '  - repeat: { every: 3 days, startAfter: 3 days, atMost: 3, steps: [{ score: { add: 1, reason: pass } }] }';
  const system = await aSystem(aJourney('asleep', steps), 500);
  const journey = await system.enrol('asleep', await system.contact());
  return { system, journey };
});

shape('woken', 'a command that wakes a sleeping journey, and an event that does', async () => {
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
  return { system, journey };
});

shape('woken-early', 'a sleeping journey that an event wakes for something sooner', async () => {
  const steps = '  - wait: { for: { on: email.replied }, upTo: 300 days }\n  - wait: 2 days\n  - end: done';
  const system = await aSystem(aJourney('early', steps), 500);
  const contactId = await system.contact();
  const journey = await system.enrol('early', contactId);
  await eventually(
    () => historiesOf(system.client, journey.workflowId),
    (runs) => runs.length === 2,
  );
  await system.engine().receive({ type: 'email.replied', contactId, fields: {}, source: 'test' });
  return { system, journey };
});

shape('held-and-retried', 'a journey that is held and goes on', async () => {
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
  return { system, journey };
});
