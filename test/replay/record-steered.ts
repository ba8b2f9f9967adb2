import { randomUUID } from 'node:crypto';
import type { JourneyCommand } from '../../src/api/ports.js';
import { DAY } from '../../src/domain/instant.js';
import { aJourney, aMail } from '../support/definitions.js';
import { smtpReply } from '../support/inbox.js';
import { aPool, claim, ownershipOf, tellClocks } from '../support/pools.js';
import { type Enrolled, eventually, type TestSystem } from '../support/system.js';
import { advanced, aSystem, inRun, shape } from './recorder.js';

/* What came later: journeys that are steered, several tracks, other versions and builds, campaigns, and clocks of leads. */

const ask = (system: TestSystem, { journeyId }: Enrolled, command: JourneyCommand) =>
  system.engine().command(journeyId, command, { requestId: randomUUID(), actorId: 'usr_rep', reason: 'recorded' });

const hear = (system: TestSystem, contactId: string, type = 'email.replied') =>
  system.engine().receive({ type, contactId, fields: {}, source: randomUUID() });

const STAGES = `
kind: journey
id: staged
name: staged
enter: { on: nothing.such, again: always }
goal: { on: order.paid }
stages:
  - id: new
    steps:
      - { id: rest, wait: 20 days }
      - { id: more, wait: 20 days }
  - id: offer
    final: true
    steps: [{ wait: 20 days }]
`;

shape('steered', 'skip, reschedule, move and goal', async () => {
  const system = await aSystem(STAGES);
  const journey = await system.enrol('staged', await system.contact());
  await advanced(system, journey, 1);
  await ask(system, journey, { kind: 'skip', step: 'rest' });
  const due = system.clock.now(Date.now()).virtual + 9 * DAY;
  await ask(system, journey, { kind: 'reschedule', step: 'more', due });
  await ask(system, journey, { kind: 'move', stage: 'nowhere' });
  await ask(system, journey, { kind: 'move', stage: 'offer' });
  await ask(system, journey, { kind: 'goal' });
  return { system, journey };
});

shape('sent-now', 'a mail that its server defers, and a person sends now', async () => {
  const system = await aSystem(aJourney('deferred', `${aMail('hello')}\n  - end: done`));
  system.inbox.before = async () => {
    system.inbox.before = async () => {};
    throw smtpReply(451, 'come back later');
  };
  const journey = await system.enrol('deferred', await system.contact());
  await advanced(system, journey, 1);
  await ask(system, journey, { kind: 'send-now' });
  return { system, journey };
});

shape('at-once', 'commands and events that come at once', async () => {
  const system = await aSystem(aJourney('at-once', '  - wait: 50 days'));
  const contactId = await system.contact();
  const journey = await system.enrol('at-once', contactId);
  await advanced(system, journey, 1);
  await Promise.all([
    ask(system, journey, { kind: 'pause' }),
    ask(system, journey, { kind: 'skip' }),
    ask(system, journey, { kind: 'exit', outcome: 'by-hand' }),
    ask(system, journey, { kind: 'pause' }),
    ask(system, journey, { kind: 'exit', outcome: 'again' }),
  ]);
  return { system, journey };
});

const TRACKS = `
kind: journey
id: tracks
name: tracks
enter: { on: nothing.such, again: always }
stages:
  - id: only
    final: true
    steps: [{ wait: 3 days }, { wait: 4 days }, { end: done }]
    alongside:
      - id: beside
        steps:
          - repeat: { every: 2 days, startAfter: 2 days, atMost: 3, steps: [{ score: { add: 1, reason: pass } }] }
throughout:
  - id: always
    steps: [{ wait: { for: { on: email.replied }, upTo: 5 days } }]
`;

shape('tracks', 'tracks beside each other, one of them with a repeat', async () => {
  const system = await aSystem(TRACKS);
  const contactId = await system.contact();
  const journey = await system.enrol('tracks', contactId);
  await advanced(system, journey, 1);
  await hear(system, contactId);
  return { system, journey };
});

