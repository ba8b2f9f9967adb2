import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withHooks } from '../support/attempts.js';
import { aJourney } from '../support/definitions.js';
import { closedHistoriesOf } from '../support/histories.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

/*
 * A decision is recorded with the end of its workflow task. What comes in between its commit and that end makes the server
 * refuse a task that would end the run: the decision is asked for again, with the news before it.
 */
const WAITS = aJourney('waits', '  - wait: { for: { on: call.logged }, upTo: 300 days }\n  - end: heard');
const TWO_WAITS = aJourney(
  'two-waits',
  '  - wait: { for: { on: call.logged }, upTo: 300 days }\n  - wait: 200 days\n  - end: done',
);

describe('a decision whose workflow task is lost', () => {
  let temporal: TestTemporal;
  let system: TestSystem;
  /** Done once, as soon as the next decision is committed. */
  let then: (() => Promise<unknown>) | null = null;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false }, { hibernateAfter: 500 });
    for (const text of [WAITS, TWO_WAITS]) await system.publish(text);
    const afterDecision = async () => {
      const now = then;
      then = null;
      await now?.();
    };
    await system.work(withHooks(system.activityDeps(), { afterDecision }));
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  const causesOf = async (workflowId: string) =>
    (await closedHistoriesOf(system.client, workflowId))
      .flatMap((run) => run.events)
      .flatMap((event) => event.workflowTaskFailedEventAttributes?.cause ?? []);
  const ended = (journeyId: string) =>
    eventually(
      () => system.row(journeyId),
      (row) => row.status === 'ended',
    );
  const logged = (contactId: string) =>
    system.engine().receive({ type: 'call.logged', contactId, fields: {}, source: 'test' });

  test('Law 10: hears the event that came between its commit and the end of its task', async () => {
    const contactId = await system.contact();
    then = () => logged(contactId);
    const { journeyId, workflowId } = await system.enrol('waits', contactId);
    expect(await ended(journeyId)).toMatchObject({ outcome: 'heard', advance: 2 });
    expect(await system.story(journeyId)).toEqual([
      'enter done',
      'wait wait',
      'wait done call.logged',
      'end done heard',
    ]);
    expect(await causesOf(workflowId)).toHaveLength(1);
  });

  test('Law 12: answers the command that came meanwhile with what the command did, not with what was decided before', async () => {
    const contactId = await system.contact();
    const { journeyId, workflowId } = await system.enrol('two-waits', contactId);
    await eventually(
      () => system.row(journeyId),
      (row) => row.advance === 1,
    );
    let answer: Promise<unknown> = Promise.resolve();
    then = async () => {
      const who = { requestId: `pause-${journeyId}`, actorId: 'usr_rep', reason: 'in the midst of it' };
      answer = system.engine().command(journeyId, { kind: 'pause' }, who);
      // The server has it before the task ends.
      await eventually(
        () => system.db.command.count({ where: { journeyId } }),
        (count) => count === 1,
      );
    };
    await logged(contactId);
    await eventually(
      () => system.row(journeyId),
      (row) => row.phase === 'paused',
    );
    expect(await answer).toMatchObject({ ok: true, value: { phase: 'paused' } });
    expect(await system.story(journeyId)).toEqual([
      'enter done',
      'wait wait',
      'wait done call.logged',
      'wait wait',
      'pause done',
    ]);
    await system.client.workflow.getHandle(workflowId).terminate();
  });
});
