import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { relay } from '../../src/temporal/relay.js';
import { closedHistoriesOf, historiesOf, kindsOf } from '../support/histories.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const definition = (id: string, steps: string, enter = 'on: nothing.such, again: always'): string => `
kind: journey
id: ${id}
name: ${id}
variables: { topic: our offer }
enter: { ${enter} }
steps:
${steps}
`;

const WAITS = definition(
  'waits',
  `  - wait: { for: { on: call.logged, if: { event.outcome: reached } }, upTo: 300 days }
    then: [ { end: called } ]
    else: [ { end: silent } ]`,
);
const SHORT = definition('short', '  - update: { contact.status: met }\n  - end: done');
const MAIL = definition(
  'mail',
  '  - id: hello\n    email: { template: test/hello, from: owner, purpose: marketing }\n  - end: done',
  'on: lead.created, again: always',
);
const LONG = definition('long', '  - wait: 1 day\n  - end: done');

describe('what wakes a journey, and what begins one', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    for (const text of [WAITS, SHORT, MAIL, LONG]) await system.publish(text);
  });

  afterEach(() => system.rest());

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  const ended = (journeyId: string) =>
    eventually(
      () => system.row(journeyId),
      (row) => row.status === 'ended',
    );
  const logged = (contactId: string, outcome: string) =>
    ({ type: 'call.logged', contactId, fields: { outcome }, source: 'test' }) as const;

  /** Enrolled, decided once, and asleep in a run of its own. */
  async function asleep() {
    const enrolled = await system.enrol('waits', await system.contact());
    const runs = await eventually(
      () => historiesOf(system.client, enrolled.workflowId),
      (found) => found.length === 2,
    );
    expect(runs[1]?.events).toHaveLength(1);
    return enrolled;
  }

  test('Law 4: a start and a poke that a crash kept from Temporal are relayed from the outbox', async () => {
    await system.work();
    const dying = system.engine({ tells: false });
    const contactId = await system.contact();
    const { journeyId, workflowId } = await system.enrol('waits', contactId, dying);
    await expect(system.client.workflow.getHandle(workflowId).describe()).rejects.toThrow();
    const later = (ms: number) => {
      system.now = () => Date.now() + ms;
    };
    // The rows of the last two seconds are their own process's to relay.
    expect((await relay(system.tellings, system.journeys)).told).toBe(0);
    later(3000);
    expect((await relay(system.tellings, system.journeys)).told).toBe(1);
    await eventually(
      () => system.row(journeyId),
      (row) => row.advance === 1,
    );
    later(0);
    await dying.receive(logged(contactId, 'reached'));
    expect((await system.row(journeyId)).poked).toBe(true);
    // A relay takes the row and dies: it is free again when its lease ends.
    later(3000);
    expect(await system.tellings.claim({ most: 10 })).toHaveLength(1);
    expect((await relay(system.tellings, system.journeys)).told).toBe(0);
    later(40_000);
    expect((await relay(system.tellings, system.journeys)).told).toBe(1);
    later(0);
    expect((await ended(journeyId)).outcome).toBe('called');
    expect(await system.db.outbox.count({ where: { journeyId, doneAt: null } })).toBe(0);
  });

  test('Law 6: a wait over the threshold is slept through in a new run; an event wakes it at once', async () => {
    await system.work();
    const { journeyId, workflowId, contactId } = await asleep();
    const began = Date.now();
    await system.engine().receive(logged(contactId, 'reached'));
    expect((await ended(journeyId)).outcome).toBe('called');
    expect(Date.now() - began).toBeLessThan(5000);
    const runs = await closedHistoriesOf(system.client, workflowId);
    expect(runs.map((run) => kindsOf(run).at(-1))).toEqual([
      'workflowExecutionContinuedAsNew',
      'workflowExecutionCompleted',
    ]);
    const { memo, searchAttributes } = runs[1]?.events[0]?.workflowExecutionStartedEventAttributes ?? {};
    // What Temporal's UI shows of it (test/e2e/search-attributes.e2e.test.ts), and nothing beside.
    expect(Object.keys(memo?.fields ?? {})).toEqual(['next']);
    expect(Object.keys(searchAttributes?.indexedFields ?? {})).toEqual([]);
  });

  test('Law 6: a plain update wakes a sleeping run too; a plain signal does not', async () => {
    await system.work();
    const { journeyId, workflowId } = await asleep();
    const handle = system.client.workflow.getHandle(workflowId);
    await handle.signal('poke');
    await sleep(2000);
    expect((await system.row(journeyId)).advance).toBe(1);
    const who = { requestId: `pause-${journeyId}`, actorId: 'usr_rep', reason: 'holiday' };
    const paused = await system.engine().command(journeyId, { kind: 'pause' }, who);
    expect(paused).toMatchObject({ ok: true, value: { phase: 'paused' } });
    // The signal that lay there was delivered with it, and wakes nothing that was not due.
    expect(await system.story(journeyId)).toEqual(['enter done', 'wait wait', 'pause done']);
  });

  test('Law 6: a run that has grown past 500 events continues as new, with nothing lost', async () => {
    await system.work();
    const { journeyId, workflowId } = await system.enrol('long', await system.contact());
    await eventually(
      () => system.row(journeyId),
      (row) => row.advance === 1,
    );
    const handle = system.client.workflow.getHandle(workflowId);
    // The last decision of a long run leaves a poke in the outbox, which the worker's own relay tells.
    const heard = (holds: (row: Awaited<ReturnType<typeof system.row>>) => boolean) =>
      eventually(async () => {
        await relay(system.tellings, system.journeys);
        return await system.row(journeyId);
      }, holds);
    let pokes = 0;
    for (; (await historiesOf(system.client, workflowId)).length === 1 && pokes < 80; pokes++) {
      const { advance } = await system.row(journeyId);
      await handle.signal('poke');
      await heard((row) => row.advance > advance);
    }
    const runs = await historiesOf(system.client, workflowId);
    expect(runs).toHaveLength(2);
    expect(runs[0]?.events.length).toBeGreaterThan(500);
    expect(runs[0]?.events.length).toBeLessThan(530);
    const { advance } = await heard((row) => !row.poked);
    // Whoever told it writes that down after the run has heard it.
    await eventually(
      () => system.db.outbox.count({ where: { journeyId, kind: 'poke', doneAt: null } }),
      (open) => open === 0,
    );
    await handle.signal('poke');
    await heard((row) => row.advance > advance);
    expect(await system.story(journeyId)).toEqual(['enter done', 'wait wait']);
  }, 120_000);

  test('Law 10: a thousand events for a journey that waits give one signal while it sleeps, and few while it works', async () => {
    const contactId = await system.contact();
    await system.work();
    const { journeyId, workflowId } = await system.enrol('waits', contactId);
    await eventually(
      () => historiesOf(system.client, workflowId),
      (found) => found.length === 2,
    );
    await system.rest();
    const engine = system.engine();
    for (let batch = 0; batch < 50; batch++)
      await Promise.all(Array.from({ length: 10 }, () => engine.receive(logged(contactId, 'no-answer'))));
    expect(await system.db.outbox.count({ where: { journeyId, kind: 'poke' } })).toBe(1);
    await system.work();
    await eventually(
      () => system.row(journeyId),
      (row) => !row.poked && row.advance === 2,
    );
    for (let batch = 0; batch < 50; batch++)
      await Promise.all(Array.from({ length: 10 }, () => engine.receive(logged(contactId, 'no-answer'))));
    await engine.receive(logged(contactId, 'reached'));
    expect((await ended(journeyId)).outcome).toBe('called');
    const events = await system.db.event.findMany({ where: { contactId }, select: { dispatchedAt: true } });
    expect(events).toHaveLength(1001);
    expect(events.filter((event) => event.dispatchedAt === null)).toHaveLength(0);
    const pokes = await system.db.outbox.count({ where: { journeyId, kind: 'poke' } });
    const advances = await system.db.advance.count({ where: { journeyId } });
    // While it works, a poke is asked for at most once for each advance.
    expect(pokes).toBeLessThanOrEqual(advances);
    expect(pokes).toBeLessThan(300);
  }, 180_000);

  test('Law 11: a start told twice, or told after the poke that came first, is one run', async () => {
    await system.work();
    const engine = system.engine({ tells: false });
    const { journeyId, workflowId } = await system.enrol('waits', await system.contact(), engine);
    const { journeys } = system;
    await Promise.all([
      journeys.poke(workflowId, journeyId),
      journeys.start(workflowId, journeyId),
      journeys.start(workflowId, journeyId),
    ]);
    await eventually(
      () => system.row(journeyId),
      (row) => row.advance >= 1,
    );
    await journeys.start(workflowId, journeyId);
    expect((await system.story(journeyId)).filter((line) => line === 'enter done')).toHaveLength(1);
    const runs = await historiesOf(system.client, workflowId);
    expect(runs[0]?.events[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? '').toBe('');
  });

  test('Law 11: a poke or a start of a closed run begins nothing', async () => {
    await system.work();
    const { journeyId, workflowId } = await system.enrol('short', await system.contact());
    await ended(journeyId);
    const handle = system.client.workflow.getHandle(workflowId);
    await handle.result();
    const { runId } = await handle.describe();
    await system.journeys.poke(workflowId, journeyId);
    await system.journeys.start(workflowId, journeyId);
    expect((await handle.describe()).runId).toBe(runId);
  });

  test('Law 11: a run begun for an id that Temporal had forgotten finds its row closed and ends at once', async () => {
    await system.work();
    const contactId = await system.contact({ email: 'forgotten@customer.example' });
    const { journeyId, workflowId } = await system.enrol('mail', contactId);
    await ended(journeyId);
    await system.client.workflow.getHandle(workflowId).result();
    const before = await system.story(journeyId);
    const again = await system.client.workflow.start('journey', {
      taskQueue: system.taskQueue,
      workflowId,
      args: [{ journeyId }],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    });
    expect(await again.result()).toBe('done');
    expect(system.inbox.mails.filter((mail) => mail.to.includes('forgotten@customer.example'))).toHaveLength(1);
    expect(await system.story(journeyId)).toEqual(before);
    expect((await system.row(journeyId)).advance).toBe(1);
  });

  test('Law 11: a run begun for a closed journey of several decisions does not walk through them again', async () => {
    await system.work();
    const { journeyId, workflowId, contactId } = await asleep();
    await system.engine().receive(logged(contactId, 'reached'));
    await ended(journeyId);
    await system.client.workflow.getHandle(workflowId).result();
    const again = await system.client.workflow.start('journey', {
      taskQueue: system.taskQueue,
      workflowId,
      args: [{ journeyId }],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    });
    expect(await again.result()).toBe('called');
    const runs = await historiesOf(system.client, workflowId);
    expect(runs.map((run) => run.events.length)).toEqual([11]);
    expect(await system.row(journeyId)).toMatchObject({ status: 'ended', outcome: 'called' });
  });

  test('Law 11: a second entry is a run of its own, with the next number in its id', async () => {
    await system.work();
    const contactId = await system.contact();
    const engine = system.engine();
    const entered = { type: 'lead.created', contactId, fields: {}, source: 'test' };
    const ids: string[] = [];
    for (let time = 0; time < 2; time++) {
      const received = await engine.receive(entered);
      const [journeyId = ''] = received.ok ? received.value.started : [];
      await ended(journeyId);
      ids.push((await system.row(journeyId)).workflowId);
    }
    expect(ids).toEqual([`journey/mail/${contactId}/1`, `journey/mail/${contactId}/2`]);
  });
});