shape('asleep-and-heard', 'events while it sleeps, of which the last ends its wait', async () => {
  const steps = '  - wait: { for: { on: call.logged, if: { event.outcome: last } }, upTo: 300 days }\n  - end: done';
  const system = await aSystem(aJourney('heard', steps), 500);
  const contactId = await system.contact();
  const journey = await system.enrol('heard', contactId);
  const tell = (outcome: string) =>
    system.engine().receive({ type: 'call.logged', contactId, fields: { outcome }, source: randomUUID() });
  for (const run of [2, 3]) {
    await inRun(system, journey, run);
    await Promise.all(Array.from({ length: 8 }, () => tell('reached')));
  }
  await inRun(system, journey, 4);
  await tell('last');
  return { system, journey };
});

shape('changed-version', 'another version of its definition, asleep', async () => {
  const system = await aSystem(aJourney('versions', '  - id: rest\n    wait: 290 days'), 500);
  const journey = await system.enrol('versions', await system.contact());
  await inRun(system, journey, 2);
  await system.publish(aJourney('versions', '  - id: rest\n    wait: 3 days\n  - end: done'));
  await ask(system, journey, { kind: 'change-version', version: 2 });
  return { system, journey };
});

shape('unknown-state', 'a state that a build can not read, until another does', async () => {
  const steps = `${aMail('hello')}\n  - wait: { for: { on: order.paid }, upTo: 90 days }\n  - end: done`;
  const system = await aSystem(aJourney('unread', steps), 100_000);
  const contactId = await system.contact();
  const journey = await system.enrol('unread', contactId);
  const { journeyId } = journey;
  await advanced(system, journey, 1);
  // What a newer build froze and did not finish.
  const intent = { stepId: 'hello', occurrence: 1, email: {} };
  const decision = { state: { v: 2 }, intent, command: null };
  await system.db.advance.create({
    data: { journeyId, number: 2, fence: randomUUID(), decision, realAt: new Date() },
  });
  await hear(system, contactId, 'order.paid');
  await eventually(
    () => system.row(journeyId),
    (row) => row.attention === 'unknown-state',
  );
  await system.db.advance.delete({ where: { journeyId_number: { journeyId, number: 2 } } });
  await ask(system, journey, { kind: 'retry' });
  return { system, journey };
});

const CAMPAIGN = `
kind: campaign
id: autumn
name: autumn
audience: { segment: all }
at: { time: "2020-09-14T10:00", timezone: contact }
variables: { topic: our offer }
steps:
${aMail('invitation')}
  - wait: { for: { on: email.replied }, upTo: 7 days }
  - end: done
`;

shape('campaign', 'a recipient of a campaign', async () => {
  const system = await aSystem(CAMPAIGN);
  const contactId = await system.contact();
  const journey = await system.enrol('autumn', contactId);
  await advanced(system, journey, 1);
  await hear(system, contactId);
  return { system, journey };
});

shape(
  'lead-clock',
  'the clock of a claimed lead, which a stricter rule wakes and that takes the lead back',
  async () => {
    const system = await aSystem(aJourney('none', '  - wait: 1 day'), 2_000);
    system.now = () => Math.round(system.clock.now(0).virtual);
    await aPool(system, { followUpWithin: '300 days', remindBefore: '2 days' });
    const at = new Date(system.now());
    const contactId = await system.contact({ ownerId: null, poolId: 'inbound', createdAt: at, updatedAt: at });
    await claim(system, contactId);
    await tellClocks(system);
    const workflowId = `lead-clock/${(await ownershipOf(system, contactId)).id}`;
    await inRun(system, { workflowId }, 2);
    await system.db.pool.update({ where: { id: 'inbound' }, data: { followUpWithin: '6 days' } });
    await tellClocks(system);
    return { system, journey: { workflowId } };
  },
);
