import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { historiesOf, kindsOf } from '../support/histories.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

// A minute of business time takes six seconds, and whatever takes longer than three is slept through.
const RATE = 10;
const HIBERNATE_AFTER = 3000;

const DEFINITION = `
kind: journey
id: called-back
name: Called back
enter: { on: nothing.such }
steps:
  - wait: { for: { on: call.logged }, upTo: 300 days }
  - wait: 1 minute
  - wait: 2 minutes
  - end: done
`;

describe('a journey woken before its sleep was over', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    const now = Date.now();
    system = await TestSystem.start(
      { ...temporal, skipping: false },
      { hibernateAfter: HIBERNATE_AFTER, clockMap: { virtualAnchor: now, realAnchor: now, rate: RATE } },
    );
    await system.publish(DEFINITION);
    await system.work();
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  test('Law 6: does what is due next when it is due, not when the first sleep would have ended', async () => {
    const { journeyId, workflowId, contactId } = await system.enrol('called-back', await system.contact());
    await eventually(
      () => historiesOf(system.client, workflowId),
      (found) => found.length === 2,
    );
    const began = Date.now();
    await system.engine().receive({ type: 'call.logged', contactId, fields: {}, source: 'test' });
    await eventually(
      () => system.row(journeyId),
      (row) => row.status === 'ended',
      60_000,
    );
    // Three minutes of business time are 18 seconds; the rest is a noisy machine's.
    expect(Date.now() - began).toBeGreaterThan(17_900);
    expect(Date.now() - began).toBeLessThan(3 * 18_000);
    const runs = await historiesOf(system.client, workflowId);
    // What was woken early waits with timers until its time is over: it can't continue as new before.
    expect(runs.map((run) => kindsOf(run).filter((kind) => kind === 'timerStarted').length)).toEqual([0, 2]);
  });

  test('Law 6: sleeps again, in a new run, until an instant that is no earlier', async () => {
    const { journeyId, workflowId } = await system.enrol('called-back', await system.contact());
    await eventually(
      () => historiesOf(system.client, workflowId),
      (found) => found.length === 2,
    );
    await system.journeys.poke(workflowId, journeyId);
    const runs = await eventually(
      () => historiesOf(system.client, workflowId),
      (found) => found.length === 3,
    );
    expect(runs[2]?.events).toHaveLength(1);
  });
});
