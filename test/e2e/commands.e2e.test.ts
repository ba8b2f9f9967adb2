import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JourneyCommand } from '../../src/api/ports.js';
import type { CommandAnswer, CommandInput } from '../../src/workflows/messages.js';
import { aJourney } from '../support/definitions.js';
import { historiesOf } from '../support/histories.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

describe('commands of people', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    await system.publish(aJourney('day', '  - wait: 1 day\n  - end: done'));
    await system.publish(aJourney('season', '  - wait: 90 days\n  - end: done'));
    await system.work();
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  async function waiting(definitionId: string) {
    const enrolled = await system.enrol(definitionId, await system.contact());
    await eventually(
      () => system.row(enrolled.journeyId),
      (row) => row.advance === 1,
    );
    return enrolled;
  }

  const ask = (journeyId: string, kind: 'pause' | 'resume' | 'retry' | 'send-now', requestId: string = randomUUID()) =>
    command(journeyId, { kind }, requestId);
  const command = (journeyId: string, what: JourneyCommand, requestId: string = randomUUID()) =>
    system.engine().command(journeyId, what, { requestId, actorId: 'usr_rep', reason: 'asked by phone' });
  const audits = (journeyId: string) => system.db.audit.findMany({ where: { objectId: journeyId } });

  test('Law 12: a request sent twice has one answer, one effect and one audit row with who and why', async () => {
    const { journeyId } = await waiting('day');
    const first = await ask(journeyId, 'pause', 'same-request');
    expect(first).toMatchObject({ ok: true, value: { phase: 'paused', stage: 'main' } });
    expect(await ask(journeyId, 'pause', 'same-request')).toEqual(first);
    expect((await system.story(journeyId)).filter((line) => line === 'pause done')).toHaveLength(1);
    expect(await audits(journeyId)).toMatchObject([
      { action: 'journey.pause', actorId: 'usr_rep', reason: 'asked by phone', detail: { requestId: 'same-request' } },
    ]);
  });

  test('Law 12: one request sent five times at once has one effect and one audit row too', async () => {
    const { journeyId } = await waiting('season');
    const requestId = randomUUID();
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(journeyId, 'pause', requestId)));
    for (const answer of answers) expect(answer).toMatchObject({ ok: true, value: { phase: 'paused' } });
    expect((await system.story(journeyId)).filter((line) => line === 'pause done')).toHaveLength(1);
    expect(await audits(journeyId)).toHaveLength(1);
  });

  test('Law 12: an update that Temporal runs again after a continue-as-new changes nothing more', async () => {
    const { journeyId, workflowId } = await waiting('season');
    const requestId = randomUUID();
    await ask(journeyId, 'pause', requestId);
    await ask(journeyId, 'resume');
    const runs = (await historiesOf(system.client, workflowId)).length;
    expect(runs).toBeGreaterThan(1);
    const again = await system.client.workflow
      .getHandle(workflowId)
      .executeUpdate<CommandAnswer, [CommandInput]>('command', { args: [{ requestId }], updateId: requestId });
    expect(again).toMatchObject({ code: null });
    expect(await system.row(journeyId)).toMatchObject({ phase: 'active' });
    expect((await system.story(journeyId)).filter((line) => line === 'pause done')).toHaveLength(1);
    expect(await audits(journeyId)).toHaveLength(2);
    const refused = randomUUID();
    expect(await ask(journeyId, 'send-now', refused)).toMatchObject({ ok: false, error: { code: 'not-waiting' } });
    const refusedAgain = await system.client.workflow
      .getHandle(workflowId)
      .executeUpdate<CommandAnswer, [CommandInput]>('command', {
        args: [{ requestId: refused }],
        updateId: `${refused}-again`,
      });
    expect(refusedAgain).toMatchObject({ code: 'not-waiting' });
  });

  test('Law 12: a refusal is a value: no update fails, nothing is audited, nothing changes', async () => {
    const { journeyId, workflowId } = await waiting('day');
    for (const [kind, code] of [
      ['resume', 'not-paused'],
      ['send-now', 'not-waiting'],
      ['retry', 'nothing-to-retry'],
    ] as const)
      expect(await ask(journeyId, kind)).toMatchObject({ ok: false, error: { code } });
    const [run] = await historiesOf(system.client, workflowId);
    const outcomes = (run?.events ?? []).flatMap(
      (event) => event.workflowExecutionUpdateCompletedEventAttributes?.outcome ?? [],
    );
    expect(outcomes).toHaveLength(3);
    for (const outcome of outcomes) expect(outcome.failure).toBeFalsy();
    expect(await audits(journeyId)).toHaveLength(0);
    expect(await system.story(journeyId)).toEqual(['enter done', 'wait wait']);
  });

  test('Law 12: a command to a journey that never was, or is over, begins nothing and is refused', async () => {
    expect(await ask('jrn_nobody', 'pause')).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(await system.journeys.command('journey/day/con_nobody/1', randomUUID())).toBeNull();
    await expect(system.client.workflow.getHandle('journey/day/con_nobody/1').describe()).rejects.toThrow();
    const { journeyId, workflowId } = await waiting('day');
    expect(await command(journeyId, { kind: 'exit', outcome: 'by-hand' })).toMatchObject({ ok: true });
    expect(await ask(journeyId, 'pause')).toMatchObject({ ok: false, error: { code: 'journey-ended' } });
    expect(await system.journeys.command(workflowId, randomUUID())).toBeNull();
    expect(await audits(journeyId)).toMatchObject([{ action: 'journey.exit' }]);
  });

  test('Law 12: commands at once, across the continue-as-new that each of them causes, are all answered', async () => {
    const journeys = await Promise.all(Array.from({ length: 6 }, () => waiting('season')));
    const tally = await Promise.all(
      journeys.map(async ({ journeyId }) => {
        const answers = await Promise.all(
          Array.from({ length: 8 }, (_, nth) => ask(journeyId, nth % 2 === 0 ? 'pause' : 'resume')),
        );
        const done = answers.filter((answer) => answer.ok).length;
        for (const answer of answers)
          if (!answer.ok) expect(['already-paused', 'not-paused']).toContain(answer.error.code);
        expect(done).toBeGreaterThan(0);
        expect(await audits(journeyId)).toHaveLength(done);
        const effects = (await system.story(journeyId)).filter((line) => /^(pause|resume) done$/.test(line));
        expect(effects).toHaveLength(done);
        return done;
      }),
    );
    expect(tally).toHaveLength(6);
  });

  test('Law 12: commands that come while the journey ends are answered, not dropped', async () => {
    const { journeyId } = await waiting('season');
    const answers = await Promise.all([
      ask(journeyId, 'pause'),
      command(journeyId, { kind: 'exit', outcome: 'by-hand' }),
      ...Array.from({ length: 4 }, () => ask(journeyId, 'resume')),
    ]);
    expect(answers[1]).toMatchObject({ ok: true, value: { phase: 'ended' } });
    for (const answer of answers)
      if (!answer.ok) expect(['journey-ended', 'not-paused', 'already-paused']).toContain(answer.error.code);
    expect(await system.row(journeyId)).toMatchObject({ status: 'ended', outcome: 'by-hand' });
  });
});
